"""CSV: as the package has it, and as Excel opens it right (a byte-order mark, CRLF, no formula).

Both follow RFC 4180, the first with LF at the end of a line. In CSV for Excel a text that begins
with a sign by which a spreadsheet knows a formula gets an apostrophe in front. So does one that has
apostrophes before such a sign: taking one apostrophe away is then always the way back, and no two
texts become the same.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from fiscal_notice.export.download_form import Rows
from fiscal_notice.export.read_back import check_names, rows_of_texts
from fiscal_notice.export.typed_tables import TypedTable, ValueType
from fiscal_notice.package.parsing import Lines

# The signs of formulas, full-width ones too, and what some programs skip before them.
_FORMULA = re.compile(r"'*[=+\-@\0\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\0\t\r\n＝＋－＠]")

_NUMBERS = ("integer", "year", "number")
_PLAIN = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?")


def source(table: TypedTable) -> bytes:
    """The table as CSV in UTF-8: the file itself if it is such a CSV."""
    return table.source


def read_csv(content: bytes, table: TypedTable) -> Rows:
    """The rows of a CSV; ValueError if the header is not the schema's or a cell has no value."""
    lines = _lines(content)
    check_names(next(lines, []), table)
    return rows_of_texts(lines, table)


def csv_for_excel(table: TypedTable) -> bytes:
    """The table as CSV for Excel: names, and the cells' own text, guarded in columns of text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(guard, table.schema.names))
    types = [column.value_type for column in table.columns]
    for cells in table.texts:
        writer.writerow(map(guarded, cells, types))
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def read_csv_for_excel(content: bytes, table: TypedTable) -> Rows:
    """The rows of a CSV for Excel, guards taken away; ValueError as in ``read_csv``."""
    lines = _lines(content)
    check_names([unguard(name) for name in next(lines, [])], table)
    return rows_of_texts(lines, table, unguarded)


def _lines(content: bytes) -> Iterator[list[str]]:
    return iter(Lines(io.StringIO(content.decode("utf-8-sig"), newline="")))


def guarded(text: str, value_type: ValueType) -> str:
    """A cell of a column as it is written: plain numbers need no guard."""
    return text if value_type in _NUMBERS and _PLAIN.fullmatch(text) else guard(text)


def unguarded(text: str, value_type: ValueType) -> str:
    """What ``guarded`` was given; no plain number begins with an apostrophe."""
    return text if value_type in _NUMBERS and _PLAIN.fullmatch(text) else unguard(text)


def guard(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """What ``guard`` was given."""
    return text[1:] if _GUARDED.match(text) else text
