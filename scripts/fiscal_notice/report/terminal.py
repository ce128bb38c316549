"""A Report for a terminal: the verdict, what was counted, groups of errors, then all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fiscal_notice.model import NOT_AVAILABLE, NOTHING_TO_CHECK, Count, Finding, Report
from fiscal_notice.package.visible import abridged
from fiscal_notice.report.counting import counts, judged_by_rules
from fiscal_notice.report.groups import EXAMPLES, FindingGroup, TableGroups, grouped, listed
from fiscal_notice.report.sentences import finding_line
from fiscal_notice.report.weights import heaviest_first
from fiscal_notice.report.words import (
    WORDS,
    cut_lines,
    declared_line,
    shown_line,
    size_line,
    skipped_because,
    verdict,
    warning_lines,
)

_MOST_GROUPS = 60


def report_text(report: Report, *, lang: str = "en", limit: int = 1000, verbose: int = 0) -> str:
    """The report for a terminal.

    First the verdict and what was read; then the errors by table, column and kind with three
    examples each; then at most ``limit`` of them in full, if the examples are not all. ``verbose``
    1 adds the skipped rules, 2 the declared findings too, the material ones first. Rules that were
    skipped for what is wrong with a table are named in any case; not those for which the package
    has no tables.
    """
    head = verdict(report, lang)
    lines = [head, *_about(report, lang, verbose)]
    undeclared = report.undeclared
    groups = grouped(report, undeclared)
    lines += _groups(groups, lang)
    kinds = [group for one in groups for group in one.groups]
    complete = len(kinds) <= _MOST_GROUPS and all(group.count <= EXAMPLES for group in kinds)
    whole: list[str] = []
    if undeclared and not (complete and len(undeclared) <= limit):
        whole = list(_section(WORDS[lang]["all"], finding_lines(report, limit, lang, groups)))
        said = shown_line(report, limit, lang)
        whole += [said] if said else []
    lines += whole
    lines += _advice(report, lang)
    lines += _section(WORDS[lang]["warnings"], warning_lines(report, lang))
    lines += _section("", _details(report, lang, verbose))
    if whole:
        # The beginning has run off the screen.
        lines += ["", head]
    return "\n".join(lines) + "\n"


def _about(report: Report, lang: str, verbose: int) -> Iterator[str]:
    words, numbers = WORDS[lang], counts(report)
    name = " ".join(part for part in (report.package, report.version) if part)
    title = f"{abridged(name)}  {abridged(report.title)}".strip()
    if title:
        yield title
    if judged_by_rules(report) or not report.valid or numbers["advice"]:
        yield size_line(report, lang)
    yield from cut_lines(report, lang)
    if not judged_by_rules(report):
        return
    left_out = Count(sum(outcome.skipped is not None for outcome in report.outcomes))
    if left_out and not verbose:
        yield words["left_out"].format(count=left_out)
    yield from filter(None, [declared_line(report, lang)])


def _groups(tables: Iterable[TableGroups], lang: str) -> Iterator[str]:
    words, left = WORDS[lang], _MOST_GROUPS
    more = 0
    for table in tables:
        some = table.groups[:left]
        more += len(table.groups) - len(some)
        left -= len(some)
        yield from [""] if some else []
        for group in some:
            yield from _group(group, lang)
            if group.diagnosis is not None and len(table.groups) > 1:
                yield "  " + words["follows"]
    if more:
        yield ""
        yield words["more_groups"].format(count=more)


def _group(group: FindingGroup, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    if group.diagnosis is not None:
        yield diagnosis_line(group, lang)
        yield f"  {words['mend']}{group.mend(lang)}"
        return
    if group.count == 1:
        yield finding_line(group.findings[0], lang)
        return
    times = words["times_least" if group.least else "times"].format(count=group.count)
    statement = group.statement(lang)
    if statement:
        times += f"（{statement}）" if lang == "zh" else f" ({statement})"
    yield f"{group_heading(group, lang)}{_colon(lang)}{times}"
    for finding in group.examples:
        yield "  " + finding_line(finding, lang)


def group_heading(group: FindingGroup, lang: str) -> str:
    """Table, column and kind of a group."""
    comma = "，" if lang == "zh" else ", "
    parts = (abridged(group.table), abridged(group.column[lang == "zh"]), group.title(lang))
    return comma.join(part for part in parts if part)


def diagnosis_line(group: FindingGroup, lang: str) -> str:
    """What explains all errors of a header, in a line, and for how many it stands."""
    assert group.diagnosis is not None  # noqa: S101  only such groups are asked for
    count = WORDS[lang]["stands_for"].format(count=Count(group.count))
    said = f"{abridged(group.table)}{_colon(lang)}{group.diagnosis.says[lang == 'zh']}"
    return f"{said}{count}" if lang == "zh" else f"{said} {count}"


def finding_lines(
    report: Report, limit: int, lang: str = "en", groups: Sequence[TableGroups] | None = None
) -> Iterator[str]:
    """At most ``limit`` findings, those of a header that one thing explains as one line."""
    undeclared = report.undeclared
    whole, told = listed(grouped(report, undeclared) if groups is None else groups)
    some = undeclared[:limit]
    for finding in some:
        if id(finding) in told:
            yield diagnosis_line(told[id(finding)], lang)
        elif id(finding) not in whole:
            yield finding_line(finding, lang)


def _advice(report: Report, lang: str) -> Iterator[str]:
    """What no schema forbids, rule by rule: what it is, three examples, how many more."""
    words = WORDS[lang]
    unlisted = {outcome.rule.id: outcome.unlisted for outcome in report.outcomes}
    findings = sorted(report.advice, key=lambda finding: finding.rule)
    if findings:
        yield ""
        yield words["advice_title"]
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, some in by_rule.items():
        for finding in some[:EXAMPLES]:
            yield "  " + finding_line(finding, lang)
        left = len(some) - EXAMPLES + unlisted[rule] if len(some) > EXAMPLES else unlisted[rule]
        if left:
            yield f"  {rule}{_colon(lang)}{words['unlisted'].format(count=left)}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        if title:
            yield title
        yield from (f"  {line}" if title else line for line in found)


def _details(report: Report, lang: str, verbose: int) -> Iterator[str]:
    if verbose > 1:
        declared = (finding for finding in report.findings if finding.erratum)
        for finding in heaviest_first(report, declared):
            yield f"{finding.erratum} {finding_line(finding, lang)}"
    if not judged_by_rules(report):
        return
    for outcome in report.outcomes:
        if outcome.skipped is None:
            continue
        absent = outcome.skipped.startswith((NOT_AVAILABLE, NOTHING_TO_CHECK))
        if verbose or not (absent or report.valid):
            why = skipped_because(outcome.skipped, lang)
            yield f"{outcome.rule.id} {WORDS[lang]['skipped']}{_colon(lang)}{why}"


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "
