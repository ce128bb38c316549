"""When things happened: not before the budget year, the notice, or the stage before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.announced_money import keys_in
from fiscal_notice.follow.rules.saying import (
    as_of,
    bounded,
    budget_year,
    last_day,
    notice_day,
)
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, filled, there, together

#: The order of the stages; own and lower levels are allocated to alike.
ORDER = {
    "passed_on": 0,
    "entered": 1,
    "allocated_own": 2,
    "allocated_lower": 2,
    "added": 3,
    "paid": 4,
}
#: By table the field with the day on which something happened.
DAYS = {
    "stages": ("happened_on",),
    "payments": ("paid_on",),
    "budgets": ("approved_on", "published_on"),
}


def year_has_begun(t: Frames) -> Statements:
    """Nothing is paid before 1 January of the notice's budget year.

    预算年度1月1日之前不得支付。

    Holds: paid on 2021-01-04 for a notice of 2021.

    Breaks: paid on 2020-12-28 for a notice of 2021.

    Basis: the notice's clause that money is paid after the budget year begins; 预算法 article 54.
    """
    year = budget_year(t)
    if year is None:
        return together([])
    return together(
        bounded(name, rows, field, rows[field], "≥", f"{year:04d}-01-01")
        for name, field, rows in _payments(t)
    )


def _payments(t: Frames) -> list[tuple[str, str, pd.DataFrame]]:
    """Table, field of the day and rows of what is paid."""
    found = []
    if "payments" in t:
        found.append(("payments", "paid_on", filled(t["payments"], "paid_on")))
    if "stages" in t:
        paid = t["stages"][t["stages"]["stage"].eq("paid")]
        found.append(("stages", "happened_on", filled(paid, "happened_on")))
    return found


def paid_after_passed_on(t: Frames) -> Statements:
    """Nothing is paid before the money was passed on, or before the region entered it.

    资金转下达（或登记）之前不得支付。

    Holds: passed on on 2021-01-19, paid on 2021-03-01.

    Breaks: passed on on 2021-01-19, paid on 2021-01-10.

    Basis: 预算法实施条例 article 57: nothing is paid without a budget or plan.
    """
    came = t["stages"][t["stages"]["stage"].isin(["passed_on", "entered"])]
    came = filled(came, "happened_on")
    first: dict[Any, str] = {}
    for scope in ("allocation", "region"):
        days = zip(keys_in(scope, came).tolist(), came["happened_on"].tolist(), strict=True)
        for key, day in days:
            if key is not pd.NA:
                first[key] = min(day, first.get(key, day))
    parts = []
    for name, field, rows in _payments(t):
        pairs = zip(keys_in("allocation", rows), keys_in("region", rows), strict=True)
        limits = [first.get(a, first.get(r)) if a is not pd.NA else first.get(r) for a, r in pairs]
        bounds = pd.Series(limits, rows.index, dtype=object)
        parts.append(bounded(name, rows, field, rows[field], "≥", bounds))
    return together(parts)


def not_before_notice(t: Frames) -> Statements:
    """No stage of the money is before the notice itself was signed or printed.

    资金流转各环节的日期不早于通知的成文（或印发）日期。

    Holds: a notice of 2020-12-30, passed on on 2021-01-05.

    Breaks: a notice of 2020-12-30, passed on on 2020-12-03.

    Basis: 预算法实施条例 article 59: money is passed on by finance departments, under the notice.
    """
    stages = t["stages"]
    day = notice_day(t)
    return bounded("stages", stages, "happened_on", stages["happened_on"], "≥", day)


def stages_in_order(t: Frames) -> Statements:
    """The stages follow each other: passed on, entered, allocated, added to budgets, paid.

    资金流转依次为：下达、登记、分配、追加、支出，日期先后相符。

    Holds: entered on 2021-01-21, allocated on 2021-01-31.

    Breaks: entered on 2021-01-21, allocated on 2021-01-12.

    Basis: practice of budget-management modules, which count the days from stage to stage.
    """
    rows = filled(t["stages"], "happened_on")
    keys = keys_in("allocation", rows)
    keys = keys.where(keys.notna(), keys_in("region", rows))
    ranks = rows["stage"].map(ORDER)
    first: dict[tuple[Any, int], str] = {}
    columns = (keys.tolist(), ranks.tolist(), rows["happened_on"].tolist())
    for key, rank, day in zip(*columns, strict=True):
        first[key, rank] = min(day, first.get((key, rank), day))
    before = [
        next((first[key, r] for r in range(int(rank) - 1, -1, -1) if (key, r) in first), None)
        for key, rank in zip(keys.tolist(), ranks.tolist(), strict=True)
    ]
    bounds = pd.Series(before, rows.index, dtype=object)
    return bounded("stages", rows, "happened_on", rows["happened_on"], "≥", bounds)


def passed_on_in_time(t: Frames) -> Statements:
    """Money is passed on within the days of the scheme, 30 where it says none.

    转下达在评分办法所定天数内完成，未定的为30天；自通知之日（提前下达的自预算年度1月1日）起算。

    Holds: a notice of 2020-12-30 for 2021, passed on on 2021-01-19.

    Breaks: a notice of 2020-12-30 for 2021, passed on on 2021-03-19.

    Basis: 预算法 article 52: a province passes money from above on within 30 days; that this holds
    for a city, and from which day it counts, is by analogy (unsure).
    """
    stages = t["stages"]
    rows = stages[stages["stage"].eq("passed_on")]
    last = last_day(t)
    return bounded("stages", rows, "happened_on", rows["happened_on"], "≤", last)


def nothing_from_the_future(t: Frames) -> Statements:
    """Nothing happened after the day on which it was reported, or looked at.

    所填日期不晚于填报日期，也不晚于数据包的截至日期。

    Holds: paid on 2021-09-16, reported on 2022-02-20.

    Breaks: paid on 2022-09-16, reported on 2022-02-20.

    Basis: practice: a report is of what has happened.
    """
    day = as_of(t)
    parts = []
    for name in there(t, DAYS):
        frame = t[name]
        bounds = frame["reported_on"] if day is None else frame["reported_on"].fillna(day)
        parts += [bounded(name, frame, field, frame[field], "≤", bounds) for field in DAYS[name]]
    for name in there(t, ("evidence", *DAYS, "confirmed_targets", "monitoring")):
        frame = t[name]
        parts.append(bounded(name, frame, "reported_on", frame["reported_on"], "≤", day))
    if "monitoring" in t:
        rows = t["monitoring"]
        # A month may be reported on while it lasts.
        months = rows["reported_on"].str.slice(0, 7)
        parts.append(bounded("monitoring", rows, "period", rows["period"], "≤", months))
    return together(parts)
