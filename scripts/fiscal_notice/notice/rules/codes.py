"""Codes of units, regions, functions and purposes."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import is_award
from fiscal_notice.notice.rules.declare import Frames, statements, together


def unit_code(t: Frames) -> Statements:
    """The code of a city's own budget unit is the region code followed by 001.

    各市本级预算单位编码为地区编码加001。

    Holds: unit 601001 of region 601.

    Breaks: unit 601002 of region 601.
    """
    units = t["budget_units"]
    return statements(
        "budget_units", units, "unit_code", units["unit_code"], units["region_code"] + "001"
    )


def unit_name(t: Frames) -> Statements:
    """A city's own budget unit is called after the city: NAME本级.

    各市本级预算单位的名称为该市名称加“本级”。

    Holds: 601001 is 甲市本级, and 601 is 甲市.

    Breaks: 601001 is 乙市本级, and 601 is 甲市.
    """
    units = t["budget_units"]
    names = t["regions"].drop_duplicates("region_code").set_index("region_code")["name"]
    expected = units["region_code"].map(names).astype("string") + "本级"
    return statements("budget_units", units, "name", units["name"], expected)


def gb_name(t: Frames) -> Statements:
    """The name that GB/T 2260 gives to a region's gb_code is the region's name.

    地区的行政区划代码在GB/T 2260中的名称与该地区名称一致。

    Holds: 甲市 has the code that the code list gives to 甲市.

    Breaks: 甲市 has the code of 乙市.
    """
    regions = t["regions"]
    codes = t["gb_divisions"].drop_duplicates("name").set_index("name")["gb_code"]
    expected = regions["name"].map(codes).astype("string")
    return statements("regions", regions, "gb_code", regions["gb_code"], expected)


def gb_one_to_one(t: Frames) -> Statements:
    """Every division of the code list is the code of exactly one region.

    代码表中的每个行政区划恰好对应一个地区。

    Holds: each code of the list occurs once in regions.

    Breaks: a code of the list occurs in no region, or in two.
    """
    divisions = t["gb_divisions"]
    uses = t["regions"]["gb_code"].value_counts()
    found = divisions["gb_code"].map(uses).fillna(0).astype("Int64")
    return statements("gb_divisions", divisions, "gb_code", found, 1)


def function_parent(t: Frames) -> Statements:
    """The parent of a functional code is the code without its last two digits; 类 has none.

    功能分类科目的上级编码为去掉末两位后的编码；类级科目无上级。

    Holds: 2011409 has the parent 20114.

    Breaks: 2011409 has the parent 20115.
    """
    functions = t["functions"]
    code = functions["function_code"]
    expected = code.str.slice(stop=-2).where(code.str.len() > 3)  # noqa: PLR2004  类: 3 digits
    return statements("functions", functions, "parent_code", functions["parent_code"], expected)


def function_level(t: Frames) -> Statements:
    """A functional code of 3, 5 or 7 digits is of level 1, 2 or 3.

    功能分类科目编码3、5、7位分别对应类、款、项。

    Holds: 20114 is of level 2.

    Breaks: 20114 is of level 3.
    """
    functions = t["functions"]
    expected = functions["function_code"].str.len().map({3: 1, 5: 2, 7: 3}).astype("Int64")
    return statements("functions", functions, "level", functions["level"], expected)


def function_name(t: Frames) -> Statements:
    """A functional code carries the name that the classification gives to it, also in annex 1.

    功能分类科目名称（含附件1所印）与科目表一致。

    Holds: 2011409 is printed with the name that the classification has.

    Breaks: 2011409 is printed with the name of another code.
    """
    names = t["functional_classification"].drop_duplicates("function_code")
    by_code = names.set_index("function_code")["name"]
    functions, lines = t["functions"], t["allocations"]
    return together(
        [
            statements(
                "functions",
                functions,
                "name",
                functions["name"],
                functions["function_code"].map(by_code).astype("string"),
            ),
            statements(
                "allocations",
                lines,
                "function_name",
                lines["function_name"],
                lines["function_code"].map(by_code).astype("string"),
            ),
        ]
    )


def function_used(t: Frames) -> Statements:
    """Every functional code of the package is printed in annex 1 or is a parent of one that is.

    科目表及代码表中的每个科目都在附件1中使用，或为其上级科目。

    Holds: 20114 stands in the tables because annex 1 prints 2011409.

    Breaks: 20199 stands in a table, and annex 1 prints no code that begins so.
    """
    printed = t["allocations"]["function_code"].dropna().drop_duplicates()
    used = pd.concat([printed.str.slice(stop=n) for n in (3, 5, 7)])
    return together(
        statements(
            name, t[name], "function_code", t[name]["function_code"].isin(used), expected=True
        )
        for name in ("functions", "functional_classification")
    )


def purpose_and_type(t: Frames) -> Statements:
    """A grant is an award exactly if its purpose is the award.

    用途为奖励的明细，其转移支付类型为奖牌，反之亦然。

    Holds: purpose patent_award with transfer type award.

    Breaks: purpose ip_creation with transfer type award.
    """
    grants = t["grants"]
    found = grants["transfer_type"].eq("award")
    expected = grants["purpose"].map(is_award, na_action="ignore").astype("boolean")
    return statements("grants", grants, "transfer_type", found.astype("boolean"), expected)


def one_function_per_type(t: Frames) -> Statements:
    """All lines of one kind of transfer carry one functional code: that of the first line.

    同一类转移支付使用同一功能分类科目（以首次所印为准）。

    Holds: two earmarked lines with 2300241.

    Breaks: an earmarked line with 2300241 and one with 2011409.
    """
    lines = t["allocations"]
    expected = lines.groupby("transfer_type")["function_code"].transform("first")
    return statements("allocations", lines, "function_code", lines["function_code"], expected)
