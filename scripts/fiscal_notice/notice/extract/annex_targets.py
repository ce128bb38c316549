"""Target sheets (绩效目标表, 绩效目标申报表, 绩效自评表 …) → their rows.

A sheet is a heading, a head of labels and values, and a table of indicators. There may be no
heading, no head, several sheets in an annex, and several projects in one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_notice.model import Line, Rows
from fiscal_notice.notice.extract.document import Section
from fiscal_notice.notice.extract.form_rows import FormRow
from fiscal_notice.notice.extract.indicator_columns import Columns, columns_of, is_level, repeated
from fiscal_notice.notice.extract.indicators import Indicators, Levels, read_indicator
from fiscal_notice.notice.extract.sheet_cut import SheetText, cut_sheets, is_heading, rows_of
from fiscal_notice.notice.extract.sheet_heads import Naming, Preface, read_preface, sheet_row
from fiscal_notice.notice.extract.sheet_labels import (
    IDENTITY,
    LABELS,
    Head,
    is_contact,
    labelled,
    read_head,
)
from fiscal_notice.notice.extract.sheet_money import FormMoney, amount_rows
from fiscal_notice.notice.extract.sheet_projects import Project, Projects
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.questions import Question

__all__ = ["SheetText", "Sheets", "read_sheets", "take_sheets"]

# Labels that may stand below the indicators too; 合计 and 分值 there belong to the table.
_NOT_BELOW = ("frame", "money", "money_item", "money_column", "score_column")


@dataclass(slots=True)
class Sheets:
    """The rows of the target sheets; every list in printed order.

    ``field_lines`` has sheet, column and line of what stands on another line than the heading;
    ``amounts`` are rows of that table without ids; ``unplaced`` what the forms say besides.
    """

    sheets: Rows = field(default_factory=list)
    indicators: Rows = field(default_factory=list)
    empty_levels: Rows = field(default_factory=list)
    field_lines: list[tuple[int, str, int]] = field(default_factory=list)
    amounts: Rows = field(default_factory=list)
    unplaced: Rows = field(default_factory=list)


def take_sheets(
    sections: Sequence[Section],
    ledger: Ledger,  # noqa: ARG001  the lines are taken when they are read
) -> tuple[tuple[Section, ...], tuple[SheetText, ...]]:
    """The ``sections`` without their target sheets, and the sheets."""
    kept: list[Section] = []
    sheets: list[SheetText] = []
    for section in sections:
        rest, found = cut_sheets(section)
        kept.append(rest)
        sheets += found
    return tuple(kept), tuple(sheets)


def read_sheets(
    texts: Sequence[SheetText], regions: Mapping[str, str], ledger: Ledger, vocabulary: Vocabulary
) -> Sheets:
    """Read all target sheets; ``regions`` maps the names of regions to their codes."""
    result = Sheets()
    naming = Naming(purposes=vocabulary.purposes, regions=regions, ledger=ledger)
    for text in texts:
        _Reader(text=text, naming=naming, ledger=ledger, result=result).read()
    return result


@dataclass(slots=True)
class _Reader:
    """The reading of one sheet."""

    text: SheetText
    naming: Naming
    ledger: Ledger
    result: Sheets
    levels: Levels = field(default_factory=Levels)

    def read(self) -> None:
        rows = rows_of(self.text.lines)
        preface, rows = read_preface(self.text, rows, self.ledger)
        place = next((i for i, row in enumerate(rows) if columns_of(row, LABELS)), None)
        columns = columns_of(rows[place], LABELS) if place is not None else None
        if columns is None or place is None:
            self._ask_for_indicators()
            self._read_form(preface, rows, [], None)
            return
        self.ledger.take(rows[place].line, "header")
        above, below = rows[:place], rows[place + 1 :]
        if IDENTITY in columns.heads:
            self._read_projects(preface, above, below, columns)
        else:
            self._read_form(preface, above, below, columns)

    def _read_form(
        self,
        preface: Preface,
        above: Sequence[FormRow],
        below: Sequence[FormRow],
        columns: Columns | None,
    ) -> None:
        """One project: a head, and the indicators below it."""
        tail = [row for row in below if _is_below(row)]
        head = read_head([*above, *tail], self.ledger, FormMoney(unit=preface.unit))
        sheet_id = len(self.result.sheets) + 1
        row, lines = sheet_row(sheet_id, self.text, preface, head, self.naming)
        self.result.sheets.append(row)
        self.result.field_lines += [(sheet_id, name, line.number) for name, line in lines.items()]
        project = None if row["project_name"] is None else str(row["project_name"])
        self.result.amounts += amount_rows(head.money, self.text.annex_no, project)
        self._keep(head)
        before = len(self.result.indicators)
        for one in below:
            if columns is not None and one not in tail:
                columns = self._read_row(one, columns, sheet_id)
        if columns is not None and len(self.result.indicators) == before:
            self._ask_for_indicators()

    def _read_projects(
        self,
        preface: Preface,
        above: Sequence[FormRow],
        below: Sequence[FormRow],
        columns: Columns,
    ) -> None:
        """Several projects in one table, each with its indicators."""
        head = read_head(above, self.ledger, FormMoney(unit=preface.unit))
        self._keep(head)
        projects = Projects(columns=columns, unit=head.money.unit, ledger=self.ledger)
        for row in below:
            if _is_below(row) or not row.ruled:
                self._keep(read_head([row], self.ledger, FormMoney()))
                continue
            if repeated(row.cells, columns):
                self.ledger.take(row.line, "header")
                continue
            begun = projects.read(row)
            if begun is not None:
                self._begin(begun, preface, head)
            if projects.has_indicator(row):
                if projects.none_begun:
                    projects.none_begun = False
                    self._begin(Project(line=row.line), preface, head)
                self._read_row(row, columns, len(self.result.sheets))
            elif row.line.number not in self.ledger.taken and (begun or projects.read_money(row)):
                self.ledger.take(row.line, "head of a target sheet")
        self.result.amounts += projects.amount_rows(self.text.annex_no)

    def _begin(self, project: Project, preface: Preface, head: Head) -> None:
        sheet_id = len(self.result.sheets) + 1
        own = Head(money=FormMoney(), cells={**head.cells, **project.cells})
        row, lines = sheet_row(sheet_id, self.text, preface, own, self.naming)
        row["source_line"] = project.line.number
        row["funding_need_yuan"], row["funding_need_wan"] = project.yuan, project.wan
        self.result.sheets.append(row)
        self.result.field_lines += [
            (sheet_id, name, line.number)
            for name, line in lines.items()
            if line.number != project.line.number
        ]
        self.levels = Levels()

    def _read_row(self, row: FormRow, columns: Columns, sheet_id: int) -> Columns:
        """Read a row below a header; gives the columns in force, another header's if it is one."""
        again = columns_of(row, LABELS)
        if again is not None or repeated(row.cells, columns) or is_heading(row):
            self.ledger.take(row.line, "header")
            self.levels = Levels() if again is not None else self.levels
            return again or columns
        if not row.ruled and not is_level(row.line.text):
            return columns
        found = Indicators(self.result.indicators, self.result.empty_levels)
        if read_indicator(row, columns, self.levels, sheet_id, self.ledger, found):
            for column, cell in row.filled:
                if column in columns.other:
                    self._unplace(row.line, f"{columns.names[column]}: {cell}")
        elif row.filled:
            self._unplace(row.line, row.line.text.strip())
        return columns

    def _keep(self, head: Head) -> None:
        for line, text in [*head.left, *head.money.unread]:
            self._unplace(line, text)

    def _unplace(self, line: Line, text: str) -> None:
        if line.number not in self.ledger.taken:
            self.ledger.take(line, "unplaced")
        self.result.unplaced.append(
            {"source_line": line.number, "annex_no": self.text.annex_no, "text": text}
        )

    def _ask_for_indicators(self) -> None:
        first = self.text.first
        self.ledger.ask(
            Question(
                what="the sheet has no table of indicators",
                line=first.number,
                found=first.text.strip()[:80],
                nearest="a header row 一级指标 | 二级指标 | 三级指标 | 指标值",
                answer="check that the table is complete",
            )
        )


def _is_below(row: FormRow) -> bool:
    """Whether a row below the indicators belongs to the sheet's head: 填报人, 其他说明 and such."""
    if is_contact(row) and not any(is_level(cell) for _, cell in row.filled):
        return True
    found = labelled(row.filled[0][1]) if row.filled else None
    return found is not None and found[0] not in _NOT_BELOW
