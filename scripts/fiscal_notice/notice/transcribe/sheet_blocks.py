"""The rows of a sheet to blocks: title and unit lines, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table
from fiscal_notice.notice.transcribe.places import row_range
from fiscal_notice.notice.transcribe.spacing import close_up

_MARKER = re.compile(r"附\s*[件表]\s*(?:[0-9０-９]+(?:[-—－.][0-9]+)*|[一二三四五六七八九十]+)?")
_NOTE = re.compile(r"注\s*[:：]|备\s*注\s*[:：]|说\s*明\s*[:：]|注[0-9]|填[报表]说明|[*＊※]")
_UNIT = re.compile(r"[(（]?(?:金额|计量|货币)?单位\s*[:：]")
_TITLE = re.compile(r".{3,}(?:表|清单|名单|情况|汇总)(?:[(（].*[)）])?")
_FIGURE = re.compile(r"[-－(（△]?[0-9０-９.,，%％]*[)）]?")
_WIDE = 0.6
_TOP = 3
# So many blank rows part two tables, whatever follows.
_GAP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The used range of a sheet as text: ``rows`` of equally many cells, each of lines.

    The first cell stands in row ``top``, column ``left``; ``spans`` has, for the first cell of a
    merged area, how many columns it covers; behind the row ``full`` (from 0) none has two texts.
    """

    sheet: str | None
    rows: Sequence[tuple[str, ...]]
    top: int = 1
    left: int = 1
    spans: dict[tuple[int, int], int]
    full: int = -1

    def place(self, row: int) -> Place:
        """Where a row (from 0) stands."""
        return Place(sheet=self.sheet, cell=row_range(self.top + row, self.width, self.left))

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def alone(self, row: int) -> int | None:
        """The column of the only text of a row; nothing if it has none or several."""
        filled = [i for i, text in enumerate(self.rows[row]) if text]
        return filled[0] if len(filled) == 1 else None

    def wide(self, row: int, column: int) -> bool:
        """Whether a text spreads over most of the sheet."""
        span = self.spans.get((self.top + row, self.left + column), 1)
        return span >= self.width * _WIDE


def used(
    sheet: str | None, rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], int]
) -> Rows:
    """The range of the rows that has text, from the first row and column of a sheet."""
    filled = [i for i, row in enumerate(rows) if any(row)]
    if not filled:
        return Rows(sheet=sheet, rows=(), spans={})
    left = min(next(i for i, text in enumerate(rows[row]) if text) for row in filled)
    right = max(max(i for i, text in enumerate(rows[row]) if text) for row in filled)
    kept = rows[filled[0] : filled[-1] + 1]
    return Rows(
        sheet=sheet,
        rows=[
            tuple(row[left : right + 1]) + ("",) * (right + 1 - max(len(row), left)) for row in kept
        ],
        top=filled[0] + 1,
        left=left + 1,
        spans=spans,
        full=max((i - filled[0] for i in filled if sum(map(bool, rows[i])) > 1), default=-1),
    )


def blocks_of(rows: Rows) -> Iterator[Paragraph | Table]:
    """Title and unit lines, tables and notes in their order; no block for blank rows between.

    A line is a row with one text: above a table any such row; below its first row notes, markers
    of annexes (附件2), titles behind a blank row, and what the sheet ends with.
    """
    yield from _named(rows)
    table: list[int] = []
    row = 0
    while row < len(rows.rows):
        if not any(rows.rows[row]):
            after = next((i for i in range(row, len(rows.rows)) if any(rows.rows[i])), row)
            column = rows.alone(after)
            goes_on = column is None or not _ends(rows, after, column, behind_blank=True)
            if table and goes_on and after - row < _GAP:
                table += range(row, after)
            elif table:
                yield _table(rows, table)
                table = []
            row = after
            continue
        column = rows.alone(row)
        if table and (column is None or not _ends(rows, row, column, behind_blank=False)):
            table.append(row)
        elif not table and (column is not None or _unit_beside(rows, row)):
            yield from _lines(rows, row)
        elif column is not None:
            yield _table(rows, table)
            table = []
            yield from _lines(rows, row)
        else:
            table = [row]
        row += 1
    if table:
        yield _table(rows, table)


def _ends(rows: Rows, row: int, column: int, *, behind_blank: bool) -> bool:
    """Whether a row with one text ends the table above it."""
    text = rows.rows[row][column].partition("\n")[0]
    if _MARKER.fullmatch(close_up(text)) or _NOTE.match(text):
        return True
    if behind_blank and (rows.wide(row, column) or _TITLE.fullmatch(text)):
        return True
    if row < rows.full:
        return False
    # What a sheet ends with: lines over the whole of it, or behind a blank row.
    return rows.width > 1 and (
        rows.wide(row, column) or (behind_blank and column == 0 and not _FIGURE.fullmatch(text))
    )


def _unit_beside(rows: Rows, row: int) -> bool:
    """A row above a table with a unit at one side and something else at the other."""
    filled = [text for text in rows.rows[row] if text]
    return len(filled) == 2 and any(_UNIT.match(text) for text in filled) and rows.width > 2


def _lines(rows: Rows, row: int) -> Iterator[Paragraph]:
    for text in rows.rows[row]:
        for line in filter(None, text.split("\n")):
            yield Paragraph(text=line, place=rows.place(row))


def _table(rows: Rows, table: list[int]) -> Table:
    return Table(
        rows=tuple(tuple(cell.replace("\n", " ") for cell in rows.rows[i]) for i in table),
        places=tuple(rows.place(i) for i in table),
    )


def _named(rows: Rows) -> Iterator[Paragraph]:
    """The sheet's name where it names an annex and nothing in the sheet does."""
    if rows.sheet is None:
        return
    name = close_up(rows.sheet)
    marker = _MARKER.match(name)
    if marker is None:
        return
    top = rows.rows[:_TOP]
    if any(text and _MARKER.match(close_up(text)) for row in top for text in row):
        return
    yield Paragraph(text=marker[0], place=Place(sheet=rows.sheet))
    rest = name[marker.end() :].strip(" -—_－:：.、")
    if rest and rows.rows and rows.alone(0) is None:
        yield Paragraph(text=rest, place=Place(sheet=rows.sheet))
