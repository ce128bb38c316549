"""Annexes 3 and 4: the head of a performance-target sheet (省财政专项转移支付绩效目标表)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.amounts import amount_with_unit
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.indicators import read_indicators
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.vocabulary import INDICATOR_COLUMNS, SHEET_LABELS, Vocabulary

READER = "head of a target sheet"

_YEAR = re.compile(r"([0-9]{4})年度?")
_SHEET = re.compile(r"\S*绩效目标表[(（](?P<purpose>[^-－—]+)[-－—](?P<region>[^)）]+)[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """The lines of one target sheet, its heading first."""

    heading: Line
    purpose: str
    region: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Sheets:
    """The rows of annexes 3 and 4; every list in printed order."""

    sheets: Rows = field(default_factory=list)
    indicators: Rows = field(default_factory=list)
    empty_levels: Rows = field(default_factory=list)
    field_lines: list[tuple[int, str, int]] = field(default_factory=list)
    amounts: Rows = field(default_factory=list)


def take_sheets(
    sections: Sequence[Section],
    ledger: Ledger,  # noqa: ARG001
) -> tuple[tuple[Section, ...], tuple[SheetText, ...]]:
    """The ``sections`` without their target sheets, and the sheets."""
    kept: list[Section] = []
    sheets: list[SheetText] = []
    for annex in sections:
        starts = [i for i, line in enumerate(annex.lines) if _SHEET.fullmatch(squeeze(line.text))]
        first = starts[0] if starts else len(annex.lines)
        kept.append(
            Section(annex_no=annex.annex_no, marker=annex.marker, lines=annex.lines[:first])
        )
        for start, stop in pairwise([*starts, len(annex.lines)]):
            sheets.append(_sheet(annex.lines[start:stop]))
    return tuple(kept), tuple(sheets)


def _sheet(lines: tuple[Line, ...]) -> SheetText:
    match = _SHEET.fullmatch(squeeze(lines[0].text))
    assert match is not None  # noqa: S101  the caller found the heading by this very pattern
    return SheetText(
        heading=lines[0], purpose=match["purpose"], region=match["region"], lines=lines[1:]
    )


def read_sheets(
    texts: Sequence[SheetText], regions: Mapping[str, str], ledger: Ledger, vocabulary: Vocabulary
) -> Sheets:
    """Read all target sheets; ``regions`` maps the names of regions to their codes."""
    result = Sheets()
    for text in texts:
        read_sheet(text, regions, ledger, vocabulary, result)
    return result


def read_sheet(
    text: SheetText,
    regions: Mapping[str, str],
    ledger: Ledger,
    vocabulary: Vocabulary,
    result: Sheets,
) -> None:
    """Read one sheet and append its rows to ``result``.

    Raises TranscriptError for an unknown city or purpose, a label that is missing or stands
    twice, a need that is no amount, and a sheet without its table of indicators.
    """
    ledger.take(text.heading, READER)
    sheet_id = len(result.sheets) + 1
    head = _read_head(text, ledger)
    result.sheets.append(_sheet_row(sheet_id, text, head, regions, vocabulary))
    for name, (_, line) in head.cells.items():
        for column in _columns_of(name):
            result.field_lines.append((sheet_id, column, line.number))
    read_indicators(
        text.lines, text.heading, sheet_id, ledger, result.indicators, result.empty_levels
    )


@dataclass(slots=True)
class _Head:
    cells: dict[str, tuple[str, Line]] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)


def _read_head(text: SheetText, ledger: Ledger) -> _Head:
    head, below = _Head(), False
    for line in text.lines:
        cells = [cell for cell in line.cells if cell]
        below = below or [squeeze(cell) for cell in cells] == list(INDICATOR_COLUMNS)
        if not cells or squeeze(cells[0]) not in SHEET_LABELS:
            continue
        _enter(head, _pairs(cells, line), text, line)
        if below:
            raise _sheet_error(f"{squeeze(cells[0])} stands below the indicators", text, line)
        ledger.take(line, READER)
    missing = [label for label, name in SHEET_LABELS.items() if name not in head.cells]
    if missing:
        raise _sheet_error("the head of the sheet lacks " + "、".join(missing), text, text.heading)
    return head


def _enter(head: _Head, pairs: list[tuple[str, str]], text: SheetText, line: Line) -> None:
    for label, value in pairs:
        name = SHEET_LABELS[squeeze(label)]
        if name in head.cells:
            raise _sheet_error(f"{squeeze(label)} stands twice", text, line)
        if squeeze(label) != label:
            head.repairs.append(f"spaces removed from the label {label}")
        head.cells[name] = (value, line)


def _pairs(cells: list[str], line: Line) -> list[tuple[str, str]]:
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    if len(cells) % 2 or any(squeeze(label) not in SHEET_LABELS for label, _ in pairs):
        raise TranscriptError(
            "the row is not made of labels and values",
            line=line.number,
            found=" | ".join(cells),
            expected="a label such as 资金需求 and its value",
            hint="the value is missing, or a tab is missing or too many",
        )
    return pairs


def _sheet_error(problem: str, text: SheetText, line: Line) -> TranscriptError:
    return TranscriptError(
        problem,
        line=line.number,
        found=text.heading.text.strip(),
        hint="check the sheet against the notice: is its table cut, or the heading of the next "
        "sheet missing?",
    )


def _sheet_row(
    sheet_id: int,
    text: SheetText,
    head: _Head,
    regions: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Row:
    need, need_line = head.cells["funding_need"]
    year, year_line = head.cells["budget_year"]
    match = _YEAR.fullmatch(year)
    if match is None:
        raise _sheet_error(f"the budget year is {year}", text, year_line)

    def need_in(unit: str) -> int:
        return amount_with_unit(need, wanted=unit, line=need_line.number, what="资金需求")

    row: Row = {
        "sheet_id": sheet_id,
        "purpose": _starting_with(text.purpose, vocabulary.purposes, text, "purpose"),
        "region_code": _starting_with(text.region, regions, text, "city"),
        "budget_year": int(match[1]),
        "funding_need_wan": need_in("万元"),
        "funding_need_yuan": need_in("元"),
        "heading": text.heading.text.strip(),
        "repair": "; ".join(head.repairs) or None,
        "source_line": text.heading.number,
    }
    kept = {name: value for name, (value, _) in head.cells.items() if name != "funding_need"}
    return kept | row


def _columns_of(label: str) -> tuple[str, ...]:
    return ("funding_need_wan", "funding_need_yuan") if label == "funding_need" else (label,)


def _starting_with(short: str, codes: Mapping[str, str], text: SheetText, what: str) -> str:
    # Headings shorten names (知识产权 for 知识产权创造运用保护): one full name must begin so.
    found = [code for name, code in codes.items() if name.startswith(short)]
    if len(found) != 1:
        raise TranscriptError(
            f"the heading of the sheet names an unknown {what}",
            line=text.heading.number,
            found=short,
            expected="the beginning of one of " + "、".join(codes),
            hint="correct the heading against the notice",
        )
    return found[0]
