"""Indicators: what is lost, stands twice, or is worded otherwise than elsewhere."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import (
    Frames,
    filled,
    first_in_group,
    statements,
    there,
    together,
)

_HAN = "\u4e00-\u9fff"
MAX_EDITS = 2
MIN_LENGTH = 8


def missing_value(t: Frames) -> Statements:
    """Every indicator has a target value.

    每个指标均有指标值。

    Holds: 建设运营中心 | 1家.

    Breaks: 建设运营中心, and nothing beside it.
    """
    indicators = t["indicators"]
    value = indicators["value_as_printed"]
    return statements(
        "indicators", indicators, "value_as_printed", value, value.fillna("a target value")
    )


def missing_level(t: Frames) -> Statements:
    """Every indicator stands under a level-1 and a level-2 name.

    每个指标均有一级指标和二级指标。

    Holds: 产出指标 | 数量指标 | 建设运营中心.

    Breaks: an indicator above the first level name of its sheet.
    """
    indicators = t["indicators"]
    parts = []
    for name in ("level1", "level2"):
        # A form without this level has no cell for it.
        sheets = indicators[name].notna().groupby(indicators["sheet_id"], dropna=False)
        rows = indicators[sheets.transform("any")]
        parts.append(statements("indicators", rows, name, rows[name], rows[name].fillna("a level")))
    return together(parts)


def level1_printed(t: Frames) -> Statements:
    """Where a new level-1 name begins it is printed, not only told by the level-2 name below it.

    一级指标在其开始处印出，而非仅能由二级指标推知。

    Holds: 效益指标 | 社会效益指标.

    Breaks: 可持续影响指标 below 产出指标, and no 效益指标 before it.
    """
    parts = []
    for name in there(t, ("indicators", "empty_levels")):
        rows = t[name]
        told = rows["repair"].str.contains("level1 told by level2", regex=False)
        found = rows["level1"].where(~told.fillna(value=False).astype(bool))
        parts.append(statements(name, rows, "level1", found, rows["level1"]))
    return together(parts)


def level_parent(t: Frames) -> Statements:
    """A level-2 name stands under the same level-1 name wherever it is used.

    同一二级指标始终归于同一一级指标（以首次所印为参照）。

    Holds: 数量指标 under 产出指标 on all sheets.

    Breaks: 数量指标 under 产出指标 on one sheet, under 效益指标 on another.
    """
    names = there(t, ("indicators", "empty_levels"))
    both = pd.concat([t[name][["level1", "level2"]] for name in names])
    first = both[both["level2"].notna()].drop_duplicates("level2").set_index("level2")["level1"]
    parts = []
    for name in names:
        rows = t[name][t[name]["level2"].notna()]
        expected = rows["level2"].map(first).astype("string")
        # Weights in brackets are no part of a name: 产出指标(50分).
        alike = _unweighted(rows["level1"]).eq(_unweighted(expected)).fillna(value=False)
        parts.append(
            statements(name, rows, "level1", rows["level1"], expected.mask(alike, rows["level1"]))
        )
    return together(parts)


def _unweighted(names: pd.Series) -> pd.Series:
    return names.str.replace(r"\s*[(（][^()（）]*[)）]$", "", regex=True)


def empty_level(t: Frames) -> Statements:
    """A level-2 name that is printed has an indicator beside it.

    所列二级指标均有三级指标。

    Holds: 时效指标 | 按期完成 | 2021年内完成.

    Breaks: 时效指标, and nothing beside it.
    """
    rows = t["empty_levels"]
    return statements("empty_levels", rows, "level2", rows["level2"], pd.NA)


def duplicate_indicator(t: Frames) -> Statements:
    """An indicator stands once on a sheet.

    同一指标在一张表中仅列一次。

    Holds: 举办推介会 once on the sheet of 甲市.

    Breaks: 举办推介会 twice on the sheet of 甲市.
    """
    indicators = filled(t["indicators"], "sheet_id", "level3_clean")
    again = indicators.groupby(["sheet_id", "level3_clean"]).cumcount() + 1
    return statements("indicators", indicators, "level3", again, 1)


def contradiction(t: Frames) -> Statements:
    """Where an indicator stands twice on a sheet, its values are the same.

    同一指标在一张表中重复出现的，其指标值一致。

    Holds: 举办推介会 twice, with 2场 both times.

    Breaks: 举办推介会 with 2至3场, and again with 不少于2场.
    """
    indicators = t["indicators"]
    value = indicators["value_as_printed"]
    expected = first_in_group(indicators, ["sheet_id", "level3_clean"], value)
    return statements("indicators", indicators, "value_as_printed", value, expected)


def truncated_name(t: Frames) -> Statements:
    """No indicator's name breaks off in the middle of one that is printed elsewhere.

    指标名称完整，未在他处所印名称的中途截断。

    Holds: 商标注册申请 beside 商标注册申请，提高水平: the longer one goes on after a comma.

    Breaks: 商标注册申 beside 商标注册申请.
    """
    indicators = t["indicators"]
    names = sorted(set(indicators["level3_clean"].dropna()))
    whole = {
        name: following
        for name, following in pairwise(names)  # sorted names that begin alike stand together
        if following.startswith(name) and re.match(rf"[{_HAN}]", following[len(name) :])
    }
    expected = indicators["level3_clean"].map(lambda name: whole.get(name, name))
    return statements("indicators", indicators, "level3", indicators["level3_clean"], expected)


def template_label(t: Frames) -> Statements:
    """No label of the form 指标N: is left in an indicator's name, and no full stop at its end.

    指标名称中无残留的“指标N:”字样，末尾无句号。

    Holds: 投诉率.

    Breaks: 指标9: 投诉率; 投诉率。
    """
    indicators = filled(t["indicators"], "level3")
    return statements(
        "indicators", indicators, "level3", indicators["level3"], indicators["level3_clean"]
    )


def value_full_stop(t: Frames) -> Statements:
    """A target value does not end with a full stop.

    指标值末尾无句号。

    Holds: 增长2%以上.

    Breaks: 增长2%以上。
    """
    indicators = t["indicators"]
    rows = indicators[indicators["value_as_printed"].notna()]
    found = rows["value_as_printed"]
    return statements("indicators", rows, "value_as_printed", found, found.str.rstrip("。"))


def double_bound(t: Frames) -> Statements:
    """A target value states its bound once.

    指标值不重复表述下限或上限。

    Holds: 不少于30户; 30户以上.

    Breaks: 不少于30户以上.
    """
    indicators = t["indicators"]
    rows = indicators[indicators["value_as_printed"].notna()]
    found = rows["value_as_printed"]
    expected = found.str.replace(r"^((?:不少于|不低于|至少).*?)以上$", r"\1", regex=True)
    return statements("indicators", rows, "value_as_printed", found, expected)


def value_repeats_name(t: Frames) -> Statements:
    """A target value does not repeat the indicator's name.

    指标值不是指标名称的重复。

    Holds: 营造氛围 | 进一步提升.

    Breaks: 营造氛围 | 营造氛围.
    """
    rows = filled(t["indicators"], "value_as_printed", "level3")
    found = rows["value_as_printed"]
    return statements(
        "indicators",
        rows,
        "value_as_printed",
        found,
        found.where(found.ne(rows["level3"]), "a target value"),
    )


def value_understood(t: Frames) -> Statements:
    """Every target value that is printed can be read as a quantity, a quality or a deadline.

    所印指标值均可解析为定量、定性或期限目标。

    Holds: 不少于2场; 逐步提升; 效果明显; 2021年内完成.

    Breaks: 约10家; a slogan that only repeats the indicator's name.
    """
    targets = t["indicator_targets"]
    rows = targets[targets["parse_status"].ne("missing")]
    found = rows["parse_status"]
    quality = rows["value_type"].eq("qualitative").fillna(value=False)
    return statements(
        "indicator_targets", rows, "parse_status", found.mask(quality, "parsed"), "parsed"
    )


def level_of_indicator(t: Frames) -> Statements:
    """An indicator stands under the same level-2 name on all sheets: that of the first sheet.

    同一指标在各表中归于同一二级指标（以首次所印为参照）。

    Holds: 保护意识 under 可持续影响指标 on two sheets.

    Breaks: 积极性 under 社会效益指标 on one sheet, under 经济效益指标 on another.
    """
    rows = filled(t["indicators"], "level2", "level3_clean")
    expected = rows.groupby("level3_clean")["level2"].transform("first")
    return statements("indicators", rows, "level2", rows["level2"], expected)


def similar_names(t: Frames) -> Statements:
    """Indicators whose names differ by one or two characters are worded alike: as printed first.

    仅一两个字不同的指标名称写法一致（以首次所印为参照，并非认定其正确）。

    Holds: 专利转让备案件数 on all sheets.

    Breaks: 专利转让备案件数 on one sheet, 专利转让备案案件数 on another.
    """
    indicators = t["indicators"]
    names = indicators["level3_clean"].dropna().drop_duplicates().tolist()
    first = first_similar(names)
    expected = indicators["level3_clean"].map(lambda name: first.get(name, name))
    return statements("indicators", indicators, "level3", indicators["level3_clean"], expected)


def first_similar(names: list[str]) -> dict[str, str]:
    """For each name that is similar to an earlier one, the earliest of those it leads back to.

    Two texts are MAX_EDITS edits apart only if leaving out at most so many characters of each can
    make them equal: so only names that share such a remainder are compared, and the cost grows
    with the number of names, not with its square.
    """
    first: dict[str, str] = {}
    seen: dict[str, list[str]] = {}
    place = {name: number for number, name in enumerate(names)}
    for name in names:
        if len(name) < MIN_LENGTH:
            continue
        remainders = _remainders(name)
        near = {other for rest in remainders for other in seen.get(rest, ())}
        for other in sorted(near, key=place.__getitem__):
            if _edits(other, name) <= MAX_EDITS:
                first[name] = first.get(other, other)
                break
        for rest in remainders:
            seen.setdefault(rest, []).append(name)
    return first


def _remainders(name: str) -> set[str]:
    rests = {name}
    for _ in range(MAX_EDITS):
        rests |= {rest[:i] + rest[i + 1 :] for rest in rests for i in range(len(rest))}
    return rests


def _edits(one: str, other: str) -> int:
    """How many characters must be put in, left out or exchanged to make one text the other."""
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, other_sign in enumerate(other, start=1):
            diagonal, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, diagonal + (sign != other_sign)),
            )
    return row[-1]
