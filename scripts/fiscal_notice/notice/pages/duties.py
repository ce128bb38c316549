"""What the letter asks of the cities, and a city's money by the codes that it is booked under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, total
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.facts import NoticeSiteFacts

# The clauses that are about the money to be passed on; it is shown with the first of them.
_MONEY = ("distribution", "budgeting", "disbursement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Money of one budget unit under one function code."""

    unit: Entry
    function: Entry
    amount: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The clauses for cities; ``booked`` is shown with ``at``, the clause that it is about."""

    clauses: list[Entry]
    at: Entry | None
    booked: list[Booked]
    body_codes: Sequence[Entry]


def duties(facts: NoticeSiteFacts, region: str) -> Duties:
    """What a city is asked to do; nothing where the notice has no clauses."""
    clauses = [row for row in facts.tables.rows("clauses") if facts.asks_cities(row)]
    about = [row for kind in _MONEY for row in clauses if row["kind"] == kind]
    return Duties(
        clauses=clauses,
        at=about[0] if about else None,
        booked=_booked(facts, region),
        body_codes=facts.tables.rows("body_codes"),
    )


def _booked(facts: NoticeSiteFacts, region: str) -> list[Booked]:
    """A city's lines of annex 1 by unit and function, in their order."""
    units = facts.tables.index("budget_units")
    found: dict[tuple[str, str], list[Entry]] = {}
    for row in facts.money.rows:
        unit = units.get(row["unit_code"])
        if unit is not None and unit["region_code"] == region:
            found.setdefault((unit.key, row["function_code"]), []).append(row)
    return [
        Booked(
            unit=units[unit],
            function=rows[0],
            amount=total(facts.tables.money(row, "amount_yuan") for row in rows),
        )
        for (unit, _), rows in found.items()
    ]
