"""Cut a transcript into the parts of a notice: letter, annexes, colophon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.colophon import colophon_lines
from fiscal_notice.notice.extract.contacts import LEFT_OUT, rows_without_contacts, without_contacts
from fiscal_notice.notice.extract.notation import (
    DATE,
    chinese_number,
    is_organisation,
    plain,
)
from fiscal_notice.notice.extract.page_data import says_number, without_page_table
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.questions import Question

_COUNT = r"[0-9]{1,3}(?:-[0-9]{1,3})*|[一二三四五六七八九十]{1,3}"
_MARKER = re.compile(rf"(?P<word>附件|附表|附(?=:))(?P<number>{_COUNT})?[:.、,]?")
_TITLED = re.compile(rf"(?P<word>附件|附表)(?P<number>{_COUNT})[:.、,]?(?P<title>[^。;]+)")
_ITEM = re.compile(r"\(?[0-9]{1,2}(?:-[0-9]{1,2})*(?![0-9年])\)?\s*[.、]?\s*\S")
_SIGNED = re.compile(rf"[^。,;:]*{DATE}")
_PAGE_NUMBER = re.compile(
    r"-\s*[0-9]{1,4}\s*-|第\s*[0-9]{1,4}\s*页(?:[,/]?\s*共\s*[0-9]{1,4}\s*页)?"
)
# What stands above a table and belongs to it: its title, its unit, its year in brackets.
_ABOVE = re.compile(
    r"[(\[]?(?:金额|资金|计量)?单位(?:名称)?:.*|\(?[0-9]{4}年度?\)?|.*(?:表|一览|名单|清单|明细|方案|台账)(?:\([^()]*\))*"
)

# 附件：… below a letter lists an annex, also where its table follows at once.
_LIST = re.compile(r"\s*附\s*[件表]?\s*:\s*\S")

# The words of a page stand below its table too.
_PAGE = re.compile(r"\(?\s*(?:索\s*引\s*号|扫一扫|您?(?:所在的|当前)位置)")
_LETTER = re.compile(r"关于.*的?(?:通知|函|批复|公示|公告)|现将|下达给|[0-9]号$|[局厅委部位]:$")
_LONGEST_TITLE = 120
_LONGEST_SIGNATURE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of lines under one annex marker (``marker`` is None where none is printed)."""

    annex_no: str | None
    marker: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A notice cut into parts; a part that it doesn't have is empty."""

    letter: tuple[Line, ...]
    sections: tuple[Section, ...]
    colophon: tuple[Line, ...]


@dataclass(slots=True)
class _Open:
    number: str | None
    marker: Line | None
    lines: list[Line] = field(default_factory=list)


def cut(ledger: Ledger) -> Document:
    """Cut the lines of ``ledger`` into a Document; enter markers, page numbers, contacts in it."""
    _clean(ledger)
    lines = [line for line in ledger.lines if line.text.strip()]
    lines = [line for line in lines if not _taken_apart(line, ledger)]
    lines = without_page_table(lines, ledger)
    colophon = colophon_lines(lines)
    numbers = {line.number for line in colophon}
    lines = [line for line in lines if line.number not in numbers]
    end = _letter_end(lines)
    letter, rest = lines[:end], lines[end:]
    last = _signed_below(letter, rest)
    letter, rest = letter + rest[last:], rest[:last]
    return Document(
        letter=tuple(letter), sections=tuple(_sections(rest, ledger)), colophon=tuple(colophon)
    )


def _clean(ledger: Ledger) -> None:
    """Take the contacts out of the lines of ``ledger``, so that none reaches a table.

    A row keeps its cells; a line that was nothing but a contact is entered as one.
    """
    lines = [line for line in ledger.lines if line.text.strip()]
    for table, group in groupby(lines, key=lambda line: "\t" in line.text):
        run = list(group)
        texts = [line.text for line in run]
        clean = rows_without_contacts(texts) if table else [without_contacts(x)[0] for x in texts]
        for line, text in zip(run, clean, strict=True):
            if text != line.text:
                ledger.lines[line.number - 1] = Line(number=line.number, text=text)
            if not text.strip():
                ledger.take(line, "contact")


def _taken_apart(line: Line, ledger: Ledger) -> bool:
    """Whether the line is a page number, of the page alone, or stands for a contact."""
    text = line.text.strip()
    if _PAGE_NUMBER.fullmatch(plain(text)):
        ledger.take(line, "page number")
    elif "\t" not in text and _PAGE.match(plain(text)) and not says_number(text):
        ledger.take(line, "page")
    elif text == LEFT_OUT:
        ledger.take(line, "contact")
    else:
        return False
    return True


def _letter_end(lines: Sequence[Line]) -> int:
    """The position of the first line that is no part of the letter."""
    table = next((i for i, line in enumerate(lines) if "\t" in line.text), len(lines))
    dated = _dated(lines)
    marker = next((i for i in range(len(lines)) if _is_marker(lines, i, table, dated)), len(lines))
    if marker <= table:
        return marker
    if table == len(lines):
        return table
    signed = dated if dated < table else -1
    start = table
    while start > signed + 1 and _ABOVE.fullmatch(squeeze(plain(lines[start - 1].text))):
        if _LIST.match(plain(lines[start - 1].text)) and _is_letter(lines[: start - 1]):
            # The entries of the list stay with it.
            while start < table and _ITEM.match(plain(lines[start].text).strip()):
                start += 1
            break
        start -= 1
    # A form or a table alone: its title is all that there is of a letter.
    return 1 if table and (start == 0 or _is_form(lines[:start])) else start


