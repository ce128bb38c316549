"""The last look before anything of a form is kept: no text with a private number goes on."""

from __future__ import annotations

from fiscal_notice.follow.reading.found import Found, Problem
from fiscal_notice.follow.reading.grid import Cell
from fiscal_notice.follow.reading.private import EMPTY_IT, REFUSED, is_private, shown_name

_OWN = ("sheet", "cell")


def guarded(found: Found, file: str) -> Found:
    """``found`` without values and texts that are private; each is named by its cell."""
    for table, rows in found.tables.items():
        where = found.cells.get(table, [])
        for at, row in enumerate(rows):
            cells = where[at] if at < len(where) else {}
            for name in [n for n, value in row.items() if _is_private(n, value)]:
                sheet, cell = cells.pop(name, (str(row.get("sheet")), str(row.get("cell"))))
                row[name] = None
                found.problems.append(_refused(file, shown_name(sheet), cell))
    kept: list[tuple[str, str, str, str]] = []
    for sheet, cell, text, why in found.unplaced:
        name = shown_name(sheet)
        if is_private(Cell(text)):
            found.problems.append(_refused(file, name, cell))
        else:
            kept.append((name, cell, text, shown_name(why)))
    found.unplaced = kept
    return found


def _is_private(name: str, value: object) -> bool:
    return isinstance(value, str) and name not in _OWN and is_private(Cell(value))


def _refused(file: str, sheet: str, cell: str) -> Problem:
    return Problem(file=file, sheet=sheet, cell=cell, what=REFUSED, expected=EMPTY_IT, refused=True)
