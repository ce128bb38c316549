"""A follow-up judged by its rules, against the notice that it follows."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal_notice.follow.judging.inputs import load_frames
from fiscal_notice.follow.rules import RULES
from fiscal_notice.model import Explanation, Outcome, Rule
from fiscal_notice.notice.judging.errata import declare, explanations
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules.errata import errata_rows
from fiscal_notice.package import Package
from fiscal_notice.schema_check import SchemaResult


def judge(
    package: Package,
    rules: Sequence[Rule],
    schemas: SchemaResult,
    outcomes: Sequence[Outcome],
    known: frozenset[str],  # noqa: ARG001  what a kind is given
) -> tuple[list[Outcome], dict[str, Explanation]]:
    """``outcomes`` and those of ``rules``, with their errata; explanations by erratum id."""
    frames = load_frames(package, schemas)
    errata = errata_rows(frames["errata"]) if "errata" in frames else []
    own = [rule for rule in rules if rule in RULES]
    return declare([*outcomes, *judge_all(own, frames)], errata), explanations(errata)
