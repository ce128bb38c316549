"""How the package was checked, what was found, and which rules ran."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fiscal_notice.model import Count, Finding, Outcome, Report
from fiscal_notice.report import (
    came_out,
    counts,
    cut_lines,
    finding_line,
    finding_lines,
    sentence,
    verdict,
)
from fiscal_notice.report.groups import TableGroups, grouped
from fiscal_notice.report.words import skipped_because, warning_lines
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page
from fiscal_notice.validate import rule_groups

MOST = 200
"""How many findings a page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """Rules of one group; ``title`` in Chinese and English."""

    title: tuple[str, str]
    outcomes: list[tuple[Outcome, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All rules, and what was found, in words of either language."""

    report: Report
    groups: list[RuleGroup]
    counts: Mapping[str, Count]
    found: list[TableGroups]
    advice: list[Outcome]

    def verdict(self, lang: str) -> str:
        """Whether the package is valid."""
        return verdict(self.report, lang)

    def notes(self, lang: str) -> list[str]:
        """Where a check stopped, and what else to know."""
        return [*cut_lines(self.report, lang), *warning_lines(self.report, lang)]

    def all(self, lang: str) -> list[str]:
        """The first findings, one a line."""
        return list(finding_lines(self.report, MOST, lang, self.found))

    @staticmethod
    def says(finding: Finding, lang: str) -> str:
        """What is wrong, as all reports say it."""
        return sentence(finding, lang)

    @staticmethod
    def line(finding: Finding, lang: str) -> str:
        """Where and what is wrong."""
        return finding_line(finding, lang)

    @staticmethod
    def why(outcome: Outcome, lang: str) -> str:
        """Why a rule was skipped; empty if it was not."""
        return skipped_because(outcome.skipped, lang) if outcome.skipped else ""


def pages(facts: SiteFacts) -> Iterator[Page]:
    """The one page."""
    words = ("检查", "Checks")
    yield Page(name="checks", title=words, menu=words, content=checks(facts))


def checks(facts: SiteFacts) -> Checks:
    """The outcomes of the report, group by group."""
    report = facts.report
    outcomes = [(outcome, came_out(outcome)) for outcome in report.outcomes]
    return Checks(
        report=report,
        groups=_groups(outcomes),
        counts=counts(report),
        found=grouped(report, report.undeclared),
        advice=[one for one in report.outcomes if one.rule.severity == "advice" and one.findings],
    )


def _groups(outcomes: Sequence[tuple[Outcome, str]]) -> list[RuleGroup]:
    titles = rule_groups()
    prefixes = dict.fromkeys([*titles, *(outcome.rule.id[:3] for outcome, _ in outcomes)])
    groups = [
        RuleGroup(
            title=titles.get(prefix, (prefix, prefix))[::-1],
            outcomes=[pair for pair in outcomes if pair[0].rule.id.startswith(prefix)],
        )
        for prefix in prefixes
    ]
    return [group for group in groups if group.outcomes]
