"""The rows of indicators of a printed form: levels carried down, target, actual, points, score."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fiscal_notice.follow.reading.printed_columns import ScoreColumns, frames
from fiscal_notice.follow.reading.printed_form import FUNDS, SCORES, Entry, PrintedForm
from fiscal_notice.follow.reading.printed_rows import Cell, PrintedRow
from fiscal_notice.follow.reading.printed_values import points_in, points_of, read_actual
from fiscal_notice.follow.reading.printed_words import says
from fiscal_notice.notice.extract.amounts import is_nothing
from fiscal_notice.notice.extract.form_rows import bare
from fiscal_notice.notice.extract.indicator_columns import is_level1, is_level2
from fiscal_notice.notice.extract.split_values import joined_value
from fiscal_notice.notice.extract.transcript import squeeze

_PLACEHOLDER = re.compile(
    r"(?:(?:绩效)?指标)?[0-9一二三四五六七八九十]{0,2}[:：]?(?:[/\\\-—–]*|无)|[.…]+"
)
_VALUES = ("target", "actual", "points", "score", "reason")
_LABEL_AND_VALUE = 2
NO_COLUMN = "a self-evaluation has no field for this column: "


@dataclass(slots=True)
class ScoreReader:
    """Reads rows below a header of indicators; the levels in force are carried down."""

    form: PrintedForm
    columns: ScoreColumns
    levels: dict[str, Cell] = field(default_factory=dict)
    points: dict[str, tuple[Decimal, Cell]] = field(default_factory=dict)

    def heads(self, columns: ScoreColumns) -> None:
        """Go on under another header."""
        self.columns = columns
        self.levels, self.points = {}, {}

    def repeats(self, row: PrintedRow) -> bool:
        """Whether a row is the header again, as at the top of a page."""
        names = {squeeze(name) for name in self.columns.names.values()}
        return len(row.filled) > 1 and all(squeeze(cell.text) in names for cell in row.filled)

    def _at(self, row: PrintedRow, role: str) -> Cell | None:
        cell = row.at(self.columns.roles.get(role))
        if cell is None or not is_nothing(cell.text):
            return cell
        # 无 is what some offices print for a value.
        return cell if role in ("target", "actual") and squeeze(cell.text) == "无" else None

    def heading(self, row: PrintedRow) -> bool:
        """Take a line that is nothing but the heading of a level: 满意度指标(10分)."""
        filled = row.filled
        if len(filled) != 1 or not (is_level1(filled[0].text) or is_level2(filled[0].text)):
            return False
        self._level("level1" if is_level1(filled[0].text) else "level2", filled[0])
        return True

    def row(self, row: PrintedRow) -> bool:
        """Take a row of an indicator, a level alone, or the execution; False if it is none."""
        cells = {role: self._at(row, role) for role in self.columns.roles}
        self._levels(cells)
        if self._execution(row, cells):
            return True
        if not any(cells.get(role) for role in ("level1", "level2", "level3", *_VALUES)):
            return False
        name = cells.get("level3")
        second = cells.get("level2")
        if (
            name is None
            and second
            and not is_level2(second.text)
            and self._has(cells, "target", "actual")
        ):
            # The name spreads over the columns of levels 2 and 3.
            name = second
            self.levels.pop("level2", None)
        if name is None and not self._has(cells, "target", "actual", "score"):
            return self._level_points(cells)
        if not self._has(cells, *_VALUES) and (name is None or _is_placeholder(name.text)):
            return True
        if (
            name
            and _is_placeholder(name.text)
            and not self._has(cells, "target", "actual", "score")
        ):
            return True
        self._enter(row, cells, name)
        return True

    def _levels(self, cells: dict[str, Cell | None]) -> None:
        for level in ("level1", "level2"):
            cell = cells.get(level)
            if cell is not None and says(cell.text, "execution") is None:
                self._level(level, cell)

    def row_is_indicator(self, row: PrintedRow) -> bool:
        """Whether a row has a value of an indicator beside words in a column of levels."""
        cells = {role: self._at(row, role) for role in self.columns.roles}
        levels = self._has(cells, "level1", "level2", "level3")
        return levels and self._has(cells, "points", "score") and len(row.filled) > _LABEL_AND_VALUE

    @staticmethod
    def _has(cells: dict[str, Cell | None], *roles: str) -> bool:
        return any(cells.get(role) for role in roles)

    def _level(self, level: str, cell: Cell) -> None:
        before = self.levels.get(level)
        if before is not None and bare(before.text) == bare(cell.text):
            return
        if before is not None and _goes_on(before.text, cell.text):
            cell = self._joined(level, before, cell)
        self.levels[level] = cell
        self.points.pop(level, None)
        if level == "level1":
            self.levels.pop("level2", None)
            self.points.pop("level2", None)
        points = points_in(cell.text)
        if points is not None:
            self.points[level] = (points, cell)

    def _joined(self, level: str, before: Cell, cell: Cell) -> Cell:
        """The two halves of a heading that a page parts, also in the rows above."""
        whole = replace(before, text=before.text + cell.text)
        for entry in self.form.entries(SCORES):
            if entry.cells.get(level) == before.place:
                entry.row[level] = whole.text
        return whole

    def _level_points(self, cells: dict[str, Cell | None]) -> bool:
        """A row with a level alone, perhaps with its points."""
        self._weights(cells)
        cell = cells.get("points")
        if cell is not None and (points := points_of(cell.text)) is not None:
            level = "level2" if cells.get("level2") else "level1" if cells.get("level1") else ""
            if level:
                self.points.setdefault(level, (points, cell))
                return True
        if cell is not None or cells.get("reason"):
            return False
        return bool(cells.get("level1") or cells.get("level2"))

    def _weights(self, cells: dict[str, Cell | None]) -> None:
        for level in ("level1", "level2"):
            cell = cells.get(f"{level}_points")
            points = points_of(cell.text) if cell else None
            if cell and points is not None:
                self.points[level] = (points, cell)

    def _enter(self, row: PrintedRow, cells: dict[str, Cell | None], name: Cell | None) -> None:
        self._weights(cells)
        entry = Entry()
        entry.stands_in(row)
        self._put_levels(entry)
        if name:
            entry.put("level3", name.text, name)
        target = self._target(entry, cells)
        actual = cells.get("actual")
        if actual:
            entry.put("actual_as_printed", actual.text, actual)
            read = read_actual(actual.text, target)
            entry.put("actual", read.number, actual)
            entry.put("achieved", read.achieved, actual)
            if read.doubt:
                self.form.doubt(actual, read.doubt)
        for role in ("points", "score"):
            given = cells.get(role)
            points = points_of(given.text) if given else None
            if given and points is None:
                self.form.leave(given, "not a number of points")
            elif given:
                entry.put(role, points, given)
        if reason := cells.get("reason"):
            entry.put("reason", reason.text, reason)
        if printed := cells.get("indicator_id"):
            if printed.text.isdecimal():
                entry.put("indicator_id", int(printed.text), printed)
            else:
                self.form.leave(printed, "not the number of an indicator")
        self._leave_others(row)
        self.form.entries(SCORES).append(entry)

    def _put_levels(self, entry: Entry) -> None:
        for level, cell in self.levels.items():
            entry.put(level, cell.text, cell)
        for level, (points, cell) in self.points.items():
            entry.put(f"{level}_points", points, cell)

    @staticmethod
    def _target(entry: Entry, cells: dict[str, Cell | None]) -> str | None:
        cell = cells.get("target")
        if cell is None:
            return None
        sign, unit = cells.get("comparator"), cells.get("target_unit")
        printed = joined_value(sign.text if sign else None, cell.text, unit.text if unit else None)
        entry.put("target_as_printed", printed, cell)
        return printed

    def _leave_others(self, row: PrintedRow) -> None:
        used = set(self.columns.roles.values())
        for cell in row.filled:
            header = self.columns.names.get(cell.column, "")
            if cell.column not in used and not frames(cell.text) and not is_nothing(cell.text):
                self.form.leave(cell, NO_COLUMN + (header or "without a header"))
        direction = row.at(self.columns.roles.get("direction"))
        if direction is not None:
            self.form.leave(direction, NO_COLUMN + self.columns.names[direction.column])

    def _execution(self, row: PrintedRow, cells: dict[str, Cell | None]) -> bool:
        """Take the row of the execution rate in the table of indicators; False if it is none."""
        named = [
            cell
            for level in ("level1", "level2", "level3")
            if (cell := cells.get(level)) and says(cell.text, "execution")
        ]
        if not named or not self._has(cells, "points", "score", "actual"):
            return False
        funds = self.form.entries(FUNDS)
        if named[0] is cells.get("level3") and self._is_output(funds):
            return False
        entry = next((one for one in funds if one.row.get("is_total")), None)
        if entry is None:
            entry = Entry()
            entry.put("source", named[-1].text, named[-1])
            entry.row["is_total"] = True
            entry.stands_in(row)
            funds.append(entry)
        self._fill_execution(entry, cells, named[0])
        return True

    def _fill_execution(self, entry: Entry, cells: dict[str, Cell | None], heading: Cell) -> None:
        printed = points_in(heading.text)
        if printed is not None and "points" not in entry.row:
            entry.put("points", printed, heading)
        for role in ("points", "score"):
            given = cells.get(role)
            points = points_of(given.text) if given else None
            if given and points is not None:
                self._once(entry, role, points, given)
            elif given:
                self.form.leave(given, "not a number of points")
        for role, name in (("actual", "rate_as_printed"), ("reason", "reason")):
            if words := cells.get(role):
                self._once(entry, name, words.text, words)
        if target := cells.get("target"):
            self.form.leave(target, "the execution rate has no field for a target")

    def _once(self, entry: Entry, name: str, value: Decimal | str, cell: Cell) -> None:
        if name not in entry.row:
            entry.put(name, value, cell)
        elif entry.row[name] != value:
            self.form.leave(cell, "the row of money says it otherwise")

    def _is_output(self, funds: list[Entry]) -> bool:
        """Whether an indicator 预算执行率 is one like others.

        It is if the money has its points, or if its level is one of outputs or benefits.
        """
        first = self.levels.get("level1")
        output = first is not None and is_level1(first.text)
        return output or any(one.row.get("is_total") and "points" in one.row for one in funds)


def _goes_on(before: str, text: str) -> bool:
    """Whether a text closes the bracket that the one before it opened."""

    def opened(of: str) -> int:
        return sum(sign in "(（" for sign in of) - sum(sign in ")）" for sign in of)

    return opened(before) == 1 and opened(text) == -1


def _is_placeholder(text: str) -> bool:
    return _PLACEHOLDER.fullmatch(squeeze(text)) is not None
