"""Sheets for people: rows with names in place of codes, heads in both languages, a total.

What such a sheet says is known to the kind of the package (``package.kind``); here is only its
form, and the same as CSV.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from fiscal_notice.export.csv_forms import guard
from fiscal_notice.model import Value
from fiscal_notice.package.limits import NO_XML

#: ``number`` has as many decimals as its column needs, ``figure`` as each cell does, ``count`` is
#: whole, ``plain`` is whole and without separators, ``share`` is a fraction that is shown in per
#: cent, ``text`` may wrap, ``code`` is text that looks like a number.
ColumnKind = Literal["text", "code", "number", "figure", "count", "plain", "share", "day"]
NUMBERS: tuple[ColumnKind, ...] = ("number", "figure", "count", "plain", "share")
_MOST_CHARACTERS = 32_000
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingColumn:
    """A column: its head in Chinese and English, and what its cells are.

    ``unit`` and ``unit_en`` stand in the head. ``legend`` maps Chinese words of the cells to
    English ones. A cell of any kind may be a text instead ("未印"), or None.
    """

    title: str
    title_en: str
    kind: ColumnKind = "text"
    unit: str = ""
    unit_en: str = ""
    legend: Mapping[str, str] = field(default_factory=dict)

    def head(self, lang: str) -> str:
        """The title with its unit."""
        if lang == "zh":
            return f"{self.title}（{self.unit}）" if self.unit else self.title
        return f"{self.title_en} ({self.unit_en})" if self.unit_en else self.title_en


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSheet:
    """A table for people, complete: what it is called and says of itself, columns, rows, totals.

    ``title`` and ``about`` are Chinese and English; the Chinese title is the name of the sheet.
    The first ``fixed`` columns stay in sight. ``totals`` has a value or None for each column, or
    is empty. ``wide`` asks for larger paper. Texts fit into cells, whatever they were.
    """

    title: tuple[str, str]
    about: tuple[str, str]
    columns: tuple[ReadingColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] = ()
    fixed: int = 1
    wide: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(tuple(map(_fitting, row)) for row in self.rows))

    @property
    def legend(self) -> str:
        """The English words for the Chinese ones that occur in cells."""
        found = {
            text: column.legend[text]
            for at, column in enumerate(self.columns)
            for text in dict.fromkeys(row[at] for row in self.rows)
            if isinstance(text, str) and text in column.legend
        }
        return "; ".join(f"{chinese} = {english}" for chinese, english in found.items())

    def decimals(self, at: int) -> int:
        """How many decimals a column of numbers needs for all of its digits."""
        values = (row[at] for row in (*self.rows, *([self.totals] if self.totals else ())))
        return max((_decimals(value) for value in values), default=0)


def _decimals(value: Value) -> int:
    if not isinstance(value, Decimal) or value == value.to_integral_value():
        return 0
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _fitting(value: Value) -> Value:
    """A text without what no cell can hold; a longer one is cut."""
    if not isinstance(value, str):
        return value
    plain = NO_XML.sub("\ufffd", value)
    return plain if len(plain) <= _MOST_CHARACTERS else plain[:_MOST_CHARACTERS] + _CUT


def reading_csv(sheet: ReadingSheet) -> bytes:
    """The rows as CSV that Excel opens right, heads in both languages; no total: it is no row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(guard(f"{c.head('zh')} · {c.head('en')}") for c in sheet.columns)
    for row in sheet.rows:
        writer.writerow(map(_cell, row))
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return guard(value)
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
    return str(value)
