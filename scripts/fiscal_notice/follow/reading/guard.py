"""The last look before anything of a form is kept: no text with a private number goes on."""

from __future__ import annotations

import re

from fiscal_notice.follow.reading.found import Found, Problem
from fiscal_notice.follow.reading.grid import Cell
from fiscal_notice.follow.reading.private import EMPTY_IT, REFUSED, is_private, shown_name
from fiscal_notice.notice.extract.notation import plain

_OWN = ("sheet", "cell")
# What a spreadsheet makes of a long number that stands in a column of text: 13800001111.0, or with
# commas. In a column of amounts it would be one, and with 元 behind it it is one here too.
_AS_FIGURE = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?|[0-9]+\.0+)(?![0-9.,]|\s*[万亿]?元)"
)


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
        if _holds_private(text):
            found.problems.append(_refused(file, name, cell))
        else:
            kept.append((name, cell, text, shown_name(why)))
    found.unplaced = kept
    return found


def _is_private(name: str, value: object) -> bool:
    return isinstance(value, str) and name not in _OWN and _holds_private(value)


def _holds_private(text: str) -> bool:
    bare = _AS_FIGURE.sub(lambda found: found[0].replace(",", "").split(".")[0], plain(text))
    return is_private(Cell(text)) or is_private(Cell(bare))


def _refused(file: str, sheet: str, cell: str) -> Problem:
    return Problem(file=file, sheet=sheet, cell=cell, what=REFUSED, expected=EMPTY_IT, refused=True)
