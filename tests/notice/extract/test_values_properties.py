"""Properties of the grammar of target values, on generated phrases and on any text."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from fiscal_notice.model import Row
from fiscal_notice.notice.extract.values import FIELDS, parse_value

BOUNDS = {
    "": "eq",
    "不少于": "ge",
    "至少": "ge",
    "不得低于": "ge",
    "达到": "ge",
    "超过": "gt",
    "大于": "gt",
    "不超过": "le",
    "不得超过": "le",
    "不高于": "le",
    "少于": "lt",
    "不足": "lt",
    "≥": "ge",
    "≤": "le",
}
UNITS = ["", "家", "场", "件", "人次", "个", "项", "%", "万元", "万件", "公里"]
NOUNS = ["", "建设", "培育", "举办", "提交", "完成知识产权辅导", "服务"]
THINGS = ["", "企业", "学校", "国企", "地理标志商标注册申请"]

numbers = st.one_of(
    st.integers(0, 10**9).map(Decimal),
    st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False),
)
# Text that looks like a target value, or like the edge of one.
SIGNS = (
    "0123456789.,，%％、或万亿不少于超过以上内增长下降约左右一十"
    "年月日 家场件个至-（）分别为完成。；２Ⅲ①"
)
phrases = st.text(alphabet=SIGNS)


@given(
    st.sampled_from(NOUNS),
    st.sampled_from(list(BOUNDS)),
    numbers,
    st.sampled_from(UNITS),
    st.sampled_from(THINGS),
)
def test_a_known_phrase_gives_exactly_its_parts(
    noun: str, bound: str, number: Decimal, unit: str, thing: str
) -> None:
    # Behind a sign the first word is the unit: ≥3企业.
    assume(unit or not thing or bound not in ("≥", "≤"))
    (part,) = parse_value(f"{noun}{bound}{number}{unit}{thing}")
    comparator = BOUNDS[bound]
    assert part["parse_status"] == "parsed"
    assert part["comparator"] == comparator
    assert part["comparator_explicit"] is bool(bound)
    assert part["lower"] == (None if comparator in ("le", "lt") else number)
    assert part["upper"] == (None if comparator in ("ge", "gt") else number)
    assert part["multiplier"] == 1
    assert part["unit"] == (unit or None)
    assert part["basis"] == ("ratio" if unit == "%" else "absolute")
    assert (part["words_before"] or "") == noun
    assert (part["words_after"] or "") == thing


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["至", "-", "～"]))
def test_a_range_has_both_ends_in_order(low: int, high: int, sign: str) -> None:
    (part,) = parse_value(f"{low}{sign}{high}场")
    if low <= high:
        assert (part["comparator"], part["lower"], part["upper"]) == ("between", low, high)
        assert part["parse_status"] == "parsed"
    else:
        assert (part["comparator"], part["parse_status"]) == (None, "partial")


@given(st.one_of(st.text(max_size=60), phrases))
@example("9" * 5000)
@example("1" * 40 + "." + "2" * 40 + "家")
@example("9999年99月99日前完成")
def test_any_text_has_parts_with_every_field(text: str) -> None:
    parts = parse_value(text)
    assert parts
    for part in parts:
        assert list(part) == FIELDS
        assert part["parse_status"] in ("parsed", "partial", "unparsed", "missing")
        assert (part["value_type"] is None) == (part["parse_status"] in ("unparsed", "missing"))


@given(phrases)
def test_what_is_parsed_accounts_for_every_digit(text: str) -> None:
    parts = parse_value(text)
    if {part["parse_status"] for part in parts} != {"parsed"}:
        return
    printed = re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)
    accounted = " ".join(map(shown, parts)).split()
    # A Chinese numeral is accounted for too, and is no digit.
    assert not Counter(map(plain, printed)) - Counter(map(plain, accounted))


def plain(number: str) -> str:
    """A number without separators and leading zeros: 007 is compared as 7."""
    return number.replace(",", "").lstrip("0")


def shown(part: Row) -> str:
    """The numbers of a part, each as often as it is printed."""
    if isinstance(part["deadline"], date):
        return part["deadline"].isoformat().replace("-", " ")
    ends = [part["lower"], part["upper"]]
    if part["comparator"] == "eq":
        ends = ends[:1]
    return " ".join(format(end, "f") for end in ends if isinstance(end, Decimal))


@given(phrases)
def test_bounds_are_those_that_the_comparator_needs(text: str) -> None:
    for part in parse_value(text):
        if part["value_type"] != "quantitative":
            continue
        comparator, lower, upper = part["comparator"], part["lower"], part["upper"]
        assert (lower is not None) == (comparator in ("ge", "gt", "eq", "between"))
        assert (upper is not None) == (comparator in ("le", "lt", "eq", "between"))
        if comparator is None:
            assert part["parse_status"] == "partial"
        if comparator == "between":
            assert isinstance(lower, Decimal)
            assert isinstance(upper, Decimal)
            assert lower <= upper


@given(
    st.sampled_from(["约", "近", "未", "没有", "除", "下降", "减少", "缩短", "负增长", "逾", "超"]),
    st.sampled_from(list(BOUNDS)),
    st.integers(0, 10**6),
    st.sampled_from(UNITS),
)
def test_a_word_of_doubt_is_never_parsed(doubt: str, bound: str, number: int, unit: str) -> None:
    for part in parse_value(f"{doubt}{bound}{number}{unit}"):
        assert part["parse_status"] != "parsed"
        assert part["comparator"] is None
