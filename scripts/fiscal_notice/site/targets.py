"""The targets: one indicator across the cities, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, count
from fiscal_notice.notice.facts.targets import Indicator, Promise
from fiscal_notice.site.facts import Facts, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many indicators a region promises, of which kind; ``lost`` have no value."""

    region: str
    promises: Figure
    quantities: Figure
    words: Figure
    lost: Figure
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What the page shows: indicators of several cities, those of one, and the matrix."""

    shared: list[Indicator]
    single: list[Indicator]
    tallies: list[Tally]
    columns: list[str]
    cells: dict[tuple[str, str], list[Promise]]
    number: Figure
    lost: list[Promise]
    silent: list[str]
    levels: list[str]


def pages(facts: Facts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="targets",
        template="targets.html",
        nav="targets",
        title=("绩效目标", "Targets"),
        content=targets(facts),
    )


def targets(facts: Facts) -> Targets:
    """Every promise, by indicator and by city."""
    promises = facts.promises.all
    having = {promise.region for promise in promises}
    indicators = facts.promises.indicators
    cells: dict[tuple[str, str], list[Promise]] = {}
    for promise in promises:
        place = promise.entry["level3_clean"], promise.region
        cells.setdefault(place, []).append(promise)
    return Targets(
        shared=[each for each in indicators if len(each.regions) > 1],
        single=[each for each in indicators if len(each.regions) == 1],
        tallies=tallies(facts),
        columns=[code for code in facts.regions if code in having],
        cells=cells,
        number=_count(facts, promises),
        lost=[promise for promise in promises if promise.lost],
        silent=[code for code in facts.regions if code not in having],
        levels=list(dict.fromkeys(each.levels[-1] for each in indicators if each.levels)),
    )


def tallies(facts: Facts) -> list[Tally]:
    """The regions by how many indicators they promise, the most first."""
    by_region = {code: facts.promises.of_region(code) for code in facts.regions}
    most = max(map(len, by_region.values()), default=0) or 1
    found = [_tally(facts, code, promises, most) for code, promises in by_region.items()]
    return sorted(found, key=lambda each: -int(each.promises.value))


def _tally(facts: Facts, code: str, promises: list[Promise], most: int) -> Tally:
    measured = [p for p in promises if p.measure is not None or len(p.parts) > 1]
    lost = [p for p in promises if p.lost]
    words = [p for p in promises if p not in measured and not p.lost]
    return Tally(
        region=code,
        promises=_count(facts, promises),
        quantities=_count(facts, measured),
        words=_count(facts, words),
        lost=_count(facts, lost),
        width=round(100 * len(promises) / most, 1),
    )


def _count(facts: Facts, promises: list[Promise]) -> Figure:
    return count(promises, (facts.tables.line(p.entry, "") for p in promises))
