"""Table Schemas as pandera schemas: every property of a field, told of a frame."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandera.errors import SchemaErrors

from fiscal_notice.package.descriptor_reader import package_of
from fiscal_notice.package.frame_schema import frame_schema


def schema_of(*fields: dict[str, Any], **more: Any) -> Any:
    raw = {"name": "t", "path": "t.csv", "schema": {"fields": list(fields), **more}}
    (table,) = package_of({"name": "p", "resources": [raw]}, Path()).tables
    assert table.schema is not None
    return frame_schema(table.schema, "t")


def failed(schema: Any, **columns: list[Any]) -> list[tuple[str, object]]:
    """Names of the checks that fail, each with the index of its case."""
    try:
        schema.validate(pd.DataFrame(columns), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases[["check", "index"]]
        return list(dict.fromkeys(cases.itertuples(index=False, name=None)))
    return []


@pytest.mark.parametrize(
    ("field", "good", "bad", "check"),
    [
        ({"type": "integer"}, "12", "1.5", "dtype('Int64')"),
        ({"type": "year"}, "2021", "x", "dtype('Int64')"),
        ({"type": "number"}, "1.5", "1,5", "dtype('Float64')"),
        ({"type": "number", "decimalChar": ","}, "1,5", "1.5.1", "dtype('Float64')"),
        ({"type": "boolean"}, "true", "yes", "dtype('boolean')"),
        ({"type": "boolean", "trueValues": ["yes"]}, "yes", "ja", "dtype('boolean')"),
        ({"type": "date"}, "2021-02-03", "2021-02-30", "date"),
        ({"type": "date", "format": "%d.%m.%Y"}, "03.02.2021", "2021-02-03", "date"),
        ({"type": "time"}, "10:00:00", "10", "time"),
        ({"type": "string", "format": "email"}, "a@b.org", "a", "string"),
        (
            {"type": "integer", "constraints": {"minimum": 3}},
            "3",
            "2",
            "greater_than_or_equal_to(3)",
        ),
        (
            {"type": "number", "constraints": {"maximum": "3.5"}},
            "3.5",
            "4",
            "less_than_or_equal_to(3.5)",
        ),
        ({"type": "integer", "constraints": {"exclusiveMinimum": 3}}, "4", "3", "greater_than(3)"),
        ({"type": "integer", "constraints": {"exclusiveMaximum": 3}}, "2", "3", "less_than(3)"),
        (
            {"type": "date", "constraints": {"minimum": "2021-01-01"}},
            "2021-01-01",
            "2020-12-31",
            "minimum(2021-01-01)",
        ),
        ({"type": "string", "constraints": {"enum": ["a", "b"]}}, "b", "c", "isin(['a', 'b'])"),
        ({"type": "integer", "constraints": {"enum": [1, 2]}}, "2", "3", "isin([1, 2])"),
        (
            {"type": "date", "constraints": {"enum": ["2021-01-01"]}},
            "2021-01-01",
            "2021-01-02",
            "enum",
        ),
        ({"type": "string", "constraints": {"pattern": "a|b"}}, "b", "bc", "pattern(a|b)"),
        ({"type": "string", "constraints": {"minLength": 2}}, "ab", "a", "str_length(2, None)"),
        ({"type": "string", "constraints": {"maxLength": 1}}, "a", "ab", "str_length(None, 1)"),
        ({"type": "string", "constraints": {"required": True}}, "a", "", "not_nullable"),
        (
            {"type": "string", "constraints": {"required": True}, "missingValues": ["-"]},
            "a",
            "-",
            "not_nullable",
        ),
        ({"type": "string", "constraints": {"unique": True}}, "b", "a", "unique(f)"),
    ],
)
def test_properties_of_a_field(field: dict[str, Any], good: str, bad: str, check: str) -> None:
    schema = schema_of({"name": "f", **field})
    first = bad if check == "unique(f)" else good
    assert failed(schema, f=[first, good if first is bad else ""][:1]) == []
    assert (check, 1) in failed(schema, f=[first, bad])


def test_missing_values_are_allowed_where_nothing_is_required() -> None:
    kinds = ("integer", "number", "boolean", "date", "string", "any")
    schema = schema_of(*({"name": kind, "type": kind} for kind in kinds))
    for empty in ("", None, float("nan")):
        read = schema.validate(pd.DataFrame({kind: [empty] for kind in kinds}), lazy=True)
        assert read.isna().all(axis=None)
        assert [str(read[kind].dtype) for kind in kinds[:3]] == ["Int64", "Float64", "boolean"]


def test_keys_of_one_and_of_several_fields() -> None:
    fields = [{"name": name, "type": "integer"} for name in "abc"]
    schema = schema_of(*fields, primaryKey=["a", "b"], uniqueKeys=[["c"]])
    assert failed(schema, a=[1, 1], b=[1, 2], c=[1, 2]) == []
    assert failed(schema, a=[1, 1], b=[1, 1], c=[1, 2])
    assert failed(schema, a=[1, 1], b=[1, 2], c=[1, 1])
    assert failed(schema, a=[None, 1], b=[1, 2], c=[1, 2]) == [("not_nullable", 0)]


def test_missing_values_are_never_the_same() -> None:
    """Table Schema: keys with a missing part are not compared."""
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    once = {"name": "c", "type": "string", "constraints": {"unique": True}}
    schema = schema_of(*fields, once, uniqueKeys=[["a", "b"]])
    assert failed(schema, a=["1", "1"], b=["", ""], c=["", ""]) == []
    assert failed(schema, a=[None, None], b=["x", "x"], c=["y", "z"]) == []
    assert failed(schema, a=["1", "1"], b=["x", "x"], c=["y", "y"]) == [
        ("unique(a, b)", 0),
        ("unique(a, b)", 1),
        ("unique(c)", 0),
        ("unique(c)", 1),
    ]


def test_an_empty_text_is_a_text_where_missing_is_written_otherwise() -> None:
    required = {"name": "s", "type": "string", "constraints": {"required": True}}
    schema = schema_of(required, missingValues=["NA"])
    assert failed(schema, s=[""]) == []
    assert failed(schema, s=["NA"]) == [("not_nullable", 0)]


def test_categories_restrict_nothing() -> None:
    schema = schema_of({"name": "s", "type": "string", "categories": ["a", "b"]})
    assert failed(schema, s=["c"]) == []


def test_text_is_not_made_of_numbers() -> None:
    schema = schema_of({"name": "code", "type": "string"})
    assert failed(schema, code=["007"]) == []
    assert [check for check, _ in failed(schema, code=[7])] != []
    assert [check for check, _ in failed(schema, code=[dt.date(2021, 1, 1)])] != []


def test_values_of_other_types_are_made_of_text_alone_and_kept() -> None:
    schema = schema_of({"name": "n", "type": "number"}, {"name": "d", "type": "date"})
    read = schema.validate(pd.DataFrame({"n": ["0.1", "2"], "d": ["2021-01-01", ""]}), lazy=True)
    assert read["n"].tolist() == [0.1, 2.0]
    assert read["d"].dropna().tolist() == ["2021-01-01"]
