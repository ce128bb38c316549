"""Target values: every way of writing, and the ways that must not be read as they look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.values import FIELDS, looks_like_a_value, parse_value

D = Decimal


def only(text: str) -> Row:
    """The one part of a value."""
    (part,) = parse_value(text)
    assert list(part) == FIELDS
    assert part["part_relation"] == "single"
    return part


def figure(part: Row) -> tuple[object, ...]:
    """Comparator (! if explicit), bounds, unit with multiplier, basis."""
    sign = str(part["comparator"]) + ("!" if part["comparator_explicit"] else "")
    unit = str(part["unit"] or "") + ("" if part["multiplier"] == 1 else f"x{part['multiplier']}")
    return sign, part["lower"], part["upper"], unit, part["basis"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Ways of writing that the notice and its kind use.
        ("不少于2场", ("ge!", D(2), None, "场", "absolute")),
        ("至少10个", ("ge!", D(10), None, "个", "absolute")),
        ("2次以上", ("ge!", D(2), None, "次", "absolute")),
        ("不少于30户以上", ("ge!", D(30), None, "户", "absolute")),
        ("至少2个以上", ("ge!", D(2), None, "个", "absolute")),
        ("1家", ("eq", D(1), D(1), "家", "absolute")),
        ("1200人次", ("eq", D(1200), D(1200), "人次", "absolute")),
        ("2至3场", ("between!", D(2), D(3), "场", "absolute")),
        ("增长10%", ("eq", D(10), D(10), "%", "growth")),
        ("20%增长", ("eq", D(20), D(20), "%", "growth")),
        ("实现20%增长", ("eq", D(20), D(20), "%", "growth")),
        ("不少于10%增长", ("ge!", D(10), None, "%", "growth")),
        ("同比增长10%以上", ("ge!", D(10), None, "%", "growth")),
        ("不高于10%", ("le!", None, D(10), "%", "ratio")),
        ("达到2.8件", ("ge!", D("2.8"), None, "件", "absolute")),
        ("100%", ("eq", D(100), D(100), "%", "ratio")),
        ("100％", ("eq", D(100), D(100), "%", "ratio")),
        ("0", ("eq", D(0), D(0), "", "absolute")),
        ("3.5万件", ("eq", D("3.5"), D("3.5"), "万件", "absolute")),
        ("≥3万", ("ge!", D(3), None, "x10000", "absolute")),
        ("不少于1000万元", ("ge!", D(1000), None, "万元", "absolute")),
        ("1.5亿元", ("eq", D("1.5"), D("1.5"), "亿元", "absolute")),
        ("≤90万元", ("le!", None, D(90), "万元", "absolute")),
        # Units over units, units of time, ratios in words, and what only a sign shows to be a unit.
        ("≥1人/年", ("ge!", D(1), None, "人/年", "absolute")),
        ("≤600元/人·月", ("le!", None, D(600), "元/人·月", "absolute")),
        ("10件/万人", ("eq", D(10), D(10), "件/万人", "absolute")),
        ("≥1年", ("ge!", D(1), None, "年", "absolute")),
        ("3年以上", ("ge!", D(3), None, "年", "absolute")),
        ("≤30日", ("le!", None, D(30), "日", "absolute")),
        ("60日内", ("le!", None, D(60), "日", "absolute")),
        ("≥100百分比", ("ge!", D(100), None, "百分比", "ratio")),
        ("≥5立方米每秒", ("ge!", D(5), None, "立方米", "absolute")),
        ("≥3倍", ("ge!", D(3), None, "倍", "absolute")),
        ("≧9分", ("ge!", D(9), None, "分", "absolute")),
        ("不少于一个", ("ge!", D(1), None, "个", "absolute")),
        ("举办一届湾高赛", ("eq", D(1), D(1), "届", "absolute")),
        ("服务企业不少于20家", ("ge!", D(20), None, "家", "absolute")),
        # Spaces, separators, full stops.
        ("20 家", ("eq", D(20), D(20), "家", "absolute")),
        ("10 %", ("eq", D(10), D(10), "%", "ratio")),
        ("1,200家", ("eq", D(1200), D(1200), "家", "absolute")),
        (" 10个。", ("eq", D(10), D(10), "个", "absolute")),
        # Ranges.
        ("10-20家", ("between!", D(10), D(20), "家", "absolute")),
        ("10～20家", ("between!", D(10), D(20), "家", "absolute")),
        ("10%-20%", ("between!", D(10), D(20), "%", "ratio")),
        ("10家至20家", ("between!", D(10), D(20), "家", "absolute")),
        # Signs and words of comparison.
        ("≥95%", ("ge!", D(95), None, "%", "ratio")),
        (">=95%", ("ge!", D(95), None, "%", "ratio")),
        ("＞95%", ("gt!", D(95), None, "%", "ratio")),
        ("<5天", ("lt!", None, D(5), "天", "absolute")),
        ("≤5天", ("le!", None, D(5), "天", "absolute")),
        ("=5天", ("eq!", D(5), D(5), "天", "absolute")),
        ("大于等于5件", ("ge!", D(5), None, "件", "absolute")),
        ("大于或等于5件", ("ge!", D(5), None, "件", "absolute")),
        ("小于等于5件", ("le!", None, D(5), "件", "absolute")),
        ("超过5件", ("gt!", D(5), None, "件", "absolute")),
        ("低于5件", ("lt!", None, D(5), "件", "absolute")),
        ("最多5件", ("le!", None, D(5), "件", "absolute")),
        ("最少5件", ("ge!", D(5), None, "件", "absolute")),
        ("5件及以上", ("ge!", D(5), None, "件", "absolute")),
        ("5件（含）以上", ("ge!", D(5), None, "件", "absolute")),
        ("5件或以上", ("ge!", D(5), None, "件", "absolute")),
        ("5件以下", ("le!", None, D(5), "件", "absolute")),
        ("控制在5%以内", ("le!", None, D(5), "%", "ratio")),
        ("24小时内", ("le!", None, D(24), "小时", "absolute")),
        ("1个月内完成", ("le!", None, D(1), "个月", "absolute")),
        ("提高10个百分点", ("eq", D(10), D(10), "个百分点", "absolute")),
        ("提高10%", ("eq", D(10), D(10), "%", "growth")),
        ("增加1项", ("eq", D(1), D(1), "项", "absolute")),
        # Words that only contain a sign of doubt.
        ("签约10家", ("eq", D(10), D(10), "家", "absolute")),
        ("未成年人活动10场", ("eq", D(10), D(10), "场", "absolute")),
        ("目标：10家", ("eq", D(10), D(10), "家", "absolute")),
    ],
)
def test_a_figure_is_read(text: str, expected: tuple[object, ...]) -> None:
    part = only(text)
    assert figure(part) == expected
    assert (part["parse_status"], part["value_type"]) == ("parsed", "quantitative")


NEGATED = [
    (f"{no}{word}10%", comparator)
    for no in ("不", "不得", "不应", "不能", "不可", "不宜")
    for word, comparator in (
        ("少于", "ge"),
        ("低于", "ge"),
        ("小于", "ge"),
        ("超过", "le"),
        ("高于", "le"),
        ("多于", "le"),
        ("大于", "le"),
    )
]


@pytest.mark.parametrize(("text", "comparator"), [*NEGATED, ("不足10%", "lt"), ("不到10%", "lt")])
def test_a_negation_turns_the_comparator(text: str, comparator: str) -> None:
    part = only(text)
    assert (part["comparator"], part["parse_status"]) == (comparator, "parsed")
    assert (part["upper"] is None) == (comparator == "ge")
    assert part["direction"] == ("positive" if comparator == "ge" else "negative")


@pytest.mark.parametrize(
    "text",
    [
        *("约10家", "大约10家", "近10家", "接近10家", "10家左右", "10%上下", "10余家", "10多家"),
        *("数10家", "超10家", "逾10家", "达10家", "不止10家", "不下10家", "不下于10家"),
        *("未超过10%", "没有10家", "无10家", "非10家", "不是10家", "不包括10家", "除10家外"),
        *(
            "达不到10家",
            "未达到10家",
            "不一定达到10家",
            "难以超过10家",
            "避免超过10家",
            "禁止超过10家",
        ),
        *(
            "下降10%",
            "同比下降10%",
            "下降不少于10%",
            "不少于10%下降",
            "降低10%",
            "降幅10%",
            "减少3个",
        ),
        *("缩短10%", "压减10%", "回落10%", "负增长5%", "-5%", "−5%", "+5%", "不＞10"),
        *("不少于30户以下", "超过10家以下", "不高于30%以上", "控制在10%以上", "不少于2至3场"),
        *(
            "10%（不含）以上",
            "10至5场",
            "10家至20%",
            "1,200,5家",
            "1，200家",
            ".5家",
            "5.",
            "10.家",
        ),
        *("前10名", "第3名", "排名前10", "2021年", "12月底前", "60日内报送", "80后10人", "10倍"),
        *("1/3以上", "10:1", "1：2", "1e5", "1.98E+08", "ISO9001", "5A级", "2.0.1"),
    ],
)
def test_words_of_doubt_leave_the_bound_open(text: str) -> None:
    part = only(text)
    assert part["parse_status"] == "partial"
    unknown = ("comparator", "comparator_explicit", "lower", "upper", "direction")
    assert [part[name] for name in unknown] == [None] * len(unknown)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "十",
            "三分之一以上",
            "≥*%",
            "XX达标",
            "不少于",
        ),
        *("百分之十", "二十家", "五十家", "三百人", "二期工程", "超过一半", "翻一番"),
        *(
            "２０家",
            "１０％以上",
            "٣个",
            "Ⅲ级",
            "①",
            "、",
            "或",
        ),
    ],
)
def test_words_without_a_figure_are_not_read(text: str) -> None:
    part = only(text)
    assert part["parse_status"] == "unparsed"
    assert part["value_type"] is None


@pytest.mark.parametrize(
    ("text", "comparator", "lower"),
    [
        ("10%以上20%以下", "ge", 10),
        ("10家（含港澳2家）", "eq", 10),
        ("一次性通过率90%以上", "ge", 90),
        ("10个；20个", "eq", 10),
        ("不少于3项，不超过5项", "ge", 3),
        ("每万人口拥有量20件", "eq", 20),
    ],
)
def test_figures_left_in_the_words_make_it_partial(text: str, comparator: str, lower: int) -> None:
    part = only(text)
    assert (part["comparator"], part["lower"]) == (comparator, lower)
    assert part["parse_status"] == "partial"


@pytest.mark.parametrize("text", [None, "", "  ", "\u3000"])
def test_nothing_is_missing(text: str | None) -> None:
    assert [part["parse_status"] for part in parse_value(text)] == ["missing"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2021年内完成", date(2021, 12, 31)),
        ("2021年底前完成", date(2021, 12, 31)),
        ("2021年6月内完成", date(2021, 6, 30)),
        ("2020年2月前完成", date(2020, 2, 29)),
        ("2021年3月15日前全部完成", date(2021, 3, 15)),
        ("2021年12月底前", date(2021, 12, 31)),
        ("2021年内", date(2021, 12, 31)),
    ],
)
def test_a_deadline_is_a_day(text: str, last: date) -> None:
    part = only(text)
    assert (part["value_type"], part["deadline"]) == ("deadline", last)
    assert (part["comparator"], part["parse_status"]) == ("le", "parsed")


@pytest.mark.parametrize(
    "text",
    [
        "2021年13月前完成",
        "2021年2月30日前完成",
        "0000年内完成",
        "2021年内不完成",
        "2021年内完成10件",
    ],
)
def test_a_broken_deadline_is_no_year_as_figure(text: str) -> None:
    part = only(text)
    assert part["parse_status"] == "partial"
    assert (part["deadline"], part["lower"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "code", "direction"),
    [
        ("逐步提升", "improve_gradually", "positive"),
        ("进一步提升", "improve_further", "positive"),
        ("无延期", "no_delay", None),
        ("无延期。", "no_delay", None),
    ],
)
def test_a_quality_has_a_code(text: str, code: str, direction: str | None) -> None:
    part = only(text)
    assert (part["qualitative_code"], part["direction"]) == (code, direction)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "效果明显",
            "稳步提高",
            "符合相关规定",
            "严格执行相关制度规定",
            "逐年提高",
            "有所提升",
            "长期",
        ),
        *("在项目计划完成时间内完成", "持平", "完成", "不低于上年", "优", "无", "零投诉"),
        # A numeral in a word is no figure.
        *("十分满意", "统一标准", "第一批次完成", "万一", "一体化", "一次性完成"),
    ],
)
def test_a_statement_without_figure_is_a_quality_without_code(text: str) -> None:
    part = only(text)
    assert (part["value_type"], part["parse_status"]) == ("qualitative", "parsed")
    assert part["qualitative_code"] is None
    assert (part["comparator"], part["lower"], part["unit"]) == (None, None, None)


def test_a_value_that_repeats_the_name_is_no_statement() -> None:
    (part,) = parse_value("营造创新氛围", "营造创新 氛围。")
    assert (part["value_type"], part["parse_status"]) == (None, "unparsed")
    (other,) = parse_value("营造创新氛围", "创新氛围")
    assert other["value_type"] == "qualitative"


def test_words_and_conditions_are_kept() -> None:
    part = only("提交至少5个地理标志商标注册申请，并取得《受理通知书》")
    assert (part["words_before"], part["words_after"]) == ("提交", "地理标志商标注册申请")
    assert part["condition"] == "并取得《受理通知书》"
    assert part["parse_status"] == "parsed"


@pytest.mark.parametrize(
    ("text", "relation", "bounds"),
    [
        ("3个示范县、1个试点县", "and", [("eq", 3), ("eq", 1)]),
        ("不少于1个或者增加不少于1项", "or", [("ge", 1), ("ge", 1)]),
        ("3项或5件", "or", [("eq", 3), ("eq", 5)]),
        ("甲、乙，分别为1件、2件", "and", [("eq", 1), ("eq", 2)]),
        ("甲、乙实现正增长，分别达到1件、2件", "and", [("ge", 1), ("ge", 2)]),
        # Whether the bound, or the fall, governs the second figure the words do not say.
        ("不少于3家、1个", "and", [("ge", 3), (None, None)]),
        ("下降3%、5%", "and", [(None, None), (None, None)]),
        ("甲、乙下降，分别为1%、2%", "and", [(None, None), (None, None)]),
    ],
)
def test_several_parts(
    text: str, relation: str, bounds: list[tuple[str | None, int | None]]
) -> None:
    parts = parse_value(text)
    assert [(part["comparator"], part["lower"]) for part in parts] == bounds
    assert {part["part_relation"] for part in parts} == {relation}
    for part in parts:
        assert (part["parse_status"] == "parsed") == (part["comparator"] is not None)


def test_a_list_names_what_each_figure_counts() -> None:
    parts = parse_value("甲、乙实现正增长，分别为292件和3.5万件")
    assert [(p["words_before"], p["condition"], p["multiplier"]) for p in parts] == [
        ("甲", "实现正增长", 1),
        ("乙", "实现正增长", 10_000),
    ]


@pytest.mark.parametrize(
    "text", ["甲、乙，分别为1件", "甲，分别为1件、2件", "甲、乙，分别为1件、若干"]
)
def test_a_list_that_does_not_match_its_names_is_not_guessed(text: str) -> None:
    parts = parse_value(text)
    assert {(part["parse_status"], part["comparator"]) for part in parts} == {("partial", None)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2场", True),
        ("2021年内完成", True),
        ("逐步提升", True),
        ("展览2场", False),
        ("展览", False),
        ("效果明显", False),
    ],
)
def test_a_lone_cell_that_can_only_be_a_value(text: str, value: bool) -> None:
    assert looks_like_a_value(text) is value
