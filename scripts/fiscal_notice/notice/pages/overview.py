"""The overview: the money at a glance, where it flows, what has targets, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.code_lists import division
from fiscal_notice.notice.facts.figures import Figure, count, total
from fiscal_notice.notice.facts.money import NOTHING, Sum
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages import charts
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.flow import NARROW, WIDE, Flow, Link, flow
from fiscal_notice.notice.pages.tile_map import TileMap, tile_map
from fiscal_notice.site.pages import Page

ALL = ""
"""The name of the one node of the first stage: the province."""
SEVERAL = "several"
"""The kind of a grant whose recipients are of several kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """The yardstick: the median of the cities, who receives just that, the most and the least.

    ``place`` is where the median stands in a bar of the largest amount, in hundredths.
    """

    median: Figure
    there: list[Sum]
    most: list[Sum]
    least: list[Sum]
    place: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The cities whose amounts leave out counties, and the counties among the notice's regions."""

    number: Figure
    cities: list[Entry]
    counties: list[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the overview shows."""

    notice: Entry
    whole: Sum
    transfer_types: list[Sum]
    cities: list[Sum]
    bars: dict[str, list[charts.Mark]]
    type_bars: dict[str, list[charts.Mark]]
    middle: Middle | None
    left_out: LeftOut | None
    numbers: dict[str, Figure]
    demands: list[Entry]
    map: TileMap | None
    flows: list[Flow]
    kinds: list[tuple[str, Figure]]


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="index",
        title=("总览", "Overview"),
        menu=("总览", "Overview"),
        content=overview(facts),
    )


def overview(facts: NoticeSiteFacts) -> Overview:
    """The money of ``facts``, added up."""
    money, tables = facts.money, facts.tables
    largest = max((int(city.amount.value) for city in money.cities), default=0)
    return Overview(
        notice=tables.notice,
        whole=money.whole,
        transfer_types=money.by_type,
        cities=money.by_amount,
        bars={city.code: charts.of_sum(city, largest, NOTHING) for city in money.cities},
        type_bars={
            each.code: charts.stacked(
                [(each.code, each.amount, each.covered)], int(each.amount.value)
            )
            for each in [*money.by_type, money.whole]
        },
        middle=middle(facts),
        left_out=left_out(facts),
        numbers=numbers(facts),
        demands=[row for row in tables.rows("clauses") if row["kind"] == "performance_target"],
        map=tile_map(facts),
        flows=flows(facts, flow_links(facts)),
        kinds=kinds_of_recipients(facts),
    )


def middle(facts: NoticeSiteFacts) -> Middle | None:
    """The median and the ends; none where all cities receive the same, or there is but one."""
    cities, amount = facts.money.by_amount, facts.money.median
    amounts = [city.amount.value for city in cities]
    if len(set(amounts)) < 2 or amounts[0] <= 0:  # noqa: PLR2004  one value has no middle
        return None
    return Middle(
        median=amount,
        there=[city for city in cities if city.amount.value == amount.value],
        most=[city for city in cities if city.amount.value == amounts[0]],
        least=[city for city in cities if city.amount.value == amounts[-1]],
        place=charts.place(amount, amounts[0]),
    )


def left_out(facts: NoticeSiteFacts) -> LeftOut | None:
    """The cities without their directly administered counties; none if the notice has no such."""
    rows = list(facts.regions.values())
    cities = [row for row in rows if row["excludes_direct_counties"] == "true"]
    if not cities or not facts.money.rows:
        return None
    counties = [row for row in rows if _is_county(row, {city["gb_code"] for city in cities})]
    number = count(cities, (facts.tables.line(city, "name") for city in cities))
    return LeftOut(number=number, cities=cities, counties=counties)


def _is_county(row: Entry, cities: set[str]) -> bool:
    found = division(row["gb_code"])
    return found is not None and found.level == "county" and found.parent_code in cities


def numbers(facts: NoticeSiteFacts) -> dict[str, Figure]:
    """How many cities, recipients, sheets, indicators, lost values and errata there are."""
    tables, targets = facts.tables, facts.targets.all
    lost = [target for target in targets if target.lost]
    grants = tables.rows("grants")
    rows_of = {
        name: count(rows, (tables.line(row, "") for row in rows))
        for name in ("regions", "target_sheets", "indicators", "errata")
        for rows in [tables.rows(name)]
    }
    return rows_of | {
        "recipients": count(tables.rows("recipients"), (row.line for row in grants)),
        "lost": count(lost, (target.line for target in lost)),
    }


def flow_links(facts: NoticeSiteFacts) -> list[Link]:
    """Province to transfer types, those to cities by annex 1."""
    money = facts.money
    known = [
        (place, amount)
        for place, amount in money.amounts.items()
        if place[0] in facts.regions and amount.value > 0  # what is taken back does not flow
    ]
    by_type = {
        code: total(amount for (_, each), amount in known if each == code)
        for code in money.transfer_types
    }
    return [
        *(_link(0, ALL, code, code, amount) for code, amount in by_type.items() if amount),
        *(_link(1, code, region, code, amount) for (region, code), amount in known),
    ]


def _link(stage: int, source: str, target: str, code: str, figure: Figure) -> Link:
    return Link(stage=stage, source=source, target=target, transfer_type=code, figure=figure)


def flows(facts: NoticeSiteFacts, links: list[Link]) -> list[Flow]:
    """The picture for wide and for narrow windows; none where the bars of the cities say it all."""
    if len({link.transfer_type for link in links}) < 2:  # noqa: PLR2004  nothing parts
        return []
    orders = flow_orders(facts, links)
    printed = {(2, city.code): city.amount for city in facts.money.cities}
    printed[0, ALL] = facts.money.total
    return [flow(links, orders, paper, printed) for paper in (WIDE, NARROW)]


def flow_orders(facts: NoticeSiteFacts, links: list[Link]) -> list[list[str]]:
    """The nodes of each stage from the top: transfer types in order, then the largest first."""
    types = [link.target for link in links if link.stage == 0]
    flowing = {link.target for link in links if link.stage == 1}
    return [[ALL], types, [city.code for city in facts.money.by_amount if city.code in flowing]]


def kinds_of_recipients(facts: NoticeSiteFacts) -> list[tuple[str, Figure]]:
    """The kinds of bodies that annex 2 names and their money, the largest first.

    A grant whose recipients differ in kind counts as SEVERAL.
    """
    recipients = facts.tables.index("recipients")
    of_grant: dict[str, set[str]] = {}
    for link in facts.tables.rows("grant_recipients"):
        if link["recipient_id"] in recipients:
            kinds = of_grant.setdefault(link["grant_id"], set())
            kinds.add(recipients[link["recipient_id"]]["kind"])
    found: dict[str, list[Figure]] = {}
    for grant in facts.tables.rows("grants"):
        kinds = of_grant.get(grant["grant_id"], set())
        kind = next(iter(kinds)) if len(kinds) == 1 else SEVERAL
        found.setdefault(kind, []).append(facts.tables.money(grant, "amount_yuan"))
    sums = [(kind, total(terms)) for kind, terms in found.items()]
    return sorted(sums, key=lambda item: -item[1].value)
