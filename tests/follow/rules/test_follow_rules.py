"""Every rule of a follow-up holds on one without faults, and names the cell that breaks it."""

from __future__ import annotations

import pytest

from fiscal_notice.follow.rules import RULES
from fiscal_notice.model import NOTHING_TO_CHECK, Outcome
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import ON_ERRATA
from fiscal_notice.translation import in_chinese
from follow.rules.bench import Ground, judged, make_ground
from follow.rules.case import Case
from follow.rules.cases_keys import CASES as KEYS

CASES: dict[str, list[Case]] = {**KEYS}
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
    assert in_chinese(basis) != basis


@pytest.mark.parametrize(("rule_id", "number"), _EACH)
def test_each_branch_of_a_rule_finds_what_breaks_it(
    rule_id: str, number: int, ground: Ground
) -> None:
    case = CASES[rule_id][number]
    record = case.change(ground.record)
    outcome = judged(rule_id, ground.frames(record, case.about, case.said))
    if case.cell is None:
        assert outcome.skipped in (None, NOTHING_TO_CHECK)
        assert outcome.findings == ()
        return
    table, row, field = case.cell
    frames = ground.frames(record, case.about, case.said)
    found = {(f.table, f.key, f.field): f for f in outcome.findings}
    place = (table, frames[table]["_key"].tolist()[row], field)
    assert place in found
    if case.expected is not None:
        assert found[place].expected == case.expected
