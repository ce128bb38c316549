"""One sheet of a form to rows: each value with its cell, what has no place with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fiscal_notice.follow.reading.found import Problem
from fiscal_notice.follow.reading.grid import Cell, Place, Sheet, cell_name, range_name
from fiscal_notice.follow.reading.headers import Columns, is_header
from fiscal_notice.follow.reading.private import EMPTY_IT, REFUSED, is_private, shown_name
from fiscal_notice.follow.reading.values import NotUnderstoodError, is_nothing, squeezed, value_of
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row

_SUMS = {"合计", "总计", "小计", "合计:", "总计:", "total", "sum"}
_DASHES = set("/-—－–")


@dataclass(slots=True, kw_only=True)
class Line:
    """A row of a sheet as read: typed values, the cell of each, and what was not understood.

    ``filled``: whether a column that is to be filled holds anything. ``texts``: all of its cells,
    but for those that are private.
    """

    number: int
    row: Row = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    filled: bool = False
    range: str = ""
    unplaced: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class SheetReader:
    """Reads the rows of a sheet below its headers. ``problems`` are of this sheet."""

    file: str
    sheet: Sheet
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the sheet, as it may be shown."""
        return shown_name(self.sheet.name)

    def lines(self) -> Iterator[Line]:
        """The rows that hold anything, but for repeated headers."""
        for number, cells in self.sheet.rows().items():
            if number > self.columns.row and not is_header(self.columns, cells):
                yield self.line(number, cells)

    def line(self, number: int, cells: dict[int, Cell]) -> Line:
        """One row as read."""
        own = [column for column in cells if column in self.columns.fields]
        line = Line(number=number, range=range_name(number, own or list(cells)))
        for column, cell in cells.items():
            place = (number, column)
            if is_private(cell):
                self._refuse(place)
                line.filled = True
                continue
            line.texts.append(cell.text)
            if column in self.columns.fields:
                self._take(line, place, cell)
            else:
                line.filled = True
                line.unplaced.append((cell_name(place), cell.text, self._no_column(column)))
        return line

    def _take(self, line: Line, place: Place, cell: Cell) -> None:
        each = self.columns.fields[place[1]]
        text = squeezed(cell.text)
        nothing = is_nothing(cell) if each.type != "string" else not set(text) - _DASHES
        if nothing:
            return
        to_fill = each.name not in self.columns.layout.given
        try:
            value = value_of(each, cell, self.columns.units.get(place[1], 1))
        except NotUnderstoodError as error:
            line.filled = line.filled or to_fill
            line.unplaced.append((cell_name(place), cell.text, f"expected {error}"))
            return
        line.filled = line.filled or to_fill
        line.row[each.name] = value
        line.cells[each.name] = cell_name(place)

    def is_private_header(self, column: int) -> bool:
        """Whether a column's header may not be shown."""
        return is_private(self.sheet.cells[self.columns.row, column])

    def _no_column(self, column: int) -> str:
        header = self.columns.unknown.get(column)
        return "no column of the form has this header" if header else "the column has no header"

    def _refuse(self, place: Place) -> None:
        self.problems.append(
            Problem(
                file=self.file,
                sheet=self.name,
                cell=cell_name(place),
                what=REFUSED,
                expected=EMPTY_IT,
                refused=True,
            )
        )


def is_sum(line: Line) -> bool:
    """Whether a row is a sum of those above, which a form does not ask for."""
    return any(squeezed(text) in _SUMS for text in line.texts[:3])


def lacking(table: str, row: Row) -> list[str]:
    """The titles of fields that every row of the table needs and this one has not."""
    entered = {"evidence_id", "evaluation_id", "position", "region_code"}
    return [
        each.title("zh")
        for each in schema_of(table).fields
        if each.constraints.get("required")
        if each.name not in entered
        if row.get(each.name) is None
    ]
