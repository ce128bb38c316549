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
ABOUT_NAMES = (
    *("form_id", "region_code", "region", "notice_name", "notice_number"),
    *("notice_version", "notice_hash", "form_version"),
)
FORM_VERSION = "1"
GUIDE = "说明"
#: What is filled in on the guide sheet, each in the cell right of its title: fields of evidence.
HEAD = ("reported_by", "reported_on", "period")
SELF_EVALUATION = "绩效自评"
"""Before the number of the target sheet, in the names of sheets with the printed layout.

A region without target sheets has one sheet of this name, without a number.
"""
#: How a boolean is chosen from a list.
TRUTH = {True: "是", False: "否"}

SHEETS: tuple[FormSheet, ...] = (
    FormSheet(
        name="资金流转",
        name_en="Stages",
        table="stages",
        given=("allocation_id", "project_name", "function_code", "announced_yuan", "stage"),
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
        given=(
            *("grant_id", "allocation_id", "project_name", "function_code"),
            *("recipient_as_printed", "announced_yuan"),
        ),
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

# The sheet of a self-evaluation, from the top down. Labels that are not here are the titles of the
# fields in the schemas; the cell on the right of a label has the value. The total has its row below
# the indicators: its score stands in their column of scores, its points in that of points.
EVALUATION_TITLE = "项目支出绩效自评表"
EVALUATION_HEAD = (
    *("project_name", "department", "unit", "budget_year", "sheet_id"),
    *("goal", "goal_result"),
)
EVALUATION_FOOT = ("total_score", "grade", "remark")
"""Fields of ``self_evaluations`` above the money and below the indicators."""
FUNDS = "项目资金（万元）"
#: Fields of ``self_evaluation_funds`` with the headers as printed; amounts are in 10,000 yuan.
FUND_COLUMNS = {
    "source": "资金来源",
    "initial_yuan": "年初预算数",
    "budget_yuan": "全年预算数（A）",
    "executed_yuan": "全年执行数（B）",
    "points": "分值",
    "rate_as_printed": "执行率（B/A）",
    "score": "得分",
    "reason": "偏差原因",
}
#: The first is the whole.
FUND_SOURCES = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
#: Fields of ``self_evaluation_scores`` with the headers as printed.
INDICATOR_COLUMNS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target_as_printed": "年度指标值（A）",
    "actual_as_printed": "实际完成值（B）",
    "points": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
    "indicator_id": "指标编号",
}
#: Rows for indicators of one's own, and the header of the words below the total.
INDICATORS_BLANK = 5
ANSWERS = "区域绩效自评说明"
ANSWER_COLUMNS = {"item": "事项", "explanation": "情况说明", "problem": "存在问题"}
"""Fields of ``self_evaluation_answers``; the items are the categories of ``item``."""
