"""Each formula against cases worked out by hand, and what must hold of all of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.follow.scores import methods

# method, actual, target, points, score; the arithmetic stands beside each case.
BY_HAND = (
    ("proportional", "20", "20", "8", "8.00"),  # 20 ≥ 20: all
    ("proportional", "25", "20", "8", "8.00"),  # 25 ≥ 20: all, not 10
    ("proportional", "15", "20", "8", "6.00"),  # 15 ÷ 20 × 8 = 0.75 × 8
    ("proportional", "1", "3", "10", "3.33"),  # 1 ÷ 3 × 10 = 3.333…
    ("proportional", "2", "3", "10", "6.67"),  # 2 ÷ 3 × 10 = 6.666…
    ("proportional", "0", "20", "8", "0.00"),  # 0 ÷ 20 × 8
    ("proportional", "-5", "20", "8", "0.00"),  # counts as 0
    ("proportional", "0", "0", "8", "8.00"),  # 0 ≥ 0: all
    ("proportional", "-5", "0", "8", "8.00"),  # counts as 0, and 0 ≥ 0
    ("proportional", "1", "8", "0.2", "0.03"),  # 0.125 × 0.2 = 0.025: a half goes up
    ("proportional", "98.5", "99", "5", "4.97"),  # 98.5 ÷ 99 × 5 = 4.97474…
    ("zero_target", "0", "0", "8", "8.00"),  # reached
    ("zero_target", "-1", "0", "8", "8.00"),  # a ≤ 0
    ("zero_target", "1", "0", "8", "0.00"),  # anything above 0 misses it
    ("zero_target", "3", "4", "8", "6.00"),  # 3 ÷ 4 × 8
    ("zero_target", "5", "4", "8", "8.00"),  # as ≥
    ("distance", "10", "10", "8", "8.00"),  # 10 ≤ 10
    ("distance", "-3", "10", "8", "8.00"),  # below
    ("distance", "12", "10", "8", "6.40"),  # (1 − 2 ÷ 10) × 8 = 0.8 × 8
    ("distance", "15", "10", "8", "4.00"),  # (1 − 5 ÷ 10) × 8
    ("distance", "19.99", "10", "8", "0.01"),  # (1 − 9.99 ÷ 10) × 8 = 0.008
    ("distance", "20", "10", "8", "0.00"),  # a = 2t
    ("distance", "25", "10", "8", "0.00"),  # beyond 2t, not −4
    ("distance", "0", "0", "8", "8.00"),  # 0 ≤ 0
    ("distance", "1", "0", "8", "0.00"),  # 1 ≥ 2 × 0
    ("inverse", "10", "10", "8", "8.00"),  # 10 ≤ 10
    ("inverse", "12", "10", "8", "6.67"),  # 10 ÷ 12 × 8 = 6.666…
    ("inverse", "20", "10", "8", "4.00"),  # 10 ÷ 20 × 8, where distance gives none
    ("inverse", "1", "0", "8", "0.00"),  # 0 ÷ 1 × 8
    ("share", "90", "100", "10", "9.00"),  # 90 ÷ 100 × 10
    ("share", "89.974", "90", "10", "10.00"),  # 89.974 ÷ 90 × 10 = 9.99711…
    ("share", "1", "3", "20", "6.67"),  # 1 ÷ 3 × 20 = 6.666…
    ("share", "110", "100", "10", "10.00"),  # not above the points
    ("share", "0", "0", "10", "0.00"),  # a budget of 0
    ("share", "5", "0", "10", "0.00"),  # the same, whatever was spent
    ("share", "-5", "100", "10", "0.00"),  # counts as 0
)
ALL = {name: each for by in methods.METHODS.values() for name, each in by.items()}
AMOUNTS = st.fractions(min_value=0, max_value=10**9, max_denominator=1000)
ACTUALS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=1000)


@pytest.mark.parametrize(("method", "actual", "target", "points", "score"), BY_HAND)
def test_a_formula_gives_what_was_worked_out_by_hand(
    method: str, actual: str, target: str, points: str, score: str
) -> None:
    part = ALL[method](Fraction(actual), Fraction(target)) * Fraction(points)
    assert str(methods.rounded(part, 2)) == score


def test_each_method_has_cases() -> None:
    assert {case[0] for case in BY_HAND} == set(ALL)


@given(st.sampled_from(sorted(ALL)), ACTUALS, AMOUNTS)
def test_a_share_is_never_below_none_or_above_all(
    method: str, actual: Fraction, target: Fraction
) -> None:
    assert 0 <= ALL[method](actual, target) <= 1


@given(st.sampled_from(sorted(methods.LOWER)), ACTUALS, ACTUALS, AMOUNTS)
def test_more_is_never_worse_below_a_lower_limit(
    method: str, one: Fraction, other: Fraction, target: Fraction
) -> None:
    less, more = sorted((one, other))
    assert ALL[method](less, target) <= ALL[method](more, target)


@given(st.sampled_from(sorted(methods.UPPER)), ACTUALS, ACTUALS, AMOUNTS)
def test_more_is_never_better_above_an_upper_limit(
    method: str, one: Fraction, other: Fraction, target: Fraction
) -> None:
    less, more = sorted((one, other))
    assert ALL[method](less, target) >= ALL[method](more, target)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 4))
def test_rounding_is_half_up_and_exact(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert methods.rounded(Fraction(value), places) == expected


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")]
)
def test_a_half_goes_away_from_zero(value: str, rounded: str) -> None:
    assert str(methods.rounded(Fraction(value), 2)) == rounded


def test_a_third_is_not_cut_before_it_is_rounded() -> None:
    # 0.00499… with thirty nines is below a half; 28 digits would make it one.
    assert methods.rounded(Fraction(5, 1000) - Fraction(1, 10**33), 2) == Decimal("0.00")


LIMITS = (Fraction(60, 100), Fraction(80, 100), Fraction(120, 100))


@pytest.mark.parametrize(
    ("value", "target", "month", "colour"),
    [
        ("29", "100", 6, "red"),  # 29 ÷ (100 ÷ 12 × 6 = 50) = 58 %
        ("30", "100", 6, "yellow"),  # 60 %
        ("39.9", "100", 6, "yellow"),  # 79.8 %
        ("40", "100", 6, "green"),  # 80 %
        ("59.9", "100", 6, "green"),  # 119.8 %
        ("60", "100", 6, "blue"),  # 120 %
        ("100", "100", 12, "green"),  # 100 %
    ],
)
def test_colours_of_lower_limits(value: str, target: str, month: int, colour: str) -> None:
    assert methods.colour(Fraction(value), Fraction(target), month, LIMITS) == colour


@pytest.mark.parametrize(("value", "colour"), [("9", "green"), ("10", "green"), ("11", "red")])
def test_colours_of_upper_limits(value: str, colour: str) -> None:
    assert methods.colour(Fraction(value), Fraction(10), 1, LIMITS, upper=True) == colour


@pytest.mark.parametrize(("target", "month"), [(0, 6), (100, 0), (100, 13)])
def test_no_colour_without_a_target_or_a_month(target: int, month: int) -> None:
    assert methods.colour(Fraction(1), Fraction(target), month, LIMITS) is None


def test_a_project_takes_its_worst_colour() -> None:
    assert methods.worst(["blue", "green", "yellow"]) == "yellow"
    assert methods.worst([]) is None


@pytest.mark.parametrize(
    ("results", "execution", "ahead"),
    [
        (90, 9, "1/10"),  # (90 ÷ 90 − 9 ÷ 10) ÷ (90 ÷ 90) = 0.1
        (81, 9, "0"),  # (0.9 − 0.9) ÷ 0.9
        (45, 10, "-1"),  # (0.5 − 1) ÷ 0.5: money outruns results
    ],
)
def test_results_ahead_of_the_money(results: int, execution: int, ahead: str) -> None:
    found = methods.ahead_of_money(
        Fraction(results), Fraction(90), Fraction(execution), Fraction(10)
    )
    assert found == Fraction(ahead)


def test_nothing_runs_ahead_without_results() -> None:
    ten = Fraction(10)
    assert methods.ahead_of_money(Fraction(0), Fraction(90), ten, ten) is None
