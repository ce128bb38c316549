"""What a printed table is: title, unit, header, body, notes, as lines of the transcript."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.amounts import MONEY_UNIT, plain
from fiscal_notice.notice.extract.transcript import squeeze

_UNIT = re.compile(rf"(?:金额|货币|计量|资金)?单位:(?:[^元]{{1,6}}[、,/和])?{MONEY_UNIT}")
_PIPES = re.compile(r"\s*[|｜]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """A printed row of a table's body; ``row_no`` counts them from 1."""

    line: Line
    cells: tuple[str, ...]
    row_no: int


@dataclass(slots=True, kw_only=True)
class PrintedTable:
    """One table as it is printed; ``columns`` has the header of each column, levels joined by /.

    A table that is printed in ``folds`` blocks side by side has the columns of one block, and the
    rows of all blocks, one block after the other.
    """

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
    folds: int = 1

    @property
    def first_line(self) -> int:
        """The line of the header, or of the first row where none is printed."""
        return (self.header or [row.line for row in self.rows + self.misfits])[0].number

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
    match = _UNIT.search(plain(text))
    return match["unit"] if match else None


def without_unit(text: str) -> str:
    """A line of a title without the unit that may stand in or beside it."""
    words = " ".join(cell for cell in re.split(r"\t", text.strip()) if cell.strip())
    bare = re.sub(r"[(（]?\s*(?:金额|货币|计量|资金)?单位\s*[：:][^)）]*[)）]?\s*$", "", words)
    return bare.strip()


def take_short_rows(table: PrintedTable, filled_to: int) -> None:
    """Take the rows that are too short, if they have no cell beyond the first ``filled_to``."""
    width = len(table.columns)
    short = [row for row in table.misfits if len(row.cells) <= min(filled_to, width)]
    if not short:
        return
    table.misfits = [row for row in table.misfits if row not in short]
    table.rows += [
        replace(row, cells=(*row.cells, *[""] * (width - len(row.cells)))) for row in short
    ]
    table.rows.sort(key=lambda row: row.row_no)
