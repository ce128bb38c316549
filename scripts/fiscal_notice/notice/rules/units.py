"""Units of money and of targets."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import YUAN_PER_WAN
from fiscal_notice.notice.rules.declare import (
    ABSENT,
    Frames,
    exact,
    filled,
    first_in_group,
    matched,
    statements,
    summed,
    together,
)
from fiscal_notice.notice.rules.totals import of_regions, regions_of


def annexes_agree(t: Frames) -> Statements:
    """A region's subtotals of annex 2, added up and × 10,000, are its total of annex 1.

    附件2各市小计之和乘以10,000等于附件1该市小计。

    Holds: 25 and 2,475 in annex 2, 25,000,000.00 in annex 1.

    Breaks: 25 and 2,475 in annex 2, 24,750,000.00 in annex 1.
    """
    cities = filled(of_regions(t["grant_totals"]), "region_code")
    columns = [name for name in cities.columns if name.endswith("_wan")]
    if not columns:
        return together([])
    found = _in_yuan(sum(exact(cities[name]).fillna(0) for name in columns))
    printed = of_regions(t["allocation_totals"]) if "allocation_totals" in t else None
    if printed is not None and printed["region_code"].notna().any():
        printed = printed.iloc[::-1]  # of two rows of a region the first one counts
        yuan = dict(zip(printed["region_code"], exact(printed["amount_yuan"]), strict=True))
    elif "allocations" in t:
        # Without subtotals annex 1 has the regions' lines alone.
        yuan = summed(t["allocations"]["amount_yuan"], regions_of(t["allocations"], t))
    else:
        return together([])
    expected = matched(yuan, cities["region_code"])
    return statements("grant_totals", cities, columns[-1], found, expected)


def _in_yuan(wan: pd.Series) -> pd.Series:
    return exact(wan) * YUAN_PER_WAN


def grant_yuan(t: Frames) -> Statements:
    """A grant's amount in yuan is its printed amount × 10,000.

    明细金额（元）等于所印金额（万元）乘以10,000。

    Holds: 25 and 250,000; 27.5 and 275,000.

    Breaks: 25 and 25,000.
    """
    grants = filled(t["grants"], "amount_wan")
    yuan = exact(grants["amount_yuan"])
    return statements("grants", grants, "amount_yuan", yuan, _in_yuan(grants["amount_wan"]))


def need_yuan(t: Frames) -> Statements:
    """A sheet's funding need in yuan is its printed need × 10,000.

    资金需求（元）等于所印资金需求（万元）乘以10,000。

    Holds: 1380万元 and 13,800,000.

    Breaks: 1380万元 and 1,380,000.
    """
    sheets = filled(t["target_sheets"], "funding_need_wan")
    return statements(
        "target_sheets",
        sheets,
        "funding_need_yuan",
        exact(sheets["funding_need_yuan"]),
        _in_yuan(sheets["funding_need_wan"]),
    )


def printed_unit(t: Frames) -> Statements:
    """An annex that is a table of money prints its unit.

    列示金额的附件应注明计量单位。

    Holds: annex 1 prints 单位：元; annex 2 has a column 金额（万元）.

    Breaks: annex 2 prints no unit.
    """
    annexes = t["annexes"]
    tables = annexes[annexes["heading"].notna()]
    found = tables["unit"]
    if "layout" in t:
        columns = t["layout"]
        columns = columns[columns["meaning"].isin(["amount", "other_amount"])]
        number = annexes["annex_no"].astype("string")
        tables = tables[number[tables.index].isin(columns["annex_no"].astype("string"))]
        named = columns[columns["header"].str.contains("元", regex=False).fillna(value=False)]
        inside = number[tables.index].isin(named["annex_no"].astype("string"))
        found = tables["unit"].mask(tables["unit"].isna() & inside, "元")
    return statements("annexes", tables, "unit", found, found.fillna("元 / 万元"))


def _first_of_indicator(t: Frames, field: str) -> Statements:
    """Targets with one figure whose ``field`` is held against the first sheet's that has it."""
    indicators = t["indicators"].drop_duplicates("indicator_id").set_index("indicator_id")
    targets = t["indicator_targets"]
    rows = filled(targets, "value_type", "part_relation")
    rows = rows[rows["value_type"].eq("quantitative") & rows["part_relation"].eq("single")]
    name = rows["indicator_id"].map(indicators["level3_clean"])
    expected = first_in_group(rows.assign(_name=name), ["_name"], rows[field])
    return statements("indicator_targets", rows, field, rows[field], expected)


