"""Every rule of a follow-up holds on one without faults, and names the cell that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fiscal_notice.follow.rules import RULES
from fiscal_notice.follow.scores.compute import scores_of
from fiscal_notice.model import NOTHING_TO_CHECK, Outcome
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import ON_ERRATA
from fiscal_notice.translation import templates
from follow.rules.bench import Ground, judged, make_ground
from follow.rules.case import Case
from follow.rules.cases_evaluation import CASES as EVALUATION
from follow.rules.cases_keys import CASES as KEYS
from follow.rules.cases_money import CASES as MONEY
from follow.rules.cases_targets import CASES as TARGETS

CASES: dict[str, list[Case]] = {**KEYS, **MONEY, **TARGETS, **EVALUATION}
OWN = [rule for rule in RULES if rule not in ON_ERRATA]
_EACH = [(rule_id, n) for rule_id, cases in sorted(CASES.items()) for n in range(len(cases))]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(tmp_path_factory.mktemp("follow"))


@pytest.fixture(scope="module")
def clean(ground: Ground) -> dict[str, Outcome]:
    return {o.rule.id: o for o in judge_all(OWN, ground.frames(ground.record))}


def test_the_invented_follow_up_has_no_finding(clean: dict[str, Outcome]) -> None:
    assert {i: o.findings for i, o in clean.items() if o.findings} == {}


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert sorted(CASES) == sorted(rule.id for rule in OWN)
    assert all(cases[0].cell is not None for cases in CASES.values())


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_rests_on_and_says_it_in_chinese(rule: object) -> None:
    for name in ("statement", "statement_zh", "holds", "breaks", "basis"):
        text = getattr(rule, name)
        assert text[-1] in ".。", f"{name} of {rule}"
    basis = rule.basis  # type: ignore[attr-defined]
    assert basis in templates()


@pytest.mark.parametrize(("rule_id", "number"), _EACH)
def test_each_branch_of_a_rule_finds_what_breaks_it(
    rule_id: str, number: int, ground: Ground
) -> None:
    case = CASES[rule_id][number]
    record = case.change(ground.record)
    frames = ground.frames(record, case.about, case.said)
    outcome = judged(rule_id, frames)
    if case.cell is None:
        assert outcome.skipped in (None, NOTHING_TO_CHECK)
        assert outcome.findings == ()
        return
    table, row, field = case.cell
    found = {(f.table, f.key, f.field): f for f in outcome.findings}
    if table == "schedule":
        # A report that is missing stands in no row: its key says whose and which.
        place = (table, field, "report")
    else:
        place = (table, frames[table]["_key"].tolist()[row], field)
    assert place in found
    if case.expected is not None:
        assert found[place].expected == case.expected


def test_scores_by_another_scheme_are_held_against_that_scheme(ground: Ground) -> None:
    rows = scores_of(ground.record, ground.announced.targets, "hubei")
    record = replace(ground.record, tables={**ground.record.tables, "scores": rows})
    outcome = judged("FOL-42", ground.frames(record))
    assert (outcome.findings, outcome.skipped) == ((), None)


def test_a_form_without_scores_is_named(ground: Ground) -> None:
    rows = ground.record.rows("scores")
    form = rows[0]["evaluation_id"]
    rest = [row for row in rows if row["evaluation_id"] != form]
    record = replace(ground.record, tables={**ground.record.tables, "scores": rest})
    [finding] = judged("FOL-42", ground.frames(record)).findings
    assert finding.key == f"{form}/total/0"
