"""How a notice of the family is known, and what money a target sheet is for."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.family import LETTER, MARKS, lacking_marks, transfer_type_of_sheet


def test_a_letter_alone_makes_a_notice() -> None:
    assert lacking_marks({LETTER: [*MARKS[LETTER], "more"]}) == {}
    assert lacking_marks({LETTER: MARKS[LETTER], "grants": ["amount_wan"]}) == {}


def test_tables_of_these_names_alone_make_none() -> None:
    lacking = lacking_marks({LETTER: ["issuer", "budget_year"], "grants": ["amount_wan"]})
    assert lacking == {LETTER: ("document_number",)}
    assert lacking_marks({"grants": ["region_code", "purpose", "amount_wan"]}) == MARKS


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
