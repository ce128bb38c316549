"""What a page prints around a letter: the number among other data, and words of its own."""

from __future__ import annotations

import re

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.letter_record import Letter
from fiscal_notice.notice.extract.notation import NUMBER, document_number, plain

NUMBER_LABEL = r"(?:发文字号|法规文号|发文文号|文件编号|文\s*号)"
# What a page prints above the letter, several things a line.
_PAGE_NUMBER = re.compile(rf"{NUMBER_LABEL}\s*[:|]?\s*{NUMBER}")
_PAGE_DISCLOSURE = re.compile(
    r"公开(?:方式|形式|类别|属性)\s*[:|]?\s*(?P<value>(?:主动|依申请|不予)公开)"
)
_PAGE_FRAME = re.compile(
    r".*(?:来源|发布(?:时间|日期)|浏览(?:量|次数)?|点击数|字体|日期)\s*:.*"
    r"|\(?(?:您?(?:所在的|当前)?位置|索引号|主题分类|组配分类).{0,80}|(?:标签|附件下载|分享到?)\s*:?"
)


def read_page_data(line: Line, letter: Letter) -> bool:
    """Read what a page says of its notice above it: number and mode of disclosure."""
    clear = plain(line.text.replace("\t", " "))
    number, disclosure = _PAGE_NUMBER.search(clear), _PAGE_DISCLOSURE.search(clear)
    if number and "document_number" not in letter.fields:
        letter.give("document_number", document_number(number), line)
    if disclosure and "disclosure" not in letter.fields:
        letter.give("disclosure", disclosure["value"], line)
    return bool(number or disclosure)


def is_page_frame(text: str) -> bool:
    """Whether a line is of the page alone: where it came from, when it was put there."""
    return _PAGE_FRAME.fullmatch(plain(text).strip()) is not None
