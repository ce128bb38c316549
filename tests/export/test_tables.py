"""Typed rows: cells are read as the schema says, and what cannot be exported is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from export_kit import schema, write_package
from fiscal_notice.errors import PackageError
from fiscal_notice.export import make_downloads
from fiscal_notice.export.tables import read_tables


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", "1.5", "whole number"),
        ("integer", "１２", "whole number"),
        ("integer", "1_000", "whole number"),
        ("integer", str(2**63), "64 bits"),
        ("number", "NaN", "finite"),
        ("number", "1,000", "finite"),
        ("boolean", "yes", "true or false"),
        ("date", "20200101", "YYYY-MM-DD"),
        ("date", "2021-02-29", "YYYY-MM-DD"),
        ("year", "21", "four digits"),
    ],
)
def test_a_cell_that_is_no_value_of_its_type_is_named(
    tmp_path: Path, kind: str, text: str, expected: str
) -> None:
    package = write_package(tmp_path, {"t": (schema({"x": kind}), [["x"], [text]])})
    with pytest.raises(PackageError, match=expected) as raised:
        read_tables(package)
    assert raised.value.line == 2
    assert raised.value.found == text


def test_what_is_read_in_another_form_stays_text(tmp_path: Path) -> None:
    """Nothing is lost of a type or format that the downloads do not know."""
    fields = schema({"a": "date", "b": "number", "c": "geopoint", "d": "boolean"})
    fields["fields"][0]["format"] = "%d/%m/%Y"
    fields["fields"][1]["decimalChar"] = ","
    fields["fields"][3] |= {"trueValues": ["是"], "falseValues": ["否"]}
    rows = [["a", "b", "c", "d"], ["31/12/2020", "1,5", "23.1, 113.2", "是"]]
    package = write_package(tmp_path / "p", {"t": (fields, rows)})
    (table,) = read_tables(package)
    assert table.rows == (("31/12/2020", "1,5", "23.1, 113.2", True),)
    make_downloads(package, tmp_path / "out")


def test_columns_that_the_schema_lacks_are_named(tmp_path: Path) -> None:
    package = write_package(tmp_path, {"t": (schema({"x": "string"}), [["x", "z"], ["1", "2"]])})
    with pytest.raises(PackageError, match="columns that its schema lacks"):
        read_tables(package)
