"""The cells of a form, whatever file it came in: texts, numbers and days by their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiscal_notice.notice.transcribe.places import letters

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: its ``text``, and the number or the day if it holds one.

    ``percent``: a number that is shown as per cent, 0.95 as 95 %.
    """

    text: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A sheet: its cells that hold anything, and what of it a person does not see.

    ``formulas``: cells that are computed and stand as stored; ``missing``: those of them without a
    stored value.
    """

    name: str
    hidden: bool = False
    cells: dict[Place, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: set[Place] = field(default_factory=set)
    missing: list[Place] = field(default_factory=list)

    def rows(self) -> dict[int, dict[int, Cell]]:
        """The rows that hold anything, in their order, each by column in order."""
        found: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found

    def is_hidden_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(slots=True, kw_only=True)
class Book:
    """The sheets of a file in their order. ``remarks`` are English sentences on its reading."""

    sheets: list[Sheet] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name; None if there is none."""
        return next((each for each in self.sheets if each.name == name), None)


def cell_name(place: Place) -> str:
    """``(3, 2)`` → ``B3``."""
    return f"{letters(place[1])}{place[0]}"


def range_name(row: int, columns: list[int]) -> str:
    """The range of a row from the first to the last of ``columns``: ``A5:F5``."""
    first, last = min(columns), max(columns)
    return f"{letters(first)}{row}:{letters(last)}{row}"
