"""A notice judged by its rules, and a frame of anyone's by the same rules."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

from fiscal_notice.model import Explanation, Finding, Outcome, Rule
from fiscal_notice.notice.extract.run import TRANSCRIPT
from fiscal_notice.notice.judging.errata import declare, declared, explanations, judged_frames
from fiscal_notice.notice.judging.inputs import COMPARED_WITH_TRANSCRIPT, Frames, load_frames
from fiscal_notice.notice.judging.rule_checks import Bench, RuleCheck, judge_all
from fiscal_notice.notice.rules import RULES, STALE
from fiscal_notice.notice.rules.errata import errata_rows
from fiscal_notice.notice.tables import family_tables
from fiscal_notice.package import Package
from fiscal_notice.schema_check import SchemaResult, check_schemas


def judge(
    package: Package,
    rules: Sequence[Rule],
    schemas: SchemaResult,
    outcomes: Sequence[Outcome],
    known: frozenset[str],
) -> tuple[list[Outcome], dict[str, Explanation]]:
    """``outcomes`` and those of ``rules``, with their errata; explanations by erratum id.

    ``known`` are the ids of all rules that an erratum can name.
    """
    frames, problems = load_frames(package, schemas, rules)
    errata = errata_rows(frames["errata"]) if "errata" in frames else []
    own = [rule for rule in rules if rule in RULES]
    judged = declare([*outcomes, *_judge(own, frames, problems)], errata)
    if STALE in rules:
        judged += judge_all([STALE], {**frames, **judged_frames(judged, known)})
    return judged, explanations(errata)


def bound_checks(
    package: Package, known: frozenset[str], *, with_declared: bool
) -> dict[str, list[RuleCheck]]:
    """The rules by table, as checks in which all other tables are those of ``package``.

    Failures are what no erratum declares, unless ``with_declared``. UserWarning names a table that
    cannot be read, and why: rules that need it are no checks.
    """
    frames, problems = load_frames(package, check_schemas(package))
    for name, problem in problems.items():
        warnings.warn(f"rules that read {name} are left out: {problem}", stacklevel=4)
    errata = errata_rows(frames["errata"]) if "errata" in frames else []
    bench = Bench(frames, package, known, () if with_declared else declared(errata))
    return bench.checks((*RULES, STALE), [table.name for table in family_tables(package)])


def _judge(rules: Sequence[Rule], frames: Frames, problems: Mapping[str, str]) -> list[Outcome]:
    """The outcomes of ``rules``; one whose table has a problem is skipped, with the problem."""
    broken = {
        rule.id: "; ".join(f"{name}: {problems[name]}" for name in rule.tables if name in problems)
        for rule in rules
    }
    sound = iter(judge_all([rule for rule in rules if not broken[rule.id]], frames))
    outcomes = [
        Outcome(rule=rule, checked=0, skipped=broken[rule.id]) if broken[rule.id] else next(sound)
        for rule in rules
    ]
    if TRANSCRIPT not in problems:
        return outcomes
    # A transcript that cannot be read proves nothing: that is a finding, not a rule left out.
    return [
        _unreadable(outcome.rule, TRANSCRIPT, problems[TRANSCRIPT])
        if COMPARED_WITH_TRANSCRIPT in outcome.rule.tables
        else outcome
        for outcome in outcomes
    ]


def _unreadable(rule: Rule, table: str, problem: str) -> Outcome:
    finding = Finding(
        rule=rule.id,
        severity=rule.severity,
        table=table,
        key="",
        field="",
        line=None,
        found=None,
        expected="a transcript that gives the tables",
        message=problem,
    )
    return Outcome(rule=rule, checked=1, findings=(finding,))
