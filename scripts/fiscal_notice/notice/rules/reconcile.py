"""Both annexes of money against each other; recipients, policies and indicators that are used."""

from __future__ import annotations

from fiscal_notice.model import Statements
from fiscal_notice.notice.family import YUAN_PER_WAN
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    in_all,
    matched,
    statements,
    summed,
    together,
)
from fiscal_notice.notice.rules.sheets import WITHOUT_NAMES
from fiscal_notice.notice.rules.totals import (
    of_all,
    of_groups,
    purposes,
    regions_of,
    unplaced_grants,
)

_BRACKETS = r"([(（][^)）]*[)）])"


def _transfer(t: Frames, kind: str) -> Statements:
    """Per region: the lines of annex 1 of one transfer type, against the rows of annex 2."""
    every = t["allocations"].assign(_region=regions_of(t["allocations"], t))
    placed = filled(every, "_region", "transfer_type")
    lines = placed[placed["transfer_type"].eq(kind)]
    grants = filled(t["grants"], "region_code", "transfer_type")
    grants = grants[grants["transfer_type"].eq(kind)]
    sums = summed(grants["amount_yuan"], grants["region_code"])
    printed = summed(lines["amount_yuan"], lines["_region"])
    first = lines.drop_duplicates("_region")
    without = grants[~grants["region_code"].isin(first["_region"])]
    without = without.drop_duplicates("region_code")
    # Of rows without a transfer type or region nobody can say that they are not for this money.
    if len(placed) < len(every) or unplaced_grants(t, "region_code", "transfer_type"):
        first, without = first.iloc[:0], without.iloc[:0]
    return together(
        [
            statements(
                "allocations",
                first,
                "amount_yuan",
                matched(printed, first["_region"]),
                matched(sums, first["_region"], default=0),
            ),
            # Money in annex 2 that annex 1 does not have for this region.
            statements("grants", without, "region_code", matched(sums, without["region_code"]), 0),
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
    notice = filled(t["notice"], "total_yuan")
    sums = []
    if "allocation_totals" in t:
        rows = of_all(t["allocation_totals"])
        sums += [in_all(rows["amount_yuan"])] if len(rows) else []
    if "grant_totals" in t:
        totals = t["grant_totals"]
        rows = of_all(totals) if len(of_all(totals)) else of_groups(totals)
        columns = [f"{purpose}_wan" for purpose in purposes(totals)]
        wan = [amount for name in columns for amount in exact(rows[name]).dropna().tolist()]
        sums += [sum(wan) * YUAN_PER_WAN] if wan else []
    return together(
        statements("notice", notice, "total_yuan", exact(notice["total_yuan"]), expected)
        for expected in sums
    )


def project_of_allocation(t: Frames) -> Statements:
    """A project is called in annex 1 as in annex 2, for devolved money and awards.

    下放市县资金及奖牌资金的项目名称在附件1与附件2中一致。

    Holds: 2021年下放市县专项资金 in both.

    Breaks: 2021年度专项资金下放市县甲市任务 in annex 1, 2021年下放市县专项资金 in annex 2.
    """
    lines = t["allocations"].assign(_region=regions_of(t["allocations"], t))
    lines = filled(lines, "_region", "project_name")
    lines = lines[lines["transfer_type"].isin(WITHOUT_NAMES).astype(bool)]
    named = filled(t["grants"], "region_code", "transfer_type", "project_name").iloc[::-1]
    places = zip(named["region_code"], named["transfer_type"], strict=True)
    names = dict(zip(places, named["project_name"], strict=True))
    expected = matched(names, lines["_region"], lines["transfer_type"])
    rows = lines[expected.notna()]
    return statements(
        "allocations", rows, "project_name", rows["project_name"], expected[rows.index]
    )


def one_grant_per_project(t: Frames) -> Statements:
    """A recipient of a city has one row for one project: no row of annex 2 looks doubled.

    附件2中同一单位同一项目仅列一行。

    Holds: one recipient with two projects.

    Breaks: one recipient with one project on two rows.
    """
    place = ["region_code", "recipient_as_printed", "project_name"]
    grants = filled(t["grants"], *place)
    # One project for two purposes is printed on one line for each.
    again = grants.groupby([*place, grants["purpose"].fillna("")]).cumcount() + 1
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
    rows = rows[rows["region_code"].isin(labels.index)]
    found = rows["label"].str.extract(_BRACKETS, expand=False)
    return statements("grant_totals", rows, "label", found, rows["region_code"].map(labels))


def one_line_per_type(t: Frames) -> Statements:
    """A budget unit has one line of annex 1 for each kind of transfer, project and code.

    附件1中每个预算单位同一类转移支付、同一项目、同一科目仅列一行。

    Holds: 601001 has one earmarked and one devolved line; two devolved lines of two projects.

    Breaks: 601001 has two devolved lines of one project and one code.
    """
    place = ["unit_code", "transfer_type", "project_name", "function_code"]
    lines = filled(t["allocations"], "unit_code", "transfer_type")
    again = lines.groupby(place, dropna=False).cumcount() + 1
    return statements("allocations", lines, "transfer_type", again, 1)


def recipients_used(t: Frames) -> Statements:
    """Every recipient receives a grant, and every grant has a recipient.

    每个单位至少对应一条明细，每条明细至少对应一个单位。

    Holds: recipient 1 and grant 1 are linked.

    Breaks: recipient 2 is linked to no grant.
    """
    links = t["grant_recipients"]
    parts = []
    for name, field in (("recipients", "recipient_id"), ("grants", "grant_id")):
        rows = filled(t["grants"], "recipient_as_printed") if name == "grants" else t[name]
        parts.append(statements(name, rows, field, rows[field].isin(links[field]), expected=True))
    return together(parts)


def policies_cited(t: Frames) -> Statements:
    """Every policy is cited on a sheet, and every sheet cites one.

    每个政策文件至少被一张表引用，每张表至少引用一个政策文件。

    Holds: policy 1 is cited on sheet 1.

    Breaks: policy 2 is cited on no sheet.
    """
    links = t["sheet_policies"]
    parts = []
    for name, field in (("policies", "policy_id"), ("target_sheets", "sheet_id")):
        # A form without a list of policies cites none.
        rows = filled(t[name], "policy_basis") if name == "target_sheets" else t[name]
        parts.append(statements(name, rows, field, rows[field].isin(links[field]), expected=True))
    return together(parts)


def every_indicator_has_a_target(t: Frames) -> Statements:
    """Every indicator has at least one row in indicator_targets, if only to say it is missing.

    每个指标在指标值解析表中至少有一行。

    Holds: indicator 1 has the part 1.

    Breaks: indicator 2 has no part.
    """
    indicators, targets = t["indicators"], t["indicator_targets"]
    found = indicators["indicator_id"].isin(targets["indicator_id"])
    return statements("indicators", indicators, "indicator_id", found, expected=True)
