"""What a follow-up names: the notice that it follows, and the keys into the notice's tables."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.saying import NOTICE, OF_REGIONS, among, either, of_notice
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import (
    Frames,
    filled,
    matched,
    statements,
    there,
    together,
)

#: By field the notice's table that it is a key of.
KEYS = {
    "allocation_id": "allocations",
    "grant_id": "grants",
    "sheet_id": "target_sheets",
    "indicator_id": "indicators",
}
#: By table of the follow-up the fields that are such keys.
KEYED = {
    "stages": ("allocation_id",),
    "payments": ("grant_id", "allocation_id"),
    "confirmed_targets": ("sheet_id", "indicator_id"),
    "monitoring": ("sheet_id", "indicator_id"),
    "self_evaluations": ("sheet_id",),
    "self_evaluation_scores": ("indicator_id",),
    "scores": ("indicator_id",),
}


def region_known(t: Frames) -> Statements:
    """Every region is one of the notice's.

    每个地区均为通知所列地区。

    Holds: region 601 of a notice that has it.

    Breaks: region 699 of a notice that has no such region.

    Basis: 预算法实施条例 article 6 and the notice: what is followed is what it gave to its regions.
    """
    known = of_notice(t, "regions")["region_code"].dropna().unique()
    return together(
        among(name, t[name], "region_code", known, "a region of the notice")
        for name in there(t, OF_REGIONS)
    )


def key_known(t: Frames) -> Statements:
    """Every allocation, grant, target sheet and indicator that a row names is one of the notice's.

    各行所指的资金分配、明细、绩效表和指标均为通知所有。

    Holds: grant 17 of a notice with 60 grants.

    Breaks: grant 71 of a notice with 60 grants.

    Basis: 预算法实施条例 article 57: nothing is paid without a budget; the notice names what is.
    """
    return together(
        among(
            name,
            t[name],
            field,
            of_notice(t, KEYS[field])[field].dropna().unique(),
            f"a key of the notice's {KEYS[field]}",
        )
        for name in there(t, KEYED)
        for field in KEYED[name]
        if NOTICE + KEYS[field] in t
    )


def key_of_region(t: Frames) -> Statements:
    """The allocation, grant, target sheet or indicator that a row names is of the row's region.

    各行所指的资金分配、明细、绩效表和指标属于该行的地区。

    Holds: grant 17 of region 601 in a row of region 601.

    Breaks: grant 17 of region 601 in a row of region 602.

    Basis: 预算法实施条例 article 6: special transfers are made by region and project.
    """
    owners = {field: _owners(t, field) for field in KEYS if NOTICE + KEYS[field] in t}
    parts = []
    for name in there(t, KEYED):
        for field in KEYED[name]:
            known = owners.get(field, {})
            rows = filled(t[name], field, "region_code")
            rows = rows[rows[field].isin([*known])]
            # What is wrong is the key: the whole form is of one region.
            same = matched(known, rows[field]).eq(rows["region_code"])
            wrong = "a key of the region " + rows["region_code"]
            parts.append(
                statements(name, rows, field, rows[field], either(rows[field], same, wrong))
            )
    return together(parts)


def _owners(t: Frames, field: str) -> dict[object, object]:
    """By key of the notice the region that it belongs to, as far as the notice says."""
    frame = of_notice(t, KEYS[field])
    if field == "indicator_id":
        regions = matched(_owners(t, "sheet_id"), frame["sheet_id"]) if _has_sheets(t) else None
    elif field == "allocation_id":
        units = t.get(NOTICE + "budget_units")
        by_unit = (
            {}
            if units is None
            else dict(zip(units["unit_code"], units["region_code"], strict=True))
        )
        regions = matched(by_unit, frame["unit_code"])
    else:
        regions = frame["region_code"]
    if regions is None:
        return {}
    pairs = zip(frame[field].tolist(), regions.tolist(), strict=True)
    return {key: region for key, region in pairs if not pd.isna(key) and not pd.isna(region)}


def _has_sheets(t: Frames) -> bool:
    return NOTICE + "target_sheets" in t


def sheet_of_indicator(t: Frames) -> Statements:
    """An indicator stands with the target sheet that the notice has it in.

    指标与其所在的绩效表相符。

    Holds: indicator 12 of sheet 3 in a row of sheet 3.

    Breaks: indicator 12 of sheet 3 in a row of sheet 4.

    Basis: the notice: targets are set sheet by sheet.
    """
    indicators = of_notice(t, "indicators")
    sheets = dict(zip(indicators["indicator_id"], indicators["sheet_id"], strict=True))
    parts = []
    for name in there(t, ("confirmed_targets", "monitoring", "self_evaluation_scores")):
        rows = filled(t[name], "indicator_id")
        rows = rows[rows["indicator_id"].isin([*sheets])]
        if name == "self_evaluation_scores":
            forms = t.get("self_evaluations")
            if forms is None:
                continue
            own = matched(
                dict(zip(forms["evaluation_id"], forms["sheet_id"], strict=True)),
                rows["evaluation_id"],
                default=pd.NA,
            )
        else:
            own = rows["sheet_id"]
        rows, own = rows[own.notna()], own[own.notna()]
        same = matched(sheets, rows["indicator_id"]).eq(own)
        wrong = "an indicator of sheet " + own.astype("string")
        found = rows["indicator_id"]
        parts.append(statements(name, rows, "indicator_id", found, either(found, same, wrong)))
    return together(parts)


def notice_at_hand(t: Frames) -> Statements:
    """The notice at hand is the one that is followed: its name, version and hash are those named.

    所用通知即所跟踪的通知：名称、版本、哈希与描述文件所载一致。

    Holds: version 2.0.0 and the hash of its descriptor in both.

    Breaks: the notice's package was made anew, and the follow-up names the older hash.

    Basis: practice: what is held against a notice is held against one state of it.
    """
    about = t["about"]
    return together(
        statements("about", rows, name, rows[name], rows[f"notice_{name}"])
        for name in ("name", "version", "hash")
        for rows in [about[about[f"notice_{name}"].notna()]]
    )
