"""The money: by stream, by city, with a target sheet and without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from fiscal_notice.coverage import kind_of_sheet
from fiscal_notice.site.book import Book, Entry
from fiscal_notice.site.figures import Figure, count, difference, printed, share, total

NOTHING = printed(0, "yuan", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Money of one city or stream, and how much of it stands under a target sheet."""

    code: str
    amount: Figure
    covered: Figure
    part: Figure
    streams: dict[str, Figure] = field(default_factory=dict)
    covered_streams: dict[str, Figure] = field(default_factory=dict)
    rank: Figure = NOTHING

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

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The streams: those of the schema from the last to the first, then any others."""
        known = list(self.book.codes("allocations", "transfer_type", "zh"))
        found = [row["transfer_type"] for row in self.rows]
        return tuple(
            kind for kind in dict.fromkeys([*reversed(known), *found]) if kind in set(found)
        )

    @cached_property
    def rows(self) -> tuple[Entry, ...]:
        """The detail lines of annex 1."""
        return self.book.rows("allocations")

    @cached_property
    def region_of_unit(self) -> dict[str, str]:
        """The region of each budget unit."""
        return {u["unit_code"]: u["region_code"] for u in self.book.rows("budget_units")}

    @cached_property
    def amounts(self) -> dict[tuple[str, str], Figure]:
        """Money by region and stream."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for row in self.rows:
            place = self.region_of_unit.get(row["unit_code"], ""), row["transfer_type"]
            found.setdefault(place, []).append(self.book.money(row, "amount_yuan"))
        return {place: total(terms) for place, terms in found.items()}

    @cached_property
    def covered(self) -> dict[tuple[str, str], Figure]:
        """Money under a target sheet by region and stream: what sheets need, at most what comes."""
        needs: dict[tuple[str, str], list[Figure]] = {}
        for sheet in self.book.rows("target_sheets"):
            place = sheet["region_code"], self.stream_of_sheet(sheet)
            needs.setdefault(place, []).append(self.book.money(sheet, "funding_need_yuan"))
        return {
            place: min(total(terms), self.amounts.get(place, NOTHING), key=lambda f: f.value)
            for place, terms in needs.items()
        }

    def stream_of_sheet(self, sheet: Entry) -> str:
        """As the rules have it: that of the earmarked project it names, else award or devolved."""
        return kind_of_sheet(
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
            (row["scope"], row["region_code"]): self.book.money(row, "amount_yuan")
            for row in self.book.rows("allocation_totals")
        }

    @cached_property
    def total(self) -> Figure:
        """All money; it leads to the line of the printed total if that says the same."""
        return total(self.amounts.values(), self.printed_totals.get(("all", "")))

    @cached_property
    def whole(self) -> Sum:
        """All money as a Sum."""
        covered = total(self.covered.values())
        return Sum(code="", amount=self.total, covered=covered, part=share(self.total, self.total))

    @cached_property
    def streams(self) -> list[Sum]:
        """Each stream, in the order of ``kinds``."""
        return [
            self._sum(
                kind,
                total(_where(self.amounts.items(), kind, place=1)),
                total(_where(self.covered.items(), kind, place=1)),
            )
            for kind in self.kinds
        ]

    @cached_property
    def cities(self) -> list[Sum]:
        """Each region of the notice, in the order of the notice."""
        plain = [self._city(region["region_code"]) for region in self.book.rows("regions")]
        return [replace(city, rank=_rank(city, plain)) for city in plain]

    @cached_property
    def by_amount(self) -> list[Sum]:
        """The regions, the largest amount first."""
        return sorted(self.cities, key=lambda city: -int(city.amount.value))

    def _city(self, code: str) -> Sum:
        streams = {k: self.amounts[code, k] for k in self.kinds if (code, k) in self.amounts}
        covered = {k: self.covered[code, k] for k in self.kinds if (code, k) in self.covered}
        amount = total(streams.values(), self.printed_totals.get(("city", code)))
        return self._sum(code, amount, total(covered.values()), streams, covered)

    def _sum(
        self,
        code: str,
        amount: Figure,
        covered: Figure,
        streams: dict[str, Figure] | None = None,
        covered_streams: dict[str, Figure] | None = None,
    ) -> Sum:
        return Sum(
            code=code,
            amount=amount,
            covered=covered,
            part=share(amount, self.total),
            streams=streams or {},
            covered_streams=covered_streams or {},
        )


def _rank(city: Sum, cities: Iterable[Sum]) -> Figure:
    """The place of a city: how many receive more, and itself. Its own line comes first."""
    amount = int(city.amount.value)
    ahead = [other for other in cities if int(other.amount.value) > amount]
    places = [city, *ahead]
    found = count(places, (place.amount.line for place in places))
    own = () if city.amount.line is None else (city.amount.line,)
    return replace(found, lines=tuple(dict.fromkeys([*own, *found.lines])))


def _where(items: Iterable[tuple[tuple[str, str], Figure]], code: str, place: int) -> list[Figure]:
    return [figure for key, figure in items if key[place] == code]
