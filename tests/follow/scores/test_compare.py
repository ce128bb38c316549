"""Targets beside actual values: units, ranges, parts, days and degrees; figures are invented."""

from __future__ import annotations

import pytest

from fiscal_notice.follow.record import Record
from fiscal_notice.follow.scores.actuals import printed_actual, printed_target
from fiscal_notice.follow.scores.compare import Share, by_number
from fiscal_notice.follow.scores.schemes import schemes_of
from fiscal_notice.model import Row, Rows
from follow.scores.score_kit import indicator, scored, targets

# Target, actual, score of 8 points; the arithmetic stands beside each case.
COMPUTED = (
    ("≥20家", "15家", "6.00"),  # 15 ÷ 20 × 8
    ("≥20家", "15", "6.00"),  # in the target's unit
    ("不少于20家", "完成15家", "6.00"),  # words around the figure
    ("20家", "15家", "6.00"),  # a bare target is =, which is scored as ≥
    ("20家以上", "25家", "8.00"),
    (">20家", "20家", "8.00"),  # a tie counts
    ("≥0家", "0家", "8.00"),
    ("0起", "0起", "8.00"),
    ("0起", "2起", "0.00"),  # = 0 is missed by anything above
    ("≥20家", "-5", "0.00"),  # counts as 0
    ("≥20家", "－5家", "0.00"),
    ("≤10%", "12%", "6.40"),  # (1 − 2 ÷ 10) × 8
    ("≤10%", "20%", "0.00"),  # a = 2t
    ("≤10%", "-3%", "8.00"),
    ("≤90万元", "90", "8.00"),  # as printed forms have it
    ("≤90万元", "900000元", "8.00"),  # 90 万元
    ("≤90万元", "1080000元", "6.40"),  # 108 万元: (1 − 18 ÷ 90) × 8
    ("≤9千元", "0.9万元", "8.00"),
    ("≥3.5万件", "28000件", "6.40"),  # 28,000 ÷ 35,000 × 8
    ("≥3.5万件", "2.8万件", "6.40"),
    ("≥3.5万件", "2.8", "6.40"),  # in the target's unit
    ("≥3.5万件", "2.8万", "6.40"),
    ("≥1,200家", "900家", "6.00"),  # 900 ÷ 1200 × 8
    ("≥90%", "72%", "6.40"),  # 72 ÷ 90 × 8
    ("≥90%", "72", "6.40"),
    ("≥100百分比", "75%", "6.00"),  # 75 ÷ 100 × 8
    ("≥5‰", "0.25%", "4.00"),  # 2.5 ‰ ÷ 5 ‰ × 8
    ("增长10%以上", "增长5%", "4.00"),  # 5 ÷ 10 × 8
    ("2至3场", "2场", "8.00"),  # both ends count
    ("2至3场", "3场", "8.00"),
    ("292件、1个", "300件、1个", "8.00"),  # all parts
    ("≥1个或≥2项", "1个或0项", "8.00"),  # any one
    ("2021年12月31日前完成", "2021年12月31日", "8.00"),  # on the last day
    ("2021年12月31日前", "2021-11-30", "8.00"),
    ("2021年内完成", "2021年11月", "8.00"),
)
# Target, actual, a part of what is said.
OPEN = (
    ("≥20家", None, "there is no actual value"),
    ("≥20家", "达成预期指标", "the actual value is none"),
    ("≥20家", "约15家", "the actual value is none"),
    ("≥20家", "15件", "the units differ: the actual value has 件, the target 家"),
    ("≥20家", "75%", "the units differ"),
    ("0.9", "95%", "the units differ: the actual value has %, the target none"),
    ("≥90%", "0.95", "a share or a percentage"),
    ("≥3.5万件", "36000", "may not be in that of the target"),
    ("≥90%", "增长95%", "a growth"),
    ("约20家", "15家", "the target is not understood"),
    ("≥20家", "10-15家", "the actual value is none"),
    ("≥20家", "10家、5家", "the target has 1 parts, the actual value 2"),
    ("2至3场", "1场", "no method for a range"),
    ("2至3场", "5场", "no method for a range"),
    ("292件、1个", "300件", "the target has 2 parts, the actual value 1"),
    ("292件、1个", "200件、1个", "several parts is missed"),
    ("292件、1个", "1个、300件", "the units differ"),
    ("≥1个或≥2项", "0个或1项", "several parts is missed"),
    ("2021年12月31日前", "2022年1月5日", "done on 2022-01-05, after 2021-12-31"),
    ("2021年12月31日前", "已完成", "how far the target was reached is not said"),
    ("效果明显", "明显", "how far the target was reached is not said"),
    ("效果明显", None, "there is no actual value"),
    (None, "15家", "there is no target"),
    ("", "15家", "there is no target"),
)


@pytest.mark.parametrize(("target", "actual", "score"), COMPUTED)
def test_what_can_be_compared_has_a_score(target: str, actual: str, score: str) -> None:
    row = scored(indicator(target, actual))
    assert (str(row["computed"]), row["how_en"]) == (score, row["how_en"])


