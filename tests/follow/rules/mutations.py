"""Each amount, date, target and score of the invented follow-up, and how a hand may slip in it."""

from __future__ import annotations

from datetime import date
from typing import Any

#: By table the fields with amounts, dates, targets and scores, and a slip of the first filled cell:
#: yuan for 万元, the year before or after, another number.
SLIPS: dict[str, dict[str, Any]] = {
    "stages": {"amount_yuan": 500000000, "happened_on": date(2020, 1, 19)},
    "payments": {"amount_yuan": 500000000, "paid_on": date(2020, 9, 16)},
    "budgets": {
        "amount_yuan": 85,
        "approved_on": date(2020, 2, 10),
        "published_on": date(2022, 2, 24),
    },
    "confirmed_targets": {
        "announced_as_printed": "1份",
        "target_as_printed": "1份",
        "target_value": 20,
    },
    "monitoring": {
        "target_as_printed": "1份",
        "actual": 20,
        "expected": 20,
        "executed_yuan": 3000000000,
        "expected_yuan": 3000000000,
        "budget_yuan": 30,
        "period": "2027-07",
    },
    "self_evaluations": {"total_score": 10},
    "self_evaluation_funds": {
        "initial_yuan": 30,
        "budget_yuan": 30,
        "executed_yuan": 30,
        "points": 1,
        "score": 1,
    },
    "self_evaluation_scores": {
        "target_as_printed": "1份",
        "actual": 1,
        "points": 9,
        "score": 9,
        "level1_points": 5,
    },
    "evidence": {"reported_on": date(2023, 2, 20)},
}
#: A slip whose own cell no rule can name: the cell that contradicts it is named instead.
BESIDE = {
    ("budgets", "approved_on"): ("published_on", "of two days either may be wrong"),
    ("monitoring", "budget_yuan"): ("executed_yuan", "of two amounts either may be wrong"),
    ("self_evaluation_scores", "points"): ("score", "of points and score either may be wrong"),
}
