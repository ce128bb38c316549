"""Cases for the rules on indicators."""

from __future__ import annotations

from notice.rules.cases.case import EMPTY_LEVEL, Case, breaks, holds, one, with_rows

_OTHERS = EMPTY_LEVEL | {"level1": "效益指标", "source_line": "1000"}


def _named(key: str, name: str, expected: str | None) -> Case:
    """An indicator of another name; ``expected`` is the one that is printed first, if any is."""
    change = ("indicators", key, "level3_clean", name)
    if expected is None:
        return holds(change)
    return breaks(("indicators", key, "level3"), change, expected=expected)


CASES: dict[str, tuple[Case, ...]] = {
    "TXT-05": (one("indicators", "3", "value_as_printed", ""),),
    "TXT-06": (
        one("indicators", "2", "level2", ""),
        one("indicators", "2", "level1", ""),
    ),
    "TXT-07": (
        one("indicators", "9", "level1", "效益指标", "产出指标"),
        Case(
            added=(("empty_levels", _OTHERS | {"level2": "数量指标"}),),
            cell=("empty_levels", "1000", "level1"),
            expected="产出指标",
        ),
        Case(
            added=(("empty_levels", EMPTY_LEVEL), ("empty_levels", _OTHERS)),
            cell=("empty_levels", "1000", "level1"),
            expected="产出指标",
        ),
        holds(("indicators", "2", "level2", "")),
        with_rows(("empty_levels", EMPTY_LEVEL | {"level2": ""})),
    ),
    "TXT-08": (
        Case(added=(("empty_levels", EMPTY_LEVEL),), cell=("empty_levels", "999", "level2")),
    ),
    "TXT-09": (
        breaks(
            ("indicators", "3", "level3"),
            ("indicators", "3", "level3_clean", "建设知识产权运营中心"),
            expected="1",
        ),
    ),
    "TXT-10": (
        breaks(
            ("indicators", "3", "value_as_printed"),
            ("indicators", "3", "level3_clean", "建设知识产权运营中心"),
            expected="不少于2家",
        ),
        # As the first time, also where that value is missing.
        breaks(
            ("indicators", "3", "value_as_printed"),
            ("indicators", "3", "level3_clean", "建设知识产权运营中心"),
            ("indicators", "2", "value_as_printed", ""),
        ),
        holds(
            ("indicators", "3", "level3_clean", "建设知识产权运营中心"),
            ("indicators", "3", "value_as_printed", "不少于2家"),
        ),
    ),
    "TXT-11": (
        _named("9", "建设知识产权运营中", "建设知识产权运营中心"),
        _named("9", "建设知识产权运营中心，提高水平", None),
        holds(("indicators", "3", "level3_clean", "")),
    ),
    "TXT-12": (
        one("indicators", "8", "level3", "指标9: 有效投诉率", "有效投诉率"),
        one("indicators", "8", "level3", "有效投诉率。", "有效投诉率"),
    ),
    "TXT-13": (
        one("indicators", "2", "value_as_printed", "不少于2家。", "不少于2家"),
        holds(("indicators", "2", "value_as_printed", "")),
    ),
    "TXT-14": (
        *(
            one("indicators", "2", "value_as_printed", f"{bound}2家以上", f"{bound}2家")
            for bound in ("不少于", "不低于", "至少")
        ),
        holds(("indicators", "2", "value_as_printed", "2家以上")),
        holds(("indicators", "2", "value_as_printed", "")),
    ),
    "TXT-15": (
        one("indicators", "7", "value_as_printed", "提高知识产权保护意识", "a target value"),
        holds(("indicators", "7", "value_as_printed", "")),
    ),
    "TXT-16": (
        one("indicator_targets", "6/1", "parse_status", "unparsed", "parsed"),
        holds(("indicator_targets", "6/1", "parse_status", "missing")),
        # A quality is understood as one, whether or not its words are known.
        holds(("indicator_targets", "7/1", "qualitative_code", "")),
        holds(("indicator_targets", "7/1", "parse_status", "unparsed")),
    ),
    "TXT-17": (
        one("indicators", "14", "level2", "经济效益指标", "社会效益指标"),
        holds(("indicators", "14", "level2", "")),
    ),
    "TXT-18": (
        _named("9", "成立知识产权运营中心", "建设知识产权运营中心"),
        _named("9", "知识产权运营中心", "建设知识产权运营中心"),
        _named("9", "新建设知识产权运营中心们", "建设知识产权运营中心"),
        _named("9", "设建知识产权运营中心", "建设知识产权运营中心"),
        _named("9", "建设知识产权运营", "建设知识产权运营中心"),
        _named("9", "建设知识产权运营中心大厦", "建设知识产权运营中心"),
        # Three characters are too many, and so are two of seven.
        _named("9", "成立和知识产权运营中心", None),
        _named("9", "知识产权运营中心馆", None),
        *(_named("9", name, None) for name in ("中心建设知识产权运营", "知识产权运营中心建设")),
        _named("10", "开办宣教培训活动", "开展宣传培训活动"),
        _named("12", "项目验收及格率", None),
        # The earliest of those that it leads back to, and the nearest that is printed first.
        breaks(
            ("indicators", "13", "level3"),
            ("indicators", "9", "level3_clean", "成立知识产权运营中心"),
            ("indicators", "13", "level3_clean", "成立知识财产运营中心"),
            expected="建设知识产权运营中心",
        ),
        breaks(
            ("indicators", "13", "level3"),
            ("indicators", "12", "level3_clean", "开展宣传活动培训周"),
            ("indicators", "13", "level3_clean", "开展宣传培训活动周"),
            expected="开展宣传培训活动",
        ),
        holds(("indicators", "3", "level3_clean", "")),
    ),
    "TXT-32": (
        breaks(
            ("indicators", "7", "level1"),
            ("indicators", "7", "repair", "level1 told by level2"),
            expected="效益指标",
        ),
        Case(
            added=(("empty_levels", EMPTY_LEVEL | {"repair": "level1 told by level2"}),),
            cell=("empty_levels", "999", "level1"),
            expected="产出指标",
        ),
        holds(("indicators", "7", "repair", "spaces removed from level1")),
        with_rows(("empty_levels", EMPTY_LEVEL)),
    ),
}
