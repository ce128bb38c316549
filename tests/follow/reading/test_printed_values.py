"""Values of printed forms, one by one; figures are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscal_notice.follow.reading.printed_values import points_in, points_of, read_actual


@pytest.mark.parametrize(
    ("actual", "target", "number"),
    [
        ("50", "≥50个", "50"),
        ("1,250个", "≥1000个", "1250"),
        ("98.5%", "≥95%", "98.5"),
        ("98.5", "≥95百分比", "98.5"),
        ("900000元", "≤90万元", "90"),
        ("6.47亿元", "5亿元", "6.47"),
        ("3.5万件", "≥3万件", "3.5"),
        ("-3.2%", "≥2%", "-3.2"),
        ("0起", "0起", "0"),
        ("12", None, "12"),
    ],
)
def test_a_number_is_in_the_unit_of_its_target(
    actual: str, target: str | None, number: str
) -> None:
    assert read_actual(actual, target).number == Decimal(number)


@pytest.mark.parametrize(
    ("actual", "target"),
    [
        ("约50个", "≥50个"),
        ("≥90%", "≥90%"),
        ("2021年12月完成", "2021年12月完成"),
        ("—", "5"),
        ("", "5"),
    ],
)
def test_what_is_no_plain_number_is_none(actual: str, target: str) -> None:
    found = read_actual(actual, target)
    assert (found.number, found.achieved) == (None, None)


@pytest.mark.parametrize(("actual", "target"), [("0.95", "≥95%"), ("50公里", "≥50座")])
def test_what_may_mean_two_things_is_said(actual: str, target: str) -> None:
    found = read_actual(actual, target)
    assert found.number is None
    assert found.doubt


@pytest.mark.parametrize(
    ("actual", "target", "degree"),
    [
        ("达成预期指标", "效果明显", "reached"),
        ("部分达成预期指标并具有一定效果。", "效果明显", "partly"),
        ("未完成", "全部完成", "not"),
        ("效果明显", "效果明显", "reached"),
        ("效果较好", "效果明显", None),
        ("100%", "100%", None),
    ],
)
def test_words_are_a_degree_if_the_list_has_them_or_they_repeat_the_target(
    actual: str, target: str, degree: str | None
) -> None:
    assert read_actual(actual, target).achieved == degree


def test_points_are_plain_numbers() -> None:
    assert [points_of(text) for text in ("8", "8分", "8.50", "80%", "满分", "/")] == [
        *(8, 8, Decimal("8.5")),
        *(None, None, None),
    ]
    assert [
        points_in(text) for text in ("产出指标(50分)", "效益指标（30）", "（每件）", "产出")
    ] == [
        *(50, 30),
        *(None, None),
    ]
