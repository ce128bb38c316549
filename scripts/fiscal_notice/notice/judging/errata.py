"""Findings held against the errata that declare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from fiscal_notice.model import NOTHING_TO_CHECK, Explanation, Outcome
from fiscal_notice.notice.rules.declare import Frames
from fiscal_notice.notice.rules.errata import ErratumRow, Found, identity


def declared(errata: Sequence[ErratumRow]) -> dict[tuple[str | None, ...], str]:
    """The ids of the errata by the identity of the finding that each declares."""
    return {identity(row): str(row["erratum_id"]) for row in errata}


def declare(outcomes: Sequence[Outcome], errata: Sequence[ErratumRow]) -> list[Outcome]:
    """The outcomes with the id of its erratum at every finding that one declares."""
    known = declared(errata)
    return [
        replace(
            outcome,
            findings=tuple(replace(f, erratum=known.get(f.identity)) for f in outcome.findings),
        )
        if known and outcome.findings
        else outcome
        for outcome in outcomes
    ]


def judged_frames(outcomes: Sequence[Outcome], known: frozenset[str]) -> Frames:
    """The frames ``judged:findings`` and ``judged:rules``, which ERR-03 reads.

    ``known`` are the ids of all rules. Of findings: identity, line and erratum; of rules: id, and
    whether it is among those that ran.
    """
    ran = {o.rule.id for o in outcomes if o.skipped in (None, NOTHING_TO_CHECK)}
    findings = [(f.identity, f.line, f.erratum) for o in outcomes for f in o.findings]
    rules = [(rule_id, rule_id in ran) for rule_id in known]
    return {
        "judged:findings": pd.DataFrame(findings, columns=list(Found._fields), dtype=object),
        "judged:rules": pd.DataFrame(rules, columns=["id", "ran"], dtype=object),
    }


def explanations(errata: Sequence[ErratumRow]) -> dict[str, Explanation]:
    """The explanations of the errata, by erratum id."""
    return {
        str(row["erratum_id"]): Explanation(
            zh=row["explanation_zh"] or "",
            en=row["explanation_en"] or "",
            weight=str(row.get("weight") or ""),
        )
        for row in errata
    }
