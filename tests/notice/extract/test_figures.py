"""Printed figures: exact, with their sign and unit, or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.notice.extract.amounts import figure, in_yuan, is_nothing


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("250,000.00", "250000.00", None),
        ("2,5 0 0", "2500", None),
        ("２５０，０００．５", "250000.5", None),
        ("-25", "-25", None),
        ("－25", "-25", None),
        ("−25", "-25", None),
        ("—25", "-25", None),
        ("(25.5)", "-25.5", None),
        ("（25）", "-25", None),
        ("(-25)", "-25", None),
        ("△25", "-25", None),
        ("▲ 1,000", "-1000", None),
        ("¥25", "25", None),
        ("￥25.10", "25.10", None),
        ("25万元", "25", "万元"),
        ("1,380.5 万元", "1380.5", "万元"),
        ("人民币25元整", "25", "元"),
        ("3亿元", "3", "亿元"),
        ("-2千元", "-2", "千元"),
        ("(25)万元", "-25", "万元"),
        ("0", "0", None),
        ("999,999,999,999,999", "999999999999999", None),
    ],
)
def test_a_figure_is_read(text: str, value: str, unit: str | None) -> None:
    found = figure(text)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "—", "/", "二十五", "25人", "25%", "25,00", "2,5000", ",250", "250,", "1,2345"),
        *("250.000,00", "1.98E+08", ".5", "5.", "1.2.3", "NaN", "(25", "25)", "25-30", "2021年"),
        *("+25", "1" * 16, "1" * 5000, "约25万元", "25万元万元"),
    ],
)
def test_what_is_no_figure_is_none(text: str) -> None:
    assert figure(text) is None


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "－", "/", "无"])
def test_a_cell_may_print_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["0", "-1", "（无偿）"])
def test_a_cell_may_print_something(text: str) -> None:
    assert not is_nothing(text)


@given(st.decimals("-9999999999", "9999999999", places=2))
def test_every_way_of_printing_is_the_same_figure(value: Decimal) -> None:
    size = abs(value)
    ways = [f"{size}", f"{size:,}", f"{size:,}".replace(",", "，"), f"{size:,}元"]
    if value < 0:
        ways = [f"-{ways[0]}", f"（{ways[1]}）", f"△{ways[2]}", f"－{ways[3]}"]
    for text in ways:
        found = figure(text)
        assert found is not None
        assert found.value == value


@given(st.decimals("-999999", "999999", places=6))
def test_a_unit_is_applied_exactly(value: Decimal) -> None:
    assert in_yuan(value, "亿元") == value * 100_000_000
    assert Decimal(in_yuan(value, "元")) == value
