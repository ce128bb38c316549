"""How far money and reports have come, each formula against cases worked out by hand (invented)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fiscal_notice.follow.progress import Progress, percent
from fiscal_notice.follow.record import Record

BASE = {"evidence_id": "x", "region_code": "1", "reported_on": date(2022, 2, 1)}


def rows(*listed: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**BASE, "position": at, **row} for at, row in enumerate(listed, start=1)]


def stage(name: str, amount: int | None, day: date | None = None) -> dict[str, Any]:
    value = None if amount is None else Decimal(amount)
    return {"stage": name, "amount_yuan": value, "happened_on": day}


def progress(as_of: date | None = None, **tables: list[dict[str, Any]]) -> Progress:
    known = {"evidence": [dict(BASE)], **tables}
    return Progress(
        record=Record(tables=known),
        region="1",
        announced=Decimal(1000),
        budget_year=2021,
        as_of=as_of,
    )


@pytest.mark.parametrize(
    ("passed", "own", "lower", "paid", "wanted"),
    [
        (1000, 600, 300, 450, (100, "90.0", "50.0")),
        (1000, 600, None, 600, (400, "60.0", "100.0")),
        (0, 0, 0, 0, (0, "0", "0")),
        (3, 1, 0, 1, (2, "33.3", "100.0")),
        (1000, 1200, 0, 0, (-200, "120.0", "0.0")),
        # Half of a tenth goes up: 1/16 is 6.25 %.
        (16, 1, 0, None, (15, "6.3", None)),
        (None, 600, 300, 450, (None, None, "50.0")),
        (1000, None, None, 450, (None, None, None)),
    ],
)
def test_formulas(
    passed: int | None,
    own: int | None,
    lower: int | None,
    paid: int | None,
    wanted: tuple[int | None, str | None, str | None],
) -> None:
    p = progress(
        stages=rows(
            stage("passed_on", passed, date(2021, 1, 5)),
            stage("allocated_own", own, date(2021, 1, 9)),
            stage("allocated_lower", lower, date(2021, 1, 9)),
            stage("paid", paid, date(2021, 6, 1)),
        )
    )
    assert p.unallocated == wanted[0]
    for found, said in ((p.allocation_progress, wanted[1]), (p.payment_progress, wanted[2])):
        assert (None if found is None else str(found)) == said


def test_nothing_is_not_zero() -> None:
    p = progress(stages=rows(stage("passed_on", None, date(2021, 1, 5))))
    assert p.amount("passed_on") is None
    assert p.steps["passed_on"].without == 1
    assert p.amount("paid") is None
    assert "paid" not in p.steps
    assert not p.nothing_known
    assert progress(evidence=[]).nothing_known
    # A row that says nothing of its stage is no report of it.
    assert not progress(stages=rows(stage("paid", None))).steps


def test_payments_tell_what_was_paid_and_the_stages_tell_it_again() -> None:
    paid = {"paid_on": date(2021, 3, 1), "amount_yuan": Decimal("10.5")}
    p = progress(payments=rows(paid, paid), stages=rows(stage("paid", 20, date(2021, 3, 1))))
    assert p.amount("paid") == Decimal(21)
    step = p.steps["paid"].amount
    assert step is not None
    assert step.cells == (("payments", "x/1", "amount_yuan"), ("payments", "x/2", "amount_yuan"))
    assert p.paid_by_stage is not None
    assert p.paid_by_stage.amount is not None
    assert p.paid_by_stage.amount.value == 20
    assert progress(stages=rows(stage("paid", 20))).paid_by_stage is None
    assert progress().paid_by_stage is None


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        (date(2020, 12, 31), "0.0"),
        (date(2021, 1, 1), "0.3"),
        (date(2021, 7, 1), "49.9"),
        (date(2021, 12, 31), "100.0"),
        (date(2023, 1, 1), "100.0"),
    ],
)
def test_the_year_gone_by(day: date, gone: str) -> None:
    p = progress(day, stages=rows(stage("allocated_own", 100), stage("paid", 50, date(2021, 2, 2))))
    assert str(p.year_gone) == gone
    assert p.shortfall == Decimal(50) - Decimal(gone)
    assert progress().shortfall is None


def test_one_budget_that_is_short_is_short_and_not_separable_is_no_amount() -> None:
    assert progress().budget_state == ""
    p = progress(budgets=rows({"state": "not_separable"}, {"state": "not_published"}))
    assert (p.budget_state, p.budgeted) == ("not_separable", None)
    p = progress(budgets=rows({"state": "met"}, {"state": "short", "amount_yuan": Decimal(5)}))
    assert p.budget_state == "short"


def due(report: str, period: str = "2021", on: date = date(2022, 3, 31)) -> dict[str, Any]:
    return {"report": report, "period": period, "due_on": on, "source": "x", "sure": True}


@pytest.mark.parametrize(
    ("as_of", "state", "days"),
    [
        (date(2022, 3, 31), "later", None),
        (date(2022, 4, 1), "missing", 1),
        (None, "unknown", None),
    ],
)
def test_a_report_is_missing_from_the_day_after(
    as_of: date | None, state: str, days: int | None
) -> None:
    (found,) = progress(as_of, schedule=[due("budget")]).due
    assert (found.state, found.days) == (state, days)


@pytest.mark.parametrize(
    ("report", "table", "row"),
    [
        ("budget", "budgets", {"state": "met"}),
        ("passed_on", "stages", stage("passed_on", 5)),
        ("payments", "payments", {"paid_on": date(2021, 1, 3)}),
        ("payments", "stages", stage("paid", 5)),
        ("monitoring", "monitoring", {"period": "2021-07"}),
        ("confirmed_targets", "confirmed_targets", {}),
        ("self_evaluation", "self_evaluations", {"budget_year": 2021, "evaluation_id": "x/1"}),
    ],
)
def test_a_report_that_came_is_in_or_late(report: str, table: str, row: dict[str, Any]) -> None:
    listed = [due(report), due(report, on=date(2022, 1, 31))]
    late, early = progress(date(2022, 5, 1), schedule=listed, **{table: rows(row)}).due
    assert (late.state, late.days, late.evidence) == ("late", 1, "x")
    assert (early.state, early.days) == ("in", None)


def test_a_report_of_another_period_is_not_the_one_asked_for() -> None:
    p = progress(
        date(2022, 5, 1),
        schedule=[due("monitoring", "2021-10"), due("self_evaluation", "2022")],
        monitoring=rows({"period": "2021-07"}),
        self_evaluations=rows({"budget_year": 2021, "evaluation_id": "x/1"}),
    )
    assert [each.state for each in p.due] == ["missing", "missing"]
    assert len(p.missing) == 2


def test_percent_of_nothing_is_nothing() -> None:
    assert percent(Decimal(5), Decimal(0)) == 0


def test_what_two_documents_report_alike_is_counted_once() -> None:
    step = stage("passed_on", 5, date(2021, 1, 5))
    other = {"evidence_id": "y"}
    p = progress(stages=[*rows(step), *rows({**step, **other})])
    assert p.amount("passed_on") == 5
    assert [len(p.steps["passed_on"].rows), len(p.steps["passed_on"].repeated)] == [1, 1]
    # Twice on one form are two, and two districts that get the same are two.
    assert progress(stages=rows(step, step)).amount("passed_on") == 10
    to = [{**step, "to_unit": "甲区"}, {**step, "to_unit": "乙区", **other}]
    assert progress(stages=rows(*to)).amount("passed_on") == 10


def test_a_budget_is_the_lines_of_one_document_and_only_of_this_money() -> None:
    line = {"state": "met", "amount_yuan": Decimal(400), "document_title": "预算"}
    again = {**line, "evidence_id": "y", "amount_yuan": Decimal(800)}
    p = progress(budgets=rows(line, line, again))
    assert p.budgeted is not None
    assert p.budgeted.value == 800
    # A larger amount of which this money is a part is no amount of it.
    assert progress(budgets=rows({**line, "state": "not_separable"})).budgeted is None


def test_without_a_schedule_that_of_the_program_holds_and_targets_are_asked_of_whom_has_some() -> (
    None
):
    with_targets = progress(date(2023, 1, 1))
    assert {each.row["report"] for each in with_targets.missing} >= {"budget", "monitoring"}
    without = replace(with_targets, has_targets=False)
    assert {each.row["report"] for each in without.missing} == {"budget", "passed_on", "payments"}


def test_a_row_of_the_schedule_without_a_day_asks_for_nothing() -> None:
    assert progress(schedule=[{**due("budget"), "due_on": None}]).due == []


def test_what_two_forms_tell_counts_once() -> None:
    june = {"paid_on": date(2021, 5, 5), "amount_yuan": Decimal(70), "payee": "甲 公司"}
    again = {**june, "payee": "甲公司", "evidence_id": "y", "reported_on": date(2022, 3, 1)}
    other = {**again, "paid_on": date(2021, 9, 9)}
    step = progress(payments=rows(again, june, june, other)).steps["paid"]
    # The form of February has two of them, that of March one of these again and another one.
    assert step.amount is not None
    assert step.amount.value == 210
    assert [row["position"] for row in step.repeated] == [1]
    assert [row["position"] for row in step.rows] == [2, 3, 4]
