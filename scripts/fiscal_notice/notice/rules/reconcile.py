"""Both annexes of money against each other; recipients, policies and indicators that are used."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import YUAN_PER_WAN
from fiscal_notice.notice.rules.declare import Frames, statements, together
from fiscal_notice.notice.rules.sheets import WITHOUT_NAMES

_BRACKETS = r"([(（][^)）]*[)）])"


def _transfer(t: Frames, kind: str) -> Statements:
    """Per city: the lines of annex 1 of one transfer type, against the rows of annex 2."""
    units = t["budget_units"].drop_duplicates("unit_code").set_index("unit_code")["region_code"]
    lines = t["allocations"][t["allocations"]["transfer_type"].eq(kind)]
    lines = lines.assign(region_code=lines["unit_code"].map(units).astype("string"))
    grants = t["grants"][t["grants"]["transfer_type"].eq(kind)]
    sums = grants.groupby("region_code")["amount_yuan"].sum()
    printed = lines.groupby("region_code")["amount_yuan"].sum()
    first = lines.drop_duplicates("region_code")
    without = grants[~grants["region_code"].isin(first["region_code"])]
    without = without.drop_duplicates("region_code")
    return together(
        [
            statements(
                "allocations",
                first,
                "amount_yuan",
                first["region_code"].map(printed).astype("Int64"),
                first["region_code"].map(sums).astype("Int64").fillna(0),
            ),
            # Money in annex 2 that annex 1 does not have for this city.
            statements(
                "grants",
                without,
                "region_code",
                without["region_code"].map(sums).astype("Int64"),
                0,
            ),
        ]
    )


def earmarked(t: Frames) -> Statements:
    """The earmarked line of a city in annex 1 is the sum of its earmarked rows in annex 2.

    附件1各市戴帽转移支付等于附件2该市戴帽明细之和。

    Holds: 8,200,000 yuan in annex 1; rows of 8,200,000 yuan in annex 2.

    Breaks: 8,200,000 yuan in annex 1; rows of 8,000,000 yuan in annex 2.
    """
    return _transfer(t, "earmarked")


def devolved(t: Frames) -> Statements:
    """The devolved line of a city in annex 1 is the sum of its devolved rows in annex 2.

    附件1各市下放市县资金等于附件2该市下放市县明细之和。

    Holds: 8,650,000 yuan in annex 1; rows of 1,200,000 and 7,450,000 yuan in annex 2.

    Breaks: 8,650,000 yuan in annex 1; a row of 7,450,000 yuan in annex 2.
    """
    return _transfer(t, "devolved")


def award(t: Frames) -> Statements:
    """The award line of a city in annex 1 is the sum of its award rows in annex 2.

    附件1各市奖牌资金等于附件2该市奖牌明细之和。

    Holds: 250,000 yuan in annex 1; a row of 250,000 yuan in annex 2.

    Breaks: 250,000 yuan in annex 1; a row of 25,000 yuan in annex 2.
    """
    return _transfer(t, "award")


def notice_total(t: Frames) -> Statements:
    """The total of the notice is the grand total of annex 1 and, × 10,000, that of annex 2.

    通知总金额等于附件1合计，亦等于附件2合计乘以10,000。

    Holds: 198,250,000 yuan; 25 and 19,800 in annex 2.

    Breaks: 198,250,000 yuan; 25 and 19,900 in annex 2.
    """
    notice, first, second = t["notice"], t["allocation_totals"], t["grant_totals"]
    wan = [name for name in second.columns if name.endswith("_wan")]
    grand = int(second.loc[second["scope"] != "city", wan].sum().sum()) * YUAN_PER_WAN
    printed = first.loc[first["scope"] == "all", "amount_yuan"].sum()
    return together(
        statements("notice", notice, "total_yuan", notice["total_yuan"], expected)
        for expected in (printed, grand)
    )


def project_of_allocation(t: Frames) -> Statements:
    """A project is called in annex 1 as in annex 2, for devolved money and awards.

    下放市县资金及奖牌资金的项目名称在附件1与附件2中一致。

    Holds: 2021年下放市县专项资金 in both.

    Breaks: 2021年度专项资金下放市县甲市任务 in annex 1, 2021年下放市县专项资金 in annex 2.
    """
    units = t["budget_units"].drop_duplicates("unit_code").set_index("unit_code")["region_code"]
    lines = t["allocations"][t["allocations"]["transfer_type"].isin(WITHOUT_NAMES)]
    first = t["grants"].drop_duplicates(["region_code", "transfer_type"])
    names = first.set_index(["region_code", "transfer_type"])["project_name"]
    pairs = pd.MultiIndex.from_arrays([lines["unit_code"].map(units), lines["transfer_type"]])
    expected = pd.Series(names.reindex(pairs).to_numpy(), index=lines.index, dtype="string")
    return statements("allocations", lines, "project_name", lines["project_name"], expected)


def one_grant_per_project(t: Frames) -> Statements:
    """A recipient of a city has one row for one project: no row of annex 2 looks doubled.

    附件2中同一单位同一项目仅列一行。

    Holds: one recipient with two projects.

    Breaks: one recipient with one project on two rows.
    """
    grants = t["grants"]
    again = grants.groupby(["region_code", "recipient_as_printed", "project_name"]).cumcount() + 1
    return statements("grants", grants, "project_name", again, 1)


def same_exclusion(t: Frames) -> Statements:
    """Annex 2 says of a city's subtotal what annex 1 says in brackets (不含省直管县).

    附件2各市小计的括注（不含省直管县）与附件1一致。

    Holds: 甲市（不含省直管县）小计 in both annexes.

    Breaks: 甲市（不含省直管县）小计 in annex 1, 甲市小计 in annex 2.
    """
    first = t["allocation_totals"].dropna(subset=["region_code"]).drop_duplicates("region_code")
    labels = first.set_index("region_code")["label"].str.extract(_BRACKETS, expand=False)
    rows = t["grant_totals"].dropna(subset=["region_code"])
    found = rows["label"].str.extract(_BRACKETS, expand=False)
    return statements("grant_totals", rows, "label", found, rows["region_code"].map(labels))


def one_line_per_type(t: Frames) -> Statements:
    """A budget unit has one line of annex 1 for each kind of transfer.

    附件1中每个预算单位每类转移支付仅列一行。

    Holds: 601001 has one earmarked and one devolved line.

    Breaks: 601001 has two devolved lines.
    """
    lines = t["allocations"]
    again = lines.groupby(["unit_code", "transfer_type"]).cumcount() + 1
    return statements("allocations", lines, "transfer_type", again, 1)


def recipients_used(t: Frames) -> Statements:
    """Every recipient receives a grant, and every grant has a recipient.

    每个单位至少对应一条明细，每条明细至少对应一个单位。

    Holds: recipient 1 and grant 1 are linked.

    Breaks: recipient 2 is linked to no grant.
    """
    links = t["grant_recipients"]
    return together(
        statements(name, t[name], field, t[name][field].isin(links[field]), expected=True)
        for name, field in (("recipients", "recipient_id"), ("grants", "grant_id"))
    )


def policies_cited(t: Frames) -> Statements:
    """Every policy is cited on a sheet, and every sheet cites one.

    每个政策文件至少被一张表引用，每张表至少引用一个政策文件。

    Holds: policy 1 is cited on sheet 1.

    Breaks: policy 2 is cited on no sheet.
    """
    links = t["sheet_policies"]
    return together(
        statements(name, t[name], field, t[name][field].isin(links[field]), expected=True)
        for name, field in (("policies", "policy_id"), ("target_sheets", "sheet_id"))
    )


def every_indicator_has_a_target(t: Frames) -> Statements:
    """Every indicator has at least one row in indicator_targets, if only to say it is missing.

    每个指标在指标值解析表中至少有一行。

    Holds: indicator 1 has the part 1.

    Breaks: indicator 2 has no part.
    """
    indicators, targets = t["indicators"], t["indicator_targets"]
    found = indicators["indicator_id"].isin(targets["indicator_id"])
    return statements("indicators", indicators, "indicator_id", found, expected=True)
