"""When things happened: not before the budget year, the notice, or the stage before."""

from __future__ import annotations

from fiscal_notice.follow.rules.saying import bounded, of_notice
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, filled, there, together


def year_has_begun(t: Frames) -> Statements:
    """Nothing is paid before 1 January of the notice's budget year.

    预算年度1月1日之前不得支付。

    Holds: paid on 2021-01-04 for a notice of 2021.

    Breaks: paid on 2020-12-28 for a notice of 2021.

    Basis: the notice's clause that money is paid after the budget year begins; 预算法 article 54.
    """
    years = of_notice(t, "notice")["budget_year"].dropna().tolist()
    if not years:
        return together([])
    first = f"{int(years[0]):04d}-01-01"
    parts = []
    for name, field in (("payments", "paid_on"), ("stages", "happened_on")):
        if name not in there(t, (name,)):
            continue
        rows = filled(t[name], field)
        if name == "stages":
            rows = rows[rows["stage"].eq("paid")]
        parts.append(bounded(name, rows, field, rows[field], "≥", first))
    return together(parts)
