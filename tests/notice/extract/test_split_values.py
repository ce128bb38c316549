"""Values that a form splits over columns: put together, and read as they were in parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.split_values import direction_of, joined_value, target_parts
from fiscal_notice.notice.extract.values import parse_value
from fiscal_notice.notice.extract.word_lists import word_list

SIGNS = {
    "≥": "ge",
    "≤": "le",
    "=": "eq",
    "＞": "gt",
    "＜": "lt",
    "大于等于": "ge",
    "小于等于": "le",
}
UNITS = [row["word"] for row in word_list("measure_words") if row["word"] != "％"]

signs = st.sampled_from(list(SIGNS))
units = st.sampled_from(UNITS)
# 年 behind a year's number names the year, in one cell as in three.
numbers = st.one_of(
    st.integers(0, 1899).map(str),
    st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False).map(str),
)


@given(signs, numbers, units)
def test_split_columns_and_the_printed_value_say_the_same(
    sign: str, number: str, unit: str
) -> None:
    printed = joined_value(sign, number, unit)
    assert printed == f"{sign}{number}{unit}"
    (whole,) = parse_value(printed)
    (split,) = target_parts(indicator(printed, unit))
    assert split == whole
    assert (split["comparator"], split["unit"]) == (SIGNS[sign], unit)
    assert Decimal(number) in (split["lower"], split["upper"])
    assert split["parse_status"] == "parsed"


@given(signs, numbers, st.text(alphabet="台套座次立方每杯桌箱", min_size=1, max_size=6))
def test_a_unit_of_its_own_column_is_the_unit_whatever_it_is(
    sign: str, number: str, unit: str
) -> None:
    (part,) = target_parts(indicator(joined_value(sign, number, unit), unit))
    assert (part["comparator"], part["unit"]) == (SIGNS[sign], unit)
    assert (part["multiplier"], part["words_after"]) == (1, None)


@given(st.none() | signs, st.none() | st.text(max_size=8), st.none() | st.text(max_size=4))
def test_any_columns_give_one_text_or_none(
    sign: str | None, value: str | None, unit: str | None
) -> None:
    printed = joined_value(sign, value, unit)
    assert (printed is None) == (not value)
    if value:
        assert printed is not None
        assert value in printed
        assert target_parts(indicator(printed, unit))


def indicator(printed: str | None, unit: str | None, direction: str | None = None) -> Row:
    return {
        "value_as_printed": printed,
        "level3_clean": "指标",
        "target_unit": unit,
        "direction_as_printed": direction,
    }


@pytest.mark.parametrize(
    ("sign", "value", "unit", "printed"),
    [
        ("≥", "95", "%", "≥95%"),
        ("=", "11", "个", "=11个"),
        ("≤", "600", "元/人", "≤600元/人"),
        (None, "95", "%", "95%"),
        ("定性", "优", None, "优"),
        ("定性", "优良中低差", "%", "优良中低差"),
        ("定量", "95", "%", "95%"),
        # What stands in the value already is not said again.
        ("≥", "≥95", "%", "≥95%"),
        (None, "≥95", "%", "≥95%"),
        ("≥", "95%", "%", "≥95%"),
        ("≥", None, "%", None),
        ("≥", "1,200.5", "人次", "≥1,200.5人次"),
    ],
)
def test_columns_are_put_together(
    sign: str | None, value: str | None, unit: str | None, printed: str | None
) -> None:
    assert joined_value(sign, value, unit) == printed


@pytest.mark.parametrize("unit", ["万人次", "万元", "百万元", "亿千瓦时"])
def test_large_units_are_units_as_printed(unit: str) -> None:
    (part,) = target_parts(indicator(f"≥3{unit}", unit))
    assert (part["unit"], part["multiplier"]) == (unit, 1)
    assert parse_value(f"≥3{unit}") == [part]


@pytest.mark.parametrize(
    ("printed", "direction"),
    [("正向指标", "positive"), ("反向指标", "negative"), ("逆向", "negative"), ("定性", None)],
)
def test_the_direction_is_that_of_its_column(printed: str, direction: str | None) -> None:
    assert direction_of(printed) == direction
    (part,) = target_parts(indicator("=95%", "%", printed))
    assert part["direction"] == direction


def test_a_direction_without_a_value_says_nothing() -> None:
    (part,) = target_parts(indicator(None, "%", "正向指标"))
    assert (part["parse_status"], part["direction"]) == ("missing", None)
