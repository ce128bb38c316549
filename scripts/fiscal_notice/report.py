"""A Report as text, as JSON, and as one HTML page that can be printed or sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fiscal_notice.model import NOT_AVAILABLE, Count, Finding, Outcome, Report

WORDS = {
    "en": {
        "is": "is {found}, expected {expected}",
        "nothing": "empty",
        "line": "source line {line}",
        "valid": "VALID: nothing was found that the errata do not declare.",
        "invalid": "NOT VALID: {count:finding} that no erratum declares.",
        "shown": "{shown} of {count} findings shown; --limit {count} shows all.",
        "cut": "Schema errors: stopped after {limit} in {tables}; a higher --limit finds more.",
        "known": "{count:finding} declared in the errata (resources/errata.csv).",
        "counts": "{tables:table}, {rows:row}; {rules:rule}, {checked:statement} checked.",
        "skipped": "skipped",
        "left_out": "{count:rule} skipped; -v says why.",
    },
    "zh": {
        "is": "为 {found}，应为 {expected}",
        "nothing": "空",
        "line": "原文第{line}行",
        "valid": "通过：除勘误表已列者外，未发现问题。",
        "invalid": "未通过：发现 {count} 处勘误表未列的问题。",
        "shown": "共 {count} 处，显示 {shown} 处；--limit {count} 可显示全部。",
        "cut": "{tables} 的模式检查在 {limit} 处错误后停止；增大 --limit 可继续查找。",
        "known": "{count} 处问题已列入勘误表（resources/errata.csv）。",
        "counts": "{tables} 张表，{rows:,} 行；{rules} 条规则，检查 {checked:,} 项。",
        "skipped": "未检查",
        "left_out": "{count} 条规则未检查；-v 可查看原因。",
    },
}


def finding_line(finding: Finding, lang: str = "en") -> str:
    """One finding in one line: ``grants:17 (source line 113) TOT-03 FIELD is X, expected Y``."""
    words = WORDS[lang]
    place = f"{finding.table}:{finding.key}" if finding.key else finding.table
    if finding.line is not None:
        place += f" ({words['line'].format(line=finding.line)})"
    if finding.message is not None:
        message = finding.message_zh if lang == "zh" else None
        return f"{place} {finding.rule} {message or finding.message}"
    what = words["is"].format(
        found=finding.found or words["nothing"], expected=finding.expected or words["nothing"]
    )
    return f"{place} {finding.rule} {finding.field} {what}"


def counts(report: Report) -> Mapping[str, Count]:
    """How much was checked, and how it came out."""
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


def as_text(report: Report, *, lang: str = "en", limit: int = 1000, verbose: int = 0) -> str:
    """The report for a terminal: findings, then a summary of a few lines.

    ``verbose`` 1 adds the skipped rules, 2 the declared findings too. Rules that were skipped for
    what is wrong with a table are named in any case; not those for which the package has no tables.
    """
    words, numbers = WORDS[lang], counts(report)
    name = " ".join(part for part in (report.package, report.version) if part)
    lines = [f"{name}  {report.title}".rstrip(), ""]
    shown = report.undeclared[:limit]
    lines += [finding_line(finding, lang) for finding in shown]
    if len(shown) < numbers["undeclared"]:
        lines.append(words["shown"].format(shown=len(shown), count=numbers["undeclared"]))
    if report.cut:
        tables = ", ".join(cut.resource for cut in report.cut)
        lines.append(words["cut"].format(limit=limit or 1, tables=tables))
    if shown:
        lines.append("")
    lines += list(_details(report, lang, verbose))
    lines.append(words["counts"].format(**numbers))
    left_out = Count(sum(outcome.skipped is not None for outcome in report.outcomes))
    if left_out and not verbose:
        lines.append(words["left_out"].format(count=left_out))
    if numbers["declared"]:
        lines.append(words["known"].format(count=numbers["declared"]))
    verdict = "valid" if report.valid else "invalid"
    lines.append(words[verdict].format(count=numbers["undeclared"]))
    return "\n".join(lines) + "\n"


def _details(report: Report, lang: str, verbose: int) -> Iterator[str]:
    if verbose > 1:
        for finding in report.findings:
            if finding.erratum:
                yield f"{finding.erratum} {finding_line(finding, lang)}"
    skipped = [outcome for outcome in report.outcomes if outcome.skipped is not None]
    for outcome in skipped:
        absent = (outcome.skipped or "").startswith(NOT_AVAILABLE)
        if verbose or not (absent or report.valid):
            yield f"{outcome.rule.id} {WORDS[lang]['skipped']}: {outcome.skipped}"


def as_json(report: Report, *, limit: int = 1000) -> str:
    """The report as JSON: summary, resources, outcomes of the rules, findings.

    At most ``limit`` undeclared findings are listed; ``counts`` has the true numbers, save for the
    resources in ``cut``, whose schema check stopped there.
    """
    undeclared = report.undeclared
    document = {
        "package": report.package,
        "title": report.title,
        "version": report.version,
        "valid": report.valid,
        "counts": counts(report),
        "truncated": len(undeclared) > limit or bool(report.cut),
        "cut": [asdict(cut) for cut in report.cut],
        "resources": [asdict(stat) for stat in report.resources],
        "rules": [_outcome(outcome) for outcome in report.outcomes],
        "findings": [_finding(finding) for finding in undeclared[:limit]],
        "declared": [_finding(finding) for finding in report.findings if finding.erratum],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    known = sum(finding.erratum is not None for finding in outcome.findings)
    return {
        "id": outcome.rule.id,
        "severity": outcome.rule.severity,
        "statement": outcome.rule.statement,
        "statement_zh": outcome.rule.statement_zh,
        "outcome": _came_out(outcome),
        "checked": outcome.checked,
        "declared": known,
        "undeclared": len(outcome.findings) - known,
        "skipped": outcome.skipped,
    }


def _came_out(outcome: Outcome) -> str:
    if outcome.skipped is not None:
        return "skipped"
    if any(finding.erratum is None for finding in outcome.findings):
        return "failed"
    return "declared" if outcome.findings else "passed"


def _finding(finding: Finding) -> dict[str, Any]:
    return asdict(finding) | {"text": finding_line(finding)}


def as_html(report: Report, *, lang: str = "zh", limit: int = 1000) -> str:
    """The report as one self-contained page, for reading, printing and sending."""
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415  only this format needs it

    environment = Environment(
        loader=PackageLoader("fiscal_notice"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("report.html")
    return template.render(
        report=report,
        lang=lang,
        counts=counts(report),
        rules=[(outcome, _came_out(outcome)) for outcome in report.outcomes],
        tally=Counter(_came_out(outcome) for outcome in report.outcomes),
        undeclared=report.undeclared[:limit],
        declared=_by_rule(report),
        line=lambda finding: finding_line(finding, lang),
    )


def _by_rule(report: Report) -> Sequence[tuple[Outcome, list[Finding]]]:
    grouped = (
        (outcome, [finding for finding in outcome.findings if finding.erratum])
        for outcome in report.outcomes
    )
    return [(outcome, findings) for outcome, findings in grouped if findings]
