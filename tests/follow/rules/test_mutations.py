"""A slip in any amount, date, target or score: a rule names the cell, or the one that it spoils."""

from __future__ import annotations

import pytest

from fiscal_notice.follow.rules import RULES
from fiscal_notice.notice.judging.rule_checks import judge_all
from follow.kit import changed
from follow.rules.bench import Ground, make_ground
from follow.rules.mutations import BESIDE, SLIPS

_EACH = [(table, field) for table, fields in SLIPS.items() for field in fields]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(tmp_path_factory.mktemp("mutations"))


@pytest.mark.parametrize(("table", "field"), _EACH)
def test_a_slip_is_named(table: str, field: str, ground: Ground) -> None:
    rows = ground.record.rows(table)
    at = next(n for n, row in enumerate(rows) if row.get(field) is not None)
    record = changed(ground.record, table, at, **{field: SLIPS[table][field]})
    frames = ground.frames(record)
    rules = [rule for rule in RULES if table in rule.judges]
    key = frames[table]["_key"].tolist()[at]
    found = {
        (finding.table, finding.field)
        for outcome in judge_all(rules, frames)
        for finding in outcome.findings
        if finding.key == key
    }
    named = BESIDE.get((table, field), (field, ""))[0]
    assert (table, named) in found


def test_a_heading_that_differs_on_a_later_row_is_named(ground: Ground) -> None:
    rows = ground.record.rows("self_evaluation_scores")
    heads = [(row["evaluation_id"], row["level1"]) for row in rows]
    at = next(n for n, head in enumerate(heads) if n and head == heads[n - 1])
    points = SLIPS["self_evaluation_scores"]["level1_points"]
    record = changed(ground.record, "self_evaluation_scores", at, level1_points=points)
    frames = ground.frames(record)
    (rule,) = [rule for rule in RULES if rule.compare.__name__ == "points_add_up"]
    (outcome,) = judge_all([rule], frames)
    key = frames["self_evaluation_scores"]["_key"].tolist()[at]
    assert [(finding.key, finding.field) for finding in outcome.findings] == [
        (key, "level1_points")
    ]
