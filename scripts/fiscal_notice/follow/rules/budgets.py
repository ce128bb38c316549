"""Clause 2: the whole amount in the region's own budget, which is published."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.progress.events import ONE_BUDGET, SEPARABLE
from fiscal_notice.follow.rules.announced_money import announced
from fiscal_notice.follow.rules.saying import bounded, either, iso, parameter
from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import Frames, exact, filled, statements, summed, together

_PUBLISH_DAYS = 20


def whole_amount(t: Frames) -> Statements:
    """Whether the budget has the whole amount is as reported: met, or short.

    预算编列情况（已全额编列、未足额编列）与所填金额相符；“无法单独分辨”“未公开”的不作金额判断。

    Holds: met, and 850,000 yuan of 850,000 announced; not separable, with whatever amount.

    Breaks: met, and 800,000 yuan of 850,000 announced; short, and 850,000 yuan of 850,000.

    Basis: 预算法 article 38: what was announced in advance is entered into the own budget.
    """
    told = announced(t, "region")
    budgets = t["budgets"]
    rows = budgets[budgets["state"].isin(SEPARABLE)]
    missing = rows[rows["amount_yuan"].isna()]
    rows = rows[rows["amount_yuan"].notna()]
    where = [rows[name].fillna("") for name in ONE_BUDGET]
    sums = summed(exact(rows["amount_yuan"]), *where)
    places = list(zip(*(each.tolist() for each in where), strict=True))
    found = pd.Series([sums[place] for place in places], rows.index, dtype=object)
    limits = pd.Series([told.get((place[1],)) for place in places], rows.index, dtype=object)
    known = limits.notna()
    rows, found, limits = rows[known], found[known], limits[known]
    short = rows["state"].eq("short").tolist()
    fine, wrong = [], []
    for is_short, value, limit in zip(short, found.tolist(), limits.tolist(), strict=True):
        fine.append(value < limit if is_short else value >= limit)
        wrong.append(f"{'<' if is_short else '≥'} {shown(limit)}")
    expected = either(found, fine, pd.Series(wrong, rows.index, dtype=object))
    nothing = pd.Series("an amount", missing.index, dtype=object)
    return together(
        [
            statements("budgets", rows, "amount_yuan", found, expected),
            statements("budgets", missing, "amount_yuan", missing["amount_yuan"], nothing),
        ]
    )


def published_in_time(t: Frames) -> Statements:
    """A budget is published within 20 days of its approval, or the days of the scheme; not before.

    预算自批准之日起20日内（或评分办法所定天数内）公开，且不早于批准之日。

    Holds: approved on 2021-02-10, published on 2021-02-24.

    Breaks: approved on 2021-02-10, published on 2021-03-24.

    Basis: 预算法 article 14: budgets are published within 20 days of their approval.
    """
    rows = filled(t["budgets"], "approved_on", "published_on")
    days = int(parameter(t, "days.publish", _PUBLISH_DAYS))
    last = (iso(rows["approved_on"]) + pd.Timedelta(days=days)).dt.strftime("%Y-%m-%d")
    early = rows["published_on"] < rows["approved_on"]
    found = rows["published_on"]
    return together(
        [
            bounded("budgets", rows[~early], "published_on", found[~early], "≤", last[~early]),
            bounded(
                "budgets",
                rows[early],
                "published_on",
                found[early],
                "≥",
                rows["approved_on"][early],
            ),
        ]
    )
