"""The cities: one list, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.model import LANGUAGES
from fiscal_notice.notice.facts.figures import Figure, count
from fiscal_notice.notice.facts.money import NOTHING, Sum
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.facts.targets import Indicator, Target
from fiscal_notice.notice.pages import charts
from fiscal_notice.notice.pages.duties import Duties, duties
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.overview import middle
from fiscal_notice.notice.pages.quote import Sentence, quote
from fiscal_notice.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLine:
    """A city in the list."""

    region: Entry
    money: Sum
    bar: list[charts.Mark]
    targets: Figure
    errata: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities:
    """The list of cities, in the order of the notice; ``place`` is the median's in their bars."""

    cities: list[CityLine]
    whole: Sum
    median: Figure
    place: float
    transfer_types: list[Sum]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A target of a city beside those of the others."""

    target: Target
    indicator: Indicator
    dots: list[charts.Dot]
    least: Target | None
    most: Target | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A target sheet of a city."""

    entry: Entry
    transfer_type: str
    need: Figure
    policies: list[Entry]
    targets: list[Compared]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What a city's page shows: ``quote`` by language, ``before`` and ``after`` its neighbours."""

    region: Entry
    money: Sum
    quote: dict[str, list[Sentence]]
    duties: Duties
    bar: list[charts.Mark]
    allocations: list[tuple[Entry, Figure]]
    grants: list[tuple[Entry, Figure, float]]
    recipients: dict[str, list[Entry]]
    sheets: list[Sheet]
    errata_number: Figure
    targets: Figure
    before: Entry | None
    after: Entry | None


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The list, then the cities; none of a notice that names none."""
    if facts.package.resource("regions") is None:
        return
    yield Page(
        name="cities",
        title=("各市", "Cities"),
        menu=("各市", "Cities"),
        content=cities(facts),
    )
    for code, region in facts.regions.items():
        yield Page(
            name=page_name(code),
            template="city.html",
            under="cities",
            title=(region["name"], f"{facts.english.get(code, '')} {region['name']}".strip()),
            content=city(facts, code),
        )


def page_name(code: str) -> str:
    """The name of a city's page; a code becomes a plain file name whatever it holds."""
    return "city-" + "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in code)


def cities(facts: NoticeSiteFacts) -> Cities:
    """Every city in a line."""
    found = middle(facts)
    return Cities(
        cities=[_line(facts, each) for each in facts.money.cities],
        whole=facts.money.whole,
        median=facts.money.median,
        place=found.place if found else 0.0,
        transfer_types=facts.money.by_type,
    )


def _largest(facts: NoticeSiteFacts) -> int:
    return max((int(city.amount.value) for city in facts.money.cities), default=0)


def _line(facts: NoticeSiteFacts, each: Sum) -> CityLine:
    largest = _largest(facts)
    return CityLine(
        region=facts.regions[each.code],
        money=each,
        bar=charts.of_sum(each, largest, NOTHING),
        targets=_targets(facts, each.code),
        errata=_errata(facts, each.code),
    )


def _targets(facts: NoticeSiteFacts, code: str) -> Figure:
    targets = facts.targets.of_region(code)
    return count(targets, (facts.tables.line(p.entry, "") for p in targets))


def _errata(facts: NoticeSiteFacts, code: str) -> Figure:
    errata = facts.by_region.errata_of(code)
    return count(errata, (facts.tables.line(row, "") for row in errata))


def city(facts: NoticeSiteFacts, code: str) -> City:
    """All that the notice says of one city."""
    codes = list(facts.regions)
    place = codes.index(code)
    money = facts.money.cities[place]
    return City(
        region=facts.regions[code],
        money=money,
        quote={lang: quote(facts, money, lang) for lang in LANGUAGES},
        duties=duties(facts, code),
        bar=charts.of_sum(money, int(money.amount.value), NOTHING),
        allocations=_allocations(facts, code),
        grants=_grants(facts, code),
        recipients=facts.recipients_of_grants,
        sheets=[_sheet(facts, s) for s in _of(facts, "target_sheets", code)],
        errata_number=_errata(facts, code),
        targets=_targets(facts, code),
        before=facts.regions[codes[place - 1]] if place else None,
        after=facts.regions[codes[place + 1]] if place + 1 < len(codes) else None,
    )


def _of(facts: NoticeSiteFacts, table: str, code: str) -> list[Entry]:
    return [row for row in facts.tables.rows(table) if row["region_code"] == code]


def _allocations(facts: NoticeSiteFacts, code: str) -> list[tuple[Entry, Figure]]:
    units = facts.money.region_of_unit
    rows = [row for row in facts.money.rows if units.get(row["unit_code"]) == code]
    return [(row, facts.tables.money(row, "amount_yuan")) for row in rows]


def _grants(facts: NoticeSiteFacts, code: str) -> list[tuple[Entry, Figure, float]]:
    rows = _of(facts, "grants", code)
    figures = [facts.tables.money(row, "amount_yuan") for row in rows]
    most = max([1, *(int(figure.value) for figure in figures)])
    return [
        (row, figure, max(0.0, round(100 * int(figure.value) / most, 1)))
        for row, figure in zip(rows, figures, strict=True)
    ]


def _sheet(facts: NoticeSiteFacts, sheet: Entry) -> Sheet:
    policies = facts.tables.rows("sheet_policies")
    return Sheet(
        entry=sheet,
        transfer_type=facts.money.transfer_type_of(sheet),
        need=facts.money.need(sheet),
        policies=[row for row in policies if row["sheet_id"] == sheet["sheet_id"]],
        targets=[_compared(facts, p) for p in facts.targets.of_sheet(sheet["sheet_id"])],
    )


def _compared(facts: NoticeSiteFacts, target: Target) -> Compared:
    indicator = facts.targets.by_name[target.entry["level3_clean"]]
    ordered = sorted(indicator.measured, key=lambda p: p.measure or 0)
    return Compared(
        target=target,
        indicator=indicator,
        dots=charts.strip(indicator, target),
        least=_end(ordered, target),
        most=_end(ordered[::-1], target),
    )


def _end(ordered: list[Target], own: Target) -> Target | None:
    """The first target; the city's own if it says the same."""
    if not ordered:
        return None
    return own if own.measure == ordered[0].measure else ordered[0]
