"""The rules and how they came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fiscal_notice.model import Finding, Outcome
from fiscal_notice.report import came_out, counts, sentence
from fiscal_notice.site.facts import Facts, Page
from fiscal_notice.validate import rule_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rules of one group; ``title`` in Chinese and English."""

    title: tuple[str, str]
    outcomes: list[tuple[Outcome, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All rules, and the findings that no erratum declares."""

    groups: list[Group]
    counts: Mapping[str, int]
    tally: dict[str, int]

    @staticmethod
    def says(finding: Finding, lang: str) -> str:
        """What is wrong, as all reports say it."""
        return sentence(finding, lang)


def pages(facts: Facts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="rules",
        template="rules.html",
        nav="data",
        title=("规则", "Rules"),
        content=checks(facts),
    )


def checks(facts: Facts) -> Checks:
    """The outcomes of the report, group by group."""
    outcomes = [(outcome, came_out(outcome)) for outcome in facts.report.outcomes]
    names = [name for _, name in outcomes]
    titles = rule_groups()
    prefixes = dict.fromkeys([*titles, *(outcome.rule.id[:3] for outcome, _ in outcomes)])
    groups = [
        Group(
            title=titles.get(prefix, (prefix, prefix))[::-1],
            outcomes=[pair for pair in outcomes if pair[0].rule.id.startswith(prefix)],
        )
        for prefix in prefixes
    ]
    return Checks(
        groups=[group for group in groups if group.outcomes],
        counts=counts(facts.report),
        tally={
            name: names.count(name)
            for name in ("passed", "declared", "failed", "advice", "skipped")
        },
    )
