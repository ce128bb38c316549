"""Codes of units, regions, functions and purposes."""

from __future__ import annotations

import re

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import is_award
from fiscal_notice.notice.rules.declare import (
    Frames,
    filled,
    matched,
    statements,
    there,
    together,
)

# How many digits the codes of 类, 款 and 项 have.
_DIGITS = (3, 5, 7)


_OWN = "本级"
# What may be left out of the name of a place, so that 某地 is 某地市.
_KINDS = re.compile("(特别行政区|自治区|自治州|自治县|省|市|县|区|盟|旗)$")


def unit_code(t: Frames) -> Statements:
    """The code of a budget unit is its region's code with more digits: 001 for the region's own.

    预算单位编码以所属地区编码开头；本级单位的编码为地区编码加001。

    Holds: unit 601001, called 甲市本级, of region 601; unit 601002, called 乙县, of region 601.

    Breaks: unit 601002, called 甲市本级, of region 601; unit 602002 of region 601.
    """
    units = filled(t["budget_units"], "unit_code", "region_code")
    code, region = units["unit_code"], units["region_code"]
    more = pd.Series(
        [one[len(other) :] if one.startswith(other) else "" for one, other in _pairs(code, region)],
        index=units.index,
        dtype=object,
    )
    own = units["name"].str.endswith(_OWN).fillna(value=False).astype(bool)
    fits = more.str.fullmatch("[0-9]+").fillna(value=False).astype(bool) & ~own
    return statements("budget_units", units, "unit_code", code, code.where(fits, region + "001"))


def _pairs(one: pd.Series, other: pd.Series) -> list[tuple[str, str]]:
    return list(zip(one.astype(object), other.astype(object), strict=True))


def unit_name(t: Frames) -> Statements:
    """A region's own budget unit is called after the region: NAME本级, for cities and counties.

    各市、县本级预算单位的名称为该市、县名称加“本级”。

    Holds: 601001 is 甲市本级, and 601 is 甲市; 601002 is 乙县, which is no unit of 甲市's own.

    Breaks: 601001 is 乙市本级, and 601 is 甲市.
    """
    units = filled(t["budget_units"], "name", "region_code")
    own = units["name"].str.endswith(_OWN) | units["unit_code"].str.endswith("001")
    rows = units[own.fillna(value=False).astype(bool)]
    names = dict(_pairs(*(t["regions"].iloc[::-1][name] for name in ("region_code", "name"))))
    region = matched(names, rows["region_code"])
    # One that is called as the region itself is the region's own, too.
    expected = (region.astype("string") + _OWN).where(rows["name"].ne(region), rows["name"])
    return statements("budget_units", rows, "name", rows["name"], expected)


def gb_name(t: Frames) -> Statements:
    """The name that GB/T 2260 gives to a region's gb_code is the region's name.

    地区的行政区划代码在GB/T 2260中的名称与该地区名称一致。

    Holds: 甲市, or 甲 for short, has the code that the code list gives to 甲市.

    Breaks: 甲市 has the code of 乙市.

    Basis: GB/T 2260, codes for the administrative divisions of China.
    """
    regions = filled(t["regions"], "name")
    listed = t["gb_divisions"]
    names = dict(_pairs(*(listed.iloc[::-1][name] for name in ("gb_code", "name"))))
    # Districts of several cities share a name, which tells no code then.
    single = listed[~listed["name"].duplicated(keep=False)]
    codes = dict(_pairs(single["name"], single["gb_code"]))
    called = matched(names, regions["gb_code"])
    agree = pd.Series(
        [_same_place(one, other) for one, other in _pairs(regions["name"], called)],
        index=regions.index,
        dtype=bool,
    )
    # Of a name and a code that the list lacks both, another rule says what is wrong.
    known = called.notna() | regions["name"].isin(codes)
    expected = matched(codes, regions["name"]).where(~agree, regions["gb_code"])
    rows = regions[known]
    return statements("regions", rows, "gb_code", rows["gb_code"], expected[known])


def _same_place(one: object, other: object) -> bool:
    if pd.isna(one) or pd.isna(other):
        return False
    return one == other or _KINDS.sub("", str(one)) == _KINDS.sub("", str(other))


def gb_one_to_one(t: Frames) -> Statements:
    """A code of GB/T 2260 that is used is the code of exactly one region.

    所用的每个行政区划代码恰好对应一个地区。

    Holds: each code occurs once in regions; what else the code list has does not matter.

    Breaks: two regions have one code.
    """
    regions = filled(t["regions"], "gb_code")
    again = regions.groupby("gb_code").cumcount() + 1
    return statements("regions", regions, "gb_code", again, 1)


def gb_code_listed(t: Frames) -> Statements:
    """A code of GB/T 2260 that is used is in the code list.

    所用的行政区划代码列于代码表。

    Holds: a region has a code of the list, or none, as a development zone.

    Breaks: a region has a code that the list lacks.

    Basis: GB/T 2260 and its history: divisions are set up, renamed and dissolved.
    """
    rows = filled(t["regions"], "gb_code")
    found = rows["gb_code"].isin(t["gb_divisions"]["gb_code"])
    return statements("regions", rows, "gb_code", found, expected=True)


