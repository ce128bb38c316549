"""How tables lie on sheets: names of sheets, widths of columns, heights of rows; pure.

Widths are counted in Latin letters; a Chinese character takes two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from unicodedata import east_asian_width

from fiscal_notice.export.typed_tables import TypedColumn, TypedTable
from fiscal_notice.model import Value
from fiscal_notice.package.limits import units

_NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# The first day that all spreadsheets agree on: Excel has a 29 February 1900, which never was.
_FIRST_DAY = date(1900, 3, 1)
# A spreadsheet calculates with floating-point numbers and keeps fifteen digits.
_DIGITS = 15

NARROWEST, WIDEST = 8, 56
LINE = 15.0
MOST_LINES = 8


def as_text(value: Value) -> bool:
    """Whether a number or time must be written as text, since a spreadsheet would change it.

    It has no zones, and parts of a second are not kept exactly.
    """
    match value:
        case bool():
            return False
        case int():
            return bool(abs(value) >= 10**_DIGITS)
        case Decimal():
            digits = len(value.normalize().as_tuple().digits)
            return digits > _DIGITS or Decimal(repr(float(value))) != value
        case datetime() | time():
            return value.tzinfo is not None or bool(value.microsecond) or _is_early(value)
        case date():
            return value < _FIRST_DAY
        case _:
            return False


def _is_early(value: datetime | time) -> bool:
    return isinstance(value, datetime) and value.date() < _FIRST_DAY


def sheet_names(titles: Sequence[str], taken: Iterable[str]) -> list[str]:
    """A name for each title that Excel accepts: at most 31 characters, no sign of paths, unique.

    ``taken`` are names that are in use already.
    """
    used = {name.casefold() for name in taken} | {"history"}
    names = []
    for title in titles:
        plain = _FORBIDDEN.sub(" ", title).strip().strip("'").strip() or "Sheet"
        name, number = _cut(plain, ""), 1
        while name.casefold() in used:
            number += 1
            name = _cut(plain, f" ({number})")
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, ending: str) -> str:
    # Excel counts in units of UTF-16, in which rare characters take two.
    while units(text + ending) > _NAME_LENGTH:
        text = text[:-1]
    return text.rstrip("' ") + ending


def heading(column: TypedColumn) -> str:
    """The title of a column with its unit, unless the title names it already."""
    title = column.field.title()
    return title if not column.unit or column.unit in title else f"{title}（{column.unit}）"


def width_of(text: str) -> int:
    """How wide the widest line of a text is, in letters."""
    return max((_line_width(line) for line in text.splitlines()), default=0)


def _line_width(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line)


def column_widths(table: TypedTable) -> list[int]:
    """The width of each column: what its cells and headings need, within bounds."""
    widths = []
    for at, column in enumerate(table.columns):
        cells = (width_of(row[at]) for row in table.texts)
        # A number has commas; the name of a field has a button to filter by.
        needed = max(
            max(cells, default=0) * (1 if column.value_type == "string" else 1.34) + 1,
            width_of(heading(column)),
            width_of(column.name) + 2,
        )
        widths.append(min(max(round(needed) + 1, NARROWEST), WIDEST))
    return widths


def row_height(texts: Iterable[str], widths: Iterable[int]) -> float | None:
    """The height of a row that shows its texts wrapped, at most eight lines; None for one."""
    lines = max(
        (lines_of(text, width) for text, width in zip(texts, widths, strict=True)), default=1
    )
    return None if lines == 1 else LINE * min(lines, MOST_LINES) + 1


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of ``width`` letters; at least one."""
    return max(1, sum(max(1, -(-_line_width(line) // width)) for line in text.splitlines()))
