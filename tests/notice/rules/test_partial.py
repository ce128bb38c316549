"""Notices that lack parts: what is not there is no finding, and the rules about it say so."""

from __future__ import annotations

import pandas as pd
import pytest

from fiscal_notice.model import NOT_AVAILABLE, Outcome
from fiscal_notice.notice.judging.inputs import Frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.notice.rules import RULES
from fiscal_notice.notice.tables import KNOWN_BY
from notice.rules.invented import Invented

# What a notice of the family has to have where it has the row: a target for each indicator.
ASKED_FOR = {
    ("indicators", "value_as_printed"): {"TXT-05"},
    ("annexes", "unit"): {"UNI-04"},
    ("annexes", "marker_line"): {"TXT-27"},
    ("regions", "gb_code"): {"COD-03"},
    ("indicator_targets", "lower"): {"UNI-09"},
    ("indicator_targets", "upper"): {"UNI-09"},
    ("functions", "parent_code"): {"COD-05"},
    ("functions", "level"): {"COD-06"},
}
# Ids, positions and what a row is part of: a table has them for each of its rows.
MADE = (
    *("_id", "position", "part_no", "part_relation", "parse_status", "comparator", "scope"),
    *("value_type", "clause_no", "basis", "_yuan", "level3_clean", "title_clean", "name_clean"),
)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return Invented.make(tmp_path_factory.mktemp("partial") / "mini")


def tables(frames: Frames) -> list[str]:
    return [name for name in frames if ":" not in name]


def without(frames: Frames, *names: str) -> Frames:
    return {name: frame for name, frame in frames.items() if name.rpartition(":")[2] not in names}


def compared_with_itself(frames: Frames) -> Frames:
    """The frames without those that are made anew: the tables are judged by themselves."""
    return {n: f for n, f in frames.items() if not n.startswith(("rebuilt:", "derived:"))}


def found(outcomes: list[Outcome]) -> set[str]:
    return {outcome.rule.id for outcome in outcomes if outcome.findings}


def test_any_table_may_be_absent(invented: Invented) -> None:
    frames = invented.clean
    for name in tables(frames):
        outcomes = judge_all(RULES, without(frames, name))
        assert not found(outcomes), name
        told = {o.rule.id: o.skipped or "" for o in outcomes}
        needing = [rule.id for rule in RULES if name in rule.tables]
        assert all(told[rule_id].startswith(NOT_AVAILABLE) for rule_id in needing), name


def test_a_letter_alone(invented: Invented) -> None:
    names = set(tables(invented.clean)) - {"notice", "clauses", "annexes", "field_lines"}
    outcomes = judge_all(RULES, without(invented.clean, *names))
    assert not found(outcomes)
    ran = {outcome.rule.id for outcome in outcomes if outcome.skipped is None}
    assert {"COD-09", "COD-11", "COD-12", "COD-16", "TXT-23", "SRC-01"} <= ran
    skipped = {outcome.rule.id: outcome.skipped for outcome in outcomes}
    assert skipped["TOT-01"] == "not available: allocation_totals, allocations, budget_units"
    assert skipped["TXT-24"] == "not available: indicators, empty_levels, target_sheets"


def columns(invented: Invented) -> list[tuple[str, str]]:
    return [
        (name, column)
        for name in tables(invented.clean)
        for column in invented.clean[name].columns
        if column[0] != "_" and name not in ("errata", "field_lines")
    ]


def allowed(name: str, column: str) -> set[str]:
    if column.endswith(MADE):
        return {rule.id for rule in RULES}
    return ASKED_FOR.get((name, column), set())


def test_any_column_may_be_absent(invented: Invented) -> None:
    frames = compared_with_itself(invented.clean)
    for name, column in columns(invented):
        if column not in KNOWN_BY[name]:
            cut = whole(name, frames[name].drop(columns=column))
            outcomes = judge_all(RULES, frames | {name: cut})
            assert found(outcomes) <= allowed(name, column), (name, column)


def test_any_cell_may_be_empty(invented: Invented) -> None:
    frames = compared_with_itself(invented.clean)
    for name, column in columns(invented):
        empty = frames[name].copy()
        empty[column] = pd.Series(pd.NA, index=empty.index, dtype=empty[column].dtype)
        outcomes = judge_all(RULES, frames | {name: empty})
        assert found(outcomes) <= allowed(name, column), (name, column)


def test_a_column_that_a_rule_needs_is_named(invented: Invented) -> None:
    frames = compared_with_itself(invented.clean)
    cut = whole("notice", frames["notice"].drop(columns="printed_on"))
    outcomes = judge_all(RULES, frames | {"notice": cut})
    skipped = {outcome.rule.id: outcome.skipped for outcome in outcomes}
    assert skipped["COD-11"] == "not available: notice.printed_on"


def test_amounts_may_have_decimals_and_be_negative(invented: Invented) -> None:
    """All money of the notice a hundredth of what it was, then one line less than nothing."""
    frames = compared_with_itself(invented.clean)
    for name in tables(frames):
        frame = frames[name].copy()
        for column in frame.columns:
            if column.endswith(("_yuan", "_wan")):
                frame[column] = frame[column].astype("Float64") / 100
        frames[name] = frame
    assert not found(judge_all(RULES, frames))
    lines = frames["allocations"].copy()
    lines.loc[0, "amount_yuan"] = -0.1
    wanted = [rule for rule in RULES if rule.id == "TOT-01"]
    [outcome] = judge_all(wanted, frames | {"allocations": lines})
    [finding] = outcome.findings
    assert (finding.found, finding.expected) == ("8500", "7999.9")
