"""Cut a transcript into the parts of a notice: letter, annexes, target sheets, colophon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line
from fiscal_notice.notice.extract.transcript import Ledger, squeeze

_MARKER = re.compile(r"附\s*件\s*([0-9]{1,3})[：:]?")
_SHEET = re.compile(r"\S*绩效目标表[(（](?P<purpose>[^-－—]+)[-－—](?P<region>[^)）]+)[)）]")
_COLOPHON = re.compile(r"公开方式[：:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of lines under one annex marker (``marker`` is None before the first one)."""

    annex_no: int | None
    marker: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """The lines of one target sheet, its heading first."""

    heading: Line
    purpose: str
    region: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A notice cut into parts; ``sheets`` are taken out of the annexes that hold them."""

    letter: tuple[Line, ...]
    annexes: tuple[Section, ...]
    sheets: tuple[SheetText, ...]
    colophon: tuple[Line, ...]


def cut(ledger: Ledger) -> Document:
    """Cut the lines of ``ledger`` into a Document and enter the markers in it.

    Raises TranscriptError if there is no colophon, no annex or no sheet: the transcript is cut.
    """
    lines = [line for line in ledger.lines if line.text.strip()]
    end = next((i for i, line in enumerate(lines) if _COLOPHON.match(line.text.strip())), None)
    if end is None:
        raise _cut_off(ledger, "the colophon", "公开方式：… and the lines after it")
    sections = _sections(lines[:end], ledger)
    letter, annexes = sections[0].lines, sections[1:]
    if not annexes:
        raise _cut_off(ledger, "the annexes", "a line 附件1 above the first annex")
    annexes, sheets = _take_sheets(annexes)
    if not sheets:
        raise _cut_off(ledger, "the target sheets", "headings …绩效目标表(用途-地区)")
    return Document(
        letter=letter, annexes=tuple(annexes), sheets=sheets, colophon=tuple(lines[end:])
    )


def _cut_off(ledger: Ledger, part: str, expected: str) -> TranscriptError:
    last = len(ledger.lines)
    return TranscriptError(
        f"{part} cannot be found",
        line=max(last, 1),
        found=f"end of the transcript after {last} lines",
        expected=expected,
        hint="check that the transcript is complete",
    )


def _sections(lines: list[Line], ledger: Ledger) -> list[Section]:
    groups: list[tuple[Line | None, int | None, list[Line]]] = [(None, None, [])]
    for line in lines:
        match = _MARKER.fullmatch(line.text.strip())
        if match and any(number == int(match[1]) for _, number, _ in groups):
            raise TranscriptError(
                f"annex {int(match[1])} begins twice",
                line=line.number,
                found=line.text.strip(),
                hint="take the second marker out, or correct its number",
            )
        if match:
            groups.append((ledger.take(line, "marker"), int(match[1]), []))
        else:
            groups[-1][2].append(line)
    return [
        Section(annex_no=number, marker=marker, lines=tuple(rest))
        for marker, number, rest in groups
    ]


def _take_sheets(annexes: list[Section]) -> tuple[list[Section], tuple[SheetText, ...]]:
    kept: list[Section] = []
    sheets: list[SheetText] = []
    for annex in annexes:
        starts = [i for i, line in enumerate(annex.lines) if _SHEET.fullmatch(squeeze(line.text))]
        first = starts[0] if starts else len(annex.lines)
        kept.append(
            Section(annex_no=annex.annex_no, marker=annex.marker, lines=annex.lines[:first])
        )
        for start, stop in pairwise([*starts, len(annex.lines)]):
            sheets.append(_sheet(annex.lines[start:stop]))
    return kept, tuple(sheets)


def _sheet(lines: tuple[Line, ...]) -> SheetText:
    match = _SHEET.fullmatch(squeeze(lines[0].text))
    assert match is not None  # noqa: S101  the caller found the heading by this very pattern
    return SheetText(
        heading=lines[0], purpose=match["purpose"], region=match["region"], lines=lines[1:]
    )
