"""Typed rows: cells are read as the schema says, and what cannot be exported is named."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from export.kit import downloads_of, schema, write_package
from fiscal_notice.errors import PackageError
from fiscal_notice.export.typed_tables import read_tables


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", "1.5", "whole number"),
        ("number", "1,000", "a number"),
        ("boolean", "yes", "true or false"),
        ("datetime", "2020-01-01", "type datetime"),
        ("time", "8:00", "type time"),
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


def test_defaults_that_are_spelled_out_change_no_type(tmp_path: Path) -> None:
    fields = schema({"a": "date", "b": "number", "c": "number", "d": "boolean", "e": "number"})
    fields["fields"][0]["format"] = "%Y-%m-%d"
    fields["fields"][1]["decimalChar"] = "."
    fields["fields"][2]["groupChar"] = ""
    fields["fields"][3] |= {"trueValues": ["true"], "falseValues": ["false"]}
    fields["fields"][4]["bareNumber"] = True
    rows = [["a", "b", "c", "d", "e"], ["2020-12-31", "1.5", "2.50", "true", "3"]]
    package = write_package(tmp_path / "p", {"t": (fields, rows)})
    (table,) = read_tables(package)
    assert table.rows == ((date(2020, 12, 31), Decimal("1.5"), Decimal("2.50"), True, Decimal(3)),)
    assert [column.value_type for column in table.columns] == [*fields_of(fields)]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def fields_of(definition: dict[str, Any]) -> list[str]:
    """The types of a schema's fields."""
    return [field["type"] for field in definition["fields"]]


def test_values_are_read_in_their_own_form(tmp_path: Path) -> None:
    fields = schema({"a": "date", "b": "number", "c": "integer", "d": "boolean", "e": "datetime"})
    fields["fields"][0]["format"] = "%d/%m/%Y"
    fields["fields"][1] |= {"decimalChar": ",", "groupChar": "."}
    fields["fields"][2] |= {"bareNumber": False, "missingValues": ["-"]}
    fields["fields"][3] |= {"trueValues": ["是"], "falseValues": ["否"]}
    fields["fields"][4]["format"] = "%d.%m.%Y %H:%M"
    rows = [
        list("abcde"),
        ["31/12/2020", "1.234,5", "25万元", "是", "31.12.2020 08:30"],
        ["01/01/2021", "-2", "-", "否", "01.01.2021 00:00"],
    ]
    package = write_package(tmp_path / "p", {"t": (fields, rows)})
    (table,) = read_tables(package)
    assert table.rows == (
        (date(2020, 12, 31), Decimal("1234.5"), 25, True, _moment("2020-12-31T08:30:00")),
        (date(2021, 1, 1), Decimal(-2), None, False, _moment("2021-01-01T00:00:00")),
    )
    made = downloads_of(package, tmp_path / "out")
    assert (made / "csv" / "t.csv").read_bytes() == (tmp_path / "p" / "t.csv").read_bytes()
    held = pq.read_table(made / "parquet" / "t.parquet")
    kinds = [str(kind) for kind in held.schema.types]
    assert kinds == ["date32[day]", "decimal128(38, 1)", "int64", "bool", "timestamp[us]"]


def test_what_no_download_knows_stays_text(tmp_path: Path) -> None:
    """Nothing is lost of a type that the downloads do not know, or of what is no number."""
    fields = schema({"a": "geopoint", "b": "yearmonth", "c": "list", "d": "number"})
    rows = [[*"abcd"], ["23.1, 11.2", "2020-01", "x,y", "NaN"], ["1,2", "2020-02", "z", "1.5"]]
    package = write_package(tmp_path / "p", {"t": (fields, rows)})
    (table,) = read_tables(package)
    assert [list(row) for row in table.rows] == rows[1:]
    downloads_of(package, tmp_path / "out")


def test_columns_that_the_schema_lacks_are_kept_as_text(tmp_path: Path) -> None:
    fields = schema({"x": "integer"}, fieldsMatch="subset")
    package = write_package(tmp_path / "p", {"t": (fields, [["z", "x"], ["01", "2"]])})
    (table,) = read_tables(package)
    assert (table.schema.names, table.rows) == (("x", "z"), ((2, "01"),))
    made = downloads_of(package, tmp_path / "out")
    assert (made / "csv" / "t.csv").read_text("utf-8") == "x,z\n2,01\n"


def test_a_field_without_a_column_is_empty(tmp_path: Path) -> None:
    fields = schema({"x": "integer", "y": "string"}, fieldsMatch="superset")
    package = write_package(tmp_path / "p", {"t": (fields, [["x"], ["2"]])})
    (table,) = read_tables(package)
    assert (table.schema.names, table.rows) == (("x", "y"), ((2, None),))
    downloads_of(package, tmp_path / "out")
