"""The bars of a city's money and its strip of days, as plain geometry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal_notice.follow.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One lane of a bar: how long, in hundredths; ``width`` None where no amount is known.

    ``over`` is what goes beyond what was announced.
    """

    stage: str
    width: float | None
    over: float = 0.0


#: The lanes of a bar from top to bottom.
LANES = ("announced", "passed_on", "allocated", "budgeted", "paid")


def lanes(progress: Progress) -> list[Lane]:
    """The lanes that something is known of; all on the scale of the largest amount."""
    amounts = {
        "announced": progress.announced,
        "passed_on": progress.amount("passed_on"),
        "allocated": progress.allocated,
        "budgeted": progress.budgeted.value if progress.budgeted else None,
        "paid": progress.amount("paid"),
    }
    reported = {"announced", *progress.steps, *(["budgeted"] if progress.rows("budgets") else [])}
    if {"allocated_own", "allocated_lower"} & reported:
        reported.add("allocated")
    full = max((amount for amount in amounts.values() if amount is not None), default=Decimal(0))
    mark = progress.announced
    return [_lane(stage, amounts[stage], full, mark) for stage in LANES if stage in reported]


def lane(stage: str, amount: Decimal | None, progress: Progress) -> Lane:
    """The bar of one stage on the scale of the city's largest amount."""
    amounts = [progress.announced, *(progress.amount(name) for name in progress.steps)]
    amounts += [progress.budgeted.value if progress.budgeted else None]
    full = max((each for each in amounts if each is not None), default=Decimal(0))
    return _lane(stage, amount, full, progress.announced)


def _lane(stage: str, amount: Decimal | None, full: Decimal, mark: Decimal | None) -> Lane:
    if amount is None or full <= 0:
        return Lane(stage=stage, width=None)
    inside = amount if mark is None else min(amount, mark)
    over = max(amount - inside, Decimal(0))
    return Lane(stage=stage, width=_part(inside, full), over=_part(over, full))


def _part(amount: Decimal, full: Decimal) -> float:
    return max(0.0, round(float(100 * amount / full), 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A day on the strip of days, in hundredths of its width."""

    left: float
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The days of a city's money from the first to the last; ``year`` is 1 January of the year."""

    first: date
    last: date
    dots: list[Dot]
    year: float | None


def strip(days: list[tuple[str, date]], year: int | None) -> Strip | None:
    """The strip of ``days``, each with its stage, to the end of the budget ``year`` at least.

    None if there is no day, or one alone.
    """
    ends = [day for _, day in days] + ([date(year, 12, 31)] if year else [])
    if not days or min(ends) == max(ends):
        return None
    first, last = min(ends), max(ends)

    def left(day: date) -> float:
        return round(2 + 96 * (day - first).days / (last - first).days, 2)

    new_year = date(year, 1, 1) if year else None
    return Strip(
        first=first,
        last=last,
        dots=[Dot(left=left(day), stage=stage) for stage, day in days],
        year=left(new_year) if new_year and first <= new_year <= last else None,
    )
