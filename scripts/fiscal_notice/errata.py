"""Findings and errata held against each other, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from fiscal_notice.model import Explanation, Finding, Outcome, Rule, Statements


def judged_elsewhere(_: object) -> Statements:
    """The compare of a rule that needs more than tables; never called."""
    raise NotImplementedError


STALE = Rule(
    id="ERR-02",
    severity="error",
    statement="Every erratum still declares a finding, on the line that it names.",
    statement_zh="每条勘误仍与一条检查结果相符，行号一致。",
    holds="an erratum repeats a finding's rule, cell, printed and expected values, and line.",
    breaks="the cell has changed, and the erratum declares a defect that is no more.",
    tables=("errata",),
    compare=judged_elsewhere,
)


def declare(outcomes: list[Outcome], errata: pd.DataFrame | None) -> list[Outcome]:
    """The outcomes with the id of its erratum at every finding that one declares."""
    if errata is None:
        return outcomes
    known = {_identity(row): str(row["erratum_id"]) for row in _errata_rows(errata)}
    return [
        replace(
            outcome,
            findings=tuple(
                replace(finding, erratum=known.get(finding.identity))
                for finding in outcome.findings
            ),
        )
        for outcome in outcomes
    ]


def _errata_rows(errata: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in errata.to_dict(orient="records")
    ]


_PARTS = ("rule_id", "resource", "key", "field", "printed", "expected")


def _identity(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[part] for part in _PARTS)


def stale(
    outcomes: Sequence[Outcome], errata: pd.DataFrame | None, known_rules: frozenset[str]
) -> Outcome:
    """Whether every erratum of the rules that ran still declares a finding, on its line.

    ``known_rules`` are the ids of all rules: an erratum of any other id declares nothing.
    """
    if errata is None:
        return Outcome(rule=STALE, checked=0, skipped="not available: errata")
    ran = {o.rule.id for o in outcomes if o.skipped in (None, "nothing to check")}
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    by_identity = {finding.identity: finding for finding in findings}
    loose = [finding for finding in findings if finding.erratum is None]
    rows = [
        row
        for row in _errata_rows(errata)
        if row["rule_id"] in ran or row["rule_id"] not in known_rules
    ]
    failed = []
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        finding = by_identity.get(_identity(row))  # type: ignore[arg-type]
        if finding is None:
            failed.append(_stale_finding(row, loose))
        elif _identity(row) in seen:
            failed.append(_erratum_finding(row, "erratum_id", "declared twice", None))
        elif finding.line is not None and finding.line != row["source_line"]:
            failed.append(
                _erratum_finding(row, "source_line", str(row["source_line"]), str(finding.line))
            )
        seen.add(_identity(row))
    if not rows:
        return Outcome(rule=STALE, checked=0, skipped="nothing to check")
    return Outcome(rule=STALE, checked=len(rows), findings=tuple(failed))


def _stale_finding(row: Mapping[str, object], loose: Sequence[Finding]) -> Finding:
    """Name the cell that keeps the erratum from the finding nearest to it, if there is one."""
    wanted = _identity(row)
    for finding in loose:
        apart = [i for i, part in enumerate(finding.identity) if part != wanted[i]]
        if len(apart) == 1:
            name = _PARTS[apart[0]]
            found, expected = wanted[apart[0]], finding.identity[apart[0]]
            return _erratum_finding(row, name, _str(found), expected)
    return _erratum_finding(
        row, "printed", _str(row["printed"]), "a finding of " + str(row["rule_id"])
    )


def _str(value: object) -> str | None:
    return None if value is None else str(value)


def _erratum_finding(
    row: Mapping[str, object], field: str, found: str | None, expected: str | None
) -> Finding:
    return Finding(
        rule=STALE.id,
        severity="error",
        table="errata",
        key=str(row["erratum_id"]),
        field=field,
        line=None,
        found=found,
        expected=expected,
    )


def explanations(errata: pd.DataFrame | None) -> dict[str, Explanation]:
    """The explanations of the errata, by erratum id."""
    return {
        str(row["erratum_id"]): Explanation(
            zh=str(row["explanation_zh"] or ""), en=str(row["explanation_en"] or "")
        )
        for row in ([] if errata is None else _errata_rows(errata))
    }
