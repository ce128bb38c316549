"""How much was checked and how it came out; what is known to be all, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal_notice.model import NOT_AVAILABLE, Count, Finding, Outcome, Report

_NAMED = 3


def counts(report: Report) -> Mapping[str, Count]:
    """How much was checked, and how it came out; lower bounds where the report is cut.

    In order ``tables``, ``rows``, ``rules``, ``checked``, ``findings``, ``declared``,
    ``undeclared``, ``advice``.
    """
    done = [outcome for outcome in report.outcomes if outcome.skipped is None]
    numbers = {
        "tables": sum(stat.rows is not None for stat in report.resources),
        "rows": sum(stat.rows or 0 for stat in report.resources),
        "rules": len(done),
        "checked": sum(outcome.checked for outcome in done),
        "findings": len(report.findings),
        "declared": sum(finding.erratum is not None for finding in report.findings),
        "undeclared": len(report.undeclared),
        "advice": report.advised,
    }
    return {name: Count(number) for name, number in numbers.items()}


def came_out(outcome: Outcome) -> str:
    """``passed``, ``declared``, ``failed``, ``advice`` or ``skipped``."""
    if outcome.skipped is not None:
        return "skipped"
    if outcome.findings and outcome.rule.severity == "advice":
        return "advice"
    if any(finding.erratum is None for finding in outcome.findings):
        return "failed"
    return "declared" if outcome.findings else "passed"


def judged_by_rules(report: Report) -> bool:
    """Whether rules of a notice judged the package, and not its schemas alone."""
    return report.notice and any(
        outcome.rule.tables and not (outcome.skipped or "").startswith(NOT_AVAILABLE)
        for outcome in report.outcomes
    )


def schemas_checked(report: Report) -> bool:
    """Whether the tables were held against their schemas: the one check that reads no frames."""
    return any(
        not outcome.rule.tables and outcome.rule.severity == "error" and outcome.skipped is None
        for outcome in report.outcomes
    )


def resources_of(findings: Sequence[Finding]) -> list[str]:
    """The resources that findings concern, each once, in order."""
    return list(dict.fromkeys(finding.table for finding in findings))


def advice_ids(report: Report) -> list[str]:
    """The ids of the advice that has findings."""
    return sorted({finding.rule for finding in report.advice})