def _is_letter(lines: Sequence[Line]) -> bool:
    """Whether the lines hold words of a letter."""
    return any(_LETTER.search(squeeze(plain(line.text))) for line in lines)


def _is_form(lines: Sequence[Line]) -> bool:
    """Whether the lines above a table are the title and the fields of a form, and no letter."""
    texts = [squeeze(plain(line.text)) for line in lines]
    return _ABOVE.fullmatch(texts[0]) is not None and not _is_letter(lines)


def _signed_below(letter: Sequence[Line], rest: Sequence[Line]) -> int:
    """Where the signature begins in ``rest`` if it stands below the tables of a letter."""
    last = len(rest)
    if not letter or not rest or _dated(letter) < len(letter):
        return last
    if not _SIGNED.fullmatch(plain(rest[-1].text).strip()):
        return last
    last -= 1
    while last and is_organisation(rest[last - 1].text) and "\t" not in rest[last - 1].text:
        last -= 1
    return last


def _dated(lines: Sequence[Line]) -> int:
    """The position of the first line with a date of signing; behind the last one if none has."""
    for position, line in enumerate(lines):
        if len(line.text) < _LONGEST_SIGNATURE and _SIGNED.fullmatch(plain(line.text).strip()):
            return position
    return len(lines)


def _is_marker(lines: Sequence[Line], position: int, table: int, dated: int) -> bool:
    """Whether the line opens an annex, and is no entry of the letter's list of annexes."""
    text = squeeze(plain(lines[position].text))
    after = [plain(line.text).strip() for line in lines[position + 1 : position + 2]]
    bare, titled = _MARKER.fullmatch(text), _TITLED.fullmatch(text)
    if bare is None and titled is None:
        return False
    signed = dated if dated < max(table, position) else -1
    if bare is not None and bare["number"] is None:
        # 附件： above a numbered list, or above 附件1, opens no annex.
        heads = after and (_ITEM.match(after[0]) or _MARKER.fullmatch(squeeze(after[0])))
        below = any("\t" in line.text for line in lines[position:])
        return signed < position and below and not heads
    if bare is not None:
        return not (signed > position and _listed(lines, position))
    # 附件1：… with a title is an entry of the list above the signature, and a marker where a table
    # comes before the next one.
    return signed < position and not _listed(lines, position)


def _listed(lines: Sequence[Line], position: int) -> bool:
    """Whether the next annex line comes with no table, or nothing, between."""
    for line in lines[position + 1 :]:
        text = squeeze(plain(line.text))
        if "\t" in line.text:
            return False
        if _MARKER.fullmatch(text) or _TITLED.fullmatch(text):
            return True
    return True


def _sections(lines: Sequence[Line], ledger: Ledger) -> list[Section]:
    # 附表 counts its own way inside an annex; alone it is what others call 附件.
    with_annexes = any(_number(line) for line in lines if squeeze(line.text).startswith("附件"))
    opened: list[_Open] = []
    for line in lines:
        found = _number(line, tables=not with_annexes)
        if found is None:
            if not opened:
                opened.append(_Open(None, None))
            opened[-1].lines.append(line)
            continue
        number, titled = found
        known = next((one for one in opened if one.marker and one.number == number), None)
        if known is not None and known is not opened[-1] and number:
            _ask_about(line, number, known, ledger)
        if known is None:
            known = _Open(number, line)
        else:
            opened.remove(known)
        opened.append(known)
        if titled:
            known.lines.append(Line(number=line.number, text=titled))
        else:
            ledger.take(line, "marker")
    return [
        Section(annex_no=one.number, marker=one.marker, lines=tuple(one.lines)) for one in opened
    ]


def _ask_about(line: Line, number: str, known: _Open, ledger: Ledger) -> None:
    ledger.ask(
        Question(
            what=f"annex {number} begins twice",
            line=line.number,
            found=line.text.strip()[:80],
            nearest=known.marker.text.strip() if known.marker else None,
            answer="take the second marker out, or correct its number",
        )
    )


def _number(line: Line, *, tables: bool = True) -> tuple[str | None, str] | None:
    """The number of a marker (None without) and the title on its line; None for other lines."""
    text = line.text.strip()
    if "\t" in text:
        return None
    tight = squeeze(plain(text))
    match = _MARKER.fullmatch(tight) or _TITLED.fullmatch(tight)
    if match is None or (match["word"] == "附表" and not tables) or len(tight) > _LONGEST_TITLE:
        return None
    number, title = match["number"], ""
    if match.re is _TITLED:
        title = re.sub(rf"^附\s*[件表]\s*(?:{_COUNT})\s*[:.、,：．，]?\s*", "", text)
    if number and not number[0].isdigit():
        try:
            number = str(chinese_number(number))
        except ValueError:
            return None
    return number, title
