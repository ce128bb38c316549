"""The overview: every city from announced to paid, what is in and what is missing, the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.follow.pages.bars import Lane, lanes
from fiscal_notice.follow.pages.facts import FollowFacts
from fiscal_notice.follow.pages.scores import Evaluation, evaluations
from fiscal_notice.follow.progress import Progress
from fiscal_notice.follow.progress.reports import Due
from fiscal_notice.model import Finding, Row, Rule
from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.site.pages import Page

WORDS = ("后续跟踪", "Follow-up")


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLine:
    """A city of which something is known."""

    code: str
    progress: Progress
    announced: Figure | None
    lanes: list[Lane]
    evaluations: list[Evaluation]
    reports: list[Due]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All cities: those with reports, and those of which nothing is known.

    ``others`` are documents of no city of the notice, ``findings`` those on none.

    ``sums`` are what is known of all cities together by stage, each with the number of cities.
    """

    f: FollowFacts
    known: list[CityLine]
    unknown: list[CityLine]
    sums: list[tuple[str, Decimal, int]]
    missing: int
    states: list[tuple[str, int]]
    number: int
    others: list[Row]
    findings: list[tuple[Rule, list[Finding]]]


def pages(f: FollowFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name=f.prefix,
        template="follow_overview.html",
        title=WORDS,
        menu=WORDS,
        content=overview(f),
    )


def overview(f: FollowFacts) -> Overview:
    """Every city, in the order of the notice."""
    lines = [_line(f, code, each) for code, each in f.progress.items()]
    known = [line for line in lines if not line.progress.nothing_known]
    return Overview(
        f=f,
        known=known,
        unknown=[line for line in lines if line.progress.nothing_known],
        sums=list(_sums(known)),
        missing=sum(len(line.progress.missing) for line in lines),
        states=list(_states(known)),
        number=len(lines),
        others=[row for row in f.documents.values() if row["region_code"] not in f.regions],
        findings=f.by_rule(f.findings.get("", ())),
    )


def _line(f: FollowFacts, code: str, progress: Progress) -> CityLine:
    return CityLine(
        code=code,
        progress=progress,
        announced=f.announced_figure(code),
        lanes=lanes(progress),
        evaluations=evaluations(f, code),
        reports=progress.due,
    )


def _sums(lines: Sequence[CityLine]) -> Iterator[tuple[str, Decimal, int]]:
    for stage in ("passed_on", "paid"):
        found = [amount for line in lines if (amount := line.progress.amount(stage)) is not None]
        yield stage, sum(found, Decimal(0)), len(found)


def _states(lines: Sequence[CityLine]) -> Iterator[tuple[str, int]]:
    found = [line.progress.budget_state for line in lines]
    for state in ("met", "short", "not_separable", "not_published"):
        if state in found:
            yield state, found.count(state)
