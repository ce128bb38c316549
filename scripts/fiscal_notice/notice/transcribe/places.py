"""Names of cells and rows as spreadsheets have them: A1, A5:F5."""

from __future__ import annotations

_LETTERS = 26


def letters(column: int) -> str:
    """The name of a column that counts from 1: A, Z, AA."""
    name = ""
    while column > 0:
        column, place = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + place) + name
    return name


def row_range(row: int, width: int, first: int = 1) -> str:
    """The range of a row of ``width`` cells, the first in column ``first``: ``A5:F5``."""
    start = f"{letters(first)}{row}"
    return f"{start}:{letters(first + max(width, 1) - 1)}{row}"
