"""Scores of whole forms: execution, totals, grades, differences; figures are invented."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.errors import UnknownNameError
from fiscal_notice.follow.scores.compute import differs, scores_of
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row
from follow.kit import invented_record, real_notice
from follow.scores.score_kit import FORM, indicator, money, record, scored

FINE = indicator("≥20家", "20家", "90", score=Decimal(90))


def part_of(name: str, indicators: list[Row], funds: list[Row], **form: Any) -> Row:
    """The row of the execution or of the total."""
    rows = scores_of(record(indicators, funds, **form), {})
    return next(each for each in rows if each["part"] == name)


@pytest.mark.parametrize(
    ("budget", "executed", "score"),
    [
        ("100", "90", "9.00"),  # 90 ÷ 100 × 10
        ("899740", "899740", "10.00"),
        ("3", "1", "3.33"),  # 3.333…
        ("0", "0", "0.00"),  # a budget of 0
        ("100", "120", "10.00"),  # not above the points
    ],
)
def test_execution_is_what_was_executed_of_the_years_budget(
    budget: str, executed: str, score: str
) -> None:
    assert str(part_of("execution", [FINE], [money(budget, executed)])["computed"]) == score


@pytest.mark.parametrize(
    ("funds", "said"),
    [
        ([], "there is no row of money"),
        ([money(None, "5")], "there is no budget of the year"),
        ([money("5", None)], "it is not said what was executed"),
        ([money("5", "5"), money("6", "6", position=2)], "which row is the whole"),
        (
            [money("5", "5", is_total=False), money("6", "6", position=2, is_total=False)],
            "which row is the whole",
        ),
        ([money("5", "5", points=Decimal(-1))], "the points are below 0"),
    ],
)
def test_execution_that_cannot_be_computed(funds: list[Row], said: str) -> None:
    row = part_of("execution", [FINE], funds)
    assert row["computed"] is None
    assert said in str(row["how_en"])


def test_a_single_row_of_money_is_the_whole() -> None:
    assert part_of("execution", [FINE], [money("8", "4", is_total=False)])["computed"] == 5


def test_execution_has_the_points_of_the_scheme_where_the_form_has_none() -> None:
    row = part_of("execution", [FINE], [money("8", "4", points=None)])
    assert (row["computed"], row["points"]) == (5, 10)
    assert "points by the scheme" in str(row["how_en"])


def test_a_form_with_other_points_than_the_scheme_is_scored_by_its_own_and_that_is_said() -> None:
    row = part_of("execution", [FINE], [money("8", "4", points=Decimal(20))])
    assert row["computed"] == 10
    assert "the scheme gives it 10 points" in str(row["how_en"])


def test_a_total_is_the_sum_of_rounded_scores_with_its_grade() -> None:
    rows = [indicator("≥3家", "2家", "45"), indicator("≥3家", "1家", "45")]
    total = part_of("total", rows, [money("100", "90")], total_score=Decimal("54.5"))
    # 2 ÷ 3 × 45 = 30, 1 ÷ 3 × 45 = 15, 90 ÷ 100 × 10 = 9
    assert (str(total["computed"]), total["grade"], total["computed_low"]) == ("54.00", "差", None)
    assert (total["points"], str(total["difference"])) == (100, "0.50")


def test_rounded_parts_are_added_not_rounded_sums() -> None:
    rows = [indicator("≥3家", "1家", "1")] * 2
    # 0.333… twice is 0.33 + 0.33, not 0.67; money gives 10.
    assert str(part_of("total", rows, [money("1", "1")])["computed"]) == "10.66"


def test_a_total_of_bands_is_a_band_with_a_grade_at_each_end() -> None:
    rows = [indicator("效果明显", "达成预期指标", "90", achieved="reached")]
    total = part_of("total", rows, [money("1", "1")])
    # 80–100 % of 90 is 72–90, and 10 for the money
    ends = str(total["computed_low"]), str(total["computed"])
    assert (ends, total["grade_low"], total["grade"]) == (("82.00", "100.00"), "良", "优")


def test_a_total_without_one_of_its_parts_is_none_and_names_it() -> None:
    rows = [FINE, indicator("≥20家", None, "5")]
    total = part_of("total", rows, [])
    assert (total["computed"], total["grade"]) == (None, None)
    assert str(total["how_en"]).endswith("not computed: execution, row 2")


def test_no_total_without_indicators() -> None:
    total = part_of("total", [], [money("1", "1")])
    assert total["computed"] is None
    assert "there are no rows of indicators" in str(total["how_en"])


def test_no_grade_where_the_points_are_not_those_of_the_scheme() -> None:
    total = part_of("total", [indicator("≥20家", "20家", "80")], [money("1", "1")])
    assert (str(total["computed"]), total["grade"]) == ("90.00", None)
    assert "add up to 90, not 100" in str(total["how_en"])


@pytest.mark.parametrize(
    ("reported", "difference"),
    [("7", "0.60"), ("6.40", "0.00"), ("5", "0.00"), ("4", "-0.80"), (None, None)],
)
def test_a_band_differs_from_its_nearer_end(reported: str | None, difference: str | None) -> None:
    score = None if reported is None else Decimal(reported)
    # partly: 60–80 % of 8 is 4.80–6.40
    row = scored(indicator("效果明显", "部分达成", achieved="partly", score=score))
    assert row["difference"] == (None if difference is None else Decimal(difference))


@pytest.mark.parametrize(
    ("reported", "other"),
    [("3.33", False), ("3.333", False), ("3.335", False), ("3.34", True), ("3", True)],
)
def test_a_difference_within_rounding_is_none(reported: str, other: bool) -> None:
    row = scored(indicator("≥3家", "1家", "10", score=Decimal(reported)))
    assert differs(row, 2) is other


def test_a_form_may_have_a_scheme_of_its_own() -> None:
    row = part_of("execution", [FINE], [money("4", "2", points=None)], scheme_id="hubei")
    assert (row["scheme_id"], row["points"], row["computed"]) == ("hubei", 20, 10)


def test_a_scheme_that_was_asked_for_goes_before_that_of_the_form() -> None:
    rows = scores_of(record([FINE], [money("4", "2")], scheme_id="hubei"), {}, "mof-2021-cost")
    assert {row["scheme_id"] for row in rows} == {"mof-2021-cost"}


def test_the_packages_scheme_is_that_of_its_descriptor() -> None:
    made = replace(record([FINE], [money("4", "2")]), descriptor={"scheme": "hubei"})
    assert {row["scheme_id"] for row in scores_of(made, {})} == {"hubei"}


def test_a_form_with_an_unknown_scheme_has_no_scores_and_the_others_have() -> None:
    both = record([FINE], [money("4", "2")], scheme_id="nobody")
    other: Row = {"evaluation_id": "602-00000000/1", "region_code": "602"}
    both = replace(
        both,
        tables={**both.tables, "self_evaluations": [*both.rows("self_evaluations"), other]},
    )
    rows = scores_of(both, {})
    assert [(row["evaluation_id"], row["part"]) for row in rows] == [
        (FORM, "total"),
        ("602-00000000/1", "execution"),
        ("602-00000000/1", "total"),
    ]
    assert "there is no scheme nobody" in str(rows[0]["how_en"])


def test_an_unknown_scheme_that_was_asked_for_is_an_error() -> None:
    with pytest.raises(UnknownNameError):
        scores_of(record([FINE]), {}, "nobody")


def test_rows_have_the_fields_of_the_schema() -> None:
    rows = scores_of(record([FINE], [money("4", "2")]), {})
    assert {tuple(row) for row in rows} == {schema_of("scores").names}


def test_an_invented_year_that_agrees_with_itself_has_no_differences() -> None:
    announced = real_notice()
    rows = scores_of(invented_record(announced), announced.targets)
    assert [row for row in rows if differs(row, 2)] == []
    totals = [row for row in rows if row["part"] == "total"]
    assert len([row for row in totals if row["computed"] is not None]) >= len(totals) // 2


def test_the_order_of_rows_makes_no_difference() -> None:
    announced = real_notice()
    made = invented_record(announced, regions=[*announced.regions][:5])
    mixed = {table: list(rows) for table, rows in made.tables.items()}
    for rows in mixed.values():
        random.Random(1).shuffle(rows)
    targets = announced.targets
    assert scores_of(replace(made, tables=mixed), targets) == scores_of(made, targets)


AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)
SIGNS = st.sampled_from(["≥", ">", "=", "≤", "<"])


@given(SIGNS, AMOUNTS, AMOUNTS, st.decimals(min_value=0, max_value=100, places=1))
def test_a_score_is_within_none_and_its_points(
    sign: str, target: Decimal, actual: Decimal, points: Decimal
) -> None:
    row = scored(indicator(f"{sign}{target}家", f"{actual}家", str(points)))
    assert 0 <= Decimal(str(row["computed"])) <= points.quantize(Decimal("0.01"))


@given(SIGNS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_score_never_turns_as_the_actual_value_grows(
    sign: str, target: Decimal, one: Decimal, other: Decimal
) -> None:
    ends = [
        Decimal(str(scored(indicator(f"{sign}{target}家", f"{actual}家"))["computed"]))
        for actual in sorted((one, other))
    ]
    # An exact target of 0 is missed by anything above, so it is an upper limit.
    falling = sign in "≤<" or (sign == "=" and target == 0)
    assert ends == sorted(ends, reverse=falling)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_execution_is_never_worse(budget: Decimal, one: Decimal, other: Decimal) -> None:
    ends = [
        part_of("execution", [FINE], [money(str(budget), str(executed))])["computed"]
        for executed in sorted((one, other))
    ]
    assert 0 <= ends[0] <= ends[1] <= 10  # type: ignore[operator]
