"""What a page prints around a letter: the number among other data, and words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.letter_record import Letter
from fiscal_notice.notice.extract.notation import NUMBER, document_number, plain
from fiscal_notice.notice.extract.transcript import Ledger

NUMBER_LABEL = r"(?:发文字号|法规文号|发文文号|文件编号|文\s*号)"
# What a page prints above the letter, several things a line.
_PAGE_NUMBER = re.compile(rf"{NUMBER_LABEL}\s*[:|]?\s*{NUMBER}")
_PAGE_DISCLOSURE = re.compile(
    r"公开(?:方式|形式|类别|属性)\s*[:|]?\s*(?P<value>(?:主动|依申请|不予)公开)"
)
_PAGE_FRAME = re.compile(
    r".*(?:来源|(?:发布|颁布|更新|发文)(?:时间|日期)|浏览(?:量|次数)?|点击数|字体|字号|日期)\s*:.*"
    r"|\(?(?:您?(?:所在的|当前)?位置|索引号|主题分类|组配分类).{0,80}|(?:标签|附件下载|分享到?|\[?打印\]?)\s*:?"
    # The way to the page, a count, a day, a lone sign.
    r"|[^。;]{0,80}\s>[^。;]{1,80}|-?\s*[0-9]{1,8}|-?\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:\s+[0-9:]+)?|[:|\-_=]+"
)
_LABEL = (
    r"(?:索\s*引\s*号|(?:信息)?分类|信息名称|标\s*题|名\s*称|(?:发布|发文|公开|责任)(?:机构|机关|单位|部门|日期|时间)"
    r"|(?:成文|生成|颁布|废止|生效)(?:日期|时间)|(?:主题|组配|体裁|服务对象|信息)分类|主题词|关键词|公开(?:方式|形式|类别|目录)"
    rf"|时\s*效\s*性?|有\s*效\s*性|内容概述|{NUMBER_LABEL}|您?(?:所在的|当前)位置|发布机构|浏览量)"
)
_BARE_LABEL = re.compile(rf"{_LABEL}\s*:?")
_TITLE_LABEL = re.compile(r"(?:信息名称|标\s*题|名\s*称)\s*:?")


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


def is_label(text: str) -> bool:
    """Whether a line is only the label of what the page says on the next one."""
    return _BARE_LABEL.fullmatch(plain(text).strip()) is not None


def names_letter(text: str) -> bool:
    """Whether what such a label tells is the title or the number, which the letter has too."""
    return (
        re.fullmatch(rf"{NUMBER_LABEL}\s*:?|{_TITLE_LABEL.pattern}", plain(text).strip())
        is not None
    )


def says_number(text: str) -> bool:
    """Whether a line of the page gives the document number of the notice."""
    return _PAGE_NUMBER.search(plain(text)) is not None


def without_page_table(lines: Sequence[Line], ledger: Ledger) -> list[Line]:
    """The lines, the table of page data above the letter taken for what it is.

    Of its rows those with the title, the number or the mode of disclosure stay, as plain lines.
    """
    stop = next((i for i, line in enumerate(lines) if not _is_page_row(line)), len(lines))
    kept: list[Line] = []
    for line in lines[:stop]:
        cells = [cell.strip() for cell in line.text.split("\t") if cell.strip(" |\t")]
        clear = plain(" ".join(cells))
        if len(cells) > 1 and _TITLE_LABEL.fullmatch(plain(cells[0])):
            kept.append(Line(number=line.number, text=cells[1]))
        elif _PAGE_NUMBER.search(clear) or _PAGE_DISCLOSURE.search(clear):
            kept.append(Line(number=line.number, text=" ".join(cells)))
        else:
            ledger.take(line, "page")
    return [*kept, *lines[stop:]]


def _is_page_row(line: Line) -> bool:
    """Whether a row of a table begins with a label of page data, or has nothing in it."""
    cells = [cell.strip(" |") for cell in line.text.split("\t")]
    if len(cells) == 1:
        return not any(cells)
    first = next((cell for cell in cells if cell), "")
    return not first or _BARE_LABEL.fullmatch(plain(first)) is not None
