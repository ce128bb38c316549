"""Notices that lack parts: what is not there is no finding, and the rules about it say so."""

from __future__ import annotations

import pandas as pd
import pytest

from fiscal_notice.model import NOT_AVAILABLE, Outcome, Rule
from fiscal_notice.notice.judging.inputs import Frames
from fiscal_notice.notice.judging.rule_checks import Bench, judge_all
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
    ("target_sheets", "project_name"): {"REC-05", "REC-07"},
    ("indicator_targets", "unit"): {"UNI-08"},
    ("sheet_policies", "printed_number"): {"TXT-01"},
    ("sheet_policies", "document_number_as_printed"): {"TXT-03"},
    ("policies", "title"): {"TXT-02"},
    ("policies", "document_number"): {"TXT-03"},
}
# Ids, positions and what a row is part of: a table has them for each of its rows.
MADE = (
    *("_id", "position", "part_no", "part_relation", "parse_status", "comparator", "scope"),
    *(
        "_award_wan",
        "_creation_wan",
        "value_type",
        "clause_no",
        "basis",
        "_yuan",
        "level3_clean",
        "title_clean",
        "name_clean",
    ),
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
    for name in tables(invented.clean):
        bench = Bench(without(invented.clean, name))
        verdicts = {rule.id: bench.verdict(rule) for rule in RULES}
        assert not [rule_id for rule_id, verdict in verdicts.items() if verdict.findings], name
        for rule in RULES:
            if name in rule.tables:
                assert (verdicts[rule.id].skipped or "").startswith(NOT_AVAILABLE), rule.id


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


class Recorded(dict[str, pd.DataFrame]):
    """Frames that know which of them were taken."""

    def __init__(self, frames: Frames) -> None:
        super().__init__(frames)
        self.taken: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.taken.add(name)
        return super().__getitem__(name)


def readers(frames: Frames) -> dict[str, list[Rule]]:
    """By table the rules that read it."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        if {*rule.tables} <= frames.keys():
            recorded = Recorded(frames)
            rule.compare(recorded)
            for name in recorded.taken:
                found.setdefault(name, []).append(rule)
    return found


def breaking(rules: list[Rule], frames: Frames, name: str, column: str) -> set[str]:
    """Those of the rules that find what the family does not ask for."""
    bench = Bench(frames)
    return {rule.id for rule in rules if bench.verdict(rule).findings} - allowed(name, column)


def test_any_column_may_be_absent(invented: Invented) -> None:
    frames = compared_with_itself(invented.clean)
    cut = {
        (name, column): whole(name, frames[name].drop(columns=column))
        for name, column in columns(invented)
        if column not in KNOWN_BY[name]
    }
    rules = readers(frames)
    told = {
        place: breaking(rules.get(place[0], []), frames | {place[0]: frame}, *place)
        for place, frame in cut.items()
    }
    assert {place: ids for place, ids in told.items() if ids} == {}


def test_any_cell_may_be_empty(invented: Invented) -> None:
    frames = compared_with_itself(invented.clean)
    told = {}
    rules = readers(frames)
    for name, column in columns(invented):
        if column in KNOWN_BY[name] and name != "notice":
            continue
        empty = frames[name].copy()
        empty[column] = pd.Series(pd.NA, index=empty.index, dtype=empty[column].dtype)
        changed = frames | {name: empty}
        told[name, column] = breaking(rules.get(name, []), changed, name, column)
    assert {place: ids for place, ids in told.items() if ids} == {}


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
