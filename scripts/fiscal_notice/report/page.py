"""A Report as one HTML page that can be printed or sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fiscal_notice.model import Count, Finding, Outcome, Report
from fiscal_notice.package.visible import abridged
from fiscal_notice.report.counting import came_out, counts, judged_by_rules
from fiscal_notice.report.groups import grouped
from fiscal_notice.report.sentences import finding_line, sentence, spot_of
from fiscal_notice.report.terminal import finding_lines
from fiscal_notice.report.weights import PARTS, part_in_words, part_of, weights
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

_DAY = 10
_PLAIN = re.compile(r"[\w.+-]{1,60}")
# What the first page of a print has room for.
_MOST_MATERIAL = 10
_MOST_TABLES = 12


def report_html(report: Report, *, lang: str = "zh", limit: int = 1000) -> str:
    """The report as one self-contained HTML page, for reading, printing and sending.

    On paper the first page has the verdict, the day of the package and a summary; what the errata
    declare is an appendix. No clock shows in it: it is the same for the same package.
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
        declared=_declared(report),
        weights=weights(report),
        part=lambda name: part_in_words(name, lang),
        material=_material(report),
        most_tables=_MOST_TABLES,
        day=report.created[:_DAY],
        paper_foot=_paper_foot(report),
        line=lambda finding: finding_line(finding, lang),
        spot=lambda finding: spot_of(finding, lang),
        says=lambda finding: sentence(finding, lang),
        why=lambda reason: skipped_because(reason, lang),
        shown=abridged,
        number=Count,
    )


def _paper_foot(report: Report) -> str:
    """Name and version at the foot of each sheet; only what a string in CSS can hold as it is."""
    parts = (report.package, report.version, report.created[:_DAY])
    return "  ".join(part for part in parts if _PLAIN.fullmatch(part))


def _declared(report: Report) -> Sequence[tuple[str, int, Sequence[tuple[Outcome, Any]]]]:
    """What the errata declare, by rule: the material first, as one part where no weight is said."""
    findings = [one for one in report.findings if one.erratum]
    if weights(report) is None:
        return [("", len(findings), _by_rule(report, findings))] if findings else []
    parts = ((name, [one for one in findings if part_of(report, one) == name]) for name in PARTS)
    return [(name, len(some), _by_rule(report, some)) for name, some in parts if some]


def _material(report: Report) -> Mapping[str, Any]:
    """Of what touches money or targets: an example by each rule, the most frequent first."""
    some = [one for name, _, rules in _declared(report) if name == PARTS[0] for one in rules]
    some.sort(key=lambda one: -len(one[1]))
    shown = some[:_MOST_MATERIAL]
    return {"shown": shown, "more": sum(len(one[1]) for one in some[_MOST_MATERIAL:])}


def _by_rule(
    report: Report, findings: Sequence[Finding]
) -> Sequence[tuple[Outcome, Sequence[Finding]]]:
    wanted = {id(finding) for finding in findings}
    grouped_by = (
        (outcome, [one for one in outcome.findings if id(one) in wanted])
        for outcome in report.outcomes
    )
    return [(outcome, some) for outcome, some in grouped_by if some]
