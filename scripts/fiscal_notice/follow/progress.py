"""How far a region's money and reports have come: sums, shares, days, what is due; once for all.

Sums keep the cells that they are made of. What nobody reported is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

from fiscal_notice.follow.record import Record
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row, Value

#: The stages of the money in their order.
STAGES = ("passed_on", "entered", "allocated_own", "allocated_lower", "added", "paid")
#: Outcomes of clause 2, the one that speaks for a region with several budgets first.
STATES = ("short", "met", "not_separable", "not_published")
#: What a row has to say at least one of, to count as a report of its stage.
_SAYS = ("happened_on", "amount_yuan", "document_number", "document_title", "remark")
_TENTH = Decimal("0.1")
Cell = tuple[str, str, str]
"""Table, key and field of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Yuan, and the cells that they are the sum of."""

    value: Decimal
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was reported of one stage: its rows, their sum, the first and the last day.

    ``amount`` is None if no row has one, ``without`` counts the rows that have none.
    """

    table: str
    rows: tuple[Row, ...] = ()
    amount: Amount | None = None
    without: int = 0
    first: date | None = None
    last: date | None = None


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


def key_of(table: str, row: Row) -> str:
    """The primary key of a row, its parts joined by /."""
    return "/".join(str(row[name]) for name in schema_of(table).primary_key)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Hundredths with one decimal, halves up; 0 of nothing is 0."""
    if not whole:
        return Decimal(0)
    return (part / whole * 100).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One region of a follow-up; ``announced`` in yuan, ``as_of`` the day looked at."""

    record: Record
    region: str
    announced: Decimal | None = None
    budget_year: int | None = None
    as_of: date | None = None

    def rows(self, table: str) -> list[Row]:
        """The region's rows of a table."""
        return [row for row in self.record.rows(table) if row.get("region_code") == self.region]

    @cached_property
    def evidence(self) -> list[Row]:
        """The documents, the newest last; those without a day first."""
        return sorted(self.rows("evidence"), key=lambda row: str(_day(row) or ""))

    @property
    def nothing_known(self) -> bool:
        """Whether there is no document at all."""
        return not self.evidence

    # Money (clause 1)

    @cached_property
    def _stages(self) -> Mapping[str, Step]:
        rows = [row for row in self.rows("stages") if any(_there(row, name) for name in _SAYS)]
        return {
            stage: _step("stages", (r for r in rows if r["stage"] == stage), "happened_on")
            for stage in STAGES
        }

    @property
    def paid_by_stage(self) -> Step | None:
        """What the stages say was paid, where payments say it too: the same money, told twice."""
        step = self._stages["paid"]
        return step if step.rows and self.steps["paid"].table == "payments" else None

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The stages that something was reported of, in their order.

        What was paid is told by the payments if there are any, else by the rows of its stage.
        """
        found = dict(self._stages)
        if payments := self.rows("payments"):
            found["paid"] = _step("payments", payments, "paid_on")
        return {stage: step for stage, step in found.items() if step.rows}

    def amount(self, stage: str) -> Decimal | None:
        """What a stage adds up to; None if no amount of it is known."""
        step = self.steps.get(stage)
        return step.amount.value if step and step.amount else None

    @property
    def allocated(self) -> Decimal | None:
        """What was allocated to the own level and to lower ones."""
        return _sum(self.amount("allocated_own"), self.amount("allocated_lower"))

    @property
    def unallocated(self) -> Decimal | None:
        """Passed on less what was allocated."""
        passed, allocated = self.amount("passed_on"), self.allocated
        return None if passed is None or allocated is None else passed - allocated

    @property
    def allocation_progress(self) -> Decimal | None:
        """Allocated of what was passed on, in hundredths with one decimal."""
        passed, allocated = self.amount("passed_on"), self.allocated
        return None if passed is None or allocated is None else percent(allocated, passed)

    @property
    def payment_progress(self) -> Decimal | None:
        """Paid of what was allocated, in hundredths with one decimal."""
        paid, allocated = self.amount("paid"), self.allocated
        return None if paid is None or allocated is None else percent(paid, allocated)

    @property
    def year_gone(self) -> Decimal | None:
        """The share of the budget year gone by on the day looked at, in hundredths."""
        if self.as_of is None or self.budget_year is None:
            return None
        first, next_first = date(self.budget_year, 1, 1), date(self.budget_year + 1, 1, 1)
        gone = min(max((self.as_of - first).days + 1, 0), (next_first - first).days)
        return percent(Decimal(gone), Decimal((next_first - first).days))

    @property
    def shortfall(self) -> Decimal | None:
        """Payment progress less the share of the year gone by; below 0 the money lags behind."""
        progress, gone = self.payment_progress, self.year_gone
        return None if progress is None or gone is None else progress - gone

    # Budget (clause 2)

    @cached_property
    def budget_state(self) -> str:
        """The outcome of clause 2 for the region; empty if nobody said."""
        said = {row.get("state") for row in self.rows("budgets")}
        return next((state for state in STATES if state in said), "")

    @cached_property
    def budgeted(self) -> Amount | None:
        """What was found in the region's budgets."""
        return _added("budgets", self.rows("budgets"))

    # Reports (clause 3 and all others)

    @cached_property
    def due(self) -> list[Due]:
        """What the schedule asks for, in its order by day."""
        rows = sorted(self.record.rows("schedule"), key=lambda row: str(row["due_on"]))
        return [self._due(row) for row in rows]

    @property
    def missing(self) -> list[Due]:
        """What was due by the day looked at and is not there."""
        return [each for each in self.due if each.state == "missing"]

    def _due(self, row: Row) -> Due:
        reports = self._reports(str(row["report"]), str(row["period"]))
        last = row["due_on"]
        assert isinstance(last, date)  # noqa: S101  required by the schema
        if reports:
            days = [(day, r) for r in reports if isinstance(day := r.get("reported_on"), date)]
            day, first = min(days, key=lambda pair: pair[0], default=(None, reports[0]))
            late = (day - last).days if day else None
            return Due(
                row=row,
                state="late" if late is not None and late > 0 else "in",
                reported_on=day,
                evidence=str(first["evidence_id"]),
                days=late if late is not None and late > 0 else None,
            )
        if self.as_of is None:
            return Due(row=row, state="unknown")
        over = (self.as_of - last).days
        return Due(row=row, state="missing", days=over) if over > 0 else Due(row=row, state="later")

    def _reports(self, report: str, period: str) -> list[Row]:
        """The rows that are the report asked for."""
        if report == "passed_on":
            return [row for row in self.rows("stages") if row["stage"] == "passed_on"]
        if report == "budget":
            return self.rows("budgets")
        if report == "payments":
            return [*self.rows("payments"), *(self.steps["paid"].rows if self._paid else ())]
        if report == "monitoring":
            return [
                row
                for row in self.rows("monitoring")
                if str(row.get("period") or period).startswith(period)
            ]
        if report == "self_evaluation":
            return [
                row
                for row in self.rows("self_evaluations")
                if str(row.get("budget_year") or period) == period
            ]
        return self.rows(report)

    @property
    def _paid(self) -> bool:
        return "paid" in self.steps


def _there(row: Row, name: str) -> bool:
    return row.get(name) not in (None, "")


def _sum(*amounts: Decimal | None) -> Decimal | None:
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def _day(row: Row) -> Value:
    return row.get("dated_on") or row.get("reported_on")


def _added(table: str, rows: Iterable[Row]) -> Amount | None:
    with_amount = [(row, row["amount_yuan"]) for row in rows if _there(row, "amount_yuan")]
    if not with_amount:
        return None
    return Amount(
        value=sum((Decimal(str(value)) for _, value in with_amount), Decimal(0)),
        cells=tuple((table, key_of(table, row), "amount_yuan") for row, _ in with_amount),
    )


def _step(table: str, rows: Iterable[Row], day: str) -> Step:
    own = tuple(rows)
    days = sorted(found for row in own if isinstance(found := row.get(day), date))
    return Step(
        table=table,
        rows=own,
        amount=_added(table, own),
        without=sum(1 for row in own if not _there(row, "amount_yuan")),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
