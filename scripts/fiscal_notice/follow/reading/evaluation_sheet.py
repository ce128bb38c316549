"""The sheet of a self-evaluation in a form of ours: head, money, indicators, answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from fiscal_notice.follow.form_layout import (
    ANSWER_COLUMNS,
    ANSWERS,
    EVALUATION_FOOT,
    EVALUATION_HEAD,
    FUND_COLUMNS,
    FUND_SOURCES,
    INDICATOR_COLUMNS,
    FormSheet,
)
from fiscal_notice.follow.reading.actuals import doubts_of
from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.grid import Cell, Sheet, cell_name
from fiscal_notice.follow.reading.headers import Columns, bare, unit_in
from fiscal_notice.follow.reading.keys import Keys
from fiscal_notice.follow.reading.private import is_private, shown_name
from fiscal_notice.follow.reading.tables import Line, SheetReader, lacking
from fiscal_notice.follow.reading.values import MONEY, NotUnderstoodError, squeezed, value_of
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row
from fiscal_notice.package import Field

EVALUATIONS = "self_evaluations"
FUNDS = "self_evaluation_funds"
SCORES = "self_evaluation_scores"
ANSWER = "self_evaluation_answers"
# For each block its headers, what stands there beforehand, and how many headers make it known.
_BLOCKS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...], int]] = {
    FUNDS: (FUND_COLUMNS, ("source",), 3),
    SCORES: (
        INDICATOR_COLUMNS,
        ("level1", "level2", "level3", "target_as_printed", "indicator_id"),
        4,
    ),
    ANSWER: (ANSWER_COLUMNS, ("item",), 2),
}
_NO_LABEL = "no label says what it is"


@dataclass(slots=True, kw_only=True)
class EvaluationSheet:
    """Reads one such sheet into ``found``."""

    file: str
    sheet: Sheet
    keys: Keys
    region: str
    found: Found = field(default_factory=lambda: Found(evidence={}))
    head: Row = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self) -> Found:
        """The evaluation with all of its rows; what has no place is listed."""
        rows = self.sheet.rows()
        readers = {reader.columns.row: reader for reader in self._readers(rows)}
        reader: SheetReader | None = None
        levels: dict[str, tuple[str, tuple[str, str]]] = {}
        for number, cells in rows.items():
            if number in readers:
                reader = readers[number]
            elif self._labels(cells):
                self._labelled(number, cells, reader)
            elif reader is not None:
                self._row(reader, reader.line(number, cells), levels)
            elif self.head or any(_is_value(cell) for cell in cells.values()):
                self._leave(number, cells)
        for each in readers.values():
            self.found.problems += each.problems
        self._finish(rows)
        return self.found

    @property
    def _name(self) -> str:
        return shown_name(self.sheet.name)

    def _readers(self, rows: dict[int, dict[int, Cell]]) -> Iterator[SheetReader]:
        """A reader for each block, known by the row of its headers."""
        for table, (headers, given, least) in _BLOCKS.items():
            words = _fields(table)
            for number, cells in rows.items():
                known = {c: words[bare(x.text)] for c, x in cells.items() if bare(x.text) in words}
                if len({each.name for each in known.values()}) < least:
                    continue
                fill = tuple(name for name in headers if name not in given)
                layout = FormSheet(name=table, name_en=table, table=table, given=given, fill=fill)
                said = [unit_in(cell.text) for cell in cells.values()]
                unit = next((each for each in said if each), MONEY["万元"])
                units = {c: unit for c, each in known.items() if each.name.endswith("_yuan")}
                columns = Columns(layout=layout, row=number, fields=known, units=units)
                yield SheetReader(file=self.file, sheet=self.sheet, columns=columns)
                break

    def _labels(self, cells: dict[int, Cell]) -> dict[int, str]:
        """The columns of a row that hold labels of the head or the foot, and their fields."""
        return {c: _labels()[bare(x.text)] for c, x in cells.items() if bare(x.text) in _labels()}

    def _labelled(self, number: int, cells: dict[int, Cell], reader: SheetReader | None) -> None:
        labels = self._labels(cells)
        total = EVALUATION_FOOT[0]
        if total in labels.values() and reader is not None:
            columns = {each.name: column for column, each in reader.columns.fields.items()}
            score = cells.get(columns.get("score", 0))
            if score is not None:
                self._take(total, number, columns["score"], score)
            rest = {columns.get("score"), columns.get("points"), *labels}
            self._leave(number, {c: x for c, x in cells.items() if c not in rest})
            return
        waiting = ""
        for column, cell in cells.items():
            if column in labels:
                waiting = labels[column]
            elif waiting:
                self._take(waiting, number, column, cell)
                waiting = ""
            else:
                self._leave(number, {column: cell})

    def _take(self, name: str, row: int, column: int, cell: Cell) -> None:
        each = schema_of(EVALUATIONS).field(name)
        if each is None or is_private(cell):
            self._leave(row, {column: cell})
            return
        try:
            self.head[name] = value_of(each, cell)
        except NotUnderstoodError as error:
            where = cell_name((row, column))
            self.found.unplaced.append((self._name, where, cell.text, f"expected {error}"))
            return
        self.cells[name] = (self._name, cell_name((row, column)))

    def _row(
        self, reader: SheetReader, line: Line, levels: dict[str, tuple[str, tuple[str, str]]]
    ) -> None:
        table, where = reader.columns.layout.table, self._where(line)
        if table == SCORES:
            _carry(line.row, where, levels)
        self.found.unplaced += [(self._name, *parts) for parts in line.unplaced]
        known = table == FUNDS and _is_source(line.row.get("source"))
        if not line.row or (not line.filled and (table == ANSWER or known)):
            return
        if table != FUNDS and bare(" ".join(line.texts)) == bare(ANSWERS):
            return
        wrong = self.keys.wrong(line.row, self.region)
        missing = lacking(table, line.row)
        if wrong or missing:
            why = wrong or f"the row lacks {', '.join(missing)}"
            if bare(line.texts[0]) != bare(ANSWERS):
                self.found.unplaced.append((self._name, line.range, " | ".join(line.texts), why))
            return
        if table == FUNDS:
            line.row["is_total"] = _is_source(line.row.get("source"), first=True)
        if table == SCORES:
            self.found.problems += doubts_of(self.file, line.row, where)
        self.found.tables.setdefault(table, []).append(
            {**line.row, "sheet": self._name, "cell": line.range}
        )
        self.found.cells.setdefault(table, []).append(where)

    def _where(self, line: Line) -> dict[str, tuple[str, str]]:
        return {name: (self._name, cell) for name, cell in line.cells.items()}

    def _leave(self, row: int, cells: dict[int, Cell]) -> None:
        """Keep cells that no label explains; one that is private is refused in the last look."""
        for column, cell in cells.items():
            where = cell_name((row, column))
            self.found.unplaced.append((self._name, where, cell.text, _NO_LABEL))

    def _finish(self, rows: dict[int, dict[int, Cell]]) -> None:
        last = max((column for cells in rows.values() for column in cells), default=1)
        area = f"A1:{cell_name((max(rows, default=1), last))}"
        wrong = self.keys.wrong(self.head, self.region)
        if wrong:
            self.head.pop("sheet_id", None)
            sheet, cell = self.cells.pop("sheet_id")
            self.found.unplaced.append((sheet, cell, "", wrong))
        self.found.tables[EVALUATIONS] = [{**self.head, "sheet": self._name, "cell": area}]
        self.found.cells[EVALUATIONS] = [self.cells]


@cache
def _fields(table: str) -> dict[str, Field]:
    headers = _BLOCKS[table][0]
    found = {each.name: each for each in schema_of(table).fields}
    words = {bare(title): found[name] for name, title in headers.items()}
    for name in headers:
        for lang in ("zh", "en"):
            words.setdefault(bare(found[name].title(lang)), found[name])
    return words


@cache
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in (*EVALUATION_HEAD, *EVALUATION_FOOT):
        each = schema_of(EVALUATIONS).field(name)
        for lang in ("zh", "en"):
            found.setdefault(bare(each.title(lang)) if each else name, name)
    return found


def _is_value(cell: Cell) -> bool:
    """Whether a cell above the first label is more than a title."""
    return cell.number is not None or cell.day is not None


def _carry(
    row: Row,
    where: dict[str, tuple[str, str]],
    levels: dict[str, tuple[str, tuple[str, str]]],
) -> None:
    """Give an indicator of the notice the levels above it, which stand once for all below."""
    for name in ("level1", "level2"):
        if row.get(name) is not None:
            levels[name] = (str(row[name]), where[name])
            if name == "level1":
                levels.pop("level2", None)
        elif row.get("indicator_id") is not None and name in levels:
            row[name], where[name] = levels[name]


def _is_source(text: object, *, first: bool = False) -> bool:
    known = FUND_SOURCES[:1] if first else FUND_SOURCES
    return squeezed(re.sub(r"^其中[:：]", "", str(text))) in {
        squeezed(re.sub(r"^其中[:：]", "", each)) for each in known
    }
