"""The targets: one indicator across the cities, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.notice.facts.figures import Figure, count
from fiscal_notice.notice.facts.targets import Indicator, Target
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many targets a region has, of which kind; ``lost`` have no value."""

    region: str
    targets: Figure
    quantities: Figure
    words: Figure
    lost: Figure
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the page shows: indicators of several cities, those of one, and the matrix."""

    shared: list[Indicator]
    single: list[Indicator]
    tallies: list[Tally]
    columns: list[str]
    cells: dict[tuple[str, str], list[Target]]
    number: Figure
    lost: list[Target]
    silent: list[str]
    levels: list[str]


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page; none of a notice without targets."""
    if facts.package.resource("indicators") is None:
        return
    yield Page(
        name="targets",
        title=("绩效目标", "Targets"),
        menu=("目标", "Targets"),
        content=comparison(facts),
    )


def comparison(facts: NoticeSiteFacts) -> Comparison:
    """Every target, by indicator and by city."""
    targets = facts.targets.all
    having = {target.region for target in targets}
    indicators = facts.targets.indicators
    cells: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        place = target.entry["level3_clean"], target.region
        cells.setdefault(place, []).append(target)
    return Comparison(
        shared=[each for each in indicators if len(each.regions) > 1],
        single=[each for each in indicators if len(each.regions) == 1],
        tallies=tallies(facts),
        columns=[code for code in facts.regions if code in having],
        cells=cells,
        number=_count(facts, targets),
        lost=[target for target in targets if target.lost],
        silent=[code for code in facts.regions if code not in having],
        levels=list(dict.fromkeys(each.levels[-1] for each in indicators if each.levels)),
    )


def tallies(facts: NoticeSiteFacts) -> list[Tally]:
    """The regions by how many targets they have, the most first."""
    by_region = {code: facts.targets.of_region(code) for code in facts.regions}
    most = max(map(len, by_region.values()), default=0) or 1
    found = [_tally(facts, code, targets, most) for code, targets in by_region.items()]
    return sorted(found, key=lambda each: -int(each.targets.value))


def _tally(facts: NoticeSiteFacts, code: str, targets: list[Target], most: int) -> Tally:
    measured = [p for p in targets if p.measure is not None or len(p.parts) > 1]
    lost = [p for p in targets if p.lost]
    words = [p for p in targets if p not in measured and not p.lost]
    return Tally(
        region=code,
        targets=_count(facts, targets),
        quantities=_count(facts, measured),
        words=_count(facts, words),
        lost=_count(facts, lost),
        width=round(100 * len(targets) / most, 1),
    )


def _count(facts: NoticeSiteFacts, targets: list[Target]) -> Figure:
    return count(targets, (facts.tables.line(p.entry, "") for p in targets))
