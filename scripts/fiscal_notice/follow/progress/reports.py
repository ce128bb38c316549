"""Which reports are due of a region, which of them came, and which are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from fiscal_notice.follow.record import Record
from fiscal_notice.follow.schedules import schedule_rows
from fiscal_notice.model import Row, Rows

#: Reports on targets, asked only of regions for which the notice has some.
OF_TARGETS = ("confirmed_targets", "monitoring", "self_evaluation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that the schedule asks for, and what became of it by the day looked at.

    ``days`` is how long it has been missing, or how late it came; None if a day is not known.
    """

    row: Row
    state: Literal["in", "late", "missing", "later", "unknown"]
    reported_on: date | None = None
    evidence: str = ""
    days: int | None = None


def scheduled(record: Record, budget_year: int | None) -> Rows:
    """What is due when: the package's own schedule, else that of the program for the year.

    In its order by day; a row without a day asks for nothing.
    """
    rows = record.rows("schedule") or (schedule_rows(budget_year) if budget_year else [])
    return sorted((row for row in rows if _day(row, "due_on")), key=lambda row: str(row["due_on"]))


def due_of(
    record: Record,
    region: str,
    *,
    schedule: Rows,
    as_of: date | None = None,
    has_targets: bool = True,
) -> list[Due]:
    """The reports of ``schedule`` that are asked of a region; late or missing from the day after.

    ``has_targets`` says whether the notice has targets for it.
    """
    return [
        _due(record, region, row, as_of)
        for row in schedule
        if has_targets or row.get("report") not in OF_TARGETS
    ]


def _due(record: Record, region: str, row: Row, as_of: date | None) -> Due:
    last = _day(row, "due_on")
    reports = _reports(record, region, str(row.get("report")), str(row.get("period")))
    if reports:
        days = [(day, each) for each in reports if (day := _day(each, "reported_on"))]
        day, first = min(days, key=lambda pair: pair[0], default=(None, reports[0]))
        late = (day - last).days if day and last else 0
        return Due(
            row=row,
            state="late" if late > 0 else "in",
            reported_on=day,
            evidence=str(first.get("evidence_id") or ""),
            days=late if late > 0 else None,
        )
    if as_of is None or last is None:
        return Due(row=row, state="unknown")
    over = (as_of - last).days
    return Due(row=row, state="missing", days=over) if over > 0 else Due(row=row, state="later")


def _reports(record: Record, region: str, report: str, period: str) -> Rows:
    """The rows that are the report asked for; one without a period is of that asked for."""
    if report in ("passed_on", "payments"):
        stage = "passed_on" if report == "passed_on" else "paid"
        stages = [row for row in record.of_region("stages", region) if row.get("stage") == stage]
        listed = record.of_region("payments", region) if report == "payments" else []
        return [*listed, *(row for row in stages if says_something(row))]
    if report == "monitoring":
        return [
            row
            for row in record.of_region("monitoring", region)
            if str(row.get("period") or period).startswith(period)
        ]
    if report == "self_evaluation":
        return [
            row
            for row in record.of_region("self_evaluations", region)
            if str(row.get("budget_year") or period) == period
        ]
    return record.of_region("budgets" if report == "budget" else report, region)


def says_something(row: Row) -> bool:
    """Whether a row of stages says anything, so that it is a report of its stage."""
    names = ("happened_on", "amount_yuan", "document_number", "document_title", "remark")
    return any(row.get(name) not in (None, "") for name in names)


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None
