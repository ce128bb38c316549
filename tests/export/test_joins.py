"""The joins that are offered to copy run, lose no row and put the right names together."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fiscal_notice.export import make_database
from fiscal_notice.export.joins import MOST_TABLES, joins
from fiscal_notice.package import Package, read_package, read_records
from kit import ROOT


@pytest.fixture(scope="module")
def real() -> Package:
    return read_package(ROOT)


def rows(package: Package, name: str) -> list[dict[str, str]]:
    resource = package.resource(name)
    assert resource is not None
    return [record.cells for record in read_records(package, resource)]


def test_three_joins_are_told_and_each_has_a_few_tables(real: Package) -> None:
    found = joins(real)
    assert len(found) == 3
    assert all(1 < len(join.tables) <= MOST_TABLES for join in found)
    assert len({join.tables[0].name for join in found}) == len(found)


def test_sql_keeps_every_row_and_finds_the_names(real: Package, tmp_path: Path) -> None:
    path = make_database(real, tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        for join in joins(real):
            answer = [dict(row) for row in database.execute(join.sql)]
            assert len(answer) == len(rows(real, join.tables[0].name))
            assert all(row["regions_name"] for row in answer)
        (allocations,) = [j for j in joins(real) if j.tables[0].name == "allocations"]
        answer = [dict(row) for row in database.execute(allocations.sql)]
    regions = {r["region_code"]: r["name"] for r in rows(real, "regions")}
    units = {u["unit_code"]: u for u in rows(real, "budget_units")}
    for row in answer:
        unit = units[row["unit_code"]]
        assert row["budget_units_name"] == unit["name"]
        assert row["regions_name"] == regions[unit["region_code"]]


def test_pandas_keeps_every_row_and_the_zeros_of_codes(
    real: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for join in joins(real):
        names: dict[str, pd.DataFrame] = {}
        exec(join.pandas, names)
        table = names["table"]
        assert len(table) == len(rows(real, join.tables[0].name))
        assert table["regions.region_code"].map(type).eq(str).all()


def test_amounts_that_repeat_are_warned_of(real: Package) -> None:
    for join in joins(real):
        base = join.tables[0].name
        warned = "do not add them up" in join.sql
        assert warned == (base != "allocations")
        assert warned == ("do not add them up" in join.pandas)


def other(folder: Path, tables: dict[str, tuple[list[str], list[tuple[str, str, str]]]]) -> Package:
    """An invented package: by table its columns and (own field, table, its field)."""
    resources: list[dict[str, Any]] = []
    for name, (columns, keys) in tables.items():
        (folder / f"{len(resources)}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
        schema = {
            "fields": [{"name": each, "type": "string"} for each in columns],
            "foreignKeys": [
                {"fields": own, "reference": {"resource": table, "fields": there}}
                for own, table, there in keys
            ],
        }
        resources.append({"name": name, "path": f"{len(resources)}.csv", "schema": schema})
    raw = {"name": "p", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    return read_package(folder)


def test_names_that_sql_keeps_or_cannot_hold_are_in_quotes(tmp_path: Path) -> None:
    package = other(
        tmp_path,
        {
            "order": (["select", 'a "b"'], [('a "b"', "t.1", "name")]),
            "t.1": (["name"], []),
        },
    )
    (join,) = joins(package)
    with closing(sqlite3.connect(make_database(package, tmp_path / "out"))) as database:
        assert database.execute(join.sql).fetchall() == []
    names: dict[str, object] = {}
    # The folder is the package's: its paths are relative.
    exec(join.pandas.replace("read_csv('", f"read_csv('{tmp_path}/"), names)


def test_without_references_there_is_nothing_to_join(tmp_path: Path) -> None:
    assert joins(other(tmp_path, {"a": (["x"], []), "b": (["x"], [("x", "", "x")])})) == []


def test_a_circle_of_references_ends(tmp_path: Path) -> None:
    circle = {"a": (["x"], [("x", "b", "x")]), "b": (["x"], [("x", "a", "x")])}
    assert joins(other(tmp_path, circle)) == []
