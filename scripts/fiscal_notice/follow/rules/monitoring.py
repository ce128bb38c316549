"""Monitoring in the course of the year: reasons where it does not go well, and its money."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.saying import bounded, either
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, exact, statements, together


def reason_given(t: Frames) -> Statements:
    """Where a target will not certainly be reached, or is to be corrected, monitoring says why.

    绩效监控中完成可能性并非“确定能”、或需纠偏的，填有偏差原因。

    Holds: 有可能, and a reason.

    Breaks: 有可能, and no reason; to be corrected, and no reason.

    Basis: form of monitoring in use: 偏差原因分析 beside 完成可能性 and 是否纠偏.
    """
    rows = t["monitoring"]
    doubtful = rows["likelihood"].isin(["possible", "impossible"])
    correcting = rows["to_correct"].fillna(value=False).astype(bool)
    rows = rows[doubtful | correcting]
    found = rows["reason"].fillna(rows["reason_kind"])
    return statements("monitoring", rows, "reason", found, either(found, found.notna(), "a reason"))


def money_of_the_year(t: Frames) -> Statements:
    """What is executed is not more than what is expected for the year, nor that than the budget.

    绩效监控的已执行数不大于预计全年执行数，预计全年执行数不大于全年预算数。

    Holds: 180,000 yuan executed of 300,000, all of it expected by the end of the year.

    Breaks: 350,000 yuan executed of 300,000.

    Basis: 预算法实施条例 article 57: nothing beyond the budget; form of monitoring in use.
    """
    rows = t["monitoring"]
    executed, expected, budget = (
        exact(rows[name]) for name in ("executed_yuan", "expected_yuan", "budget_yuan")
    )
    limit = pd.Series(
        [
            b if pd.isna(e) else e if pd.isna(b) else min(e, b)
            for e, b in zip(expected.tolist(), budget.tolist(), strict=True)
        ],
        rows.index,
        dtype=object,
    )
    return together(
        [
            bounded("monitoring", rows, "executed_yuan", executed, "≤", limit),
            bounded("monitoring", rows, "expected_yuan", expected, "≤", budget),
        ]
    )
