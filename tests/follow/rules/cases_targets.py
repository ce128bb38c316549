"""Cases of the rules on targets, monitoring and what rows rest on."""

from __future__ import annotations

from datetime import date

from follow.rules.bench import both, with_cells, with_row, without
from follow.rules.case import Case, breaks, fine

C, M, S = "confirmed_targets", "monitoring", "self_evaluation_scores"
AT_LEAST, AT_MOST = {"indicator_id": 2}, {"indicator_id": 8}
RANGE = {"indicator_id": 3}

CASES: dict[str, list[Case]] = {
    "FOL-23": [
        breaks((C, 0, "announced_as_printed"), with_cells(C, {}, announced_as_printed="1份")),
        breaks((M, 1, "target_as_printed"), with_cells(M, AT_LEAST, target_as_printed="1家")),
        breaks((S, 0, "target_as_printed"), with_cells(S, {}, target_as_printed=None)),
        breaks(
            (C, 1, "announced_as_printed"),
            both(
                with_cells(C, AT_LEAST, target_as_printed="不少于3家"),
                with_cells(C, AT_LEAST, announced_as_printed="不少于3家"),
            ),
        ),
        fine(with_cells(C, AT_LEAST, announced_as_printed="不少于 2家")),
        fine(
            both(
                with_cells(C, AT_LEAST, target_as_printed="不少于3家"),
                with_cells(M, AT_LEAST, target_as_printed="不少于3家"),
            )
        ),
    ],
    "FOL-24": [
        breaks((C, 1, "target_as_printed"), with_cells(C, AT_LEAST, target_as_printed="不少于1家")),
        breaks((C, 1, "target_value"), with_cells(C, AT_LEAST, target_value=1)),
        breaks((C, 7, "target_as_printed"), with_cells(C, AT_MOST, target_as_printed="不高于15%")),
        breaks((C, 7, "target_value"), with_cells(C, AT_MOST, target_value=15)),
        breaks((C, 1, "target_value"), with_cells(C, AT_LEAST, comparator="le")),
        breaks((C, 1, "target_as_printed"), with_cells(C, AT_LEAST, target_as_printed="不超过2家")),
        breaks((C, 1, "target_as_printed"), with_cells(C, AT_LEAST, target_as_printed="完成建设")),
        breaks((C, 2, "target_as_printed"), with_cells(C, RANGE, target_as_printed="1场")),
        breaks((C, 1, "target_as_printed"), with_cells(C, AT_LEAST, target_as_printed="不少于2个")),
        fine(with_cells(C, AT_LEAST, target_as_printed="不少于1家", reason="合并建设")),
        fine(with_cells(C, AT_LEAST, target_as_printed="3家", target_value=3)),
        fine(with_cells(C, AT_MOST, target_as_printed="不高于5%", target_value=5)),
        fine(with_cells(C, {"indicator_id": 7}, target_as_printed="明显提升")),
    ],
    "FOL-25": [
        breaks((C, 1, "target_value"), with_cells(C, AT_LEAST, target_value=20), expected="2"),
        breaks((C, 1, "comparator"), with_cells(C, AT_LEAST, comparator="le")),
        breaks((C, 1, "unit"), with_cells(C, AT_LEAST, unit="个")),
        fine(with_cells(C, AT_LEAST, target_value=None, unit=None, comparator=None)),
        fine(with_cells(C, AT_LEAST, target_as_printed="不少于3万家", target_value=30000)),
    ],
    "FOL-26": [
        breaks((S, 0, "actual_as_printed"), with_cells(S, {}, actual_as_printed=None, actual=None)),
        breaks((M, 0, "actual_as_printed"), with_cells(M, {}, actual_as_printed=None, actual=None)),
        breaks(
            ("self_evaluations", 1, "sheet_id"),
            without(S, indicator_id=3),
            expected="with indicator 3",
        ),
        breaks((M, 1, "sheet_id"), without(M, indicator_id=3), expected="with indicator 3"),
        fine(with_cells(S, {}, actual_as_printed=None)),
        fine(without(S)),
    ],
    "FOL-27": [
        breaks((S, 0, "actual"), with_cells(S, {}, actual=20), expected="2"),
        breaks((M, 0, "expected"), with_cells(M, {}, expected=20), expected="2"),
        fine(with_cells(S, {}, actual=None)),
        fine(with_cells(S, {}, actual_as_printed="3万份", actual=30000)),
    ],
    "FOL-28": [
        breaks((M, 0, "reason"), with_cells(M, {}, likelihood="possible")),
        breaks((M, 0, "reason"), with_cells(M, {}, to_correct=True)),
        fine(with_cells(M, {}, likelihood="impossible", reason="项目取消")),
        fine(with_cells(M, {}, likelihood="possible", reason_kind="funds")),
    ],
    "FOL-29": [
        breaks((M, 0, "executed_yuan"), with_cells(M, {}, executed_yuan=300001)),
        breaks((M, 0, "expected_yuan"), with_cells(M, {}, expected_yuan=300001)),
        breaks((M, 0, "executed_yuan"), with_cells(M, {}, executed_yuan=9e5, expected_yuan=None)),
        fine(with_cells(M, {}, budget_yuan=None, expected_yuan=None)),
    ],
    "FOL-41": [
        Case(
            change=without("budgets", region_code="702"),
            cell=("schedule", 0, "702/budget/2021"),
            expected="a report by 2022-03-31",
        ),
        Case(change=without("budgets"), cell=("schedule", 0, "701/budget/2021")),
        Case(
            change=without("stages", stage="passed_on"),
            cell=("schedule", 0, "701/passed_on/2021"),
        ),
        Case(change=without(M), cell=("schedule", 0, "701/monitoring/2021")),
        Case(
            change=with_cells("self_evaluations", {"region_code": "702"}, budget_year=2020),
            cell=("schedule", 0, "702/self_evaluation/2021"),
        ),
        # Without a schedule of its own, that of the program.
        Case(
            change=both(without("schedule"), without(C)),
            cell=("schedule", 0, "701/confirmed_targets/2021"),
        ),
        fine(without("budgets"), about={"asOf": "2022-03-30"}),
        fine(without("payments")),
    ],
    "FOL-45": [
        breaks(
            ("evidence", 2, "evidence_id"),
            with_row("evidence", evidence_id="701-0", sha256=None),
        ),
        fine(with_row("evidence", evidence_id="701-0", sha256=None, kind="page", says="转拨")),
    ],
    "FOL-46": [
        breaks(
            ("evidence", 0, "superseded_by"),
            with_cells("evidence", {}, superseded_by="702-1"),
            expected="0",
        ),
        fine(with_row("evidence", evidence_id="701-0", superseded_by="701-1")),
    ],
    "FOL-47": [
        breaks(("field_cells", 0, "key"), with_cells("field_cells", {}, key="701-0/1")),
        breaks(("field_cells", 0, "field"), with_cells("field_cells", {}, field="none")),
        breaks(("field_cells", 0, "resource"), with_cells("field_cells", {}, resource="nowhere")),
    ],
    "FOL-48": [
        breaks(
            ("unplaced", 0, "text"),
            with_row(
                "unplaced", evidence_id="701-0", text="另附说明", reported_on=date(2022, 1, 1)
            ),
        ),
    ],
    "FOL-49": [
        breaks(
            ("payments", 0, "remark"),
            with_cells("payments", {}, remark="联系人：张三，电话：020-00000000"),
        ),
    ],
}
