"""The table of indicators on a target sheet: levels and values by their columns, or by their names.

A row that fits the header is read by its columns. Merged cells move when a notice is transcribed;
then what a cell is follows from the names of levels, and the rest of the row is the indicator's
name and its value. A cell that stands elsewhere than the header says is noted in ``repair``. A
level that is not printed is that of the row above, as in a merged cell; where there is none it
stays empty. Nothing is taken from other sheets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.form_rows import FormRow
from fiscal_notice.notice.extract.indicator_columns import (
    Columns,
    is_frame,
    is_level,
    is_level1,
    is_level2,
    is_whole_level,
    parent_of,
)
from fiscal_notice.notice.extract.split_values import is_sign, joined_value
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.extract.values import looks_like_a_value
from fiscal_notice.notice.questions import Question

READER = "indicators"

_LABEL = re.compile(r"指标[0-9]+\s*[:：]\s*")
_TEMPLATE = re.compile(r"(?:指标)?[0-9]*[:：.、…\.]*")
_SUMS = ("合计", "总计", "总分", "小计", "总得分", "自评总分")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:分|[%％])?")


@dataclass(slots=True)
class Levels:
    """The levels in force: those of the last row that printed them."""

    level1: str | None = None
    level2: str | None = None


@dataclass(slots=True)
class Indicators:
    """The rows of the tables of indicators of all sheets, in printed order."""

    indicators: Rows = field(default_factory=list)
    empty_levels: Rows = field(default_factory=list)


@dataclass(slots=True)
class _Cells:
    """The cells of one row by role, and what was done to find them."""

    roles: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)


def read_indicator(
    row: FormRow,
    columns: Columns,
    levels: Levels,
    sheet_id: int,
    ledger: Ledger,
    result: Indicators,
) -> bool:
    """Read one row below a header and append it to ``result``; False for a row that is none.

    A broken row is kept as far as it can be read, with a question.
    """
    if not row.filled:
        ledger.take(row.line, READER)
        return True
    if squeeze(row.filled[0][1]) in _SUMS:
        return False
    cells = _by_column(row, columns) or _by_name(row, columns)
    if cells is None:
        ledger.ask(_not_an_indicator(row))
        return False
    ledger.take(row.line, READER)
    _enter_levels(cells, levels)
    number = row.line.number
    place: Row = {"sheet_id": sheet_id, "level1": levels.level1, "level2": levels.level2}
    tail: Row = {"repair": "; ".join(cells.repairs) or None, "source_line": number}
    name = cells.roles.get("level3")
    unfilled = name is None or _TEMPLATE.fullmatch(squeeze(name))
    if unfilled and "target" not in cells.roles:
        if "level2" in cells.roles:
            result.empty_levels.append(place | tail)
        return True
    if name is None:
        ledger.ask(_not_an_indicator(row))
        return True
    position = sum(one["sheet_id"] == sheet_id for one in result.indicators) + 1
    number_: Row = {"indicator_id": len(result.indicators) + 1, "position": position}
    result.indicators.append(number_ | place | _named(name, cells, ledger, row) | tail)
    return True


def _by_column(row: FormRow, columns: Columns) -> _Cells | None:
    """The cells as the header says; None if the row cannot be meant so."""
    known = {column: role for role, column in columns.roles.items()}
    cells = _Cells()
    for column, text in row.filled:
        role = known.get(column)
        if role == "skip":
            continue
        if role is None or role == "frame":
            if role is None and column in (*columns.other, *columns.heads.values()):
                continue
            if is_frame(text):
                continue
            return None
        _enter(cells, role, text)
    return cells if _plausible(cells, columns) else None


def _plausible(cells: _Cells, columns: Columns) -> bool:
    """Whether the cells can be what the header says; in a table of many columns they are."""
    if not columns.simple:
        return "level3" in cells.roles or "target" not in cells.roles
    get = cells.roles.get
    level1, level2, level3, target = get("level1"), get("level2"), get("level3"), get("target")
    if level3 is None:
        names = all(name is None or is_level(name) for name in (level1, level2))
        named = names and target is None
    else:
        lost = target is None and (looks_like_a_value(level3) or not _is_name(level2))
        named = not is_whole_level(level3) and not lost
    # 成本指标 is a level-1 name where another level stands beside it, else one of level 2.
    moved = level1 is not None and is_level2(level1) and level2 is None
    return named and not moved and not (target and is_whole_level(target)) and not _drifted(level1)


def _is_name(level2: str | None) -> bool:
    return level2 is None or is_level(level2)


def _drifted(level1: str | None) -> bool:
    """Whether a level-2 name stands in the column of level 1."""
    return level1 is not None and is_level2(level1) and not is_level1(level1)


def _by_name(row: FormRow, columns: Columns) -> _Cells | None:
    """The cells by the names of levels, in a table of levels and values; None if it cannot be."""
    cells, rest = _Cells(), []
    expected = {role: columns.roles.get(role) for role in ("level1", "level2", "level3", "target")}
    for column, text in row.filled:
        if is_frame(text):
            continue
        there = is_whole_level(text) or column in (expected["level1"], expected["level2"])
        if there and is_level1(text) and not is_level2(text) and "level1" not in cells.roles:
            _put(cells, "level1", text, column, expected)
        elif there and is_level2(text) and "level2" not in cells.roles:
            _put(cells, "level2", text, column, expected)
        else:
            rest.append((column, text))
    if len(rest) > len(("level3", "target")) or not columns.simple:
        return None
    if len(rest) == 1 and looks_like_a_value(rest[0][1]):
        return None
    for role, (column, text) in zip(("level3", "target"), rest, strict=False):
        _put(cells, role, text, column, expected)
    return cells


def _put(
    cells: _Cells, role: str, printed: str, column: int, expected: dict[str, int | None]
) -> None:
    wanted, name = expected[role], "value" if role == "target" else role
    if wanted is not None and column != wanted:
        cells.repairs.append(f"{name} moved from column {column} to {wanted}")
    _enter(cells, role, printed)


def _enter(cells: _Cells, role: str, printed: str) -> None:
    cells.roles[role] = printed
    if role in ("level1", "level2") and squeeze(printed) != printed:
        cells.roles[role] = squeeze(printed)
        cells.repairs.append(f"spaces removed from {role}")


def _enter_levels(cells: _Cells, levels: Levels) -> None:
    level1, level2 = cells.roles.get("level1"), cells.roles.get("level2")
    if level1:
        levels.level1, levels.level2 = level1, None
    if level2:
        levels.level2 = level2
        parent = parent_of(level2, levels.level1)
        if level1 is None and parent != levels.level1:
            levels.level1 = parent
            cells.repairs.append("level1 told by level2")


def _named(name: str, cells: _Cells, ledger: Ledger, row: FormRow) -> Row:
    get = cells.roles.get
    sign, direction = get("comparator"), get("direction")
    if direction and is_sign(direction):
        # Some offices print the sign under 指标方向, and 正向 under 指标性质.
        sign, direction = direction, sign
    found: Row = {
        "level3": name,
        "value_as_printed": joined_value(sign, get("target"), get("target_unit")),
        "level3_clean": _LABEL.sub("", name, count=1).rstrip("。"),
        "weight": _points(get("weight"), row, ledger),
        "actual_as_printed": get("actual"),
        "score": _points(get("score"), row, ledger),
        "target_unit": get("target_unit"),
        "direction_as_printed": direction,
    }
    return found


def _points(text: str | None, row: FormRow, ledger: Ledger) -> Decimal | None:
    """A weight or score as a number: 10, 10分, 10%; a stroke is none."""
    if text is None or not any(sign.isalnum() for sign in text):
        return None
    match = _POINTS.fullmatch(text)
    if match is None:
        ledger.ask(
            Question(
                what="a weight or score is no number",
                line=row.line.number,
                found=text,
                answer="compare the line with the notice",
            )
        )
        return None
    return Decimal(match[1])


def _not_an_indicator(row: FormRow) -> Question:
    return Question(
        what="the row is no indicator",
        line=row.line.number,
        found=" | ".join(cell for _, cell in row.filled),
        nearest="level names, one indicator and its value",
        answer="compare the line with the notice: it is broken, or its name is missing",
    )
