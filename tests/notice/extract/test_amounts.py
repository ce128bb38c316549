"""Printed money: exact, or an error that says what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.amounts import amount, amount_with_unit


@pytest.mark.parametrize(
    ("text", "unit", "wanted", "result"),
    [
        ("250,000.00", "元", "元", 250_000),
        ("250000", "元", "元", 250_000),
        ("198,250,000.00", "元", "万元", 19_825),
        ("25", "万元", "元", 250_000),
        ("0.5", "万元", "元", 5_000),
        ("0", "元", "元", 0),
        ("999,999,999,999,999", "元", "元", 999_999_999_999_999),
    ],
)
def test_a_figure_is_read_exactly(text: str, unit: str, wanted: str, result: int) -> None:
    assert amount(text, unit=unit, wanted=wanted, line=7, what="金额") == result


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25万元",  # a unit in a column of figures
        "２５０，０００",
        "250，000",
        "٢٥",
        "-25",
        "+25",
        "(25)",
        "25,00",
        "2,5000",
        ",250",
        "250,",
        "1,2345",
        "12,34,567",
        "250.000,00",
        "1 000",
        "1.98E+08",
        "¥25",
        "二十五",
        ".5",
        "5.",
        "1.2.3",
        "NaN",
        "1" * 16,
        "1" * 5000,
    ],
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        amount(text, unit="元", wanted="元", line=7, what="金额")
    assert caught.value.problem == "金额 is not an amount"
    assert (caught.value.line, caught.value.found) == (7, text[:80] or "(empty)")
    assert caught.value.hint


@pytest.mark.parametrize(("text", "wanted"), [("0.50", "元"), ("25.001", "元"), ("5,000", "万元")])
def test_a_fraction_of_the_unit_is_never_rounded(text: str, wanted: str) -> None:
    with pytest.raises(TranscriptError, match=f"not a whole number of {wanted}"):
        amount(text, unit="元", wanted=wanted, line=1, what="金额")


@given(st.integers(0, 999_999_999_999))
def test_separators_change_nothing(number: int) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}.00"):
        assert amount(text, unit="元", wanted="元", line=1, what="金额") == number


@pytest.mark.parametrize(
    ("text", "yuan"), [("1380万元", 13_800_000), ("1,380 万元", 13_800_000), ("25元", 25)]
)
def test_a_figure_with_its_unit(text: str, yuan: int) -> None:
    assert amount_with_unit(text, wanted="元", line=1, what="资金需求") == yuan


@pytest.mark.parametrize("text", ["1380", "1380千元", "", "万元", "1380万", "-5万元", "1380万元整"])
def test_a_need_without_figure_or_unit_is_refused(text: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        amount_with_unit(text, wanted="元", line=3, what="资金需求")
    assert caught.value.line == 3
