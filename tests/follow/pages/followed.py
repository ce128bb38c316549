"""A notice with an invented follow-up that has gaps: all of it is made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from fiscal_notice.follow.record import Record
from fiscal_notice.model import Report
from fiscal_notice.package import Package
from follow.kit import INVENTED

#: Regions in the order of the notice: those that sent no form are every third.
SILENT = slice(2, None, 3)


class Followed(NamedTuple):
    """The two packages and the report of the follow-up."""

    notice: Package
    follow_up: Package
    report: Report
    record: Record


def with_gaps(record: Record) -> Record:
    """The record with outcomes of every kind; the first city said something nobody understood."""
    tables = {name: list(rows) for name, rows in record.tables.items()}
    states = ("met", "not_separable", "short", "not_published")
    for at, state in enumerate(states):
        amount = {"met": tables["budgets"][at]["amount_yuan"], "short": Decimal(1000)}.get(state)
        tables["budgets"][at] |= {"state": state, "amount_yuan": amount}
    # The fifth city passed the money on, and its form does not say how much.
    fifth = tables["budgets"][4]["region_code"]
    for row in tables["stages"]:
        if row["region_code"] == fifth and row["stage"] == "passed_on":
            row["amount_yuan"] = None
    first = tables["evidence"][0]
    tables["unplaced"] = [
        {
            **{name: first[name] for name in ("evidence_id", "region_code")},
            "position": 1,
            "sheet": "资金流转",
            "cell": "M9",
            "text": f"见附件三（{INVENTED}）",
            "why": "no column of the form has this header",
        }
    ]
    return replace(record, tables=tables)