def function_listed(t: Frames) -> Statements:
    """A functional code that is printed is in the classification, or is part of one that is.

    所印的功能分类科目列于科目表。

    Holds: 2011409, and 20114, of which 2011409 is an item.

    Breaks: 2019999 is printed, and the list has no code that begins so.

    Basis: the classification of government revenue and expenditure (政府收支分类科目) of the year.
    """
    listed = t["functional_classification"]["function_code"].dropna()
    codes = set(pd.concat([listed.str.slice(stop=size) for size in _DIGITS]))
    parts = []
    for name in there(t, ("allocations", "amounts")):
        rows = filled(t[name], "function_code")
        found = rows["function_code"].isin(codes)
        parts.append(statements(name, rows, "function_code", found, expected=True))
    return together(parts)


def function_parent(t: Frames) -> Statements:
    """The parent of a functional code is the code without its last two digits; 类 has none.

    功能分类科目的上级编码为去掉末两位后的编码；类级科目无上级。

    Holds: 2011409 has the parent 20114.

    Breaks: 2011409 has the parent 20115.
    """
    functions = filled(t["functions"], "function_code")
    code = functions["function_code"]
    expected = code.str.slice(stop=-2).where(code.str.len() > _DIGITS[0])
    return statements("functions", functions, "parent_code", functions["parent_code"], expected)


def function_level(t: Frames) -> Statements:
    """A functional code of 3, 5 or 7 digits is of level 1, 2 or 3.

    功能分类科目编码3、5、7位分别对应类、款、项。

    Holds: 20114 is of level 2.

    Breaks: 20114 is of level 3.
    """
    functions = filled(t["functions"], "function_code")
    expected = functions["function_code"].str.len().map({3: 1, 5: 2, 7: 3}).astype("Int64")
    return statements("functions", functions, "level", functions["level"], expected)


def function_name(t: Frames) -> Statements:
    """A functional code carries the name that the classification gives to it, also in annex 1.

    功能分类科目名称（含附件1所印）与科目表一致。

    Holds: 2011409 is printed with the name that the classification has, or without a name.

    Breaks: 2011409 is printed with the name of another code.

    Basis: the classification of government revenue and expenditure (政府收支分类科目) of the year.
    """
    listed = t["functional_classification"].iloc[::-1]
    by_code = dict(_pairs(listed["function_code"], listed["name"]))
    parts = []
    for table, field in (("functions", "name"), ("allocations", "function_name")):
        if table in t:
            named = filled(t[table], "function_code", field)
            rows = named[named["function_code"].isin(by_code)]
            expected = matched(by_code, rows["function_code"])
            parts.append(statements(table, rows, field, rows[field], expected))
    return together(parts)


def function_used(t: Frames) -> Statements:
    """Every functional code of the table is printed in an annex or is a parent of one that is.

    功能分类科目表中的每个科目都在附件中使用，或为其上级科目。

    Holds: 20114 stands in the table because annex 1 prints 2011409.

    Breaks: 20199 stands in the table, and no annex prints a code that begins so.
    """
    functions = filled(t["functions"], "function_code")
    printed = [t[name]["function_code"] for name in there(t, ("allocations", "amounts"))]
    if "body_codes" in t:
        body = t["body_codes"]
        printed.append(body.loc[body["kind"].eq("function"), "code"])
    codes = {str(code) for each in printed for code in each.dropna().unique()}
    used = {code[:size] for code in codes for size in _DIGITS}
    rows = functions if codes else functions.iloc[:0]
    found = rows["function_code"].isin(used)
    return statements("functions", rows, "function_code", found, expected=True)


def purpose_and_type(t: Frames) -> Statements:
    """A grant is an award exactly if its purpose is the award.

    用途为奖励的明细，其转移支付类型为奖牌，反之亦然。

    Holds: purpose patent_award with transfer type award.

    Breaks: purpose ip_creation with transfer type award.
    """
    grants = filled(t["grants"], "purpose", "transfer_type")
    found = grants["transfer_type"].eq("award")
    expected = grants["purpose"].map(is_award, na_action="ignore").astype("boolean")
    return statements("grants", grants, "transfer_type", found.astype("boolean"), expected)


def one_function_per_type(t: Frames) -> Statements:
    """Where all lines of one kind of transfer but one carry one functional code, that one does too.

    同一类转移支付除一行外均用同一功能分类科目的，该行亦用此科目。

    Holds: earmarked lines with 2300241, one of them with 23002, of which it is an item; two codes
    with several lines each.

    Breaks: earmarked lines with 2300241, and a single one with 2011409.
    """
    lines = filled(t["allocations"], "transfer_type", "function_code")
    kind, code = lines["transfer_type"], lines["function_code"]
    size = kind.groupby(kind).transform("size")
    same = code.groupby([kind, code]).transform("size")
    # Of two lines none is the odd one.
    most = same.eq(size - 1) & size.gt(2)
    common = matched(dict(_pairs(kind[most], code[most])), kind)
    odd = [
        not (pd.isna(other) or one.startswith(other) or other.startswith(one))
        for one, other in _pairs(code, common)
    ]
    expected = common.where(pd.Series(odd, lines.index, dtype=bool), code)
    return statements("allocations", lines, "function_code", code, expected)
