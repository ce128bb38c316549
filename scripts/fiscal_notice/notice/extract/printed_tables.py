"""Cut a section of a notice into its printed tables: what stands above, header, body, notes.

A table goes on over blank lines, page numbers and repeated headers. Title and unit may stand above
it or in rows of their own inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.amounts import MONEY_UNIT, figure, plain
from fiscal_notice.notice.extract.headers import filled, header_length, is_numbering, joined
from fiscal_notice.notice.extract.transcript import Ledger, squeeze

_PAGE = re.compile(
    r"[-—－–─·•]+\s*[0-9]{1,4}\s*[-—－–─·•]+|第\s*[0-9]{1,4}\s*页(?:[，,/\s]*共\s*[0-9]{1,4}\s*页)?"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[0-9]{1,3}"
)
UNIT = re.compile(rf"(?:金额|货币|计量|资金)?单位[:]{MONEY_UNIT}")
_NOTE = re.compile(
    r"[(（【\[]?\s*(?:注|附注|备注|说明|填表说明|备注说明)\s*[0-9]{0,2}\s*[：:.、．]"
)
_SENTENCE_ENDS = ("。", "；", ";", "，", ",", "：", ":")
_MOST_TITLE_LINES = 4
_PIPES = re.compile(r"\s*[|｜]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A printed row of a table's body; ``row_no`` counts them from 1."""

    line: Line
    cells: tuple[str, ...]
    row_no: int


@dataclass(slots=True, kw_only=True)
class PrintedTable:
    """One table as it is printed; ``columns`` has the header of each column, levels joined by /."""

    annex_no: str | None
    titles: list[Line] = field(default_factory=list)
    unit: str | None = None
    unit_line: Line | None = None
    header: list[Line] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[BodyRow] = field(default_factory=list)
    misfits: list[BodyRow] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    table_no: int = 0

    @property
    def title(self) -> str:
        """The title above the table: its lines without the unit, put together."""
        texts = [without_unit(line.text) for line in self.titles]
        return texts[0] if len(texts) == 1 else "".join(squeeze(text) for text in texts)


def row_cells(line: Line) -> tuple[str, ...]:
    """The cells of a line: parted by tabs, or by strokes where a text has no tabs."""
    if "\t" not in line.text and len(_PIPES.findall(line.text)) > 1:
        return tuple(cell.strip() for cell in _PIPES.split(line.text))
    return tuple(line.cells)


def printed_unit(text: str) -> str | None:
    """The unit of money that a text names behind 单位：, if it does."""
    match = UNIT.search(plain(text))
    return match["unit"] if match else None


def without_unit(text: str) -> str:
    """A line of a title without the unit that may stand in or beside it."""
    words = " ".join(cell for cell in re.split(r"\t", text.strip()) if cell.strip())
    bare = re.sub(r"[(（]?\s*(?:金额|货币|计量|资金)?单位\s*[：:][^)）]*[)）]?\s*$", "", words)
    return bare.strip()


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

    def text(self, line: Line) -> None:
        """A line that is no row of a body: a page number, a unit, a note, or a title."""
        words = line.text.strip()
        unit = printed_unit(words)
        if _PAGE.fullmatch(words):
            self.pages.append(line)
        elif _NOTE.match(words):
            # What stands above the first table as well: a note belongs to the table beside it.
            (self.table.notes if self.table and not self.above else self.above).append(line)
        elif unit and not without_unit(words):
            self.unit = (unit, line)
        else:
            if unit:
                self.unit = (unit, line)
            self.above.append(line)

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
        line, cells = lines[place], rows[place]
        length = header_length(_run(rows, place), first=cutter.table is None)
        if length:
            cutter.header(lines[place : place + length], rows[place : place + length])
            place += length
            if place < len(lines) and is_numbering(rows[place]):
                ledger.take(lines[place], "header")
                place += 1
            continue
        if len(cells) == 1 or _is_text(cells, begun=cutter.table is not None):
            cutter.text(line)
        elif cutter.table is None:
            cutter.above.append(line)
        else:
            cutter.row(line, cells)
        place += 1
    for table in cutter.tables:
        _forgive_stripped_ends(table)
    if cutter.tables:
        for line in cutter.pages:
            ledger.take(line, "page number")
    return cutter.tables


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


def take_short_rows(table: PrintedTable, filled_to: int) -> None:
    """Take the rows that are too short, if they have no cell beyond the first ``filled_to``."""
    width = len(table.columns)
    short = [row for row in table.misfits if len(row.cells) <= min(filled_to, width)]
    table.misfits = [row for row in table.misfits if row not in short]
    table.rows += [
        replace(row, cells=(*row.cells, *[""] * (width - len(row.cells)))) for row in short
    ]
    table.rows.sort(key=lambda row: row.row_no)
