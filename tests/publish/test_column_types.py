"""Which type a column takes by its own values, and what its cells are compared as. No portal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import read_package
from fiscal_notice_ckan.datastore_tables import DatastoreTable, table_of
from fiscal_notice_ckan.datastore_values import own_text, sent, their_text
from fiscal_notice_ckan.files import file_of
from fiscal_notice_ckan.preflight import local_problems


def table(folder: Path, cells: list[Any], **of_field: Any) -> DatastoreTable:
    """A table of numbered rows with one more column of these cells, inline."""
    fields = [{"name": "n", "type": "integer"}, {"name": "x", **of_field}]
    schema = {"fields": fields, "primaryKey": ["n"], "missingValues": [""]}
    rows = [{"n": n, "x": cell} for n, cell in enumerate(cells, start=1)]
    resource = {"name": "t", "type": "table", "data": rows, "schema": schema}
    text = json.dumps({"name": "p", "resources": [resource]})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    package = read_package(folder)
    made = table_of(package, package.resources[0], "")
    assert made is not None
    return made


ZONED = ["2024-05-06T01:02:03+08:00", "2024-05-06T01:02:03Z"]
KINDS: list[tuple[dict[str, Any], list[str], str, str]] = [
    ({"type": "datetime"}, ZONED, "timestamp", ""),
    ({"type": "datetime"}, ["2024-05-06T24:00:00"], "timestamp", ""),
    ({"type": "datetime"}, [*ZONED, "2024-05-06T01:02:03"], "text", "some times have a zone"),
    ({"type": "datetime"}, ["2024-05-06T01:02:03.123"], "timestamp", ""),
    ({"type": "datetime"}, ["2024-05-06T01:02:03.0001"], "text", "finer than the milliseconds"),
    ({"type": "datetime"}, ["0001-01-01T00:00:00+08:00"], "text", "outside the years 1 to 9999"),
    ({"type": "time"}, ["01:02:03+08:00"], "text", ""),
    ({"type": "date"}, ["9999-12-31", ""], "date", ""),
    ({"type": "date", "format": "%d/%m/%Y"}, ["31/12/2024"], "date", ""),
    ({"type": "integer"}, [str(2**63 - 1), str(-(2**63))], "int8", ""),
    ({"type": "integer"}, ["1", str(2**63)], "numeric", "data row 2: 9223372036854775808"),
    ({"type": "number"}, ["NaN", "-INF", "1e400"], "numeric", ""),
    ({"type": "number"}, ["1e131072"], "text", "131,072 digits"),
    ({"type": "number"}, ["1e-16384"], "text", "131,072 digits"),
    ({"type": "number", "floatNumber": True}, ["0.12345678901234567890"], "numeric", ""),
    ({"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}, ["是", "否"], "bool", ""),
    ({"type": "any"}, ["1", "x"], "text", ""),
]


@pytest.mark.parametrize(("of_field", "cells", "kind", "note"), KINDS)
def test_the_type_keeps_every_value(
    tmp_path: Path, of_field: dict[str, Any], cells: list[str], kind: str, note: str
) -> None:
    found = table(tmp_path, cells, **of_field)
    assert found.types["x"] == kind
    assert note in "".join(found.notes)
    assert bool(found.notes) == bool(note)
    if kind == "text":
        assert [each["x"] for each in found.records()] == cells


def test_an_older_ckan_tells_only_seconds_apart(tmp_path: Path) -> None:
    table(tmp_path, ["2024-05-06T01:02:03.5"], type="datetime")
    package = read_package(tmp_path)
    tables: dict[str, DatastoreTable] = {}
    list(local_problems(package, tables, 1_000_000))
    assert tables["t"].types["x"] == "text"
    assert "finer than the seconds that CKAN gives back" in tables["t"].notes[0]


def test_instants_are_told_apart_and_said_to_be_in_utc(tmp_path: Path) -> None:
    found = table(tmp_path, ZONED, type="datetime")
    assert [each["x"] for each in found.records()] == ["2024-05-05T17:02:03", "2024-05-06T01:02:03"]
    assert "UTC" in found.columns[1]["info"]["notes"]
    prints = {found.print_of((1, values[1])) for values in found.values()}
    assert len(prints) == 2
    naive = table(tmp_path, ["2024-05-06T01:02:03"], type="datetime")
    assert "notes" not in naive.columns[1]["info"]
    assert naive.digest != table(tmp_path, ZONED[1:], type="datetime").digest


@pytest.mark.parametrize(
    ("of_field", "cell", "back", "kind"),
    [
        ({"type": "number"}, "1.50", 1.5, "numeric"),
        ({"type": "number"}, "NaN", "NaN", "numeric"),
        ({"type": "number"}, "INF", "Infinity", "numeric"),
        ({"type": "number", "decimalChar": ","}, "1,5", 1.5, "numeric"),
        ({"type": "datetime"}, "2024-05-06T01:02:03.5Z", "2024-05-06T01:02:03.500", "timestamp"),
        ({"type": "boolean"}, "1", True, "bool"),
        ({"type": "string"}, "1.50", "1.50", "text"),
    ],
)
def test_a_value_is_equal_to_what_the_datastore_gives_back(
    tmp_path: Path, of_field: dict[str, Any], cell: str, back: object, kind: str
) -> None:
    ((_, value),) = table(tmp_path, [cell], **of_field).values()
    assert own_text(value) == their_text(back, kind)
    assert sent(value) is not None
    assert own_text(value) != their_text(None, kind)


def test_a_type_for_xloader_only_where_it_reads_cells_as_we_do(tmp_path: Path) -> None:
    plain = table(tmp_path, ["1.5"], type="number")
    other = table(tmp_path, ["1,5"], type="number", decimalChar=",")
    assert plain.columns[1]["info"]["type_override"] == "numeric"
    assert "type_override" not in other.columns[1]["info"]


def test_every_reason_to_refuse_is_named_at_once(tmp_path: Path) -> None:
    """With the row, and with the first row that it repeats."""
    rows = [{"k": 1, "a": "x\0", "b": "x"}, {"k": 1, "a": "x", "b": "\ud800"}]
    names = ("k", "a", "b")
    fields = [{"name": each, "type": "integer" if each == "k" else "string"} for each in names]
    resources = [
        {"name": "t", "data": rows, "schema": {"fields": fields, "primaryKey": ["k"]}},
        {"name": "u", "data": [{"k": "x"}], "schema": {"fields": fields[:1], "primaryKey": ["k"]}},
        {"name": "v", "path": ["v1.csv", "v2.csv"], "schema": {"fields": fields}},
    ]
    document = {"name": "pp", "title": "T", "version": "1", "resources": resources}
    text = json.dumps(document)
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    said = "\n".join(local_problems(read_package(tmp_path)))
    assert "t, a: data row 1 holds a NUL character" in said
    assert "t, b: data row 2 holds half of a surrogate pair" in said
    assert "table t: data rows 1 and 2 have the same primary key: 1" in said
    assert "u cannot be read as a table" in said
    assert "a cell of k is no integer" in said
    assert "the file of v is missing: v1.csv" in said
    assert "the file of v is missing: v2.csv" in said


def test_texts_that_no_database_takes_are_named_by_place(tmp_path: Path) -> None:
    """In the descriptor and its schemas; in an error, nothing of them reaches a terminal."""
    fields = [{"name": "k", "type": "integer", "title": "x\0"}, {"name": "\ud800"}]
    rows = [{"k": 1, "\ud800": "x"}]
    resource = {"name": "t", "data": rows, "schema": {"fields": fields, "primaryKey": "k"}}
    document = {"name": "pp", "title": "T\0", "version": "1", "resources": [resource]}
    (tmp_path / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    said = "\n".join(local_problems(read_package(tmp_path)))
    assert "datapackage.json, title holds a NUL character" in said
    assert "the schema of t, fields k, title holds a NUL character" in said
    assert "half of a surrogate pair" in said
    said.encode()


def test_what_is_no_table_is_one_file_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\n")
    (tmp_path / "b.txt").write_bytes(b"b\n")
    resources = [
        {"name": "parts", "path": ["a.txt", "b.txt"], "mediatype": "text/plain"},
        {"name": "object", "data": {"a": 1}},
        {"name": "text", "data": "x", "format": "md"},
    ]
    text = json.dumps({"name": "p", "resources": resources})
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    package = read_package(tmp_path)
    made = [file_of(package, each) for each in package.resources]
    assert [each.content for each in made] == [b"a\nb\n", b'{\n  "a": 1\n}\n', b"x"]
    assert [each.suffix for each in made] == ["txt", "json", "md"]
    assert [each.media_type for each in made][:2] == ["text/plain", "application/json"]
    assert not any("data" in each.raw for each in made)
