"""How a notice of the family is known, and what money a target sheet is for."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.family import (
    ANNEXES,
    LETTER,
    MARKS,
    lacking_marks,
    transfer_type_of_sheet,
)


@pytest.mark.parametrize("annex", ANNEXES)
def test_a_letter_and_one_annex_make_a_notice(annex: str) -> None:
    assert lacking_marks({LETTER: [*MARKS[LETTER], "more"], annex: MARKS[annex]}) == {}


def test_tables_of_these_names_alone_make_none() -> None:
    lacking = lacking_marks({LETTER: ["issuer", "total_yuan"], "grants": ["amount_wan"]})
    assert lacking == {
        **MARKS,
        LETTER: ("document_number", "budget_year"),
        "grants": ("region_code", "purpose"),
    }


def test_what_is_there_is_not_asked_for() -> None:
    assert list(lacking_marks({"grants": MARKS["grants"]})) == [LETTER]
    assert list(lacking_marks({LETTER: MARKS[LETTER]})) == list(ANNEXES)


@pytest.mark.parametrize(
    ("project", "purpose", "wanted"),
    [
        ("A", "training", "earmarked"),
        ("A", "training_award", "earmarked"),
        ("B", "training_award", "award"),
        ("B", "training", "devolved"),
        ("B", "", "devolved"),
    ],
)
def test_the_transfer_type_of_a_sheet(project: str, purpose: str, wanted: str) -> None:
    assert transfer_type_of_sheet("601", project, purpose, {("601", "A")}) == wanted
    assert transfer_type_of_sheet("602", "A", "training", {("601", "A")}) == "devolved"
