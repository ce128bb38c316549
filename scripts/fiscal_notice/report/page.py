"""A Report as one HTML page that can be printed or sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fiscal_notice.model import Count, Finding, Outcome, Report
from fiscal_notice.package.visible import abridged
from fiscal_notice.report.counting import came_out, counts, judged_by_rules
from fiscal_notice.report.groups import grouped
from fiscal_notice.report.sentences import finding_line, sentence, spot_of
from fiscal_notice.report.terminal import finding_lines
from fiscal_notice.report.words import (
    WORDS,
    cut_lines,
    least,
    shown_line,
    skipped_because,
    verdict,
    warning_lines,
)

MOST = 1000
"""How many findings a page lists: more would not be read, and slow it down. Groups have all."""


def report_html(report: Report, *, lang: str = "zh", limit: int = 1000) -> str:
    """The report as one self-contained HTML page, for reading, printing and sending.

    Of findings it lists at most ``limit``, and never more than ``MOST``.
    """
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415  only this format needs it

    environment = Environment(
        loader=PackageLoader("fiscal_notice.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    undeclared = report.undeclared
    tables = grouped(report, undeclared)
    most = min(limit, MOST)
    return environment.get_template("report.html").render(
        report=report,
        lang=lang,
        words=WORDS[lang],
        verdict=verdict(report, lang),
        counts=counts(report),
        least=least(report, lang),
        cut={one.resource: one for one in report.cut},
        cut_lines=list(cut_lines(report, lang)),
        shown_line=shown_line(report, most, lang),
        notice=judged_by_rules(report),
        tables=tables,
        rules=[(outcome, came_out(outcome)) for outcome in report.outcomes],
        tally=Counter(came_out(outcome) for outcome in report.outcomes),
        listed=list(finding_lines(report, most, lang, tables)),
        advice=_by_rule(report, report.advice),
        warnings=list(warning_lines(report, lang)),
        declared=_by_rule(report, [one for one in report.findings if one.erratum]),
        line=lambda finding: finding_line(finding, lang),
        spot=lambda finding: spot_of(finding, lang),
        says=lambda finding: sentence(finding, lang),
        why=lambda reason: skipped_because(reason, lang),
        shown=abridged,
        number=Count,
    )


def _by_rule(
    report: Report, findings: Sequence[Finding]
) -> Sequence[tuple[Outcome, Sequence[Finding]]]:
    wanted = {id(finding) for finding in findings}
    grouped_by = (
        (outcome, [one for one in outcome.findings if id(one) in wanted])
        for outcome in report.outcomes
    )
    return [(outcome, some) for outcome, some in grouped_by if some]
