"""Cut a section of a notice into its printed tables: what stands above, header, body, notes.

A table goes on over blank lines, page numbers and repeated headers. Title and unit may stand above
it or in rows of their own inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.amounts import figure, plain
from fiscal_notice.notice.extract.headers import filled, header_length, is_numbering, joined
from fiscal_notice.notice.extract.printed_table import (
    BodyRow,
    PrintedTable,
    printed_unit,
    row_cells,
    take_short_rows,
    without_unit,
)
from fiscal_notice.notice.extract.transcript import Ledger, squeeze

_PAGE = re.compile(
    r"[-—－–─·•]+\s*[0-9]{1,4}\s*[-—－–─·•]+|第\s*[0-9]{1,4}\s*页(?:[，,/\s]*共\s*[0-9]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[0-9]{1,3}"
)
_NOTE = re.compile(
    r"[(（【\[]?\s*(?:注|附注|备注|说明|填表说明|备注说明)\s*[0-9]{0,2}\s*[：:.、．]"
)
_POINT = re.compile(r"[0-9]{1,2}\s*[.、．]|[(（][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳]")
_RULE = re.compile(r"[\s:|｜\t-]*-{2,}[\s:|｜\t-]*")
_SENTENCE_ENDS = ("。", "；", ";", "，", ",", "：", ":")
_MOST_TITLE_LINES = 4
_FEWEST_ROWS = 2


@dataclass(slots=True)
class _Cutter:
    annex_no: str | None
    ledger: Ledger
    tables: list[PrintedTable] = field(default_factory=list)
    pages: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    unit: tuple[str, Line] | None = None

    @property
    def table(self) -> PrintedTable | None:
        return self.tables[-1] if self.tables else None

    def line(self, line: Line, cells: tuple[str, ...]) -> None:
        """A line that is no header."""
        if _RULE.fullmatch(line.text):
            # The line between header and body of a table that is drawn with strokes.
            self.pages.append(line)
        elif len(cells) == 1 or _is_text(cells, begun=self.table is not None):
            self.text(line)
        elif self.table is None:
            self.above.append(line)
        else:
            self.row(line, cells)

    def text(self, line: Line) -> None:
        """A line that is no row of a body: a page number, a unit, a note, or a title."""
        words = line.text.strip()
        unit = printed_unit(words)
        if _PAGE.fullmatch(words):
            self.pages.append(line)
        elif _NOTE.match(words) or self._goes_on(words):
            # What stands above the first table as well: a note belongs to the table beside it.
            (self.table.notes if self.table and not self.above else self.above).append(line)
        elif unit and not without_unit(words):
            self.unit = (unit, line)
        else:
            if unit:
                self.unit = (unit, line)
            self.above.append(line)

    def _goes_on(self, words: str) -> bool:
        """Whether a line is the next point of the notes above it."""
        begun = self.table is not None and bool(self.table.notes) and not self.above
        return begun and _POINT.match(words) is not None

    def header(self, lines: Sequence[Line], rows: Sequence[Sequence[str]]) -> None:
        """A header: that of the same table again, or of a new one."""
        same = self.table is not None and self._printed(self.table.header) == [
            [squeeze(cell) for cell in row] for row in rows
        ]
        if self.table and same and not self._new_title():
            for line in [*self.above, *lines, *([self.unit[1]] if self.unit else [])]:
                self.ledger.take(line, "header")
        else:
            self._release_title()
            table = PrintedTable(annex_no=self.annex_no, columns=joined(rows), header=[*lines])
            table.titles = _title_lines(self.above)
            if self.unit:
                table.unit, table.unit_line = self.unit
            self.tables.append(table)
        self.above, self.unit = [], None

    def _release_title(self) -> None:
        """Rows at the end of the table above that are the title of the next one, merged."""
        while self.table and self.table.rows:
            cells = self.table.rows[-1].cells
            if filled(cells) != [0] or not cells[0].endswith("表"):
                return
            self.above.insert(0, self.table.rows.pop().line)

    def _new_title(self) -> bool:
        assert self.table is not None  # noqa: S101  asked only where a table has begun
        known = {squeeze(line.text) for line in self.table.titles}
        return any(
            squeeze(line.text) not in known and not squeeze(line.text).startswith("续")
            for line in self.above
        )

    @staticmethod
    def _printed(lines: Sequence[Line]) -> list[list[str]]:
        return [[squeeze(cell) for cell in row_cells(line)] for line in lines]

    def row(self, line: Line, cells: tuple[str, ...]) -> None:
        """A row of the body of the table that has begun."""
        assert self.table is not None  # noqa: S101  rows above any header are titles
        table = self.table
        if self.unit and not table.unit:
            table.unit, table.unit_line = self.unit
            self.unit = None
        fitting = _fitted(cells, len(table.columns))
        number = len(table.rows) + len(table.misfits) + 1
        if fitting is None:
            table.misfits.append(BodyRow(line=line, cells=cells, row_no=number))
        else:
            table.rows.append(BodyRow(line=line, cells=fitting, row_no=number))


def _title_lines(above: Sequence[Line]) -> list[Line]:
    """The lines directly above a header that read as a title: no sentences, not many."""
    titles: list[Line] = []
    for line in reversed(above):
        if line.text.strip().endswith(_SENTENCE_ENDS) or len(titles) == _MOST_TITLE_LINES:
            break
        titles.insert(0, line)
    return titles


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    if len(cells) > width:
        return cells[:width] if not any(cells[width:]) else None
    return cells if len(cells) == width else None


def cut_tables(lines: Sequence[Line], annex_no: str | None, ledger: Ledger) -> list[PrintedTable]:
    """The tables of a section, in printed order; ``lines`` are those without blank ones.

    Page numbers, repeated headers and column numbers of the tables are entered in ``ledger``; the
    other lines are entered by whoever reads the tables. A row with too few or too many cells is in
    ``misfits``: only cells at the end that are empty in the whole table may be lost, as they are
    where white space at the ends of lines was removed.
    """
    lines = [line for line in lines if line.number not in ledger.taken]
    cutter = _Cutter(annex_no=annex_no, ledger=ledger)
    rows = [row_cells(line) for line in lines]
    place = 0
    while place < len(lines):
        length = header_length(_run(rows, place), first=cutter.table is None)
        if length:
            cutter.header(lines[place : place + length], rows[place : place + length])
            place += length
            if place < len(lines) and is_numbering(rows[place]):
                ledger.take(lines[place], "header")
                place += 1
        else:
            cutter.line(lines[place], rows[place])
            place += 1
    if not cutter.tables and annex_no is not None:
        cutter.tables += _without_header(cutter, lines, rows)
    for table in cutter.tables:
        _forgive_stripped_ends(table)
        _unfold(table)
    if cutter.tables:
        for line in cutter.pages:
            ledger.take(line, "page number")
    return cutter.tables


def _without_header(
    cutter: _Cutter, lines: Sequence[Line], rows: Sequence[tuple[str, ...]]
) -> list[PrintedTable]:
    """The table of an annex that prints rows with figures, and no header that can be told."""
    body = [
        (line, cells)
        for line, cells in zip(lines, rows, strict=True)
        if len(cells) > 1 and not _is_text(cells, begun=False)
    ]
    if len(body) < _FEWEST_ROWS or not any(figure(cell) for _, cells in body for cell in cells):
        return []
    width = max(len(cells) for _, cells in body)
    taken = {line.number for line, _ in body}
    table = PrintedTable(annex_no=cutter.annex_no, columns=[""] * width)
    table.titles = _title_lines(
        [line for line in cutter.above if line.number < min(taken) and line.number not in taken]
    )
    if cutter.unit:
        table.unit, table.unit_line = cutter.unit
    for number, (line, cells) in enumerate(body, start=1):
        padded = (*cells, *[""] * (width - len(cells)))
        table.rows.append(BodyRow(line=line, cells=padded, row_no=number))
    return [table]


def _unfold(table: PrintedTable) -> None:
    """Put the blocks of a table that is printed side by side one below the other."""
    titles = [plain(title) for title in table.columns]
    for folds in (2, 3):
        width = len(titles) // folds
        if width > 1 and titles == titles[:width] * folds and all(titles[:width]):
            table.folds, table.columns = folds, table.columns[:width]
            table.rows = [
                replace(row, cells=row.cells[fold * width : (fold + 1) * width])
                for fold in range(folds)
                for row in table.rows
                if any(row.cells[fold * width : (fold + 1) * width])
            ]
            return


def _run(rows: Sequence[tuple[str, ...]], place: int) -> list[tuple[str, ...]]:
    """The rows from ``place`` on, up to the first line that is no row, and no more than needed."""
    run: list[tuple[str, ...]] = []
    for cells in rows[place : place + 8]:
        if len(cells) == 1:
            break
        run.append(cells)
    return run


def _is_text(cells: tuple[str, ...], *, begun: bool) -> bool:
    """Whether a row has a title, a unit, a note or a page number in place of cells."""
    places = filled(cells)
    words = [cells[place] for place in places]
    if any(figure(text) for text in words) and not (len(words) == 1 and _PAGE.fullmatch(words[0])):
        return False
    if words and _NOTE.match(words[0]):
        return True
    if any(printed_unit(text) for text in words):
        return True
    if len(words) != 1:
        return False
    return not begun or (places[0] != 0 and _PAGE.fullmatch(words[0]) is not None)


def _forgive_stripped_ends(table: PrintedTable) -> None:
    """Take rows that only lack empty cells at their end, if no line of the table ends in a tab."""
    lines = [row.line for row in table.rows + table.misfits]
    if not any(line.text.endswith(("\t", "|")) for line in lines):
        take_short_rows(table, len(table.columns))
