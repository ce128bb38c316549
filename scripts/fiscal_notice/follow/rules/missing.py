"""What is not there: reports that are due, and nothing is known of them."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.saying import as_of
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, statements

MISSING = "FOL-41"
"""The rule whose findings are reports that are missing; their keys begin with the region."""
KNOWN = "known"


def reports_there(t: Frames) -> Statements:
    """Of every region each report is known that was due when things were looked at.

    截至日期前应报的材料，各地区均已掌握。

    Holds: looked at on 2022-04-01, and the self-evaluation that was due on 2022-03-31 is known.

    Breaks: looked at on 2022-04-01, and no self-evaluation of 602 is known, due on 2022-03-31.
    Nothing is known then; that nothing was done does not follow.

    Basis: the schedule, each of whose dates has its source; what a place is asked for differs.
    """
    due = t["due"] if as_of(t) else t["due"].iloc[:0]
    # What is not due yet, and is not there, is nothing to speak of.
    due = due[due["state"].isin(["in", "late", "missing"])]
    missing = due["state"].eq("missing")
    keys = due["region_code"] + "/" + due["report"] + "/" + due["period"]
    frame = pd.DataFrame({"_key": keys, "_line": None}, dtype=object)
    days = due["due_on"].map(lambda day: f"a report by {day}")
    found = missing.map({True: "nothing known", False: KNOWN})
    return statements("schedule", frame, "report", found, days.where(missing, KNOWN))
