"""Printed totals are the sums of what they cover."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, statements, together


def _purposes(totals: pd.DataFrame) -> list[str]:
    return [name.removesuffix("_wan") for name in totals.columns if name.endswith("_wan")]


def _with_region(allocations: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    regions = units.drop_duplicates("unit_code").set_index("unit_code")["region_code"]
    return allocations.assign(region_code=allocations["unit_code"].map(regions).astype("string"))


def allocation_subtotals(t: Frames) -> Statements:
    """In annex 1 the lines of a city add up to its printed subtotal.

    附件1中各市明细之和等于该市小计。

    Holds: lines of 250,000 and 8,200,000 yuan, subtotal 8,450,000.

    Breaks: lines of 250,000 and 8,200,000 yuan, subtotal 8,540,000.
    """
    totals = t["allocation_totals"]
    cities = totals[totals["scope"] == "city"]
    lines = _with_region(t["allocations"], t["budget_units"])
    sums = lines.groupby("region_code")["amount_yuan"].sum()
    expected = cities["region_code"].map(sums).astype("Int64").fillna(0)
    return statements("allocation_totals", cities, "amount_yuan", cities["amount_yuan"], expected)


def allocation_cities(t: Frames) -> Statements:
    """In annex 1 the cities' subtotals add up to the total of the cities.

    附件1中各市小计之和等于各市合计。

    Holds: subtotals of 300 and 200 yuan, total of the cities 500.

    Breaks: subtotals of 300 and 200 yuan, total of the cities 600.
    """
    totals = t["allocation_totals"]
    rows = totals[totals["scope"] == "cities"]
    expected = totals.loc[totals["scope"] == "city", "amount_yuan"].sum()
    return statements("allocation_totals", rows, "amount_yuan", rows["amount_yuan"], expected)


def grant_subtotals(t: Frames) -> Statements:
    """In annex 2 the lines of a city add up, purpose by purpose, to its printed subtotals.

    附件2中各市明细按用途之和等于该市小计。

    Holds: lines of 20 and 30, subtotal 50; a purpose without lines prints no subtotal.

    Breaks: lines of 20 and 30, subtotal 60.
    """
    totals = t["grant_totals"]
    return _by_purpose(t, totals[totals["scope"] == "city"])


def _by_purpose(t: Frames, rows: pd.DataFrame) -> Statements:
    sums = t["grants"].groupby(["purpose", "region_code"])["amount_wan"].sum()
    parts = []
    for purpose in _purposes(rows):
        field = f"{purpose}_wan"
        own = sums[purpose] if purpose in sums.index.get_level_values(0) else sums.iloc[:0]
        expected = rows["region_code"].map(own).astype("Int64")
        parts.append(statements("grant_totals", rows, field, rows[field], expected))
    return together(parts)


def allocation_grand_total(t: Frames) -> Statements:
    """In annex 1 the grand total is the total of the cities, and the sum of all lines.

    附件1合计等于各市合计，亦等于全部明细之和。

    Holds: lines of 300 and 200 yuan, total of the cities 500, grand total 500.

    Breaks: lines of 300 and 200 yuan, total of the cities 500, grand total 600.
    """
    totals = t["allocation_totals"]
    rows = totals[totals["scope"] == "all"]
    cities = totals.loc[totals["scope"] == "cities", "amount_yuan"].sum()
    lines = t["allocations"]["amount_yuan"].sum()
    return together(
        statements("allocation_totals", rows, "amount_yuan", rows["amount_yuan"], expected)
        for expected in (cities, lines)
    )


def grant_grand_total(t: Frames) -> Statements:
    """In annex 2 the cities' subtotals add up, purpose by purpose, to the printed total.

    附件2中各市小计按用途之和等于合计。

    Holds: subtotals of 50 and 40, total 90.

    Breaks: subtotals of 50 and 40, total 80.
    """
    totals = t["grant_totals"]
    rows, cities = totals[totals["scope"] != "city"], totals[totals["scope"] == "city"]
    return together(
        statements(
            "grant_totals",
            rows,
            f"{purpose}_wan",
            rows[f"{purpose}_wan"],
            cities[f"{purpose}_wan"].sum(min_count=1),
        )
        for purpose in _purposes(totals)
    )


def each_city_once(t: Frames) -> Statements:
    """Each city has exactly one subtotal in annex 1 and exactly one in annex 2.

    每个市在附件1、附件2中各有且仅有一个小计。

    Holds: 601 has one row in allocation_totals and one in grant_totals.

    Breaks: 601 has two rows in grant_totals, or none.
    """
    regions = t["regions"]
    parts = []
    for name in ("allocation_totals", "grant_totals"):
        counts = t[name]["region_code"].value_counts()
        found = regions["region_code"].map(counts).fillna(0).astype("Int64")
        parts.append(statements("regions", regions, "region_code", found, 1))
    return together(parts)


def sequence(t: Frames) -> Statements:
    """The numbers printed before the cities of annex 2 count from 1 without a gap.

    附件2各市序号从1起连续。

    Holds: 1, 2, 3.

    Breaks: 1, 2, 4.
    """
    totals = t["grant_totals"]
    rows = totals[totals["scope"] == "city"]
    expected = pd.Series(range(1, len(rows) + 1), index=rows.index, dtype="Int64")
    return statements("grant_totals", rows, "seq", rows["seq"], expected)


def label_names_city(t: Frames) -> Statements:
    """The label of a city's subtotal names the city: NAME小计.

    各市小计的名称含该市名称。

    Holds: 甲市小计 for region 601, which is 甲市; words in brackets aside.

    Breaks: 乙市小计 for region 601, which is 甲市.
    """
    names = t["regions"].drop_duplicates("region_code").set_index("region_code")["name"]
    parts = []
    for table in ("allocation_totals", "grant_totals"):
        rows = t[table][t[table]["scope"] == "city"]
        found = rows["label"].str.replace(r"[(（][^)）]*[)）]", "", regex=True)
        expected = rows["region_code"].map(names).astype("string") + "小计"
        parts.append(statements(table, rows, "region_code", found, expected))
    return together(parts)
