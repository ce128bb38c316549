"""Moments and times of day in every form: exact, with their zones. All values are invented."""

from __future__ import annotations

import csv
import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from export.kit import downloads_of, schema, write_package
from fiscal_notice.errors import ExportError
from fiscal_notice.export.read_back import compare
from fiscal_notice.export.typed_tables import read_tables

_CHINA = timezone(timedelta(hours=8))
_ZONES = (UTC, _CHINA, timezone(-timedelta(hours=3, minutes=30)))
_CHANCE = random.Random(20)
_ROWS = 300


def _moment(first: int = 1901, zone: timezone | None = None, *, parts: bool = False) -> datetime:
    begin = datetime(first, 1, 1, tzinfo=zone)
    whole = begin + timedelta(seconds=_CHANCE.randrange(4_000_000_000))
    return whole.replace(microsecond=_CHANCE.randrange(1_000_000)) if parts else whole


def _clock(zone: timezone | None = None) -> time:
    return _moment(zone=zone).timetz()


COLUMNS: dict[str, tuple[str, Callable[[int], Any], str, str]] = {
    "whole": ("datetime", lambda _: _moment(), "timestamp[us]", "datetime"),
    "parts": ("datetime", lambda _: _moment(parts=True), "timestamp[us]", "str"),
    "early": ("datetime", lambda _: _moment(1600).replace(year=1850), "timestamp[us]", "str"),
    "utc": ("datetime", lambda _: _moment(zone=UTC), "timestamp[us, tz=UTC]", "str"),
    "china": ("datetime", lambda _: _moment(zone=_CHINA), "timestamp[us, tz=+08:00]", "str"),
    "zones": ("datetime", lambda row: _moment(zone=_ZONES[row % 3]), "string", "str"),
    "some": ("datetime", lambda row: _moment(zone=(None, UTC)[row % 2]), "string", "datetime"),
    "none": ("datetime", lambda _: None, "timestamp[us]", "NoneType"),
    "clock": ("time", lambda _: _clock(), "time64[us]", "time"),
    "zoned": ("time", lambda _: _clock(_CHINA), "string", "str"),
    "midnight": (
        "datetime",
        lambda _: datetime.fromisoformat("2020-01-01"),
        "timestamp[us]",
        "datetime",
    ),
    "first": ("time", lambda _: time(0, 0), "time64[us]", "time"),
}
"""By name: type of the field, values by row, type in Parquet, type in the first row of a sheet."""


@pytest.fixture(scope="module")
def values() -> list[list[Any]]:
    return [[make(row) for _, make, _, _ in COLUMNS.values()] for row in range(_ROWS)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, values: list[list[Any]]) -> Path:
    folder = tmp_path_factory.mktemp("moments")
    fields = {name: kind for name, (kind, _, _, _) in COLUMNS.items()}
    rows = [list(COLUMNS), *([_text(value) for value in row] for row in values)]
    return downloads_of(write_package(folder / "p", {"t": (schema(fields), rows)}), folder / "out")


def _text(value: Any) -> str:
    return "" if value is None else str(value.isoformat())


def _same(held: Any, value: Any) -> bool:
    return held is value if value is None else bool(held.isoformat() == value.isoformat())


def test_parquet_has_them_with_their_zones(made: Path, values: list[list[Any]]) -> None:
    held = pq.read_table(made / "parquet" / "t.parquet")
    assert [str(kind) for kind in held.schema.types] == [kind for _, _, kind, _ in COLUMNS.values()]
    for at, (name, (_, _, kind, _)) in enumerate(COLUMNS.items()):
        for cell, row in zip(held.column(name).to_pylist(), values, strict=True):
            text = kind == "string"
            assert _same(_read(cell, row[at]) if text else cell, row[at]), name


def _read(text: str | None, like: Any) -> Any:
    return None if text is None else type(like).fromisoformat(text)


def test_json_and_sqlite_have_their_text(made: Path, values: list[list[Any]]) -> None:
    lines = (made / "jsonl" / "t.jsonl").read_text(encoding="utf-8").splitlines()
    (path,) = made.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as database:
        stored = database.execute("SELECT * FROM t ORDER BY rowid").fetchall()
    for line, cells, row in zip(lines, stored, values, strict=True):
        for held in (list(json.loads(line).values()), cells):
            assert all(_same(_read(c, v), v) for c, v in zip(held, row, strict=True))
    assert '"utc": "' in lines[0]
    assert json.loads(lines[0])["utc"].endswith("Z")


def test_sheets_have_moments_that_excel_keeps(made: Path, values: list[list[Any]]) -> None:
    (path,) = made.glob("*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[2]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [type(cell).__name__ for cell in rows[0]] == [kind for *_, kind in COLUMNS.values()]
    for cells, row in zip(rows, values, strict=True):
        for cell, value in zip(cells, row, strict=True):
            assert _same(_read(cell, value) if isinstance(cell, str) else cell, value)


def test_csv_for_excel_has_them_as_they_are(made: Path, values: list[list[Any]]) -> None:
    with (made / "csv-excel" / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert rows == [[_text(value) for value in row] for row in values]


def test_the_same_moment_in_another_zone_is_another_cell(tmp_path: Path) -> None:
    rows = [["x"], ["2020-01-01T08:00:00+08:00"]]
    (table,) = read_tables(write_package(tmp_path, {"t": (schema({"x": "datetime"}), rows)}))
    (value,) = table.rows[0]
    compare("x", table, [(value,)])
    assert isinstance(value, datetime)
    with pytest.raises(ExportError, match="row 1, x is not what the package holds"):
        compare("x", table, [(value.astimezone(UTC),)])
