"""A Report as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fiscal_notice.model import NOT_AVAILABLE, Finding, Outcome, Report
from fiscal_notice.report.counting import came_out, counts, judged_by_rules
from fiscal_notice.report.groups import FindingGroup, grouped
from fiscal_notice.report.sentences import finding_line
from fiscal_notice.report.weights import heaviest_first, weights
from fiscal_notice.report.words import verdict


def report_json(report: Report, *, limit: int = 1000) -> str:
    """The report as JSON, for programs.

    In order ``package``, ``title``, ``version``, ``created``, ``valid``, ``notice``, ``verdict``,
    ``verdict_zh``, ``counts`` (see ``counts``), ``weights`` (see ``weights``; null where errata do
    not say theirs), ``at_least``, ``truncated``, ``cut``, ``warnings``, ``resources``, ``groups``,
    ``rules``, ``findings``, ``declared`` (the material ones first, each with its ``weight``).

    At most ``limit`` undeclared findings are listed, and after them those of severity ``advice``.
    ``counts`` has the true numbers, unless ``at_least`` is true: then the check of the resources
    in ``cut`` stopped there, and there may be more. Of a package that is no notice the rules are
    left out for which it has no tables.
    """
    undeclared = report.undeclared
    notice = judged_by_rules(report)
    known = weights(report)
    declared = [one for one in report.findings if one.erratum]
    document = {
        "package": report.package,
        "title": report.title,
        "version": report.version,
        "created": report.created,
        "valid": report.valid,
        "notice": notice,
        "verdict": verdict(report),
        "verdict_zh": verdict(report, "zh"),
        "counts": counts(report),
        "weights": asdict(known) if known else None,
        "at_least": bool(report.cut),
        "truncated": len(undeclared) > limit or bool(report.cut),
        "cut": [asdict(one) for one in report.cut],
        "warnings": [asdict(warn) for warn in report.warnings],
        "resources": [asdict(stat) for stat in report.resources],
        "groups": [
            _group(group)
            for table in grouped(report, [*undeclared, *report.advice])
            for group in table.groups
        ],
        "rules": [
            _outcome(outcome)
            for outcome in report.outcomes
            if notice or not (outcome.skipped or "").startswith(NOT_AVAILABLE)
        ],
        "findings": [_finding(one) for one in (*undeclared[:limit], *report.advice)],
        "declared": [
            {**_finding(one), "weight": report.explanations[one.erratum or ""].weight}
            for one in heaviest_first(report, declared)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _group(group: FindingGroup) -> Mapping[str, Any]:
    first = group.findings[0]
    says: Sequence[str | None] = group.diagnosis.says if group.diagnosis else (None, None)
    return {
        "table": group.table,
        "field": first.field if group.column[0] else "",
        "rule": first.rule,
        "severity": first.severity,
        "kind": first.kind,
        "title": group.title(),
        "title_zh": group.title("zh"),
        "statement": group.statement(),
        "statement_zh": group.statement("zh"),
        "count": group.count,
        "at_least": group.least,
        "explanation": says[0],
        "explanation_zh": says[1],
        "mend": group.mend(),
        "mend_zh": group.mend("zh"),
        "examples": [finding_line(one) for one in group.examples],
    }


def _outcome(outcome: Outcome) -> Mapping[str, Any]:
    known = sum(finding.erratum is not None for finding in outcome.findings)
    return {
        "id": outcome.rule.id,
        "severity": outcome.rule.severity,
        "statement": outcome.rule.statement,
        "statement_zh": outcome.rule.statement_zh,
        "outcome": came_out(outcome),
        "checked": outcome.checked,
        "declared": known,
        "undeclared": len(outcome.findings) - known,
        "unlisted": outcome.unlisted,
        "skipped": outcome.skipped,
    }


def _finding(finding: Finding) -> Mapping[str, Any]:
    document = asdict(finding) | {
        "text": finding_line(finding),
        "text_zh": finding_line(finding, "zh"),
    }
    # The header once for each of its errors would be a square.
    del document["labels"]
    return document
