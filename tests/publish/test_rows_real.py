"""Rows, columns and types that change from release to release: on a real CKAN."""

from __future__ import annotations

from typing import Any

import pytest

from fiscal_notice_ckan.errors import PreflightError
from portal.portal_kit import Reader
from publish.publisher_kit import (
    OLD,
    Publish,
    Release,
)
from publish.releases import CITIES, SCHEMA, csv_of

TYPED: dict[str, Any] = {
    "fields": [
        {"name": "at", "type": "datetime"},
        {"name": "part", "type": "integer"},
        {"name": "exact", "type": "number"},
        {"name": "day", "type": "date"},
        {"name": "flag", "type": "boolean"},
        {"name": "year", "type": "year"},
        {"name": "printed", "type": "number", "decimalChar": ","},
    ],
    "primaryKey": ["at", "part"],
    "missingValues": ["", "-"],
}
TYPES = """at,part,exact,day,flag,year,printed
2024-05-06T10:00:00Z,1,12345678901234567.89,2024-02-29,true,2021,"1,5"
2024-05-06T10:00:00,2,-0.00,0001-01-01,false,0001,-
2024-05-06 11:00:00,1,0.12345678901234567890,,,,
2024-05-07T10:00:00Z,1,99999999999999.99,9999-12-31,,9999,"2,50"
"""


def test_every_type_comes_back_as_it_went(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """Long decimals, zones, keys of two columns; and rows of it are changed and deleted."""
    lines = TYPES.splitlines(keepends=True)
    for version, rows in (("1.0.0", lines), ("1.1.0", [*lines[:2], lines[4].replace("9,", "8,")])):
        contents = dict.fromkeys(OLD, "".join(rows).encode())
        archive = release(version, schema=TYPED, contents=contents)
        run(archive)
        assert not run(archive).plan.pending
    there = visitor.resource(name, "cities")["id"]
    found = visitor.action("datastore_search", resource_id=there, sort="at")["records"]
    assert [each["printed"] for each in found] == [1.5, 2.5]
    assert [each["at"][:19] for each in found] == ["2024-05-06T10:00:00", "2024-05-07T10:00:00"]


def test_many_changed_rows_travel_in_portions(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """More than one request's worth, with a key of two columns; then nearly all of them go."""
    schema = {
        "fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}],
        "primaryKey": ["a", "b"],
    }
    small = b"a,b\n1,x\n"
    first = b"a,b\n" + b"".join(b"%d,x\n" % n for n in range(5100))
    other = b"a,b\n" + b"".join(b"%d,y\n" % n for n in range(5200))
    for version, content in (("1.0.0", first), ("1.1.0", other), ("1.2.0", small)):
        contents = {"cities": content, "totals": small}
        archive = release(version, schema=schema, contents=contents)
        run(archive)
        there = visitor.resource(name, "cities")["id"]
        found = visitor.action("datastore_search", resource_id=there, limit=1)
        assert found["total"] == content.count(b"\n") - 1
        assert not run(archive).plan.pending


def test_a_resource_that_loses_its_schema_loses_its_table(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    run(release())
    changes: dict[str, Any] = {
        "resources": [
            {"name": "cities", "path": "cities.csv", "format": "csv", "mediatype": "text/csv"},
            {"name": "totals", "path": "totals.csv", "format": "csv", "schema": SCHEMA},
        ]
    }
    archive = release("1.1.0", changes=changes)
    plan = run(archive).plan
    assert "- table cities" in str(plan)
    resource_id = visitor.resource(name, "cities")["id"]
    assert visitor.action("datastore_info", id=resource_id) is None
    assert visitor.content(name, "cities") == csv_of(CITIES)
    assert not run(archive).plan.pending


def test_columns_come_and_go_in_place(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    """The table stays: its rows keep the numbers that the DataStore gave them."""
    run(release())
    there = visitor.resource(name, "cities")["id"]
    before = visitor.action("datastore_search", resource_id=there, sort="_id")["records"]
    fields = [each for each in SCHEMA["fields"] if each["name"] != "name"]
    fields.append({"name": "note", "type": "string"})
    schema = {**SCHEMA, "fields": fields}
    contents = dict.fromkeys(OLD, b"code,amount,note\n601,5,x\n602,,y\n")
    archive = release("1.1.0", schema=schema, contents=contents)
    plan = run(archive).plan
    assert "table cities  update" in str(plan)
    after = visitor.action("datastore_search", resource_id=there, sort="_id")
    assert [each["id"] for each in after["fields"]] == ["_id", "code", "amount", "note"]
    assert after["records"] == [
        {"_id": before[0]["_id"], "code": "601", "amount": 5, "note": "x"},
        {"_id": before[1]["_id"], "code": "602", "amount": None, "note": "y"},
    ]
    assert not run(archive).plan.pending


def test_values_that_the_datastore_cannot_hold_stop_before_the_first_write(
    name: str, release: Release, run: Publish, visitor: Reader
) -> None:
    rows = (("601", 5, "\0"), ("601", 6, "广州市"))
    with pytest.raises(PreflightError) as raised:
        run(release(tables={"cities": rows}))
    said = str(raised.value)
    assert "cities, name: data row 1 holds a NUL character" in said
    assert "table cities: data rows 1 and 2 have the same primary key: 601" in said
    assert visitor.dataset(name) is None
