"""Several projects in one table: what each row says of a project, and its money."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from fiscal_notice.model import Line, Rows
from fiscal_notice.notice.extract.amounts import whole
from fiscal_notice.notice.extract.form_rows import FormRow, meaning
from fiscal_notice.notice.extract.indicator_columns import Columns
from fiscal_notice.notice.extract.sheet_labels import CONTACT, IDENTITY, LABELS
from fiscal_notice.notice.extract.sheet_money import amount_row, read_amount, unit_in
from fiscal_notice.notice.extract.transcript import Ledger, squeeze
from fiscal_notice.notice.family import YUAN_PER_WAN
from fiscal_notice.notice.questions import Question

_UNIT_CODE = re.compile(r"([0-9]{3,})[-－—]?")
_MONEY = ("money_column", "money_item", "funding_need")


@dataclass(slots=True)
class Project:
    """A project and the row on which it begins; ``yuan`` is what it is to get."""

    line: Line
    cells: dict[str, tuple[str, Line]] = field(default_factory=dict)
    yuan: int | Decimal | None = None
    wan: int | Decimal | None = None


@dataclass(slots=True)
class _Amount:
    label: str
    project: str | None
    unit_name: str | None
    column: str
    unit: str
    text: str
    yuan: Decimal
    line: Line
    row_no: int


@dataclass(slots=True)
class Projects:
    """The rows of a table of several projects; a blank unit is that of the row above."""

    columns: Columns
    unit: str | None
    ledger: Ledger
    unit_name: str | None = None
    amounts: list[_Amount] = field(default_factory=list)
    rows: int = 0
    none_begun: bool = True

    def read(self, row: FormRow) -> Project | None:
        """The project that begins on a row; None if none does."""
        cells = {
            name: row.cells[column - 1]
            for name, column in self.columns.heads.items()
            if column <= len(row.cells) and row.cells[column - 1] and name != CONTACT
        }
        self.unit_name = cells.get("implementing_unit") or self.unit_name
        name = cells.get(IDENTITY)
        if name is None:
            return None
        self.none_begun = False
        if self.unit_name:
            cells.setdefault("implementing_unit", self.unit_name)
        project = Project(line=row.line)
        project.cells = {
            field_name: (cell, row.line)
            for field_name, cell in cells.items()
            if field_name not in _MONEY
        }
        found = self._money_of(row, name, name)
        if found:
            project.yuan = whole(found[0].yuan)
            project.wan = whole(found[0].yuan / YUAN_PER_WAN)
        return project

    def read_money(self, row: FormRow) -> bool:
        """Read the amounts of a row that begins no project: a unit's total."""
        label = next((cell for _, cell in row.filled), "")
        return bool(self._money_of(row, label, None))

    def has_indicator(self, row: FormRow) -> bool:
        """Whether a row has cells of an indicator."""
        filled = {column for column, _ in row.filled}
        return any(column in filled for column in self.columns.roles.values())

    def _money_of(self, row: FormRow, label: str, project: str | None) -> list[_Amount]:
        found: list[_Amount] = []
        for column, header in self.columns.names.items():
            if column > len(row.cells) or meaning(header, LABELS) not in _MONEY:
                continue
            text, unit = row.cells[column - 1], unit_in(header) or self.unit
            amount = read_amount(text, unit) if text else None
            if amount:
                found.append(
                    _Amount(
                        squeeze(label), project, self.unit_name, squeeze(header), amount[1],
                        amount[0], amount[2], row.line, self.rows + 1,
                    )
                )  # fmt: skip
            elif any(sign.isdigit() for sign in text):
                self._ask(row, text, unit)
        self.rows += bool(found)
        self.amounts += found
        return found

    def _ask(self, row: FormRow, text: str, unit: str | None) -> None:
        self.ledger.ask(
            Question(
                what="an amount of a target sheet cannot be read"
                if unit
                else "a target sheet prints an amount without its unit",
                line=row.line.number,
                found=text[:80],
                nearest="a figure with 万元 or 元, such as 1380万元",
                answer="compare the line with the notice",
            )
        )

    def amount_rows(self, annex_no: str | None) -> Rows:
        """The rows of ``amounts``, without ids; a row without project is a total."""
        totals = {one.row_no for one in self.amounts if one.project is None}
        above = "total" if len(totals) == 1 else "group"
        return [
            amount_row(
                annex_no=annex_no,
                row_no=one.row_no,
                label=one.label,
                level=above if one.project is None else "detail",
                unit_code=_code_of(one.unit_name),
                project_name=one.project,
                column=one.column,
                unit=one.unit,
                amount_as_printed=one.text,
                amount_yuan=whole(one.yuan),
                source_line=one.line.number,
            )
            for one in self.amounts
        ]


def _code_of(unit_name: str | None) -> str | None:
    match = _UNIT_CODE.match(unit_name or "")
    return match[1] if match else None
