"""Printed totals are the sums of what they cover."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    in_all,
    matched,
    statements,
    summed,
    there,
    together,
)

# Scopes: of all, of a single region; any other is that of a group of regions.
_ALL = "all"
_SINGLE = ("city", "county", "region")


def purposes(totals: pd.DataFrame) -> list[str]:
    """The purposes for which there are totals in annex 2."""
    return [name.removesuffix("_wan") for name in totals.columns if name.endswith("_wan")]


def of_regions(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of single regions."""
    single = totals["region_code"].notna() | totals["scope"].isin(_SINGLE)
    return totals[single.astype(bool) & totals["scope"].ne(_ALL).fillna(value=True)]


def of_groups(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of groups of regions: 各市合计, 财政省直管县合计."""
    single = totals["region_code"].notna() | totals["scope"].isin(_SINGLE)
    return totals[~single.astype(bool) & totals["scope"].ne(_ALL).fillna(value=True)]


def of_all(totals: pd.DataFrame) -> pd.DataFrame:
    """The grand totals."""
    return totals[totals["scope"].eq(_ALL).fillna(value=False)]


def regions_of(lines: pd.DataFrame, t: Frames) -> pd.Series:
    """The region of each line of annex 1: that of its budget unit."""
    if "budget_units" not in t:
        return pd.Series(pd.NA, index=lines.index, dtype=object)
    units = t["budget_units"].iloc[::-1]
    pairs = dict(zip(units["unit_code"], units["region_code"], strict=True))
    return matched(pairs, lines["unit_code"])


def unplaced_grants(t: Frames, *fields: str) -> bool:
    """Whether annex 2 has rows without one of these cells, so that its sums are of no use."""
    return len(filled(t["grants"], *fields)) < len(t["grants"])


def _groups_of(lines: pd.Series, groups: pd.DataFrame) -> pd.Series:
    """For each line of the notice the key of the group it stands in.

    A group begins at its total; where the total of the first one stands below lines, it ends there.
    """
    placed = groups[groups["_line"].notna()]
    starts = sorted(zip(placed["_line"], placed["_key"], strict=True))
    if not starts or lines.isna().all():
        return pd.Series(None, index=lines.index, dtype=object)
    below = lines.min() < starts[0][0]
    ends = pd.Series([line for line, _ in starts])
    places = ends.searchsorted(lines.fillna(0).astype("int64"), side="left")
    shift = 0 if below else -1
    keys = [key for _, key in starts]
    found = [keys[at] if 0 <= (at := place + shift) < len(keys) else None for place in places]
    return pd.Series(found, index=lines.index, dtype=object)


def allocation_subtotals(t: Frames) -> Statements:
    """In annex 1 the lines of a city add up to its printed subtotal.

    附件1中各市明细之和等于该市小计。

    Holds: lines of 250,000 and 8,200,000 yuan, subtotal 8,450,000.

    Breaks: lines of 250,000 and 8,200,000 yuan, subtotal 8,540,000.
    """
    rows = filled(of_regions(t["allocation_totals"]), "region_code")
    lines = t["allocations"]
    regions = regions_of(lines, t)
    if regions.isna().any():
        # A line that nobody can place may be part of any subtotal.
        rows = rows.iloc[:0]
    sums = summed(lines["amount_yuan"], regions)
    expected = matched(sums, rows["region_code"], default=0)
    return statements(
        "allocation_totals", rows, "amount_yuan", exact(rows["amount_yuan"]), expected
    )


def allocation_cities(t: Frames) -> Statements:
    """In annex 1 the subtotals of each group of regions add up to the total of the group.

    附件1中每一组（各市、财政省直管县）的小计之和等于该组合计。

    Holds: subtotals of 300 and 200 yuan, total of the cities 500; then one county with 100 yuan,
    total of the counties 100.

    Breaks: subtotals of 300 and 200 yuan, total of the cities 600.
    """
    totals = t["allocation_totals"]
    groups = of_groups(totals)
    parts = of_regions(totals)
    if parts.empty and "allocations" in t:
        parts = t["allocations"]
    sums = summed(parts["amount_yuan"], _groups_of(parts["_line"], groups))
    expected = matched(sums, groups["_key"], default=0)
    return statements(
        "allocation_totals", groups, "amount_yuan", exact(groups["amount_yuan"]), expected
    )


def grant_subtotals(t: Frames) -> Statements:
    """In annex 2 the lines of a city add up, purpose by purpose, to its printed subtotals.

    附件2中各市明细按用途之和等于该市小计。

    Holds: lines of 20 and 30, subtotal 50; a purpose without lines prints no subtotal.

    Breaks: lines of 20 and 30, subtotal 60.
    """
    rows, grants = filled(of_regions(t["grant_totals"]), "region_code"), t["grants"]
    if unplaced_grants(t, "purpose", "region_code", "amount_wan"):
        rows = rows.iloc[:0]
    sums = summed(grants["amount_wan"], grants["purpose"], grants["region_code"])
    parts = []
    for purpose in purposes(rows):
        own = {region: amount for (name, region), amount in sums.items() if name == purpose}
        field = f"{purpose}_wan"
        expected = matched(own, rows["region_code"])
        parts.append(statements("grant_totals", rows, field, exact(rows[field]), expected))
    return together(parts)


def allocation_grand_total(t: Frames) -> Statements:
    """In annex 1 the grand total is the sum of the groups' totals, and the sum of all lines.

    附件1合计等于各组合计之和，亦等于全部明细之和。

    Holds: lines of 300 and 200 yuan, total of the cities 500, grand total 500.

    Breaks: lines of 300 and 200 yuan, total of the cities 500, grand total 600.
    """
    totals = t["allocation_totals"]
    rows, groups = of_all(totals), of_groups(totals)
    sums = [in_all(t["allocations"]["amount_yuan"])]
    if len(groups):
        sums.insert(0, in_all(groups["amount_yuan"]))
    return together(
        statements("allocation_totals", rows, "amount_yuan", exact(rows["amount_yuan"]), expected)
        for expected in sums
    )


def grant_grand_total(t: Frames) -> Statements:
    """In annex 2 the regions' subtotals add up, purpose by purpose, to the printed total.

    附件2中各市小计按用途之和等于合计。

    Holds: subtotals of 50 and 40, total 90; subtotals of two groups, each with its total.

    Breaks: subtotals of 50 and 40, total 80.
    """
    totals = t["grant_totals"]
    groups, parts, grand = of_groups(totals), of_regions(totals), of_all(totals)
    members = _groups_of(parts["_line"], groups)
    # A list of grants without subtotals has nothing that its total could be the sum of here.
    grand = grand if len(parts) else grand.iloc[:0]
    checked = []
    for purpose in purposes(totals):
        field = f"{purpose}_wan"
        by_group = matched(summed(parts[field], members), groups["_key"])
        whole = exact(parts[field]).dropna().tolist()
        # A purpose without an amount has no sum.
        total = sum(whole) if whole else None
        checked += [
            statements("grant_totals", groups, field, exact(groups[field]), by_group),
            statements("grant_totals", grand, field, exact(grand[field]), total),
        ]
    return together(checked)


def each_city_once(t: Frames) -> Statements:
    """A region with several lines has exactly one subtotal in annex 1, and one in annex 2.

    有多行明细的地区在附件1、附件2中各有且仅有一个小计。

    Holds: 601 has one row in allocation_totals and one in grant_totals; annexes without subtotals.

    Breaks: 601 has two rows in grant_totals, or none.
    """
    regions = filled(t["regions"], "region_code")
    parts = []
    for name, detail in (("allocation_totals", "allocations"), ("grant_totals", "grants")):
        printed = of_regions(t[name])["region_code"] if name in t else pd.Series(dtype=object)
        if printed.isna().any() or printed.empty:
            continue
        own = pd.Series(dtype=object)
        if detail in t:
            lines = t[detail]
            own = regions_of(lines, t) if detail == "allocations" else lines["region_code"]
        size = regions["region_code"].map(own.value_counts()).fillna(0)
        rows = regions[(size > 1) | regions["region_code"].isin(printed)]
        found = rows["region_code"].map(printed.value_counts()).fillna(0).astype("Int64")
        parts.append(statements("regions", rows, "region_code", found, 1))
    return together(parts)


def sequence(t: Frames) -> Statements:
    """The numbers printed before the cities of annex 2 count from 1 without a gap.

    附件2各市序号从1起连续。

    Holds: 1, 2, 3.

    Breaks: 1, 2, 4.
    """
    rows = of_regions(t["grant_totals"])
    if rows["seq"].isna().all():
        rows = rows.iloc[:0]
    expected = pd.Series(range(1, len(rows) + 1), index=rows.index, dtype="Int64")
    return statements("grant_totals", rows, "seq", rows["seq"], expected)


def label_names_city(t: Frames) -> Statements:
    """The label of a region's subtotal names the region: NAME小计.

    各市小计的名称含该市名称。

    Holds: 甲市小计, or 甲市, for region 601, which is 甲市; words in brackets aside.

    Breaks: 乙市小计 for region 601, which is 甲市.
    """
    regions = filled(t["regions"], "region_code", "name").iloc[::-1]
    names = dict(zip(regions["region_code"], regions["name"], strict=True))
    parts = []
    for table in there(t, ("allocation_totals", "grant_totals")):
        rows = of_regions(t[table])
        rows = rows[rows["region_code"].isin(names)]
        found = rows["label"].str.replace(r"[(（][^)）]*[)）]", "", regex=True)
        name = matched(names, rows["region_code"])
        wanted = [
            label if str(label).startswith(str(one)[:-1]) else f"{one}小计"
            for label, one in zip(found, name, strict=True)
        ]
        expected = pd.Series(wanted, index=rows.index, dtype=object)
        parts.append(statements(table, rows, "region_code", found, expected))
    return together(parts)
