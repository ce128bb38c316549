"""The money of a printed self-evaluation: a row for the whole and for each source, in yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from fiscal_notice.follow.reading.printed_form import FUNDS, Entry, PrintedForm
from fiscal_notice.follow.reading.printed_rows import Cell, PrintedRow
from fiscal_notice.follow.reading.printed_values import points_in, points_of
from fiscal_notice.follow.reading.printed_words import says
from fiscal_notice.notice.extract.amounts import is_nothing, whole
from fiscal_notice.notice.extract.sheet_money import (
    FormMoney,
    clean_label,
    is_total,
    kind_of,
    read_amount,
    unit_in,
)

_AMOUNTS = {"initial": "initial_yuan", "budget": "budget_yuan", "executed": "executed_yuan"}
_UNIT_LINE = re.compile(r"(?:金额)?单位\s*[：:]\s*(?:人民币)?\s*(?P<unit>千元|百万元|万元|亿元|元)")
_OF_WHICH = re.compile(r"(?:其\s*中|其中包括)[：:]?")
# A header has two columns at least; a label and its value are a pair.
_FEWEST = 2
_PAIR = 2
NO_UNIT = "the form prints no unit for this amount"


@dataclass(slots=True)
class MoneyReader:
    """Reads the rows of money of one form; ``columns`` are the roles of the header in force."""

    form: PrintedForm
    columns: dict[int, str] = field(default_factory=dict)
    heads: dict[int, Cell] = field(default_factory=dict)
    sources: dict[int, Cell] = field(default_factory=dict)
    turned: dict[int, Entry] = field(default_factory=dict)
    points: tuple[Cell, ...] = ()

    def close(self) -> None:
        """Forget the headers in force."""
        self.columns, self.sources, self.turned = {}, {}, {}

    def unit_of(self, row: PrintedRow) -> bool:
        """Take the unit that a row prints; True if the row says nothing else."""
        for cell in row.filled:
            line = _UNIT_LINE.search(cell.text)
            self.form.unit = unit_in(cell.text) or (line["unit"] if line else self.form.unit)
        filled = row.filled
        return (
            len(filled) == 1 and _UNIT_LINE.fullmatch(filled[0].text.strip("（）() ")) is not None
        )

    def header(self, row: PrintedRow) -> bool:
        """Take a row that heads columns of money; False if it is none."""
        roles = {c.column: says(c.text, "money") for c in row.filled}
        known = {column: role for column, role in roles.items() if role}
        if len(known) < _FEWEST or not set(known.values()) & set(_AMOUNTS):
            return False
        if any(read_amount(cell.text, "元") for cell in row.filled):
            return False
        self.unit_of(row)
        self.columns, self.turned, self.sources = known, {}, {}
        self.heads = {cell.column: cell for cell in row.filled}
        self.points = tuple(cell for cell in row.filled if points_in(cell.text) is not None)
        return True

    def row(self, row: PrintedRow) -> bool:
        """Take a row of money, whatever its layout; False if it is none."""
        filled = row.filled
        roles = [says(cell.text, "money") for cell in filled]
        if any(role in _AMOUNTS for role in roles):
            return self._pairs(row) or self._turned(row)
        items = [c for c in filled if kind_of(c.text) == "money_item" or is_total(c.text)]
        figures = any(read_amount(cell.text, "元") for cell in filled)
        if not figures and len(items) > 1 and len(items) >= len(filled) - 1:
            # A transposed table: the sources head the columns.
            self.unit_of(row)
            self.columns, self.turned = {}, {}
            self.sources = {cell.column: cell for cell in items}
            return True
        if self.turned and roles and roles[0]:
            return self._turned(row)
        if not self.columns:
            return False
        return self._columns(row)

    def _columns(self, row: PrintedRow) -> bool:
        values = [c for c in row.filled if c.column in self.columns]
        labels = [c for c in row.filled if c.column < min(self.columns)]
        sources = ("money", "money_item")
        known = [c for c in labels if kind_of(c.text) in sources or _OF_WHICH.match(c.text)]
        if not values and not known:
            return False
        if not any(self._is_value(cell) for cell in values):
            # A source without money: nothing is said of it.
            return bool(labels) and all(kind_of(c.text) or _OF_WHICH.match(c.text) for c in labels)
        label = self._label(labels)
        if label is None and labels:
            return False
        entry = Entry()
        self._name(entry, label, alone=not labels)
        for cell in values:
            self._value(entry, self.columns[cell.column], cell)
        self._enter(entry, row)
        self._leave_labels(labels, label)
        for cell in row.filled:
            if cell.column not in self.columns and cell not in labels:
                self.form.leave(cell, "a column of the money that has no field")
        return True

    def _is_value(self, cell: Cell) -> bool:
        role = self.columns[cell.column]
        if role == "reason":
            return False
        return points_of(cell.text.rstrip("%％")) is not None or bool(read_amount(cell.text, "元"))

    @staticmethod
    def _label(labels: list[Cell]) -> Cell | None:
        """The cell that names the source: the last that does more than frame."""
        named = [c for c in labels if not _OF_WHICH.fullmatch(c.text)]
        return named[-1] if named else None

    def _leave_labels(self, labels: list[Cell], label: Cell | None) -> None:
        for cell in labels:
            known = kind_of(cell.text) or _OF_WHICH.match(cell.text)
            if cell is not label and not known and says(cell.text, "execution") is None:
                self.form.leave(cell, "beside a row of money")

    def _name(self, entry: Entry, label: Cell | None, *, alone: bool) -> None:
        if label is not None:
            name = clean_label(label.text) or label.text
            entry.put("source", label.text, label)
            whole_sum = is_total(name) or kind_of(label.text) == "money"
            entry.row["is_total"] = whole_sum and not _OF_WHICH.match(label.text)
            self.form.unit = unit_in(label.text) or self.form.unit
        else:
            entry.row["is_total"] = alone

    def _value(self, entry: Entry, role: str, cell: Cell) -> None:
        if is_nothing(cell.text):
            return
        if role in _AMOUNTS:
            head = self.heads.get(cell.column)
            unit = (unit_in(head.text) if head else None) or self.form.unit
            amount = read_amount(cell.text, unit)
            if amount is not None:
                entry.put(_AMOUNTS[role], whole(amount[2]), cell)
            elif read_amount(cell.text, "元"):
                self.form.leave(cell, NO_UNIT)
                self.form.doubt(cell, NO_UNIT, "a unit such as 万元 in the form's money")
            else:
                self.form.leave(cell, "not an amount")
        elif role == "rate":
            entry.put("rate_as_printed", cell.text, cell)
        elif role == "reason":
            entry.put("reason", cell.text, cell)
        else:
            points = points_of(cell.text)
            if points is None:
                self.form.leave(cell, "not a number of points")
            else:
                entry.put(role, points, cell)

    def _enter(self, entry: Entry, row: PrintedRow) -> None:
        entry.stands_in(row)
        if entry.row.get("is_total") and "points" not in entry.row and self.points:
            entry.put("points", points_in(self.points[0].text), self.points[0])
        self.form.entries(FUNDS).append(entry)

    def _pairs(self, row: PrintedRow) -> bool:
        """A row such as 预算数 | 10 | 执行数 | 9.5 | 执行率 | 95%."""
        filled = row.filled
        at = [place for place, cell in enumerate(filled) if says(cell.text, "money")]
        steps = [after - before for before, after in pairwise(at)]
        if (
            len(at) < _FEWEST
            or any(step != _PAIR for step in steps)
            or len(filled) != at[-1] + _PAIR
        ):
            return False
        entry = Entry()
        before = list(filled[: at[0]])
        self.unit_of(row)
        self._name(entry, self._label(before), alone=not before)
        if before and kind_of(before[-1].text) == "money":
            entry.row["is_total"] = True
        self.heads = {filled[place + 1].column: filled[place] for place in at}
        for place in at:
            self._value(entry, says(filled[place].text, "money") or "", filled[place + 1])
        self._enter(entry, row)
        return True

    def _turned(self, row: PrintedRow) -> bool:
        """A row of a transposed table: 全年预算数 | 100 | 60 | 40 below the sources."""
        at = next(i for i, cell in enumerate(row.filled) if says(cell.text, "money"))
        head, values = row.filled[at], row.filled[at + 1 :]
        if not values or any(says(cell.text, "money") for cell in values):
            return False
        self.unit_of(row)
        self.heads = {cell.column: head for cell in values}
        for cell in values:
            entry = self.turned.get(cell.column)
            if entry is None:
                entry = self.turned[cell.column] = Entry()
                self._name(entry, self.sources.get(cell.column), alone=len(values) == 1)
                self._enter(entry, row)
            self._value(entry, says(head.text, "money") or "", cell)
        return True

    def prose(self, row: PrintedRow) -> bool:
        """Take a line of text with money: 年初预算数 全年执行数; 财政拨款 90 89.97."""
        cell = row.cells[0]
        money = FormMoney(unit=self.form.unit)
        if not money.read_text(cell.text, row.form.line):
            return False
        entries: dict[tuple[int, str], Entry] = {}
        for one in money.printed:
            role = says(one.column, "money")
            if role not in _AMOUNTS:
                self.form.leave(cell, f"{one.label} {one.text}: no column of money")
                continue
            key = (one.row_no, one.label)
            if key not in entries:
                entry = entries[key] = Entry()
                entry.put("source", one.label, cell)
                entry.row["is_total"] = is_total(one.label)
                self._enter(entry, row)
            entries[key].put(_AMOUNTS[role], whole(one.yuan), cell)
        return bool(money.printed)
