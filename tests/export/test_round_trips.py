"""Every download, read by a program that is not ours, holds what the CSV holds."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from export.kit import as_cell, differences, source_rows
from fiscal_notice.package import Field, Package, Resource, read_package
from kit import ROOT

TABLES = read_package(ROOT, shown=".").tables
REAL = pytest.mark.parametrize("resource", TABLES, ids=lambda resource: resource.name)


def kinds(resource: Resource) -> dict[str, str]:
    assert resource.schema is not None
    return {field.name: field.type for field in resource.schema.fields}


# The real package, table by table


@REAL
def test_csv_is_the_file_itself(real: Package, real_downloads: Path, resource: Resource) -> None:
    made = real_downloads / "csv" / f"{resource.name}.csv"
    assert made.read_bytes() == real.file(resource).read_bytes()


@REAL
def test_csv_for_excel(real: Package, real_downloads: Path, resource: Resource) -> None:
    path = real_downloads / "csv-excel" / f"{resource.name}.csv"
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") >= len(source_rows(real, resource))
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    held = frame.to_numpy().tolist()
    assert list(frame.columns) == source_rows(real, resource)[0]
    assert differences(real, resource, held) == []


@REAL
def test_json_lines(real: Package, real_downloads: Path, resource: Resource) -> None:
    lines = (real_downloads / "jsonl" / f"{resource.name}.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line, parse_float=Decimal) for line in lines]
    assert differences(real, resource, [list(entry.values()) for entry in entries]) == []
    types = {"integer": int, "year": int, "boolean": bool, "string": str, "date": str}
    for entry in entries:
        for name, kind in kinds(resource).items():
            if entry[name] is not None and kind in types:
                assert type(entry[name]) is types[kind]


@REAL
def test_parquet(real: Package, real_downloads: Path, resource: Resource) -> None:
    held = pq.read_table(real_downloads / "parquet" / f"{resource.name}.parquet")
    rows = [list(row.values()) for row in held.to_pylist()]
    assert held.column_names == list(kinds(resource))
    assert differences(real, resource, rows) == []
    types = {
        "integer": pa.int64(),
        "year": pa.int64(),
        "boolean": pa.bool_(),
        "string": pa.string(),
        "date": pa.date32(),
    }
    for name, kind in kinds(resource).items():
        found = held.schema.field(name).type
        assert found == types.get(kind) or (kind == "number" and pa.types.is_decimal128(found))


@REAL
def test_parquet_as_pandas_reads_it(
    real: Package, real_downloads: Path, resource: Resource
) -> None:
    frame = pd.read_parquet(
        real_downloads / "parquet" / f"{resource.name}.parquet", dtype_backend="pyarrow"
    )
    held = [[None if pd.isna(v) else v for v in row] for row in frame.to_numpy().tolist()]
    assert differences(real, resource, held) == []


@pytest.fixture(scope="module")
def book(real_downloads: Path) -> Any:
    (path,) = real_downloads.glob("*.xlsx")
    return openpyxl.load_workbook(path)


@REAL
def test_xlsx(real: Package, book: Any, resource: Resource) -> None:
    sheet = book[resource.title()]
    rows = [list(row) for row in sheet.iter_rows(max_col=len(kinds(resource)))]
    assert [cell.value for cell in rows[1]] == list(kinds(resource))
    assert differences(real, resource, [[cell.value for cell in row] for row in rows[2:]]) == []
    types = {"string": "s", "integer": "n", "number": "n", "year": "n", "boolean": "b", "date": "d"}
    for row in rows[2:]:
        for cell, kind in zip(row, kinds(resource).values(), strict=True):
            assert cell.value is None or cell.data_type == types[kind]
            assert kind != "string" or cell.number_format == "@"


@REAL
def test_xlsx_as_pandas_reads_it(real: Package, real_downloads: Path, resource: Resource) -> None:
    (path,) = real_downloads.glob("*.xlsx")
    frame = pd.read_excel(
        path, sheet_name=resource.title(), header=1, dtype=object, engine="openpyxl"
    )
    held = [[None if pd.isna(v) else v for v in row] for row in frame.to_numpy().tolist()]
    assert list(frame.columns) == list(kinds(resource))
    assert differences(real, resource, held) == []


@pytest.fixture(scope="module")
def database(real_downloads: Path) -> Iterator[sqlite3.Connection]:
    (path,) = real_downloads.glob("*.sqlite")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@REAL
def test_sqlite(real: Package, database: sqlite3.Connection, resource: Resource) -> None:
    found = database.execute(f'SELECT * FROM "{resource.name}" ORDER BY rowid')
    assert [column[0] for column in found.description] == list(kinds(resource))
    assert differences(real, resource, found.fetchall()) == []
    storage = {"integer": "integer", "year": "integer", "boolean": "integer", "number": "real"}
    for name, kind in kinds(resource).items():
        types = database.execute(f'SELECT DISTINCT typeof("{name}") FROM "{resource.name}"')
        assert {t for (t,) in types} <= {"null", storage.get(kind, "text")}


# The hostile one, format by format


def held_in(downloads: Path, form: str, name: str) -> list[list[Any]]:
    if form in ("csv", "csv-excel"):
        with (downloads / form / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]
    if form == "jsonl":
        lines = (downloads / form / f"{name}.jsonl").read_bytes().decode().split("\n")[:-1]
        return [list(json.loads(line, parse_float=Decimal).values()) for line in lines]
    if form == "parquet":
        held = pq.read_table(downloads / form / f"{name}.parquet").to_pylist()
        return [list(row.values()) for row in held]
    if form == "sqlite":
        with closing(sqlite3.connect(next(downloads.glob("*.sqlite")))) as connection:
            return [list(r) for r in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
    raise AssertionError(form)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite"])
def test_hostile_texts_are_kept(hostile: Package, hostile_downloads: Path, form: str) -> None:
    nasty = hostile.require("nasty")
    rows = [[_year(c) for c in r] for r in source_rows(hostile, nasty)[1:]]
    held = held_in(hostile_downloads, form, "nasty")
    fields = list(kinds(nasty).values())
    for row, cells in zip(rows, held, strict=True):
        found = [as_cell(cell, kind) for cell, kind in zip(cells, fields, strict=True)]
        assert [_year(cell) for cell in found] == row


def _year(cell: str) -> str:
    return "99" if cell == "0099" else cell


@pytest.mark.parametrize(
    ("form", "missing"), [("jsonl", None), ("parquet", None), ("sqlite", None), ("csv", "NA")]
)
def test_empty_is_not_missing(hostile_downloads: Path, form: str, missing: str | None) -> None:
    assert held_in(hostile_downloads, form, "select") == [["a", ""], ["b", missing], ["", "x"]]


def test_csv_for_excel_has_no_text_that_begins_as_a_formula(hostile_downloads: Path) -> None:
    for row in held_in(hostile_downloads, "csv-excel", "nasty"):
        assert not re.match("[=+\\-@\0\t\r\n＝＋－＠]", row[2])


def test_csv_for_excel_says_the_same_once_an_apostrophe_is_taken_away(
    hostile: Package, hostile_downloads: Path
) -> None:
    plain = [row[2] for row in held_in(hostile_downloads, "csv", "nasty")]
    guarded = [row[2] for row in held_in(hostile_downloads, "csv-excel", "nasty")]
    assert len(set(guarded)) == len(set(plain))
    for text, found in zip(plain, guarded, strict=True):
        assert found in (text, f"'{text}")
    # Numbers below zero are no formulas and stay numbers.
    assert "-1" in [row[3] for row in held_in(hostile_downloads, "csv-excel", "nasty")]


def test_a_row_of_json_lines_is_one_line_to_every_reader(
    hostile: Package, hostile_downloads: Path
) -> None:
    """Python's splitlines() ends a line at more signs than a line feed."""
    text = (hostile_downloads / "jsonl" / "nasty.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(source_rows(hostile, hostile.require("nasty"))) - 1


def test_parquet_says_what_its_columns_mean(real: Package, real_downloads: Path) -> None:
    held = pq.read_schema(real_downloads / "parquet" / "grants.parquet")
    words = held.field("amount_wan").metadata
    field = next(f for f in _fields(real, "grants") if f.name == "amount_wan")
    assert words[b"title"].decode() == field.title()
    assert words[b"title@en"].decode() == field.title("en")
    assert words[b"unit"].decode() == "万元"
    assert words[b"description@zh"].decode() == field.raw["description@zh"]
    assert held.metadata[b"title"].decode() == "明细分配"


def _fields(package: Package, name: str) -> tuple[Field, ...]:
    schema = package.require(name).schema
    assert schema is not None
    return schema.fields