def units_agree(t: Frames) -> Statements:
    """The targets of one indicator have the same unit on all sheets: that of the first sheet.

    同一指标在各市绩效目标表中的计量单位一致（以首次所印为参照，并非认定其正确）。

    Holds: 不少于2项 on two sheets.

    Breaks: 不少于2项 on one sheet, 不少于2场 on another.
    """
    return _first_of_indicator(t, "unit")


def bases_agree(t: Frames) -> Statements:
    """The targets of one indicator have the same basis on all sheets: that of the first sheet.

    同一指标在各市绩效目标表中的口径（绝对值、比率、增长率）一致（以首次所印为参照）。

    Holds: 增长4% on two sheets.

    Breaks: 1.29件 on one sheet, 增长4% on another.
    """
    return _first_of_indicator(t, "basis")


def comparators_agree(t: Frames) -> Statements:
    """The targets of one indicator are bounded alike on all sheets: as on the first sheet.

    同一指标在各市绩效目标表中的比较方式一致（以首次所印为参照）。

    Holds: 至少20家 on one sheet, 不少于15家 on another: both are lower bounds.

    Breaks: 2次以上 on one sheet, 2次 on another.
    """
    return _first_of_indicator(t, "comparator")


def unit_in_name(t: Frames) -> Statements:
    """Where an indicator's name states a figure, its unit is that of the target value.

    指标名称中含有数量的，其计量单位与指标值一致。

    Holds: 开展2次以上活动 with the value 不少于2次.

    Breaks: 开展2次以上活动 with the value 不少于2场.
    """
    indicators, targets = t["indicators"], t["indicator_targets"]
    in_name = indicators["level3"].str.extract(r"[0-9]+(场|家|次|个|项|份|件|户|所)", expand=False)
    rows = indicators[in_name.notna()]
    units = targets.drop_duplicates("indicator_id").set_index("indicator_id")["unit"]
    found = rows["indicator_id"].map(units).astype("string")
    if "unit" in targets.attrs.get(ABSENT, ()):
        rows = rows.iloc[:0]
    return statements(
        "indicators", rows, "value_as_printed", found[rows.index], in_name[rows.index]
    )


def target_shape(t: Frames) -> Statements:
    """A quantitative target has the bounds that its comparator asks for, and no others.

    定量指标值的上下限与比较符相符。

    Holds: ge with a lower bound; between with both, the lower one not above the upper one.

    Breaks: ge with an upper bound; eq with two different bounds.
    """
    targets = t["indicator_targets"]
    rows = targets[targets["value_type"].eq("quantitative")]
    # A target whose bound is not known has no comparator, and no bounds.
    comparator, lower, upper = rows["comparator"].fillna(""), rows["lower"], rows["upper"]
    need_lower = comparator.isin(["ge", "gt", "eq", "between"])
    need_upper = comparator.isin(["le", "lt", "eq", "between"])
    equal = comparator.ne("eq") | lower.eq(upper).fillna(value=False)
    ordered = comparator.ne("between") | lower.le(upper).fillna(value=False)
    return together(
        [
            statements("indicator_targets", rows, "lower", lower.notna(), need_lower),
            statements("indicator_targets", rows, "upper", upper.notna() & equal, need_upper),
            statements("indicator_targets", rows, "upper", ordered, expected=True),
        ]
    )
