"""The printed self-evaluation form of any Chinese office, as it was published or filled in.

``read_printed`` gives one ``Found`` for each self-evaluation in a file: its one row of
self_evaluations, and the rows of funds, scores and answers that belong to it. The rows have no
``evaluation_id``: whoever puts all together numbers the evaluations of a file in their order.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.form_layout import HEADER_ROW, SELF_EVALUATION
from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.printed_answers import AnswerReader
from fiscal_notice.follow.reading.printed_columns import score_columns
from fiscal_notice.follow.reading.printed_form import PrintedForm
from fiscal_notice.follow.reading.printed_head import HeadReader, field_of, is_title
from fiscal_notice.follow.reading.printed_match import match_indicators
from fiscal_notice.follow.reading.printed_money import MoneyReader
from fiscal_notice.follow.reading.printed_rows import PrintedRow, RowReader
from fiscal_notice.follow.reading.printed_scores import ScoreReader
from fiscal_notice.model import Row
from fiscal_notice.notice.extract.sheet_labels import lists_projects, names_a_project
from fiscal_notice.notice.extract.sheet_money import kind_of
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table
from fiscal_notice.notice.transcribe.read import transcribe

_MARKER = re.compile(r"附\s*[件表]\s*[0-9一二三四五六七八九十]{0,3}[：:]?")
_NOTE = re.compile(r"[(（]?(?:注|备注|填[报表]说明|说明|注释)\s*[0-9]?[：:]")
# (2022年度) in a line of its own.
_LONGEST_YEAR = 12
# A row of labels at the end of a form has two pairs at most.
_MOST_LABELS = 4


def read_printed(path: Path, announced: Announced | None = None) -> list[Found]:
    """The self-evaluations of a file in their order; none if the file holds no such form.

    xlsx, xls, docx, pdf, html, txt and csv are read. ``announced`` gives the notice's indicators,
    to which rows are matched by their words. Raises OriginalError for a file that cannot be read.
    """
    reader = RowReader(file=path.name)
    blocks = _blocks(path)
    forms, outside = _Reading(file=path.name).forms(list(reader.rows(blocks)))
    for form in forms:
        last = form.last.number if form.last else 0
        first = form.first.number if form.first else 0
        form.problems += [p for at, p in reader.problems if first <= at <= last]
        if announced is not None:
            match_indicators(form, announced)
        form.evidence = _evidence(path, form)
    if forms:
        said = [problem for form in forms for problem in form.problems]
        forms[0].problems += [p for _, p in reader.problems if p not in said]
        for row in outside:
            for cell in row.filled:
                forms[0].leave(cell, "outside a self-evaluation")
    return [form.found() for form in forms]


def _blocks(path: Path) -> list[Paragraph | Table]:
    """The blocks of a file; of a form of ours only those of the self-evaluation sheets."""
    blocks = transcribe(path, SELF_EVALUATION).blocks
    return [block for block in blocks if not _explains(block)]


def _explains(block: Paragraph | Table) -> bool:
    """Whether a block is what our own sheet says below its title, for whoever fills it in."""
    if isinstance(block, Table) or not (block.place.sheet or "").startswith(SELF_EVALUATION):
        return False
    rows = re.findall(r"[0-9]+", block.place.cell or "")
    return bool(rows) and 1 < int(rows[0]) < HEADER_ROW


def _evidence(path: Path, form: PrintedForm) -> Row:
    content = path.read_bytes()
    year = form.evaluation.row.get("budget_year")
    return form.evidence | {
        "kind": "self_evaluation",
        "period": str(year) if year else None,
        "path": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


@dataclass(slots=True)
class _Reading:
    """Goes over the rows of a file once and hands each to the reader that it belongs to."""

    file: str
    form: PrintedForm = field(init=False)
    head: HeadReader = field(init=False)
    money: MoneyReader = field(init=False)
    answers: AnswerReader = field(init=False)
    scores: ScoreReader | None = None
    done: list[tuple[PrintedForm, list[PrintedRow]]] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open()

    def _open(self) -> None:
        self.form = PrintedForm(file=self.file)
        self.head = HeadReader(self.form)
        self.money = MoneyReader(self.form)
        self.answers = AnswerReader(self.form)
        self.scores = None
        self.rows = []

    def _close(self) -> None:
        self.head.close()
        self.done.append((self.form, self.rows))
        self._open()

    def forms(self, rows: list[PrintedRow]) -> tuple[list[PrintedForm], list[PrintedRow]]:
        """The forms that the rows hold, and the rows that belong to none."""
        place = 0
        while place < len(rows):
            row = rows[place]
            if row.filled:
                if self._begins(row):
                    self._close()
                used = self._take(rows[place:])
                for one in rows[place : place + used]:
                    self.form.saw(one)
                    self.rows.append(one)
                place += used
            else:
                place += 1
        self._close()
        good = [form for form, _ in self.done if form.is_one]
        return good, [row for form, own in self.done if not form.is_one for row in own]

    def _begins(self, row: PrintedRow) -> bool:
        """Whether a row begins another form."""
        if not self.rows:
            return False
        if row.in_book and row.sheet != self.rows[-1].sheet:
            return True
        if not self.form.begun:
            return False
        if len(row.filled) == 1 and is_title(row.filled[0].text):
            return True
        named = "project_name" in self.form.evaluation.row
        return names_a_project(row.form) and (named or self.scores is not None)

    def _take(self, rows: list[PrintedRow]) -> int:
        """Take the first of the rows, with the next if they are one header; gives how many."""
        row = rows[0]
        if len(row.filled) == 1 and self._line(row):
            return 1
        columns = score_columns(rows)
        if columns is not None:
            if self.scores is None:
                self.scores = ScoreReader(self.form, columns)
            elif not self.scores.repeats(row):
                self.scores.heads(columns)
            return columns.rows
        if self.answers.header(row) or self.answers.row(row):
            return 1
        if lists_projects(row.form):
            self.money.close()
            self._leave(row, "a list of projects")
            return 1
        if self.money.header(row):
            return 1
        if self.scores is not None:
            self._below_scores(row, self.scores)
        else:
            self._above_scores(row)
        return 1

    def _line(self, row: PrintedRow) -> bool:
        """Take a row of one text: title, year, unit, heading, line of labels."""
        cell = row.filled[0]
        if _MARKER.fullmatch(cell.text):
            return True
        if is_title(cell.text):
            self.head.title(cell)
            return True
        if _NOTE.match(cell.text):
            self.form.leave(cell, "a note of the form")
            return True
        if self.money.unit_of(row) or (self.scores is not None and self.scores.heading(row)):
            return True
        bracketed = cell.text.strip("（）()〔〕[] ")
        if len(bracketed) <= _LONGEST_YEAR and self.head.year(cell):
            return True
        return len(row.cells) == 1 and (self.money.prose(row) or self.head.prose(row))

    def _above_scores(self, row: PrintedRow) -> None:
        label = field_of(row.filled[0].text)
        below = self.head.goals_follow and kind_of(row.filled[0].text) is None
        known = self.head.knows(row) and label != "frame"
        money = kind_of(row.filled[0].text) == "money" and self.money.row(row)
        if money:
            self.head.waiting = {}
        elif below or (known and not self.head.waiting):
            self.head.row(row)
        elif self.money.row(row):
            self.head.waiting = {}
        elif self.head.knows(row):
            self.head.row(row)
        else:
            self._leave(row, "no label says what it is")

    def _below_scores(self, row: PrintedRow, scores: ScoreReader) -> None:
        roles = scores.columns.roles
        if self.head.total(row, roles.get("points"), roles.get("score")):
            return
        if self.head.waiting:
            self.head.row(row)
            return
        first = row.filled[0]
        level = min((roles[r] for r in ("level1", "level2", "level3") if r in roles), default=1)
        labelled = field_of(first.text) not in (None, "frame")
        if (
            (labelled or self.head.knows(row))
            and first.column <= level
            and len(row.filled) <= _MOST_LABELS
        ):
            if scores.row_is_indicator(row):
                scores.row(row)
            else:
                self.head.row(row)
        elif scores.row(row):
            return
        elif self.head.knows(row):
            self.head.row(row)
        else:
            self._leave(row, "no label says what it is")

    def _leave(self, row: PrintedRow, why: str) -> None:
        for cell in row.filled:
            self.form.leave(cell, why)
