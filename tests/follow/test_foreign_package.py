"""Follow-ups that others made (invented): columns that are not there, other types, other words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import PackageError
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.progress import Progress
from fiscal_notice.follow.reading.lines import standing_of
from fiscal_notice.follow.record import files_of, read_record
from fiscal_notice.package import read_package
from fiscal_notice.validate import validate
from follow.kit import invented_record, write_follow_up
from kit import mini_package, read_csv, write_csv


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    notice = read_package(mini_package(tmp_path_factory.mktemp("foreign") / "notice"))
    return notice, invented_record(announced_by(notice))


@pytest.fixture
def folder(made: tuple[Any, Any], tmp_path: Path) -> Path:
    notice, record = made
    return write_follow_up(tmp_path / "follow-up", record, notice)


def without_column(folder: Path, table: str, name: str) -> None:
    path, schema = folder / "resources" / f"{table}.csv", folder / "schemas" / f"{table}.json"
    rows = [{key: cell for key, cell in row.items() if key != name} for row in read_csv(path)]
    write_csv(path, list(rows[0]), rows)
    raw = json.loads(schema.read_text(encoding="utf-8"))
    raw["fields"] = [field for field in raw["fields"] if field["name"] != name]
    raw.pop("primaryKey", None)
    raw.pop("foreignKeys", None)
    schema.write_text(json.dumps(raw), encoding="utf-8")


@pytest.mark.parametrize("name", ["evidence_id", "stage", "region_code", "amount_yuan"])
def test_a_column_that_is_not_there_is_empty(folder: Path, name: str) -> None:
    without_column(folder, "stages", name)
    record = read_record(read_package(folder))
    assert {row[name] for row in record.rows("stages")} == {None}
    progress = Progress(record=record, region="701")
    assert (progress.amount("passed_on") is None) == (name != "evidence_id")


def test_a_cell_that_is_no_value_of_the_familys_type_is_an_error(folder: Path) -> None:
    path, schema = folder / "resources" / "stages.csv", folder / "schemas" / "stages.json"
    rows = read_csv(path)
    rows[0]["amount_yuan"] = "some"
    write_csv(path, list(rows[0]), rows)
    for kind in ("number", "string"):
        raw = json.loads(schema.read_text(encoding="utf-8"))
        for field in raw["fields"]:
            field["type"] = kind if field["name"] == "amount_yuan" else field["type"]
        schema.write_text(json.dumps(raw), encoding="utf-8")
        with pytest.raises(PackageError, match=f"a cell of amount_yuan is no {kind}"):
            read_record(read_package(folder))


def test_rows_that_rest_on_nothing_are_not_read_further_into(folder: Path) -> None:
    without_column(folder, "payments", "evidence_id")
    with pytest.raises(PackageError, match="does not say what its rows rest on"):
        standing_of(read_package(folder))


def test_other_packages_that_it_names_stay_named(made: tuple[Any, Any]) -> None:
    notice, record = made
    other = {"relation": "citedBy", "name": "other"}
    named = replace(record, descriptor={**record.descriptor, "related": [other]})
    files = files_of(named, notice, path="..")
    assert json.loads(files["datapackage.json"])["related"][1:] == [other]


def test_a_path_to_a_package_that_is_no_notice_skips_what_reads_the_notice(folder: Path) -> None:
    other = folder / "other"
    other.mkdir()
    (other / "datapackage.json").write_text('{"name": "x", "resources": []}', encoding="utf-8")
    descriptor = folder / "datapackage.json"
    raw = json.loads(descriptor.read_text(encoding="utf-8"))
    raw["related"][0]["path"] = "other"
    descriptor.write_text(json.dumps(raw), encoding="utf-8")
    skipped = {o.rule.id: o.skipped or "" for o in validate(folder).outcomes}
    assert "the package is no notice that could be followed" in skipped["FOL-01"]
