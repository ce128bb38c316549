"""Findings and errata held against each other, in both directions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fiscal_notice.model import (
    NOT_AVAILABLE,
    NOTHING_TO_CHECK,
    Explanation,
    Finding,
    Outcome,
    Rule,
    judged_elsewhere,
)

if TYPE_CHECKING:
    import pandas as pd


STALE = Rule(
    id="ERR-03",
    severity="error",
    statement="Every erratum still declares a finding, on the line that it names.",
    statement_zh="每条勘误仍与一条检查结果相符，行号一致。",
    holds="an erratum repeats a finding's rule, cell, printed and expected values, and line.",
    breaks="the cell has changed, and the erratum declares a defect that is no more.",
    tables=("errata",),
    compare=judged_elsewhere,
)


ErratumRow = dict[str, Any]
"""A row of the errata by field, missing cells as None, ``source_line`` as an integer."""

_PARTS = ("rule_id", "resource", "key", "field", "printed", "expected")


def errata_rows(errata: pd.DataFrame | None) -> list[ErratumRow] | None:
    """The typed table of errata as rows; None if the package has none."""
    if errata is None:
        return None
    # Imported here: a package without errata needs no table library.
    from fiscal_notice.notice.rules.declare import objects  # noqa: PLC0415

    columns = {name: objects(errata[name]).tolist() for name in errata.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def declare(outcomes: Sequence[Outcome], errata: Sequence[ErratumRow] | None) -> list[Outcome]:
    """The outcomes with the id of its erratum at every finding that one declares."""
    known = {_identity(row): str(row["erratum_id"]) for row in errata or ()}
    if not known:
        return list(outcomes)
    return [
        replace(
            outcome,
            findings=tuple(
                replace(finding, erratum=known.get(finding.identity))
                for finding in outcome.findings
            ),
        )
        if outcome.findings
        else outcome
        for outcome in outcomes
    ]


def _identity(row: ErratumRow) -> tuple[Any, ...]:
    return tuple(row[part] for part in _PARTS)


def stale(
    outcomes: Sequence[Outcome], errata: Sequence[ErratumRow] | None, known_rules: frozenset[str]
) -> Outcome:
    """Whether every erratum of the rules that ran still declares one finding, on its line.

    ``known_rules`` are the ids of all rules: an erratum of any other id declares nothing.
    """
    if errata is None:
        return Outcome(rule=STALE, checked=0, skipped=f"{NOT_AVAILABLE}errata")
    ran = {o.rule.id for o in outcomes if o.skipped in (None, NOTHING_TO_CHECK)}
    rows = [row for row in errata if row["rule_id"] in ran or row["rule_id"] not in known_rules]
    if not rows:
        return Outcome(rule=STALE, checked=0, skipped=NOTHING_TO_CHECK)
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    by_identity = {finding.identity: finding for finding in findings}
    loose = [finding for finding in findings if finding.erratum is None]
    times = Counter(_identity(row) for row in rows)
    failed: list[Finding] = []
    for row in rows:
        identity = _identity(row)
        finding = by_identity.get(identity)
        if row["rule_id"] not in known_rules:
            failed.append(_erratum_finding(row, "rule_id", row["rule_id"], "the id of a rule"))
        elif finding is None or times[identity] > 1:
            failed.append(_loose_end(row, loose, twice=finding is not None))
        elif finding.line is not None and finding.line != row["source_line"]:
            failed.append(
                _erratum_finding(row, "source_line", str(row["source_line"]), str(finding.line))
            )
    return Outcome(rule=STALE, checked=len(rows), findings=tuple(failed))


def _loose_end(row: ErratumRow, loose: Sequence[Finding], *, twice: bool) -> Finding:
    """Name the cell that keeps an erratum from the undeclared finding nearest to it.

    Where there is none near, the erratum is stale, or declares what another one declares.
    """
    wanted = _identity(row)
    for finding in loose:
        apart = [i for i, part in enumerate(finding.identity) if part != wanted[i]]
        if len(apart) == 1:
            part = apart[0]
            return _erratum_finding(row, _PARTS[part], wanted[part], finding.identity[part])
    if twice:
        return _erratum_finding(row, "erratum_id", "declared twice", "declared once")
    return _erratum_finding(row, "printed", row["printed"], f"a finding of {row['rule_id']}")


def _erratum_finding(
    row: ErratumRow, field: str, found: str | None, expected: str | None
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


def explanations(errata: Sequence[ErratumRow] | None) -> dict[str, Explanation]:
    """The explanations of the errata, by erratum id."""
    return {
        str(row["erratum_id"]): Explanation(
            zh=row["explanation_zh"] or "", en=row["explanation_en"] or ""
        )
        for row in errata or ()
    }
