"""A notice judged by its rules, and its findings held against its errata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal_notice.model import Explanation, Finding, Outcome, Rule
from fiscal_notice.notice.errata import STALE, declare, errata_rows, explanations, stale
from fiscal_notice.notice.extract.run import TRANSCRIPT
from fiscal_notice.notice.rule_inputs import COMPARED_WITH_TRANSCRIPT, Frames, load_frames
from fiscal_notice.notice.rules import RULES, judge_all
from fiscal_notice.package import Package
from fiscal_notice.schema_check import SchemaResult


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
    errata = errata_rows(frames.get("errata"))
    own = [rule for rule in rules if rule in RULES]
    judged = declare([*outcomes, *_judge(own, frames, problems)], errata)
    if STALE in rules:
        judged.append(stale(judged, errata, known))
    return judged, explanations(errata)


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
