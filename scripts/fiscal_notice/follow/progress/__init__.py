"""How far a region's money and reports have come: sums, shares, days, what is due; once for all.

Sums keep the cells that they are made of. What nobody reported is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property

from fiscal_notice.follow.progress.events import ONE_BUDGET, SEPARABLE
from fiscal_notice.follow.progress.reports import Due, due_of, says_something, scheduled
from fiscal_notice.follow.record import Record
from fiscal_notice.follow.repeats import repeats
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row, Value

#: The stages of the money in their order.
STAGES = ("passed_on", "entered", "allocated_own", "allocated_lower", "added", "paid")
#: Outcomes of clause 2, the one that speaks for a region with several budgets first.
STATES = ("short", "met", "not_separable", "not_published")
#: A slip such as 1E300 is shown as it stands, and ends nothing.
_WIDE = Context(prec=1000)
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

    ``amount`` is None if no row has one, ``without`` counts the rows that have none. ``repeated``
    are rows that tell again what another document has: they count nowhere.
    """

    table: str
    rows: tuple[Row, ...] = ()
    repeated: tuple[Row, ...] = ()
    amount: Amount | None = None
    without: int = 0
    first: date | None = None
    last: date | None = None


def key_of(table: str, row: Row) -> str:
    """The primary key of a row, its parts joined by /."""
    return "/".join(str(row[name]) for name in schema_of(table).primary_key)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Hundredths with one decimal, halves up; 0 of nothing is 0."""
    if not whole:
        return Decimal(0)
    return (part / whole * 100).quantize(_TENTH, ROUND_HALF_UP, _WIDE)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One region of a follow-up; ``announced`` in yuan, ``as_of`` the day looked at.

    ``has_targets`` says whether the notice has targets for it, which it could report on.
    """

    record: Record
    region: str
    announced: Decimal | None = None
    budget_year: int | None = None
    as_of: date | None = None
    has_targets: bool = True

    def rows(self, table: str) -> list[Row]:
        """The region's rows of a table."""
        return self.record.of_region(table, self.region)

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
        rows = [row for row in self.rows("stages") if says_something(row)]
        return {
            stage: _step("stages", (r for r in rows if r.get("stage") == stage), "happened_on")
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
        """What was found in the region's budget: the lines of the document that speaks for it.

        None where the money cannot be told from other money.
        """
        if self.budget_state not in SEPARABLE:
            return None
        rows = self.rows("budgets")
        first = next(row for row in rows if row.get("state") == self.budget_state)
        one = [first.get(name) for name in ONE_BUDGET]
        lines = [row for row in rows if [row.get(name) for name in ONE_BUDGET] == one]
        return _added("budgets", (row for row in lines if row.get("state") in SEPARABLE))

    # Reports (clause 3 and all others)

    @cached_property
    def due(self) -> list[Due]:
        """What is asked of the region, in its order by day."""
        return due_of(
            self.record,
            self.region,
            schedule=scheduled(self.record, self.budget_year),
            as_of=self.as_of,
            has_targets=self.has_targets,
        )

    @property
    def missing(self) -> list[Due]:
        """What was due by the day looked at and is not there."""
        return [each for each in self.due if each.state == "missing"]


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
    all_rows = list(rows)
    again = [place is not None for place in repeats(table, all_rows)]
    own = tuple(row for row, twice in zip(all_rows, again, strict=True) if not twice)
    days = sorted(found for row in own if isinstance(found := row.get(day), date))
    return Step(
        table=table,
        rows=own,
        repeated=tuple(row for row, twice in zip(all_rows, again, strict=True) if twice),
        amount=_added(table, own),
        without=sum(1 for row in own if not _there(row, "amount_yuan")),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
