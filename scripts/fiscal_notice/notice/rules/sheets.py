"""Target sheets against the money that they are for, and whom they name."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import transfer_type_of_sheet
from fiscal_notice.notice.rules.declare import Frames, statements

#: Of this money each city has a sheet; one for earmarked money is known by its project.
WITHOUT_NAMES = ("devolved", "award")


def _sheets_of(t: Frames, *transfer_types: str) -> pd.DataFrame:
    """The target sheets of money of these transfer types."""
    sheets = t["target_sheets"]
    named = set(_earmarked_projects(t))
    columns = (sheets[name].fillna("") for name in ("region_code", "project_name", "purpose"))
    of = [
        transfer_type_of_sheet(region, project, purpose, named) in transfer_types
        for region, project, purpose in zip(*columns, strict=True)
    ]
    # Said to be booleans: of no sheets an empty list would be taken for a list of no columns.
    return sheets[pd.Series(of, sheets.index, dtype=bool)]


def _earmarked_projects(t: Frames) -> list[tuple[str, str]]:
    units = t["budget_units"].drop_duplicates("unit_code").set_index("unit_code")["region_code"]
    lines = t["allocations"][t["allocations"]["transfer_type"].eq("earmarked")]
    return list(zip(lines["unit_code"].map(units), lines["project_name"], strict=True))


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
    rows, grants = _sheets_of(t, kind), t["grants"]
    sums = grants[grants["transfer_type"].eq(kind)].groupby("region_code")["amount_wan"].sum()
    expected = rows["region_code"].map(sums).astype("Int64").fillna(0)
    return statements("target_sheets", rows, "funding_need_wan", rows["funding_need_wan"], expected)


def each_city_has_a_sheet(t: Frames) -> Statements:
    """Every city that receives devolved or award money has exactly one sheet for that purpose.

    每个获得下放市县资金或奖励资金的市，均有且仅有一张相应用途的绩效目标表。

    Holds: 601 has devolved money and one sheet ip_creation.

    Breaks: 601 has devolved money and no sheet ip_creation.
    """
    grants = t["grants"][t["grants"]["transfer_type"].isin(WITHOUT_NAMES)]
    first = grants.drop_duplicates(["region_code", "purpose"])
    counts = _sheets_of(t, *WITHOUT_NAMES).groupby(["region_code", "purpose"]).size()
    pairs = pd.MultiIndex.from_frame(first[["region_code", "purpose"]])
    found = pd.Series(counts.reindex(pairs).fillna(0).to_numpy(), index=first.index)
    return statements("grants", first, "region_code", found.astype("Int64"), 1)


def earmarked_has_a_sheet(t: Frames) -> Statements:
    """Earmarked money has a target sheet: one for its city that names its project.

    戴帽转移支付资金有绩效目标表。

    Holds: an earmarked line of 601, and a sheet of 601 with its project's name.

    Breaks: an earmarked line of 601, and no sheet that names it.
    """
    lines = t["allocations"][t["allocations"]["transfer_type"].eq("earmarked")]
    sheets = t["target_sheets"]
    named = set(zip(sheets["region_code"], sheets["project_name"], strict=True))
    found = pd.Series(
        [int(pair in named) for pair in _earmarked_projects(t)], index=lines.index, dtype="Int64"
    )
    return statements("allocations", lines, "project_name", found, 1)


def project_of_sheet(t: Frames) -> Statements:
    """A sheet's project has the name that annex 2 prints for that city and purpose.

    绩效目标表的项目名称与附件2该市该用途的项目名称一致。

    Holds: 2021年下放市县知识产权专项资金 in annex 2 and on the sheet.

    Breaks: a project has one name in annex 2 and another on the sheet.
    """
    grants = t["grants"][t["grants"]["transfer_type"].isin(WITHOUT_NAMES)]
    first = grants.drop_duplicates(["region_code", "purpose"])
    names = first.set_index(["region_code", "purpose"])["project_name"]
    sheets = _sheets_of(t, *WITHOUT_NAMES)
    pairs = pd.MultiIndex.from_frame(sheets[["region_code", "purpose"]])
    expected = pd.Series(names.reindex(pairs).to_numpy(), index=sheets.index, dtype="string")
    return statements("target_sheets", sheets, "project_name", sheets["project_name"], expected)


def department_receives(t: Frames) -> Statements:
    """The local department on a sheet is the body that receives the city's devolved money.

    绩效目标表的地方主管部门与附件2中接收下放市县资金的单位名称一致。

    Holds: 甲市市场监督管理局 on the sheet and in annex 2.

    Breaks: 甲市市场监管局 on the sheet, 甲市市场监督管理局 in annex 2.
    """
    grants = t["grants"][t["grants"]["transfer_type"].eq("devolved")]
    first = grants.drop_duplicates(["region_code", "purpose"])
    names = first.set_index(["region_code", "purpose"])["recipient_as_printed"]
    sheets = _sheets_of(t, "devolved")
    pairs = pd.MultiIndex.from_frame(sheets[["region_code", "purpose"]])
    expected = pd.Series(names.reindex(pairs).to_numpy(), index=sheets.index, dtype="string")
    return statements(
        "target_sheets", sheets, "local_department", sheets["local_department"], expected
    )


def local_department(t: Frames) -> Statements:
    """The local department on a sheet is a department of the sheet's city.

    绩效目标表的地方主管部门为该市的部门。

    Holds: 甲市某局 on the sheet of 甲市.

    Breaks: 乙市某局 on the sheet of 甲市.
    """
    sheets = t["target_sheets"]
    names = t["regions"].drop_duplicates("region_code").set_index("region_code")["name"]
    expected = sheets["region_code"].map(names).astype("string")
    pairs = zip(sheets["local_department"], expected, strict=True)
    found = pd.Series(
        [pd.NA if pd.isna(a) or pd.isna(b) else str(a)[: len(str(b))] for a, b in pairs],
        index=sheets.index,
        dtype="string",
    )
    return statements("target_sheets", sheets, "local_department", found, expected)
