"""What forms hold to the last row, column, digit and character, and what is one too many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from fiscal_notice.package import limits
from fiscal_notice.package.limits import PARQUET, SQLITE, XLSX, refusals

WIDEST = 16_384
LONGEST = 32_767


def refused(*values: Any) -> list[tuple[str, int | None]]:
    """The forms that refuse a column of these values, and the line that they name."""
    rows = [(line, [value]) for line, value in enumerate(values, start=2)]
    return [(each.form, each.line) for each in refusals("t", ["a"], rows)]


@pytest.mark.parametrize("value", [2**63 - 1, -(2**63)])
def test_whole_numbers_of_64_bits_are_held(value: int) -> None:
    beyond = value + (1 if value > 0 else -1)
    assert refused(0, value, None) == []
    assert refused(0, beyond, beyond) == [(SQLITE, 3), (PARQUET, 3)]


@pytest.mark.parametrize(
    "values",
    [
        ("1" * 38,),
        ("0." + "1" * 37, "1"),
        ("1" * 30, "0.12345678"),
        ("-" + "1" * 38, "NaN", "Infinity"),
    ],
)
def test_38_digits_are_held(values: Sequence[str]) -> None:
    assert refused(*map(Decimal, values)) == []


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (("1" * 39,), 2),
        (("1" * 30, "0.123456789", "0.1234567890"), 3),
        (("1", "0." + "1" * 38), 3),
    ],
)
def test_digits_before_and_after_the_point_are_counted_together(
    values: Sequence[str], line: int
) -> None:
    assert refused(*map(Decimal, values)) == [(PARQUET, line)]


@pytest.mark.parametrize("sign", ["a", "字", "😀"])
def test_a_cell_holds_so_many_characters_as_excel_counts_them(sign: str) -> None:
    most = LONGEST // limits.units(sign)
    assert refused("x", sign * most) == []
    assert refused("x", sign * (most + 1), sign * (most + 2)) == [(XLSX, 3)]


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\ud800"])
def test_signs_that_a_workbook_has_not(sign: str) -> None:
    assert refused("字", "字" + sign, sign) == [(XLSX, 3)]


def test_a_sheet_holds_so_many_rows_beside_its_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHEET_ROWS", 5)
    assert refused(1, 2, 3) == []
    assert refused(1, 2, 3, 4) == [(XLSX, None)]


@pytest.mark.parametrize(("form", "most"), [(SQLITE, 2_000), (XLSX, WIDEST)])
def test_a_table_has_so_many_columns(form: str, most: int) -> None:
    def forms(count: int) -> set[str]:
        return {each.form for each in refusals("t", [f"c{n}" for n in range(count)], [])}

    assert form not in forms(most)
    assert form in forms(most + 1)


def test_names_that_differ_by_case_are_one_column_of_a_database() -> None:
    found = refusals("t", ["a", "Ä", "ä", "A"], [])
    assert [(each.form, each.column) for each in found] == [(SQLITE, "A")]
    assert found[0].words() == (
        "t.A: differs from a only by case; SQLite takes the two for one column"
    )
