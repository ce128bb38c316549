"""White space of the layout: what is closed up in Chinese text, and where a broken line ends."""

from __future__ import annotations

import re

from fiscal_notice.notice.transcribe.wording import tidy

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPEN, _SHUT = "（〔《〈【“‘「『［", "）〕》〉】”’」』］"
_MARKS = f"{_OPEN}{_SHUT}，。、；：？！％"
# What stands behind a figure without a space: measures of money, time and things.
_MEASURES = "年月日号元万亿千百个项家件名人次场份种批期条页亩吨户所倍分周届季时小天%％℃"
_FIGURE = r"[0-9][0-9,.]*"
# At the end of a line a date stands apart from who signed or printed it.
_DATE_AT_END = r"[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日(?: ?印发)?$"
_STRAY = re.compile(
    rf"(?<=[{_MARKS}]) (?=[{HAN}{_MARKS}])|(?<=[{HAN}]) (?=[{_MARKS}])"
    rf"|(?<=[{_OPEN}，、：]) (?=[0-9])|(?<=[0-9]) (?=[{_SHUT}，。、；：？！])"
    rf"|(?<=[0-9]) (?=[{_MEASURES}])|(?<=[{HAN}]) (?!{_DATE_AT_END})(?={_FIGURE} ?[{_MEASURES}])"
    rf"|(?<=[,;:]) (?=[{HAN}])|(?<=〕) (?=[0-9第])|(?<=附[件表]) (?=[0-9])"
)
_NUMBER_OF_DOCUMENT = re.compile(
    r"[〔\[［【(（]\s*[12][0-9]{3}\s*[〕\]］】)）]\s*第?\s*[0-9]+\s*号$"
)
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])"
    r"|[（(][0-9]{1,3}[）)]|[①-⑳⑴-⒇⒈-⒛]|第[一二三四五六七八九十]+[条章]|附件|附表|附：|抄送|公开方式"
    r"|联系人|注[:：]|[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日|《"
)
_MARKER = re.compile(r"附[件表](?:[0-9]{1,2}(?:-[0-9]{1,2})?)?")
_ENDS = tuple("。；;：:！？!?》")


def close_up(text: str) -> str:
    """A line of text with the spaces that only lay it out taken out, any others made one.

    Letters set apart (合 计) are closed up, spaces beside Chinese punctuation and between a figure
    and its measure are taken out; one space stays between words (``2011409 知识产权宏观管理``).
    """
    text = tidy(text)
    return _STRAY.sub("", text) if " " in text else text


def lines_of(text: str) -> list[str]:
    """The lines that a text with line breaks means; a break that merely wraps is none.

    A break ends a line behind a sentence, a colon or a document number, and before a numeral, a
    date or a word that begins a line of a notice.
    """
    if "\n" not in text:
        line = close_up(text)
        return [line] if line else []
    found: list[str] = []
    for piece in filter(None, map(close_up, text.split("\n"))):
        if found and not _parts(found[-1], piece):
            found[-1] = joined(found[-1], piece)
        else:
            found.append(piece)
    return found


def cell_lines(text: str) -> str:
    """As ``lines_of``, in one text of lines, whatever parted them before."""
    return "\n".join(lines_of(text.replace("\r\n", "\n").replace("\r", "\n")))


def joined(first: str, second: str) -> str:
    """Two halves of a broken line: closed up between Chinese characters, else with a space."""
    if not first or not second:
        return first + second
    both = re.match(f"[{HAN}{_MARKS}][{HAN}{_MARKS}]", first[-1] + second[0])
    return first + second if both else close_up(f"{first} {second}")


def _parts(first: str, second: str) -> bool:
    return (
        first.endswith(_ENDS)
        or _MARKER.fullmatch(first) is not None
        or _NUMBER_OF_DOCUMENT.search(first) is not None
        or _BEGINS.match(second) is not None
    )
