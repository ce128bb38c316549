"""A follow-up judged by its rules, against the notice that it follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fiscal_notice.follow.judging.inputs import Frames, load_frames, problem_of
from fiscal_notice.follow.judging.missing_words import in_words
from fiscal_notice.follow.rules import RULES
from fiscal_notice.model import Explanation, Outcome, Rule
from fiscal_notice.notice.judging.errata import declare, explanations, judged_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import STALE
from fiscal_notice.notice.rules.errata import errata_rows
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
    frames, problems = load_frames(package, schemas)
    errata = errata_rows(frames["errata"]) if "errata" in frames else []
    own = [rule for rule in rules if rule in RULES]
    said = in_words(judged_by(own, frames, problems), frames)
    judged = declare([*outcomes, *said], errata)
    if STALE in rules:
        judged += judge_all([STALE], {**frames, **judged_frames(judged, known)})
    return judged, explanations(errata)


def judged_by(rules: Sequence[Rule], frames: Frames, problems: Mapping[str, str]) -> list[Outcome]:
    """The outcomes of ``rules``; one whose table has a problem is skipped, with the problem."""
    broken = {rule.id: _standing_in_the_way(rule, frames, problems) for rule in rules}
    sound = iter(judge_all([rule for rule in rules if not broken[rule.id]], frames))
    return [
        Outcome(rule=rule, checked=0, skipped=broken[rule.id]) if broken[rule.id] else next(sound)
        for rule in rules
    ]


def _standing_in_the_way(rule: Rule, frames: Frames, problems: Mapping[str, str]) -> str:
    names = [name for name in rule.tables if name not in frames]
    if not any(name in frames for name in rule.judges):
        names += [name for name in rule.judges if name in problems]
    said = {problem_of(name, problems) for name in names}
    return "; ".join(sorted(said - {""}))
