"""Kinds, weights and words of each rule, and in what way a cell differs."""

from __future__ import annotations

import json

import pytest

from fiscal_notice.model import WEIGHTS, Finding, Rule
from fiscal_notice.notice.declaring.drafts import draft
from fiscal_notice.notice.declaring.habits import KINDS, cell_in_words, habit, leader, weight_of
from fiscal_notice.notice.declaring.places import Places
from fiscal_notice.notice.rules import RULES, STALE
from fiscal_notice.package import read_package
from kit import ROOT

ALL = (*RULES, STALE)


def test_kinds_and_weights_are_those_of_the_schema() -> None:
    kinds: set[str] = set()
    for folder in ("schemas", "schemas/follow-up"):
        schema = json.loads((ROOT / folder / "errata.json").read_text(encoding="utf-8"))
        enums = {f["name"]: f.get("constraints", {}).get("enum") for f in schema["fields"]}
        kinds |= {*enums["kind"]}
        assert tuple(enums["weight"]) == WEIGHTS
    assert sorted(kinds) == sorted(KINDS)


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(read_package(ROOT))


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_every_rule_has_words_that_take_what_a_finding_has(rule: Rule, places: Places) -> None:
    judged = places.tables.rows(rule.judges[0]) if rule.judges else ()
    # A table that this package doesn't have lends its rule a row of another.
    entry = (judged or places.tables.rows("indicators"))[0]
    for found, expected in (("不少于2场", "2至3场"), (None, "1"), ("2", None), ("7", "8")):
        finding = Finding(
            rule=rule.id,
            severity="error",
            table=entry.table,
            key=entry.key,
            field=list(entry.cells)[-1],
            line=None,
            found=found,
            expected=expected,
        )
        made = draft(finding, rule, places)
        assert made.kind in KINDS
        assert made.weight in WEIGHTS
        assert made.zh
        assert made.en[0].isupper() or not made.en[0].isascii()


def test_a_rule_without_words_of_its_own_speaks_by_its_statement() -> None:
    said = habit("TXT-99", "text")
    assert "{statement_zh}" in said.zh
    assert said.kind == "wording"
    assert habit("TOT-99", "number").weight == "material"


def test_rules_that_find_one_habit_are_led_by_one() -> None:
    assert leader("TXT-24") == leader("TXT-23") == "TXT-23"
    assert leader("TXT-99") == "TXT-99"


def test_a_note_of_a_reader_weighs_as_its_kind() -> None:
    assert weight_of("RDR-01", "contradiction") == "material"
    assert weight_of("RDR-01", "wording") == "wording"
    # Found by a rule on wording, a colon of half width is a matter of the layout.
    assert weight_of("TXT-02", "punctuation") == "layout"
    assert weight_of("TXT-02", "wording") == "wording"


def test_a_count_is_said_in_words_and_a_cell_as_it_stands() -> None:
    assert cell_in_words("REC-08", "printed", "0", "zh") == "没有绩效目标表"
    assert cell_in_words("REC-08", "expected", "1", "zh") == "应有1张"
    assert cell_in_words("REC-07", "printed", "1200", "en") == "1,200 target sheets"
    assert cell_in_words("REC-08", "expected", "one", "en") is None
    assert cell_in_words("TXT-18", "printed", "2", "zh") is None
    assert cell_in_words("TXT-99", "printed", "2", "zh") is None
