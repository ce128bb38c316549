"""One self-evaluation as it is put together: rows, the cell of each value, what is left."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal_notice.follow.reading.found import Found, Problem
from fiscal_notice.follow.reading.printed_rows import Cell, PrintedRow
from fiscal_notice.model import Row, Rows, Value

EVALUATIONS = "self_evaluations"
FUNDS = "self_evaluation_funds"
SCORES = "self_evaluation_scores"
ANSWERS = "self_evaluation_answers"

Cells = dict[str, tuple[str, str]]


@dataclass(slots=True)
class Entry:
    """A row of a table under way, with the cell of each of its values."""

    row: Row = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)

    def put(self, name: str, value: Value, cell: Cell) -> None:
        """Enter a value that stands in a cell; an empty one is not entered."""
        if value is None or value == "":
            return
        self.row[name] = value
        self.cells[name] = cell.place

    def stands_in(self, row: PrintedRow) -> None:
        """Say in which cells the row stands."""
        self.row["sheet"], self.row["cell"] = row.sheet, row.range


@dataclass(slots=True, kw_only=True)
class PrintedForm:
    """A form under way; ``unit`` is that of its money, ``evidence`` what it says of itself."""

    file: str
    unit: str | None = None
    evidence: Row = field(default_factory=dict)
    evaluation: Entry = field(default_factory=Entry)
    tables: dict[str, list[Entry]] = field(default_factory=dict)
    unplaced: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first: PrintedRow | None = None
    last: PrintedRow | None = None

    def entries(self, table: str) -> list[Entry]:
        """The rows of a table so far."""
        return self.tables.setdefault(table, [])

    @property
    def begun(self) -> bool:
        """Whether it has what a second form would have again."""
        return bool(self.tables.get(SCORES) or "project_name" in self.evaluation.row)

    @property
    def is_one(self) -> bool:
        """Whether it is a self-evaluation: it has indicators, or money that was executed."""
        money = any("executed_yuan" in entry.row for entry in self.tables.get(FUNDS, ()))
        return bool(self.tables.get(SCORES) or self.tables.get(ANSWERS)) or money

    def saw(self, row: PrintedRow) -> None:
        """Remember over which rows it reaches."""
        self.first = self.first or row
        self.last = row

    def leave(self, cell: Cell, why: str) -> None:
        """Keep the text of a cell that has no place; signs alone are none."""
        if any(sign.isalnum() for sign in cell.text):
            self.unplaced.append((cell.sheet, cell.name, cell.text, why))

    def doubt(self, cell: Cell, what: str, expected: str = "") -> None:
        """Say of a cell what a person has to look at."""
        self.problems.append(
            Problem(file=self.file, sheet=cell.sheet, cell=cell.name, what=what, expected=expected)
        )

    def found(self) -> Found:
        """What was found, as all readers give it: one evaluation."""
        if self.first and self.last:
            same = self.first.sheet == self.last.sheet
            ends = (self.first.cells[0].name, self.last.cells[-1].name)
            self.evaluation.row["sheet"] = self.first.sheet
            self.evaluation.row["cell"] = ":".join(dict.fromkeys(ends)) if same else ends[0]
        tables: dict[str, Rows] = {EVALUATIONS: [self.evaluation.row]}
        cells = {EVALUATIONS: [self.evaluation.cells]}
        for table, entries in self.tables.items():
            if entries:
                tables[table] = [entry.row for entry in entries]
                cells[table] = [entry.cells for entry in entries]
        return Found(
            evidence=self.evidence,
            tables=tables,
            cells=cells,
            unplaced=self.unplaced,
            problems=self.problems,
        )
