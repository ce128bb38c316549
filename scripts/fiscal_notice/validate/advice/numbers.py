"""Cells that pass as numbers or dates and that other readers take for something else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from fiscal_notice.package import Field, Schema
from fiscal_notice.package.cells import DATE, missing_values
from fiscal_notice.package.limits import BITS
from fiscal_notice.validate.advice.hits import Hit, Watcher
from fiscal_notice.validate.advice.inspected import Inspected

_MOST = 2 ** (BITS - 1)
_LONG = re.compile(r"[0-9]{19}")
_ODD = re.compile(r"[_nN]")
# What frictionless takes away where bareNumber is false.
_AROUND = re.compile(r"((^[^-\d]*)|(\D*$))")
_WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*")
_MAGNITUDE = re.compile(
    r"[十百千万亿兆%‰]|\b(?:hundred|thousand|million|billion|trillion|[kmb]n?)\b", re.IGNORECASE
)


def unambiguous_numbers(inspected: Inspected) -> list[Watcher]:
    """Numbers and dates are written so that every reader takes them for the same value.

    数字与日期的写法，各种程序读出的值均相同。

    Holds: 25, 1.5 and 2021-01-05.

    Breaks: ２５ in full width, 1_000, NaN, 2021-1-5; 25万元 where bareNumber is false; a whole
    number of more than 64 bits.

    Basis: Python reads digits of any script and underscores, frictionless drops the letters around
    a number; spreadsheets and databases do not, and Parquet and SQLite hold 64 bits.
    """
    schema = inspected.resource.schema
    if schema is None or (inspected.proven and not inspected.small):
        return []
    return [_Numbers(field, schema) for field in schema.fields if _kind(field) is not None]


Odd = Callable[[str], str | None]
"""A cell to what is odd about it, as the kind of a message; None if nothing is."""


def _kind(field: Field) -> Odd | None:
    match field.type:
        case "integer" | "number" if not field.raw.get("bareNumber", True):
            return _with_letters
        case "integer" | "year":
            return _integer
        case "number":
            return _number
        case "date" if field.raw.get("format", "default") == "default":
            return _date
        case _:
            return None


def _with_letters(cell: str) -> str | None:
    return "number-magnitude" if _MAGNITUDE.search(cell) else _integer(cell)


def _integer(cell: str) -> str | None:
    if not cell.isascii() and any(sign.isdecimal() and not sign.isascii() for sign in cell):
        return "digits-not-ascii"
    if "_" in cell and re.fullmatch(r"\s*[+-]?[0-9]+(?:_[0-9]+)+\s*", cell):
        return "digits-underscore"
    # int() refuses texts of more than some thousand digits.
    if _WHOLE.fullmatch(cell) and not -_MOST <= Decimal(cell.strip()) < _MOST:
        return "integer-too-long"
    return None


def _number(cell: str) -> str | None:
    if cell.strip().lower().lstrip("+-") in ("nan", "snan", "inf", "infinity"):
        return "number-not-finite"
    found = _integer(cell)
    return None if found == "integer-too-long" else found


def _date(cell: str) -> str | None:
    return None if DATE.fullmatch(cell) else "date-form"


def _reads(field: Field) -> Callable[[str], bool]:
    """Whether frictionless finds a value in a cell: what it finds none in is an error already."""
    raw = field.raw
    group, point = str(raw.get("groupChar", "")), str(raw.get("decimalChar", "."))
    bare = raw.get("bareNumber", True)

    def read(cell: str) -> bool:
        try:
            if field.type == "date":
                return bool(time.strptime(cell, "%Y-%m-%d"))
            text = cell.strip() if bare else _AROUND.sub("", cell.strip())
            if field.type == "number":
                text = (text.replace(group, "") if group else text).replace(point, ".")
            return Decimal(text) is not None
        except (ValueError, InvalidOperation):
            return False

    return read


class _Numbers:
    def __init__(self, field: Field, schema: Schema) -> None:
        self.fields = [field.name]
        self._kind, self._odd = field.type, _kind(field)
        self._letters = not field.raw.get("bareNumber", True)
        self._empty = missing_values(field, schema)
        self._reads = _reads(field)
        self._found: list[tuple[int, str, str]] = []

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        (column,) = columns
        if self._plain(column):
            return
        assert self._odd is not None  # noqa: S101  only such fields are watched
        kinds = {cell: self._odd(cell) for cell in set(column) - self._empty}
        odd = {cell: kind for cell, kind in kinds.items() if kind and self._reads(cell)}
        if odd:
            self._found += [
                (number, cell, odd[cell])
                for number, cell in zip(numbers, column, strict=True)
                if cell in odd
            ]

    def _plain(self, column: Sequence[str]) -> bool:
        """Whether no cell can be odd; told of all cells at once."""
        if self._letters:
            return False
        if self._kind == "date":
            return all(map(DATE.fullmatch, column))
        text = "\n".join(column)
        return text.isascii() and not _ODD.search(text) and not _LONG.search(text)

    def hits(self) -> Iterator[Hit]:
        for number, cell, kind in self._found:
            yield Hit(kind=kind, field=self.fields[0], row=number, found=cell)
