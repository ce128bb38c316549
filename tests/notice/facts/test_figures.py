"""A figure knows its lines and how it was made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscal_notice.notice.facts.figures import (
    count,
    difference,
    median,
    printed,
    ranges,
    share,
    total,
)
from fiscal_notice.notice.pages.formatting import chinese, english, plain

A, B, C = (printed(value, "yuan", line) for value, line in ((300, 3), (200, 2), (100, 9)))


def test_a_sum_has_the_lines_of_its_terms_in_their_order() -> None:
    assert (total([A, B]).value, total([A, B]).lines) == (500, (3, 2))


def test_a_sum_of_sums_is_the_sum_of_what_is_printed() -> None:
    assert total([total([A, B]), C]).terms == (A, B, C)


def test_a_printed_total_stands_for_the_sum_that_it_equals() -> None:
    said = printed(500, "yuan", 1)
    assert total([A, B], said) is said


def test_a_printed_total_that_says_otherwise_does_not() -> None:
    found = total([A, B], printed(501, "yuan", 1))
    assert (found.value, found.how, found.terms) == (500, "sum", (A, B))


def test_a_sum_of_one_is_that_one_and_a_sum_of_none_is_nothing() -> None:
    assert total([A]) is A
    assert (total([]).value, total([]).line) == (0, None)


def test_a_difference_and_a_share_keep_both_sides() -> None:
    assert (difference(A, B).value, difference(A, B).terms) == (100, (A, B))
    assert (share(B, A).value, share(B, A).lines) == (Decimal(200) / 300, (2, 3))
    assert share(A, printed(0, "yuan", 1)).value == 0


def test_a_median_is_the_amount_in_the_middle_and_leads_to_it() -> None:
    assert (median([C, A, B]).value, median([C, A, B]).lines) == (200, (2, 3, 9))
    assert (median([A, B]).value, median([A, B]).terms) == (250, (A, B))
    assert median([B, C, printed(201, "yuan", 7)]).value == 200
    assert median([B, printed(201, "yuan", 7)]).value == Decimal("200.5")
    assert (median([]).value, median([]).line) == (0, None)


def test_a_count_has_every_line_once() -> None:
    found = count(["x", "y", "z"], [7, 5, None, 7])
    assert (found.value, found.lines) == (3, (5, 7))


def test_lines_are_put_together_in_runs() -> None:
    assert ranges([9, 3, 5, 4, 3]) == [(3, 5), (9, 9)]


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (198_250_000, "1.9825亿元", "¥198.25 million"),
        (198_250_001, "19,825.0001万元", "¥198,250,001"),
        (8_200_000, "820万元", "¥8.2 million"),
        (250_000, "25万元", "¥250,000"),
        (123_456_000, "12,345.6万元", "¥123.456 million"),
        (999, "999元", "¥999"),
        (0, "0元", "¥0"),
    ],
)
def test_amounts_are_short_but_never_rounded(yuan: int, zh: str, en: str) -> None:
    assert (chinese(yuan), english(yuan)) == (zh, en)


def test_numbers_have_no_more_digits_than_they_need() -> None:
    assert [plain(Decimal(text)) for text in ("2500", "0.5", "12.25")] == ["2,500", "0.5", "12.25"]
