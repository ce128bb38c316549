"""Each constraint by itself against every odd cell: nothing else in the row can draw attention."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from schema_check.comparing import in_bulk, same, stock, timeless, write
from schema_check.corpus import FAULTS

CELLS = [
    # frictionless itself fails where NaN is compared; see the test of what happens then.
    *(cell for cell in FAULTS if "nan" not in cell.lower()),
    *("a", "ab", "abc", "abcd", "万", "万元", "é" * 3, "𝟙" * 2, "0", "1", "2", "3", "10", "11"),
    *("-3", "-10", "1.5", "2.0", "2.5", "10.00", "10.01", "9.99", ".5", "5.", "1.2.3", "-", "-.5"),
    *("9" * 17, "9" * 18, "1" + "0" * 18, "0.1234567890123456", "-99999999999999999", "- 1", "1-"),
]
BOUNDS: list[dict[str, Any]] = [
    {},
    {"required": True},
    {"minimum": 2},
    {"maximum": 10},
    {"exclusiveMinimum": 2},
    {"exclusiveMaximum": 10},
    {"minimum": -3, "required": True},
    {"enum": ["1", "2"]},
]
LENGTHS: list[dict[str, Any]] = [
    {},
    {"required": True},
    {"minLength": 2},
    {"maxLength": 2},
    {"minLength": 3, "maxLength": 3},
    {"pattern": "[a-z]+|[0-9]{2}"},
    {"enum": ["a", "万元"]},
]
FIELDS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "string": ({"type": "string"}, LENGTHS),
    "email": ({"type": "string", "format": "email"}, LENGTHS[:2]),
    "any": ({"type": "any"}, LENGTHS[:2]),
    "integer": ({"type": "integer"}, BOUNDS),
    "bare integer": ({"type": "integer", "bareNumber": False}, BOUNDS[:3]),
    "number": ({"type": "number"}, BOUNDS),
    "decimal comma": ({"type": "number", "decimalChar": ","}, BOUNDS[:3]),
    "groups": ({"type": "number", "groupChar": ","}, BOUNDS[:3]),
    "year": ({"type": "year"}, BOUNDS[:3]),
    "date": ({"type": "date"}, BOUNDS[:2]),
    "boolean": ({"type": "boolean"}, BOUNDS[:2]),
}


def columns(folder: Path, fields: list[dict[str, Any]], missing: list[str]) -> Path:
    """A package with one table for each field, every cell of ``CELLS`` in it; its descriptor."""
    resources = []
    for number, field in enumerate(fields):
        name = f"t{number}"
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([["id", "cell"], *enumerate(CELLS)])
        schema = {
            "fields": [{"name": "id", "type": "integer"}, {"name": "cell"} | field],
            "missingValues": missing,
        }
        resource = {"name": name, "type": "table", "path": f"{name}.csv", "schema": schema}
        resources.append(resource | {"encoding": "utf-8", "dialect": {"csv": {"delimiter": ","}}})
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cells",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    return folder / "datapackage.json"


@pytest.mark.parametrize("missing", [[""], [], ["", "1"], ["2.0", "a"]], ids=str)
@pytest.mark.parametrize("kind", FIELDS)
def test_every_cell(tmp_path: Path, kind: str, missing: list[str]) -> None:
    form, constraints = FIELDS[kind]
    fields = [form | ({"constraints": one} if one else {}) for one in constraints]
    resources = columns(tmp_path, fields, missing)
    found = in_bulk(resources, limit=0)
    assert not found.whole
    assert timeless(found.report) == stock(resources, limit=0)


@pytest.mark.parametrize("missing", [[""], ["", "-"], ["-"]], ids=str)
@pytest.mark.parametrize("key", [[], ["a"], ["a", "b"]], ids=str)
def test_rows_without_a_value(tmp_path: Path, key: list[str], missing: list[str]) -> None:
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]
    schema = {"fields": fields, "primaryKey": key, "missingValues": missing}
    rows = ["x,1", ",", "-,-", "-,", ",-", '"",""', ",2", "y,", "-,3", "z,-", "", ",,", "w,4"]
    data = "a,b\n" + "\n".join(rows) + "\n"
    checked = same(write(tmp_path, data.encode(), schema), limit=0, chunk=7)
    types = {error["type"] for error in checked.report["tasks"][0]["errors"]}
    assert not checked.whole
    assert "blank-row" in types


def test_what_equals_nothing_refers_to_nothing(tmp_path: Path) -> None:
    schema = {
        "fields": [{"name": "a", "type": "number"}, {"name": "b", "type": "number"}],
        "foreignKeys": [{"fields": ["a"], "reference": {"resource": "", "fields": ["a"]}}],
    }
    checked = same(write(tmp_path, b"a,b\n1,NaN\nNaN,2\n3,x\nNaN,4\n", schema))
    assert not checked.whole
    types = [error["type"] for error in checked.report["tasks"][0]["errors"]]
    assert types == ["foreign-key", "type-error", "foreign-key"]
