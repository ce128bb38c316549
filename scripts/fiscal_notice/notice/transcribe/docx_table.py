"""A table of Word as rows of equally many cells: each text in its first row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Place, Table
from fiscal_notice.notice.transcribe.docx_numbering import VAL, W
from fiscal_notice.notice.transcribe.places import row_range

# Borders of cells that stand less than this apart, in twentieths of a point, are one border: rows
# that were drawn by hand miss each other by a hair.
_HAIR = 90
#: Cells of one table, with those that nothing is in.
MOST_CELLS = 2_000_000


@dataclass(slots=True)
class _Cell:
    start: int
    element: Any | None


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table that are not deleted, those in content controls as well."""
    yield from _children(table, f"{W}tr", deleted=f"{W}trPr/{W}del")


def cells_of(row: Any) -> Iterator[Any]:
    """The cells of a row, those in content controls as well."""
    yield from _children(row, f"{W}tc", deleted=f"{W}tcPr/{W}cellDel")


def _children(parent: Any, wanted: str, deleted: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == wanted:
            if child.find(deleted) is None:
                yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            yield from _children(child, wanted, deleted)


def read_table(table: Any, number: int, text_of: Callable[[Any], str]) -> Table:
    """The table, the ``number``-th of its document; ``text_of`` reads a cell.

    Columns in which no cell begins are left out, and borders a hair apart are one.
    """
    rows = [_row(row) for row in rows_of(table)]
    columns = _columns(table, rows)
    width = max(columns.values(), default=-1) + 1
    if width * len(rows) > MOST_CELLS:
        raise OriginalError(
            "a table is far larger than those of a notice",
            found=f"{len(rows):,} rows, {width:,} columns",
            expected=f"at most {MOST_CELLS:,} cells",
            hint="take a copy with the tables of the notice alone",
        )
    texts = []
    for row in rows:
        line = [""] * width
        for cell in row:
            if cell.element is not None:
                line[columns[cell.start]] = text_of(cell.element)
        texts.append(tuple(line))
    return Table(
        rows=tuple(texts),
        places=tuple(
            Place(cell=f"T{number}!{row_range(place, width)}") for place in range(1, len(rows) + 1)
        ),
    )


def _row(row: Any) -> list[_Cell]:
    """The cells of a row with the column of the grid where each begins; merged on: no element."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    found: list[_Cell] = []
    for cell in cells_of(row):
        span = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        goes_on = _continues(cell.find(f"{W}tcPr/{W}vMerge"))
        if _continues(cell.find(f"{W}tcPr/{W}hMerge")):
            column += span
            continue
        found.append(_Cell(column, None if goes_on else cell))
        column += span
    return found


def _continues(merge: Any | None) -> bool:
    return merge is not None and merge.get(VAL) != "restart"


def _columns(table: Any, rows: list[list[_Cell]]) -> dict[int, int]:
    """Column of the grid → column of the table."""
    starts = sorted({cell.start for row in rows for cell in row})
    widths = [_number(each, 0, f"{W}w") for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    together = [{cell.start for cell in row} for row in rows]
    columns: dict[int, int] = {}
    group: list[int] = []
    for start in starts:
        near = bool(group) and sum(widths[group[0] : start] or [_HAIR]) < _HAIR
        if near and not any(start in row and row.intersection(group) for row in together):
            group.append(start)
        else:
            group = [start]
        columns[start] = columns[group[0]] if len(group) > 1 else len(set(columns.values()))
    return columns


def _number(element: Any | None, default: int, name: str = VAL) -> int:
    text = None if element is None else element.get(name)
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default
