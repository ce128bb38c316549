"""CSV as Excel opens it right: a byte-order mark, CRLF, and no text that becomes a formula.

A text that begins with a sign by which a spreadsheet knows a formula gets an apostrophe in front.
So does one that has apostrophes before such a sign: taking one apostrophe away is then always the
way back, and no two texts become the same.
"""

from __future__ import annotations

import codecs
import csv
import io
import re

from fiscal_notice.export.tables import Kind, Table

# The signs of formulas, full-width ones too, and what some programs skip before them.
_FORMULA = re.compile(r"'*[=+\-@\0\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\0\t\r\n＝＋－＠]")

_NUMBERS = ("integer", "year", "number")
_PLAIN = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?")


def csv_for_excel(table: Table) -> bytes:
    """The table as CSV for Excel: names, and the cells' own text, guarded in columns of text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(guard, table.schema.names))
    kinds = [column.kind for column in table.columns]
    for cells in table.texts:
        writer.writerow(map(guarded, cells, kinds))
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def guarded(text: str, kind: Kind) -> str:
    """A cell of a column of ``kind`` as it is written: plain numbers need no guard."""
    return text if kind in _NUMBERS and _PLAIN.fullmatch(text) else guard(text)


def unguarded(text: str, kind: Kind) -> str:
    """What ``guarded`` was given; no plain number begins with an apostrophe."""
    return text if kind in _NUMBERS and _PLAIN.fullmatch(text) else unguard(text)


def guard(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """What ``guard`` was given."""
    return text[1:] if _GUARDED.match(text) else text
