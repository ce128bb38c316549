"""The page of a city: its money stage by stage, its budget, targets, scores, reports, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fiscal_notice.follow.pages.bars import Lane, Strip, lane, strip
from fiscal_notice.follow.pages.facts import FollowFacts
from fiscal_notice.follow.pages.indicators import Group, groups
from fiscal_notice.follow.pages.scores import Evaluation, evaluations
from fiscal_notice.follow.progress import STAGES, Progress, Step
from fiscal_notice.model import Finding, Row, Rule
from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage in the table of a city's money; ``days`` since the one before whose day is known.

    ``lane`` is its bar, None where nothing is drawn.
    """

    name: str
    step: Step | None
    days: int | None
    lane: Lane | None


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What the page of a city shows; ``before`` and ``after`` are its neighbours."""

    f: FollowFacts
    code: str
    progress: Progress
    announced: Figure | None
    announced_on: date | None
    lane: Lane
    stages: list[Stage]
    strip: Strip | None
    groups: list[Group]
    evaluations: list[Evaluation]
    findings: list[tuple[Rule, list[Finding]]]
    unplaced: list[Row]
    before: str
    after: str

    @property
    def budget_lane(self) -> Lane | None:
        """The bar of clause 2; None if nobody said anything of it."""
        if not self.budgets:
            return None
        found = self.progress.budgeted
        return lane("budgeted", found.value if found else None, self.progress)

    @property
    def approved_on(self) -> date | None:
        """The first day on which a budget of the city was approved."""
        days = (row.get("approved_on") for row in self.budgets)
        return min((day for day in days if isinstance(day, date)), default=None)

    @property
    def budgets(self) -> list[Row]:
        """The rows of clause 2."""
        return self.progress.rows("budgets")


def pages(f: FollowFacts) -> Iterator[Page]:
    """A page for each city of the notice."""
    codes = list(f.regions)
    for place, code in enumerate(codes):
        name = f.regions[code]["name"]
        other = f.announced.facts.english.get(code, "")
        yield Page(
            name=f.city_page(code),
            template="follow_city.html",
            under=f.prefix,
            title=(f"{name}：后续跟踪", f"{other} {name}: follow-up".strip()),
            content=city(
                f,
                code,
                codes[place - 1] if place else "",
                codes[place + 1] if place + 1 < len(codes) else "",
            ),
        )


def city(f: FollowFacts, code: str, before: str = "", after: str = "") -> City:
    """All that is known of one city."""
    progress = f.progress[code]
    announced_on = _announced_on(f)
    return City(
        f=f,
        code=code,
        progress=progress,
        announced=f.announced_figure(code),
        announced_on=announced_on,
        lane=lane("announced", progress.announced, progress),
        stages=list(_stages(progress, announced_on)),
        strip=strip(_days(progress, announced_on), progress.budget_year),
        groups=groups(f, code),
        evaluations=evaluations(f, code),
        findings=f.by_rule(f.findings.get(code, ())),
        unplaced=progress.rows("unplaced"),
        before=before,
        after=after,
    )


def _announced_on(f: FollowFacts) -> date | None:
    notice = f.announced.facts.tables.notice
    for name in ("signed_on", "printed_on"):
        try:
            return date.fromisoformat(notice[name])
        except ValueError:
            continue
    return None


def _stages(progress: Progress, announced_on: date | None) -> Iterator[Stage]:
    """The stages in their order, those of which nothing is known too."""
    last = announced_on
    for name in STAGES:
        step = progress.steps.get(name)
        first = step.first if step else None
        yield Stage(
            name=name,
            step=step,
            days=(first - last).days if first and last else None,
            lane=lane(name, progress.amount(name), progress) if step else None,
        )
        last = first or last


def _days(progress: Progress, announced_on: date | None) -> list[tuple[str, date]]:
    """The days of the strip with their stages."""
    found = [("announced", announced_on)] if announced_on else []
    if progress.nothing_known:
        return found
    for name, step in progress.steps.items():
        field = "paid_on" if step.table == "payments" else "happened_on"
        days = {day for row in step.rows if isinstance(day := row.get(field), date)}
        found += [(name, day) for day in sorted(days)]
    found += [
        ("budgeted", day)
        for row in progress.rows("budgets")
        if isinstance(day := row.get("approved_on"), date)
    ]
    return found
