"""What is not there: reports that are due, and nothing is known of them."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.saying import NOTICE, as_of
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, statements, together

MISSING = "FOL-41"
"""The rule whose findings are reports that are missing; their keys begin with the region."""
KNOWN = "known"
#: By report the table whose rows are it.
_TABLES = {
    "passed_on": "stages",
    "budget": "budgets",
    "confirmed_targets": "confirmed_targets",
    "monitoring": "monitoring",
    "self_evaluation": "self_evaluations",
    "payments": "payments",
}
#: Reports on targets, due only of regions that have some.
_OF_TARGETS = ("confirmed_targets", "monitoring", "self_evaluation")


def reports_there(t: Frames) -> Statements:
    """Of every region each report is known that was due when things were looked at.

    截至日期前应报的材料，各地区均已掌握。

    Holds: looked at on 2022-04-01, and the self-evaluation that was due on 2022-03-31 is known.

    Breaks: looked at on 2022-04-01, and no self-evaluation of 602 is known, due on 2022-03-31.
    Nothing is known then; that nothing was done does not follow.

    Basis: the schedule, each of whose dates has its source; what a place is asked for differs.
    """
    day, due = as_of(t), t["due"]
    if day is None:
        return together([])
    regions = t[NOTICE + "regions"]["region_code"].dropna().unique().tolist()
    rows = []
    for report, period, due_on in zip(due["report"], due["period"], due["due_on"], strict=True):
        if pd.isna(due_on) or due_on > day:
            continue
        known = _known(t, str(report), str(period))
        for region in _asked(t, str(report), regions):
            found = KNOWN if region in known else "nothing known"
            wanted = KNOWN if region in known else f"a report by {due_on}"
            rows.append((f"{region}/{report}/{period}", None, found, wanted))
    frame = pd.DataFrame(rows, columns=["_key", "_line", "found", "expected"], dtype=object)
    return statements("schedule", frame, "report", frame["found"], frame["expected"])


def _asked(t: Frames, report: str, regions: list[str]) -> list[str]:
    """The regions that a report is asked of."""
    if report not in _OF_TARGETS:
        return regions
    sheets = t.get(NOTICE + "target_sheets")
    having = set() if sheets is None else {*sheets["region_code"].dropna()}
    return [region for region in regions if region in having]


def _known(t: Frames, report: str, period: str) -> set[str]:
    """The regions of which a report is known."""
    frame = t.get(_TABLES.get(report, ""))
    found: set[str] = set()
    if frame is not None:
        if report == "passed_on":
            frame = frame[frame["stage"].eq("passed_on")]
        elif report == "monitoring":
            frame = frame[frame["period"].fillna("").str.startswith(period)]
        elif report == "self_evaluation":
            # A form that does not say its year is of the year that it was asked for.
            years = frame["budget_year"].astype("string").fillna(period)
            frame = frame[years.eq(period)]
        found = {*frame["region_code"].dropna()}
    if report == "payments" and "stages" in t:
        paid = t["stages"][t["stages"]["stage"].eq("paid")]
        found |= {*paid["region_code"].dropna()}
    return found
