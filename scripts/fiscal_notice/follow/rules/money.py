"""Money on its way: no more goes on than came, per city, allocation, grant and project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.announced_money import SCOPES, Sums, announced, keys_in
from fiscal_notice.follow.rules.events import Level, events
from fiscal_notice.follow.rules.saying import either, since_notice, those
from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    statements,
    there,
    together,
)

#: The levels of money after the notice, each as its table, stages and date.
PASSED_ON = ("stages", ("passed_on",))
ENTERED = ("stages", ("entered",))
ALLOCATED = ("stages", ("allocated_own", "allocated_lower"))
ADDED = ("stages", ("added",))
PAID = ("stages", ("paid",))
PAYMENTS = ("payments", ())


def known_sums(t: Frames, level: Level, scope: str, below: pd.DataFrame) -> Sums:
    """What a level has by the keys of a scope, where all amounts are known.

    By project and region it is known only if the level speaks of all allocations that ``below``
    does, or of none by its number.
    """
    rows = events(t, level)
    if rows is None:
        return {}
    keys = keys_in(scope, rows)
    sums: dict[Any, Any] = {}
    parts: dict[Any, set[Any]] = {}
    broken = set()
    amounts = exact(rows["amount_yuan"])
    numbers = rows["allocation_id"].tolist()
    for key, amount, number in zip(keys.tolist(), amounts.tolist(), numbers, strict=True):
        if key is pd.NA:
            continue
        if pd.isna(amount):
            broken.add(key)
        else:
            sums[key] = sums.get(key, 0) + amount
        parts.setdefault(key, set()).add(None if pd.isna(number) else number)
    if scope in ("project", "region"):
        pairs = zip(keys_in(scope, below).tolist(), below["allocation_id"].tolist(), strict=True)
        for key, number in pairs:
            there = parts.get(key, set())
            if None not in there and (pd.isna(number) or number not in there):
                broken.add(key)
    return {key: value for key, value in sums.items() if key not in broken}


def _not_above(t: Frames, level: Level, above: Sequence[Level]) -> Statements:
    """That no more is in a level than in the nearest level above it of which all is known.

    The sum is said at the row at which it goes beyond that, and at rows that do so alone.
    """
    rows = events(t, level)
    if rows is None:
        return together([])
    amounts = exact(rows["amount_yuan"])
    found, wrong = amounts.copy(), pd.Series(pd.NA, index=rows.index, dtype=object)
    judged = pd.Series(False, index=rows.index)
    for scope in SCOPES:
        limits: dict[Any, Any] = dict(announced(t, scope))
        for each in reversed(above):
            limits |= known_sums(t, each, scope, rows)
        so_far: dict[Any, Any] = {}
        keys = keys_in(scope, rows).tolist()
        for place, key, amount in zip(rows.index, keys, amounts.tolist(), strict=True):
            if key is pd.NA or key not in limits or pd.isna(amount):
                continue
            before = so_far.get(key, 0)
            so_far[key] = before + amount
            judged[place] = True
            crossed = before <= limits[key] < so_far[key]
            if (crossed or amount > limits[key]) and pd.isna(wrong[place]):
                found[place], wrong[place] = so_far[key], f"≤ {shown(limits[key])}"
    rows, found, wrong = rows[judged], found[judged], wrong[judged]
    expected = either(found, wrong.isna(), wrong)
    return statements(level[0], rows, "amount_yuan", found, expected)


def passed_on(t: Frames) -> Statements:
    """No more is passed on or entered than the notice announced: by city, allocation and project.

    转下达、登记的金额不超过通知下达的金额（按地区、资金分配、项目逐一比对）。

    Holds: 500,000 yuan announced, 300,000 and 200,000 yuan passed on.

    Breaks: 500,000 yuan announced, 300,000 and 300,000 yuan passed on.

    Basis: 预算法实施条例 article 57: nothing without a budget or beyond it.
    """
    return together(
        [_not_above(t, PASSED_ON, []), _not_above(t, ENTERED, [PASSED_ON])],
    )


def allocated(t: Frames) -> Statements:
    """What is allocated to the own level and to lower ones together is not more than was passed on.

    分配本级与分配下级的金额合计不超过下达的金额。

    Holds: 500,000 yuan passed on, 300,000 to the own level and 200,000 to districts.

    Breaks: 500,000 yuan passed on, 300,000 to the own level and 250,000 to districts.

    Basis: 预算法实施条例 article 57; practice: unallocated = passed on − own level − lower levels.
    """
    return _not_above(t, ALLOCATED, [PASSED_ON])


def paid(t: Frames) -> Statements:
    """No more is paid, or added to budgets, than was allocated: by city, grant and project too.

    支付、追加的金额不超过已分配的金额；未填分配的，不超过下达的金额（按地区、资金分配、明细、项目）。

    Holds: 500,000 yuan allocated, 480,000 yuan paid.

    Breaks: 500,000 yuan allocated, 480,000 and 30,000 yuan paid; a grant of 100,000 yuan, and
    120,000 yuan paid for it.

    Basis: 预算法实施条例 article 57; 预算法 article 57.
    """
    above = [ALLOCATED, PASSED_ON]
    return together(_not_above(t, level, above) for level in (ADDED, PAID, PAYMENTS))


def nothing_withheld(t: Frames) -> Statements:
    """When the days for it are over, all that was announced is passed on, entered and allocated.

    期限届满后，下达的金额已全部转下达、登记并分配，未留滞。

    Holds: 500,000 yuan announced, passed on and allocated.

    Breaks: 500,000 yuan announced and 400,000 yuan passed on, two months later.

    Basis: 预算法 articles 52 and 57; the notice's clause that nothing is withheld; the days for a
    city are those of a province by analogy (unsure).
    """
    over = since_notice(t)
    if over is None:
        return together([])
    parts = []
    for level, above in ((PASSED_ON, None), (ENTERED, PASSED_ON), (ALLOCATED, PASSED_ON)):
        rows = events(t, level)
        if rows is None:
            continue
        known = known_sums(t, level, "allocation", rows)
        wanted = dict(announced(t, "allocation"))
        if above is not None:
            wanted |= known_sums(t, above, "allocation", rows)
        parts.append(_last_is(rows, known, wanted))
    return together(parts)


def _last_is(rows: pd.DataFrame, known: Sums, wanted: Sums) -> Statements:
    """That the sum, said at the last row of each allocation, is not less than it should be."""
    keys = keys_in("allocation", rows)
    rows = rows[keys.notna()]
    keys = keys[keys.notna()]
    last = rows[~keys.duplicated(keep="last")]
    keys = keys[last.index]
    both = [key in known and key in wanted for key in keys]
    last, keys = those(last, both), those(keys, both)
    found = pd.Series([known[key] for key in keys], last.index, dtype=object)
    limits = pd.Series([wanted[key] for key in keys], last.index, dtype=object)
    fine = [value >= limit for value, limit in zip(found, limits, strict=True)]
    wrong = pd.Series([f"≥ {shown(limit)}" for limit in limits], last.index, dtype=object)
    return statements("stages", last, "amount_yuan", found, either(found, fine, wrong))


def paid_is_payments(t: Frames) -> Statements:
    """What the stages report as paid is the sum of the payments listed for the same allocation.

    资金流转所填“支出”金额等于同一资金分配各笔支付之和。

    Holds: 480,000 yuan paid, and payments of 300,000 and 180,000 yuan.

    Breaks: 480,000 yuan paid, and payments of 300,000 and 100,000 yuan.

    Basis: practice: payment progress is counted from the payments; both stand on one form.
    """
    rows, payments = events(t, PAID), events(t, PAYMENTS)
    if rows is None or payments is None:
        return together([])
    listed = known_sums(t, PAYMENTS, "allocation", payments)
    keys = keys_in("allocation", rows)
    rows = those(rows, [key in listed for key in keys])
    sums = known_sums(t, PAID, "allocation", rows)
    keys = keys[rows.index]
    known = [key in sums for key in keys]
    rows, keys = those(rows, known), those(keys, known)
    last = rows[~keys.duplicated(keep="last")]
    keys = keys[last.index]
    return statements("stages", last, "amount_yuan", _of(sums, keys, last), _of(listed, keys, last))


def _of(sums: Mapping[Any, Any], keys: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return pd.Series([sums[key] for key in keys], rows.index, dtype=object)


def amount_as_announced(t: Frames) -> Statements:
    """The amount that a form repeats as announced is the notice's, of its grant or allocation.

    表格所列通知下达金额与通知一致（按明细或资金分配）。

    Holds: 500,000 yuan in the notice and on the form.

    Breaks: 500,000 yuan in the notice, 550,000 yuan as announced on the form.

    Basis: practice: a form is filled in beforehand with what the notice announced.
    """
    parts = []
    told = {scope: announced(t, scope) for scope in ("grant", "allocation")}
    for name in there(t, ("stages", "payments")):
        rows = filled(t[name], "announced_yuan")
        pairs = zip(keys_in("grant", rows), keys_in("allocation", rows), strict=True)
        wanted = [
            told["grant"].get(grant) if grant is not pd.NA else told["allocation"].get(number)
            for grant, number in pairs
        ]
        known = [value is not None for value in wanted]
        rows = those(rows, known)
        limits = pd.Series([v for v in wanted if v is not None], rows.index, dtype=object)
        found = exact(rows["announced_yuan"])
        fine = [a == b for a, b in zip(found.tolist(), limits.tolist(), strict=True)]
        words = limits.map(shown)
        parts.append(statements(name, rows, "announced_yuan", found, either(found, fine, words)))
    return together(parts)
