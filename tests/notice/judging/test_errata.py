"""Errata declare findings; one that declares none, or another's, is named with its wrong cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from fiscal_notice.model import NOTHING_TO_CHECK, Finding, Outcome, Rule, judged_elsewhere
from fiscal_notice.notice.judging.errata import declare, judged_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import STALE
from fiscal_notice.notice.rules.errata import ErratumRow

RULE = Rule(
    id="AAA-01",
    severity="error",
    statement=".",
    statement_zh="。",
    holds=".",
    breaks=".",
    tables=(),
    compare=judged_elsewhere,
)
KNOWN = frozenset(["AAA-01", "AAA-02"])


def finding(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "rule": "AAA-01",
        "severity": "error",
        "table": "grants",
        "key": "1",
        "field": "amount_yuan",
        "line": 7,
        "found": "5",
        "expected": "6",
    }
    return Finding(**given | more)


def erratum(**more: Any) -> ErratumRow:
    given: ErratumRow = {
        "erratum_id": "E001",
        "rule_id": "AAA-01",
        "resource": "grants",
        "key": "1",
        "field": "amount_yuan",
        "printed": "5",
        "expected": "6",
        "source_line": 7,
    }
    return given | more


def stale(outcomes: Sequence[Outcome], errata: Sequence[ErratumRow]) -> Outcome:
    columns = [*erratum(), "_key"]
    rows = [row | {"_key": row["erratum_id"]} for row in errata]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    [judged] = judge_all([STALE], {"errata": frame, **judged_frames(outcomes, KNOWN)})
    return judged


def told(findings: list[Finding], *errata: ErratumRow) -> list[tuple[str, str, Any, Any]]:
    """What the errata are told of themselves: id, field, found and expected."""
    outcome = Outcome(rule=RULE, checked=9, findings=tuple(findings))
    judged = stale(declare([outcome], errata), errata)
    assert judged.checked == len(errata)
    return [(each.key, each.field, each.found, each.expected) for each in judged.findings]


def test_a_finding_is_declared_by_the_erratum_that_repeats_it() -> None:
    other = finding(key="2")
    outcome = Outcome(rule=RULE, checked=9, findings=(finding(), other))
    [declared] = declare([outcome], [erratum()])
    assert [each.erratum for each in declared.findings] == ["E001", None]
    assert told([finding(), other], erratum()) == []


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("rule_id", "AAA-02", "AAA-01"),
        ("resource", "allocations", "grants"),
        ("key", "2", "1"),
        ("field", "amount_wan", "amount_yuan"),
        ("printed", "55", "5"),
        ("expected", None, "6"),
    ],
)
def test_the_cell_that_keeps_an_erratum_from_a_finding_is_named(
    field: str, wrong: str | None, right: str
) -> None:
    both = [Outcome(rule=RULE, checked=9, findings=(finding(),))]
    both.append(Outcome(rule=replace(RULE, id="AAA-02"), checked=9))
    rows = [erratum(**{field: wrong})]
    [found] = stale(declare(both, rows), rows).findings
    assert (found.key, found.field, found.found, found.expected) == ("E001", field, wrong, right)


def test_an_erratum_of_two_wrong_cells_declares_nothing() -> None:
    wrong = told([finding()], erratum(key="2", printed="55"))
    assert wrong == [("E001", "printed", "55", "a finding of AAA-01")]


def test_what_is_declared_twice_is_told_twice() -> None:
    rows = erratum(), erratum(erratum_id="E002")
    twice = ("erratum_id", "declared twice", "declared once")
    assert told([finding()], *rows) == [("E001", *twice), ("E002", *twice)]


def test_the_line_is_that_of_the_finding_where_it_has_one() -> None:
    assert told([finding()], erratum(source_line=8)) == [("E001", "source_line", "8", "7")]
    assert told([finding()], erratum(source_line=None)) == [("E001", "source_line", "None", "7")]
    assert told([finding(line=None)], erratum(source_line=8)) == []


def test_an_unknown_rule_declares_nothing() -> None:
    assert told([finding()], erratum(rule_id="ZZZ-99")) == [
        ("E001", "rule_id", "ZZZ-99", "the id of a rule")
    ]


@pytest.mark.parametrize(("skipped", "checked"), [(None, 1), (NOTHING_TO_CHECK, 1), ("absent", 0)])
def test_errata_of_rules_that_did_not_run_are_not_judged(skipped: str | None, checked: int) -> None:
    outcome = Outcome(rule=RULE, checked=0, skipped=skipped)
    judged = stale([outcome], [erratum()])
    assert (judged.checked, len(judged.findings)) == (checked, checked)


def test_without_errata_there_is_nothing_to_judge() -> None:
    outcome = Outcome(rule=RULE, checked=1, findings=(finding(),))
    assert declare([outcome], []) == [outcome]
    assert judge_all([STALE], judged_frames([outcome], KNOWN))[0].skipped
    assert stale([outcome], []).skipped == NOTHING_TO_CHECK
