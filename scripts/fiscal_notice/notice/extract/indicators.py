"""The table of indicators on a target sheet: levels put back by their names, not by position.

Merged cells moved when the notice was transcribed, so a cell's column says little. What a cell is
follows from the vocabulary of level-1 and level-2 names; the rest of a row is the indicator's name
and its value. A cell that stands elsewhere than the header says is noted in ``repair``. A level
that is not printed is that of the row above, as in a merged cell; where there is none it stays
empty. Nothing is taken from other sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line, Row, Rows
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.values import looks_like_a_value
from fiscal_notice.notice.extract.vocabulary import (
    INDICATOR_COLUMNS,
    INDICATOR_FRAME,
    LEVEL1,
    LEVEL2_PARENT,
)

READER = "indicators"
ROLES = ("level1", "level2", "level3", "value")

_LABEL = re.compile(r"指标[0-9]+\s*[:：]\s*")


@dataclass(slots=True)
class _Levels:
    """The levels in force: those of the last row that printed them."""

    level1: str | None = None
    level2: str | None = None


@dataclass(slots=True)
class _Cells:
    """The cells of one row by role, and what was done to find them."""

    roles: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)


def read_indicators(
    lines: Sequence[Line],
    heading: Line,
    sheet_id: int,
    ledger: Ledger,
    indicators: Rows,
    empty_levels: Rows,
) -> None:
    """Read the indicators of one sheet and append them to ``indicators`` and ``empty_levels``.

    Raises TranscriptError for a sheet without indicators and for a row that has more cells than
    an indicator has, or a value without a name.
    """
    header, position, levels = _header(lines, heading, ledger), 0, _Levels()
    for line in lines:
        if line.number <= header.number or "\t" not in line.text:
            continue
        ledger.take(line, READER)
        cells = _assign(line, _expected_columns(header))
        _enter_levels(cells, levels)
        row: Row = {"sheet_id": sheet_id, "level1": levels.level1, "level2": levels.level2}
        tail: Row = {"repair": "; ".join(cells.repairs) or None, "source_line": line.number}
        if "level3" not in cells.roles:
            empty_levels.append(row | tail)
            continue
        position += 1
        number: Row = {"indicator_id": len(indicators) + 1, "position": position}
        indicators.append(number | row | _named(cells) | tail)
    if not position:
        raise TranscriptError(
            "the sheet has no indicators",
            line=header.number,
            found=heading.text.strip(),
            hint="check that the table is complete",
        )


def _header(lines: Sequence[Line], heading: Line, ledger: Ledger) -> Line:
    for line in lines:
        names = [squeeze(cell) for cell in line.cells if cell]
        if names == list(INDICATOR_COLUMNS):
            return ledger.take(line, "header")
    raise TranscriptError(
        "the sheet has no table of indicators",
        line=heading.number,
        found=heading.text.strip(),
        expected="a header row " + " | ".join(INDICATOR_COLUMNS),
        hint="check that the table is complete",
    )


def _expected_columns(header: Line) -> dict[str, int]:
    names = [squeeze(cell) for cell in header.cells]
    return {
        role: names.index(name) + 1 for role, name in zip(ROLES, INDICATOR_COLUMNS, strict=True)
    }


def _assign(line: Line, expected: dict[str, int]) -> _Cells:
    cells, rest = _Cells(), []
    for column, text in enumerate(line.cells, start=1):
        name = squeeze(text)
        if not text or name == INDICATOR_FRAME:
            continue
        if name in LEVEL1 and "level1" not in cells.roles:
            _put(cells, "level1", text, name, column, expected)
        elif name in LEVEL2_PARENT and "level2" not in cells.roles:
            _put(cells, "level2", text, name, column, expected)
        else:
            rest.append((column, text))
    if len(rest) > len(("level3", "value")) or (len(rest) == 1 and looks_like_a_value(rest[0][1])):
        raise _not_an_indicator(line)
    for role, (column, text) in zip(("level3", "value"), rest, strict=False):
        _put(cells, role, text, text, column, expected)
    return cells


def _put(
    cells: _Cells, role: str, printed: str, text: str, column: int, expected: dict[str, int]
) -> None:
    cells.roles[role] = text
    if column != expected[role]:
        cells.repairs.append(f"{role} moved from column {column} to {expected[role]}")
    if printed != text:
        cells.repairs.append(f"spaces removed from {role}")


def _not_an_indicator(line: Line) -> TranscriptError:
    return TranscriptError(
        "the row is no indicator",
        line=line.number,
        found=" | ".join(cell for cell in line.cells if cell),
        expected="level names, one indicator and its value",
        hint="the row is broken, or its name is missing",
    )


def _enter_levels(cells: _Cells, levels: _Levels) -> None:
    level1, level2 = cells.roles.get("level1"), cells.roles.get("level2")
    if level1:
        levels.level1, levels.level2 = level1, None
    if level2:
        levels.level2 = level2
        parent = LEVEL2_PARENT[level2]
        if level1 is None and levels.level1 != parent:
            levels.level1 = parent
            cells.repairs.append("level1 told by level2")


def _named(cells: _Cells) -> Row:
    name = cells.roles["level3"]
    return {
        "level3": name,
        "value_as_printed": cells.roles.get("value"),
        "level3_clean": _LABEL.sub("", name, count=1).rstrip("。"),
    }
