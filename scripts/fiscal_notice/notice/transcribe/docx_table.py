"""A table of Word as rows of equally many cells: each text in its first row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table
from fiscal_notice.notice.transcribe.docx_numbering import VAL, W
from fiscal_notice.notice.transcribe.places import row_range

# Borders of cells that stand less than this apart, in twentieths of a point, are one border: rows
# that were drawn by hand miss each other by a hair.
_HAIR = 90
#: Columns of one table, and its cells, with those that nothing is in.
MOST_COLUMNS = 1_000
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


def read_table(
    table: Any, number: int, lines_of_cell: Callable[[Any], list[str]]
) -> Iterator[Paragraph | Table]:
    """The table, the ``number``-th of its document; ``lines_of_cell`` reads a cell.

    Rows of one cell above and below the others are titles, units and notes: lines, not rows.
    Columns in which no cell begins are left out, and borders a hair apart are one. Raises
    OriginalError for a table that is far too large.
    """
    rows = _rows(table)
    columns = _columns(table, rows)
    width = max(columns.values(), default=-1) + 1
    texts: list[tuple[str, ...]] = []
    single: list[list[str] | None] = []
    for row in rows:
        line = [""] * width
        read = {
            columns[cell.start]: lines_of_cell(cell.element)
            for cell in row
            if cell.element is not None
        }
        for column, lines in read.items():
            line[column] = " ".join(lines)
        texts.append(tuple(line))
        single.append(next(iter(read.values()), []) if len(row) == 1 or not any(line) else None)
    body = [place for place, lines in enumerate(single) if lines is None]
    first, last = (body[0], body[-1] + 1) if body else (len(rows), len(rows))
    places = [Place(cell=f"T{number}!{row_range(row, width)}") for row in range(1, len(rows) + 1)]
    yield from _lines(single[:first], places)
    if body:
        yield Table(rows=tuple(texts[first:last]), places=tuple(places[first:last]))
    yield from _lines(single[last:], places[last:])


def _lines(single: list[list[str] | None], places: list[Place]) -> Iterator[Paragraph]:
    for lines, place in zip(single, places, strict=False):
        yield from (Paragraph(text=line, place=place) for line in lines or [])


def _rows(table: Any) -> list[list[_Cell]]:
    """The cells of each row with the column of the grid where each begins; merged on: no element.

    A cell that goes on where none began above it stands for itself.
    """
    found: list[list[_Cell]] = []
    open_: set[int] = set()
    for row in rows_of(table):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        cells: list[_Cell] = []
        begun: set[int] = set()
        for cell in cells_of(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if not _continues(cell.find(f"{W}tcPr/{W}hMerge")):
                on = _continues(merge) and column in open_
                cells.append(_Cell(column, None if on else cell))
                if merge is not None:
                    begun.add(column)
            column += max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        open_ = begun
        found.append(cells)
    return found


def _continues(merge: Any | None) -> bool:
    return merge is not None and merge.get(VAL) != "restart"


def _columns(table: Any, rows: list[list[_Cell]]) -> dict[int, int]:
    """Column of the grid → column of the table."""
    starts = sorted({cell.start for row in rows for cell in row})
    if len(starts) > MOST_COLUMNS or len(starts) * len(rows) > MOST_CELLS:
        raise OriginalError(
            "a table is far larger than those of a notice",
            found=f"{len(rows):,} rows, {len(starts):,} columns",
            expected=f"at most {MOST_COLUMNS:,} columns, {MOST_CELLS:,} cells",
            hint="take a copy with the tables of the notice alone",
        )
    widths = [_number(each, 0, f"{W}w") for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    together = [{cell.start for cell in row} for row in rows]
    columns: dict[int, int] = {}
    group: list[int] = []
    count = 0
    for start in starts:
        near = bool(group) and sum(widths[group[0] : start] or [_HAIR]) < _HAIR
        if near and not any(start in row and row.intersection(group) for row in together):
            group.append(start)
        else:
            group = [start]
            count += 1
        columns[start] = count - 1
    return columns


def _number(element: Any | None, default: int, name: str = VAL) -> int:
    text = None if element is None else element.get(name)
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else default
