"""What a form of ours looks like: its sheets, their columns, which are given and which to fill.

One description for the writer and the reader. Headers are the titles of the fields in the schemas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import Field

#: What a sheet has a row for beforehand, if anything.
Prefilled = Literal["", "stages", "allocations", "grants", "indicators"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A sheet for one table: ``given`` columns are filled in and locked, ``fill`` are to be filled.

    ``prefilled`` says what the rows are that stand there beforehand; ``blank`` rows follow.
    """

    name: str
    name_en: str
    table: str
    given: tuple[str, ...]
    fill: tuple[str, ...]
    prefilled: Prefilled = ""
    blank: int = 0

    @property
    def fields(self) -> Iterator[Field]:
        """The fields of its columns in their order, those given first."""
        schema = schema_of(self.table)
        for name in (*self.given, *self.fill):
            found = schema.field(name)
            if found is None:
                raise ValueError(f"{self.table} has no field {name}")
            yield found


#: The first row with the headers of the columns; above stand title, explanation and unit.
HEADER_ROW = 4
#: A hidden sheet with the form's id and what it was made from: names and values in two columns.
ABOUT = "_form"
#: Names on that sheet. Where it is lost, a form is known by its sheets, headers and keys.
ABOUT_NAMES = ("form_id", "region_code", "region", "notice_name", "notice_number")
GUIDE = "说明"
#: What is filled in on the guide sheet, each in the cell right of its title: fields of evidence.
HEAD = ("reported_by", "reported_on", "period")
SELF_EVALUATION = "绩效自评"
"""Before the number of the target sheet, in the names of sheets with the printed layout."""

SHEETS: tuple[FormSheet, ...] = (
    FormSheet(
        name="资金流转",
        name_en="Stages",
        table="stages",
        given=("allocation_id", "project_name", "function_code", "stage"),
        fill=(
            *("happened_on", "amount_yuan", "from_unit", "to_unit"),
            *("document_number", "document_title", "remark"),
        ),
        prefilled="stages",
        blank=10,
    ),
    FormSheet(
        name="预算编列",
        name_en="Budgets",
        table="budgets",
        given=(),
        fill=(
            *("document_title", "document_number", "approved_on", "published_on"),
            *("amount_yuan", "budget_line", "state", "remark"),
        ),
        blank=5,
    ),
    FormSheet(
        name="支付",
        name_en="Payments",
        table="payments",
        given=("grant_id", "allocation_id", "project_name", "function_code"),
        fill=(
            *("payee", "paid_on", "amount_yuan", "payer"),
            *("gov_economic_code", "dept_economic_code", "remark"),
        ),
        prefilled="grants",
        blank=20,
    ),
    FormSheet(
        name="目标确认",
        name_en="Confirmed targets",
        table="confirmed_targets",
        given=(
            *("sheet_id", "indicator_id", "project_name", "level1", "level2", "level3"),
            "announced_as_printed",
        ),
        fill=("target_as_printed", "comparator", "target_value", "unit", "reason", "remark"),
        prefilled="indicators",
        blank=10,
    ),
    FormSheet(
        name="绩效监控",
        name_en="Monitoring",
        table="monitoring",
        given=(
            *("sheet_id", "indicator_id", "project_name", "level1", "level2", "level3"),
            "target_as_printed",
        ),
        fill=(
            *("period", "budget_yuan", "executed_yuan", "expected_yuan"),
            *("actual_as_printed", "actual", "expected_as_printed", "expected"),
            *("reason_kind", "reason", "likelihood", "to_correct", "remark"),
        ),
        prefilled="indicators",
        blank=10,
    ),
)
"""The sheets with one row per event or indicator; the self-evaluation has its printed layout."""
