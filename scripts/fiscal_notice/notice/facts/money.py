"""The money: by transfer type, by city, with a target sheet and without.

Of a city's money of one transfer type as much has a target sheet as its sheets state a need for:
never more than the money, and nothing where they state none. Whoever shows money with a target
sheet takes it from here; ``notice/views.py`` has the same in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from fiscal_notice.notice.facts.figures import (
    Figure,
    count,
    difference,
    median,
    printed,
    share,
    total,
)
from fiscal_notice.notice.facts.table_reader import Entry, TableReader
from fiscal_notice.notice.family import transfer_type_of_sheet

NOTHING = printed(0, "yuan", None)
COLUMNS = {
    "notice": ("document_number", "budget_year"),
    "regions": ("region_code", "name"),
    "budget_units": ("unit_code", "region_code"),
    "allocations": ("unit_code", "project_name", "transfer_type", "amount_yuan"),
    "target_sheets": ("region_code", "project_name", "purpose", "funding_need_yuan"),
}
"""Without these nothing can be said of the money of a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Money of one city or transfer type, and how much of it stands under a target sheet.

    ``need`` is what the target sheets state, which may be more, or below 0. 0 ≤ covered ≤ amount.
    A city has its ``rank`` and the ``median`` of all cities.
    """

    code: str
    amount: Figure
    covered: Figure
    need: Figure
    part: Figure
    by_type: dict[str, Figure] = field(default_factory=dict)
    covered_by_type: dict[str, Figure] = field(default_factory=dict)
    rank: Figure = NOTHING
    median: Figure = NOTHING

    @property
    def from_median(self) -> Figure:
        """How far a city is from the median, whichever is more; ``above_median`` tells."""
        parts = (self.amount, self.median)
        return difference(*(parts if self.above_median else parts[::-1]))

    @property
    def above_median(self) -> bool:
        """Whether a city receives more than the median."""
        return self.amount.value > self.median.value

    @property
    def uncovered(self) -> Figure:
        """What has no target sheet."""
        return difference(self.amount, self.covered)

    @property
    def coverage(self) -> Figure:
        """The share that has a target sheet."""
        return share(self.covered, self.amount)


class Money:
    """Annex 1 added up, and the target sheets held against it."""

    def __init__(self, tables: TableReader) -> None:
        self.tables = tables

    def labels(self, lang: str) -> dict[str, str]:
        """Short labels of all transfer types: of the schema, the last one first, then of others."""
        known = self.tables.codes("allocations", "transfer_type", lang)
        found = {row["transfer_type"]: row["transfer_type"] for row in self.rows}
        labels = found | known
        order = dict.fromkeys([*reversed(known), *found])
        return {code: labels[code].split(":")[0] for code in order}

    @cached_property
    def transfer_types(self) -> tuple[str, ...]:
        """The transfer types that there is money of, in the order of ``labels``."""
        found = {row["transfer_type"] for row in self.rows}
        return tuple(code for code in self.labels("zh") if code in found)

    @cached_property
    def rows(self) -> tuple[Entry, ...]:
        """The detail lines of annex 1."""
        return self.tables.rows("allocations")

    @cached_property
    def region_of_unit(self) -> dict[str, str]:
        """The region of each budget unit."""
        return {u["unit_code"]: u["region_code"] for u in self.tables.rows("budget_units")}

    @cached_property
    def amounts(self) -> dict[tuple[str, str], Figure]:
        """Money by region and transfer type."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for row in self.rows:
            place = self.region_of_unit.get(row["unit_code"], ""), row["transfer_type"]
            found.setdefault(place, []).append(self.tables.money(row, "amount_yuan"))
        return {place: total(terms) for place, terms in found.items()}

    @cached_property
    def needs(self) -> dict[tuple[str, str], Figure]:
        """What the target sheets state a need for, by region and transfer type."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for sheet in self.tables.rows("target_sheets"):
            place = sheet["region_code"], self.transfer_type_of(sheet)
            found.setdefault(place, []).append(self.need(sheet))
        return {place: total(terms) for place, terms in found.items()}

    def need(self, sheet: Entry) -> Figure:
        """What one target sheet states."""
        return self.tables.need(sheet, "funding_need_yuan")

    @cached_property
    def covered(self) -> dict[tuple[str, str], Figure]:
        """Money under a target sheet by region and transfer type."""
        found = {
            place: _covered(self.amounts.get(place, NOTHING), need)
            for place, need in self.needs.items()
        }
        return {place: covered for place, covered in found.items() if covered}

    def transfer_type_of(self, sheet: Entry) -> str:
        """The transfer type of the money that a target sheet is for."""
        return transfer_type_of_sheet(
            sheet["region_code"], sheet["project_name"], sheet["purpose"], self._earmarked
        )

    @cached_property
    def _earmarked(self) -> set[tuple[str, str]]:
        return {
            (self.region_of_unit.get(row["unit_code"], ""), row["project_name"])
            for row in self.rows
            if row["transfer_type"] == "earmarked"
        }

    @cached_property
    def printed_totals(self) -> dict[tuple[str, str], Figure]:
        """The totals that annex 1 prints, by scope and region."""
        return {
            (row["scope"], row["region_code"]): self.tables.money(row, "amount_yuan")
            for row in self.tables.rows("allocation_totals")
        }

    @cached_property
    def total(self) -> Figure:
        """All money; it leads to the line of the printed total if that says the same."""
        return total(self.amounts.values(), self.printed_totals.get(("all", "")))

    @cached_property
    def whole(self) -> Sum:
        """All money as a Sum."""
        return self._sum("", self.total, self.covered.values(), self.needs.values())

    @cached_property
    def by_type(self) -> list[Sum]:
        """Each of ``transfer_types`` as a Sum."""
        return [
            self._sum(
                code,
                total(_where(self.amounts, code, place=1)),
                _where(self.covered, code, place=1),
                _where(self.needs, code, place=1),
            )
            for code in self.transfer_types
        ]

    @cached_property
    def cities(self) -> list[Sum]:
        """Each region of the notice, in the order of the notice."""
        plain = self._unranked
        return [replace(city, rank=_rank(city, plain), median=self.median) for city in plain]

    @cached_property
    def median(self) -> Figure:
        """The amount in the middle of all cities, those that receive nothing among them."""
        return median(city.amount for city in self._unranked)

    @cached_property
    def _unranked(self) -> list[Sum]:
        return [self._city(region["region_code"]) for region in self.tables.rows("regions")]

    @cached_property
    def by_amount(self) -> list[Sum]:
        """The regions, the largest amount first."""
        return sorted(self.cities, key=lambda city: -city.amount.value)

    @cached_property
    def elsewhere(self) -> Sum | None:
        """The money of no region that the notice names, as one; None if there is none."""
        named = {region["region_code"] for region in self.tables.rows("regions")}
        amounts = {place: one for place, one in self.amounts.items() if place[0] not in named}
        if not amounts:
            return None
        covered = {place: one for place, one in self.covered.items() if place[0] not in named}
        needs = [one for place, one in self.needs.items() if place[0] not in named]
        return replace(
            self._sum("", total(amounts.values()), covered.values(), needs),
            by_type=self._of_types(amounts),
            covered_by_type=self._of_types(covered),
        )

    def _of_types(self, figures: Mapping[tuple[str, str], Figure]) -> dict[str, Figure]:
        found = {code: _where(figures, code, place=1) for code in self.transfer_types}
        return {code: total(terms) for code, terms in found.items() if terms}

    def _city(self, code: str) -> Sum:
        types = [name for name in self.transfer_types if (code, name) in self.amounts]
        amounts = {name: self.amounts[code, name] for name in types}
        covered = {name: self.covered[code, name] for name in types if (code, name) in self.covered}
        amount = total(amounts.values(), self.printed_totals.get(("city", code)))
        needs = _where(self.needs, code, place=0)
        plain = self._sum(code, amount, covered.values(), needs)
        return replace(plain, by_type=amounts, covered_by_type=covered)

    def _sum(
        self, code: str, amount: Figure, covered: Iterable[Figure], needs: Iterable[Figure]
    ) -> Sum:
        return Sum(
            code=code,
            amount=amount,
            covered=total(covered),
            need=total(needs),
            part=share(amount, self.total),
        )


def _covered(amount: Figure, need: Figure) -> Figure:
    """The smaller of the two, at least nothing; the need itself where they are the same."""
    if need.value <= 0 or amount.value <= 0:
        return NOTHING
    return need if need.value <= amount.value else amount


def _rank(city: Sum, cities: Iterable[Sum]) -> Figure:
    """The place of a city: how many receive more, and itself. Its own line comes first."""
    ahead = [other for other in cities if other.amount.value > city.amount.value]
    places = [city, *ahead]
    found = count(places, (place.amount.line for place in places))
    own = () if city.amount.line is None else (city.amount.line,)
    return replace(found, lines=tuple(dict.fromkeys([*own, *found.lines])))


def _where(figures: Mapping[tuple[str, str], Figure], code: str, place: int) -> list[Figure]:
    return [figure for key, figure in figures.items() if key[place] == code]