@pytest.mark.parametrize(("target", "actual", "said"), OPEN)
def test_what_cannot_be_compared_has_none_and_that_is_said(
    target: str | None, actual: str | None, said: str
) -> None:
    row = scored(indicator(target, actual))
    assert row["computed"] is None
    assert said in str(row["how_en"])
    assert str(row["how"]).startswith("mof-2020 ")


@pytest.mark.parametrize(
    ("scheme", "achieved", "low", "high"),
    [
        ("mof-2020", "reached", "6.40", "8.00"),  # 80–100 % of 8
        ("mof-2020", "partly", "4.80", "6.40"),  # 60–80 %
        ("mof-2020", "not", "0.00", "4.80"),  # 0–60 %
        ("hubei", "reached", "6.40", "8.00"),  # 80–100 %
        ("hubei", "partly", "4.00", "6.40"),  # 50–80 %
        ("hubei", "not", "0.00", "4.00"),  # 0–50 %
    ],
)
def test_a_target_in_words_has_a_band(scheme: str, achieved: str, low: str, high: str) -> None:
    row = scored(indicator("效果明显", "达成预期指标", achieved=achieved), asked=scheme)
    assert (str(row["computed_low"]), str(row["computed"])) == (low, high)


@pytest.mark.parametrize("target", ["292件、1个", "2021年12月31日前", "约20家"])
def test_what_has_no_figure_of_its_own_goes_by_degree(target: str) -> None:
    row = scored(indicator(target, "达成预期指标", achieved="reached"))
    assert (str(row["computed_low"]), str(row["computed"])) == ("6.40", "8.00")


def test_words_are_no_actual_value_of_a_number() -> None:
    row = scored(indicator("≥20家", "达成预期指标", achieved="reached"))
    assert row["computed"] is None


def test_a_scheme_may_score_a_missed_range() -> None:
    row: Row = {"scheme_id": "own", "source": "invented", "sure": False}
    tables: dict[str, Rows] = {
        "schemes": [{**row, "title": "Own", "title_en": None, "region": None, "year": None}],
        "scheme_parameters": [
            {**row, "parameter": "based_on", "value": "mof-2020"},
            {**row, "parameter": "method.between", "value": "bounds"},
        ],
    }
    own = schemes_of(Record(tables=tables))["own"]
    (target,) = printed_target("2至4场", None)
    found = []
    for actual in ("1场", "5场"):
        share = by_number(target, printed_actual(actual)[0], own)
        assert isinstance(share, Share)
        found.append(str(share.high))
    # 1 ÷ 2 below the lower end, 1 − (5 − 4) ÷ 4 above the upper one
    assert found == ["1/2", "3/4"]


def test_the_inverse_method_is_the_schemes() -> None:
    row = scored(indicator("≤10%", "12%"), asked="upper-inverse")
    assert str(row["computed"]) == "6.67"  # 10 ÷ 12 × 8 = 6.666…


def test_the_number_of_the_row_counts_where_its_text_has_none() -> None:
    assert str(scored(indicator("≥20家", None, actual=15))["computed"]) == "6.00"
    assert str(scored(indicator("≥20家", "见附件", actual=15))["computed"]) == "6.00"


def test_the_notices_target_goes_before_that_of_the_form() -> None:
    # The form lowered it to 10; the notice has 20: 15 ÷ 20 × 8.
    row = scored(indicator("≥10家", "15家", indicator_id=7), targets(i7="≥20家"))
    assert str(row["computed"]) == "6.00"
    assert "target of the notice" in str(row["how_en"])


def test_where_the_notice_prints_no_target_that_of_the_form_counts() -> None:
    row = scored(indicator("≥20家", "15家", indicator_id=7), targets(i7=None))
    assert str(row["computed"]) == "6.00"
    assert "the notice has none" in str(row["how_en"])


def test_an_indicator_that_the_notice_does_not_have_has_no_score() -> None:
    row = scored(indicator("≥20家", "15家", indicator_id=9), targets(i7="≥20家"))
    assert row["computed"] is None
    assert "the notice has no indicator 9" in str(row["how_en"])


def test_a_list_with_multipliers_is_compared_part_by_part() -> None:
    printed = "发明专利授权量、商标注册量实现增长，分别为292件、3.5万件"
    row = scored(indicator(printed, "292件、35000件", indicator_id=7), targets(i7=printed))
    assert str(row["computed"]) == "8.00"
    assert "condition in words is not judged" in str(row["how_en"])


@pytest.mark.parametrize(
    ("points", "said"), [(None, "there are no points"), ("-1", "the points are below 0")]
)
def test_without_points_there_is_no_score(points: str | None, said: str) -> None:
    row = scored(indicator("≥20家", "15家", points))
    assert row["computed"] is None
    assert said in str(row["how_en"])


def test_the_ratio_has_four_places_and_none_of_a_target_of_nothing() -> None:
    assert str(scored(indicator("≥3家", "2家"))["ratio"]) == "0.6667"
    assert scored(indicator("≥0家", "2家"))["ratio"] is None
