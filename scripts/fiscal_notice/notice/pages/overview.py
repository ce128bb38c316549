"""The overview: the money at a glance, where it flows, what has targets, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, count, total
from fiscal_notice.notice.facts.money import NOTHING, Sum
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages import charts
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.flow import NARROW, WIDE, Flow, Link, flow
from fiscal_notice.site.pages import Page

ALL = ""
"""The name of the one node of the first stage: the province."""
SEVERAL = "several"
"""The kind of a grant whose recipients are of several kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defects:
    """The errata of one kind, and the first of them as an example."""

    kind: str
    number: Figure
    example: Entry
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the overview shows."""

    notice: Entry
    whole: Sum
    transfer_types: list[Sum]
    cities: list[Sum]
    bars: dict[str, list[charts.Mark]]
    type_bars: dict[str, list[charts.Mark]]
    numbers: dict[str, Figure]
    demands: list[Entry]
    flows: list[Flow]
    kinds: list[tuple[str, Figure]]
    defects: list[Defects]


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
    links = flow_links(facts)
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
        numbers=numbers(facts),
        demands=[row for row in tables.rows("clauses") if row["kind"] == "performance_target"],
        flows=flows(facts, links),
        kinds=kinds_of_recipients(links),
        defects=defects(facts),
    )


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
    """Province to transfer types, those to cities by annex 1, cities to recipients by annex 2."""
    money = facts.money
    known = [
        (place, amount)
        for place, amount in money.amounts.items()
        if place[0] in facts.regions and amount.value > 0
    ]
    by_type = {
        code: total(amount for (_, each), amount in known if each == code)
        for code in money.transfer_types
    }
    return [
        *(_link(0, ALL, code, code, amount) for code, amount in by_type.items() if amount),
        *(_link(1, code, region, code, amount) for (region, code), amount in known),
        *_last_stage(facts, {region for (region, _), _ in known}),
    ]


def _last_stage(facts: NoticeSiteFacts, regions: set[str]) -> Iterator[Link]:
    found: dict[tuple[str, str, str], list[Figure]] = {}
    for grant in facts.tables.rows("grants"):
        if grant["region_code"] in regions:
            place = grant["region_code"], kind_of_grant(facts, grant), grant["transfer_type"]
            found.setdefault(place, []).append(facts.tables.money(grant, "amount_yuan"))
    for (region, kind, code), terms in found.items():
        amount = total(terms)
        if amount.value > 0:  # what is taken back does not flow
            yield _link(2, region, kind, code, amount)


def _link(stage: int, source: str, target: str, code: str, figure: Figure) -> Link:
    return Link(stage=stage, source=source, target=target, transfer_type=code, figure=figure)


def kind_of_grant(facts: NoticeSiteFacts, grant: Entry) -> str:
    """The kind of body that a grant goes to; SEVERAL if its recipients differ."""
    recipients = facts.tables.index("recipients")
    kinds = {
        recipients[link["recipient_id"]]["kind"]
        for link in facts.tables.rows("grant_recipients")
        if link["grant_id"] == grant["grant_id"] and link["recipient_id"] in recipients
    }
    return kinds.pop() if len(kinds) == 1 else SEVERAL


def flows(facts: NoticeSiteFacts, links: list[Link]) -> list[Flow]:
    """The picture for wide and for narrow windows; none if no money flows."""
    if not links:
        return []
    orders = flow_orders(facts, links)
    printed = {(2, city.code): city.amount for city in facts.money.cities}
    printed[0, ALL] = facts.money.total
    return [flow(links, orders, paper, printed) for paper in (WIDE, NARROW)]


def flow_orders(facts: NoticeSiteFacts, links: list[Link]) -> list[list[str]]:
    """The nodes of each stage from the top: transfer types in order, then the largest first."""
    types = [link.target for link in links if link.stage == 0]
    flowing = {link.target for link in links if link.stage == 1}
    cities = [city.code for city in facts.money.by_amount if city.code in flowing]
    return [[ALL], types, cities, [kind for kind, _ in kinds_of_recipients(links)]]


def kinds_of_recipients(links: list[Link]) -> list[tuple[str, Figure]]:
    """The kinds of recipients and their money, the largest first."""
    last = [link for link in links if link.stage == 2]  # noqa: PLR2004  cities to recipients
    kinds = dict.fromkeys(link.target for link in last)
    sums = [(kind, total(link.figure for link in last if link.target == kind)) for kind in kinds]
    return sorted(sums, key=lambda item: -item[1].value)


def defects(facts: NoticeSiteFacts) -> list[Defects]:
    """The errata by kind, in the order of the schema."""
    kinds = facts.by_region.by_kind(facts.tables.rows("errata"))
    most = max((len(rows) for rows in kinds.values()), default=0)
    return [
        Defects(
            kind=kind,
            number=count(rows, (row.line for row in rows)),
            example=rows[0],
            width=round(100 * len(rows) / most, 1),
        )
        for kind, rows in kinds.items()
    ]
