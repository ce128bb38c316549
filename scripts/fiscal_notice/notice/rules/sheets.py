"""Target sheets against the money that they are for, and whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import transfer_type_of_sheet
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    matched,
    statements,
    summed,
)
from fiscal_notice.notice.rules.totals import regions_of, unplaced_grants

#: Of this money each city has a sheet; one for earmarked money is known by its project.
WITHOUT_NAMES = ("devolved", "award")


def _sheets_of(t: Frames, *transfer_types: str) -> pd.DataFrame:
    """The target sheets of money of these transfer types: those of a region and a purpose."""
    sheets = filled(t["target_sheets"], "region_code", "purpose")
    earmarked = _earmarked(t)
    named = set(zip(earmarked["_region"], earmarked["project_name"], strict=True))
    if not _told(t, earmarked):
        # A sheet may be for a project that nobody can place or name.
        sheets = sheets.iloc[:0]
    columns = (sheets[name].fillna("") for name in ("region_code", "project_name", "purpose"))
    of = [
        transfer_type_of_sheet(region, project, purpose, named) in transfer_types
        for region, project, purpose in zip(*columns, strict=True)
    ]
    # Said to be booleans: of no sheets an empty list would be taken for a list of no columns.
    return sheets[pd.Series(of, sheets.index, dtype=bool)]


def _earmarked(t: Frames) -> pd.DataFrame:
    """The earmarked lines of annex 1, each with its region."""
    every = t["allocations"]
    lines = every[every["transfer_type"].eq("earmarked").fillna(value=False)]
    return lines.assign(_region=regions_of(lines, t))


def _told(t: Frames, earmarked: pd.DataFrame) -> bool:
    """Whether it is known which lines are earmarked, of which region and for which project."""
    placed = len(filled(earmarked, "_region", "project_name")) == len(earmarked)
    return placed and bool(t["allocations"]["transfer_type"].notna().all())


def need_is_devolved(t: Frames) -> Statements:
    """The funding need on a city's sheet is its devolved money: all of it has targets.

    各市绩效目标表的资金需求等于该市下放市县资金，即全部资金均有绩效目标。

    Holds: a need of 745万元 and devolved rows of 745.

    Breaks: a need of 745万元 and devolved rows of 120 and 745: 120 stand without targets.
    """
    return _need(t, "devolved")


def need_is_award(t: Frames) -> Statements:
    """The funding need on the sheet of an award is the award's row in annex 2.

    奖励类绩效目标表的资金需求等于附件2该奖励明细。

    Holds: a need of 25万元 and a row of 25.

    Breaks: a need of 25万元 and a row of 30.
    """
    return _need(t, "award")


def _need(t: Frames, kind: str) -> Statements:
    rows, grants = filled(_sheets_of(t, kind), "funding_need_wan"), t["grants"]
    if unplaced_grants(t, "transfer_type", "region_code", "amount_wan"):
        # Money whose transfer type or region nobody can tell may be this money.
        rows = rows.iloc[:0]
    own = grants[grants["transfer_type"].eq(kind).fillna(value=False)]
    sums = summed(own["amount_wan"], own["region_code"])
    expected = matched(sums, rows["region_code"], default=0)
    return statements(
        "target_sheets", rows, "funding_need_wan", exact(rows["funding_need_wan"]), expected
    )


def each_city_has_a_sheet(t: Frames) -> Statements:
    """Every city that receives devolved or award money has exactly one sheet for that purpose.

    每个获得下放市县资金或奖励资金的市，均有且仅有一张相应用途的绩效目标表。

    Holds: 601 has devolved money and one sheet ip_creation.

    Breaks: 601 has devolved money and no sheet ip_creation.
    """
    first = _first_grants(t, WITHOUT_NAMES)
    sheets = _sheets_of(t, *WITHOUT_NAMES)
    counts = sheets.groupby(["region_code", "purpose"]).size().to_dict()
    found = matched(counts, first["region_code"], first["purpose"], default=0)
    # Sheets that name no region, or no purpose, may be for any, and a project without one too.
    told = len(filled(t["target_sheets"], "region_code", "purpose"))
    rows = first if told and _told(t, _earmarked(t)) else first.iloc[:0]
    return statements("grants", rows, "region_code", found[rows.index], 1)


def _first_grants(t: Frames, transfer_types: Sequence[str]) -> pd.DataFrame:
    """Of grants of these transfer types the first one of each region and purpose."""
    grants = filled(t["grants"], "region_code", "purpose", "transfer_type")
    own = grants[grants["transfer_type"].isin(transfer_types).astype(bool)]
    return own.drop_duplicates(["region_code", "purpose"])


def _by_region_and_purpose(grants: pd.DataFrame, field: str) -> dict[Any, Any]:
    places = zip(grants["region_code"], grants["purpose"], strict=True)
    return dict(zip(places, grants[field], strict=True))


def earmarked_has_a_sheet(t: Frames) -> Statements:
    """Earmarked money has a target sheet: one for its city that names its project.

    戴帽转移支付资金有绩效目标表。

    Holds: an earmarked line of 601, and a sheet of 601 with its project's name.

    Breaks: an earmarked line of 601, and no sheet that names it.
    """
    lines = filled(_earmarked(t), "_region", "project_name")
    sheets = filled(t["target_sheets"], "region_code", "project_name")
    if sheets.empty:
        lines = lines.iloc[:0]
    named = set(zip(sheets["region_code"], sheets["project_name"], strict=True))
    pairs = zip(lines["_region"], lines["project_name"], strict=True)
    found = pd.Series([int(pair in named) for pair in pairs], index=lines.index, dtype="Int64")
    return statements("allocations", lines, "project_name", found, 1)


def project_of_sheet(t: Frames) -> Statements:
    """A sheet's project has the name that annex 2 prints for that city and purpose.

    绩效目标表的项目名称与附件2该市该用途的项目名称一致。

    Holds: 2021年下放市县知识产权专项资金 in annex 2 and on the sheet.

    Breaks: a project has one name in annex 2 and another on the sheet.
    """
    names = _by_region_and_purpose(_first_grants(t, WITHOUT_NAMES), "project_name")
    sheets = filled(_sheets_of(t, *WITHOUT_NAMES), "project_name")
    expected = matched(names, sheets["region_code"], sheets["purpose"])
    rows = sheets[expected.notna()]
    return statements(
        "target_sheets", rows, "project_name", rows["project_name"], expected[rows.index]
    )


def department_receives(t: Frames) -> Statements:
    """The local department on a sheet is the body that receives the city's devolved money.

    绩效目标表的地方主管部门与附件2中接收下放市县资金的单位名称一致。

    Holds: 甲市市场监督管理局 on the sheet and in annex 2.

    Breaks: 甲市市场监管局 on the sheet, 甲市市场监督管理局 in annex 2.
    """
    names = _by_region_and_purpose(_first_grants(t, ["devolved"]), "recipient_as_printed")
    sheets = filled(_sheets_of(t, "devolved"), "local_department")
    expected = matched(names, sheets["region_code"], sheets["purpose"])
    rows = sheets[expected.notna()]
    return statements(
        "target_sheets", rows, "local_department", rows["local_department"], expected[rows.index]
    )


def local_department(t: Frames) -> Statements:
    """The local department on a sheet is a department of the sheet's region, and of no other.

    绩效目标表的地方主管部门为该市的部门，而非他市的部门。

    Holds: 甲市某局, or 市某局, on the sheet of 甲市.

    Breaks: 乙市某局 on the sheet of 甲市.
    """
    sheets = filled(t["target_sheets"], "region_code", "local_department")
    regions = t["regions"].iloc[::-1]
    names = dict(zip(regions["region_code"], regions["name"], strict=True))
    sheets = sheets[sheets["region_code"].isin(names)]
    own = matched(names, sheets["region_code"])
    every = {str(name) for name in regions["name"].dropna()}
    sizes = sorted({len(name) for name in every}, reverse=True)
    found = [
        next((text[:size] for size in sizes if text[:size] in every), one)
        for text, one in zip(sheets["local_department"].astype(str), own, strict=True)
    ]
    return statements(
        "target_sheets",
        sheets,
        "local_department",
        pd.Series(found, index=sheets.index, dtype=object),
        own,
    )
