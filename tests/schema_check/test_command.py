"""The command line around the schema check: the report's form, the limit, foreign packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import PackageError
from fiscal_notice.package import read_package
from fiscal_notice.schema_check import check_schemas, fast_path, validate_schema
from fiscal_notice.schema_check.frictionless_json import json_pieces
from kit import copy_package

ROWS = 40


def foreign(folder: Path, bad: int) -> Path:
    """A package of another family: one table with ``bad`` cells that are no numbers."""
    cells = ["x" if number < bad else str(number) for number in range(ROWS)]
    folder.mkdir()
    (folder / "t.csv").write_text("id\n" + "\n".join(cells) + "\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    document = {"$schema": profile, "name": "other", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["validate", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("bad", [0, 5])
def test_the_form_of_frictionless(tmp_path: Path, bad: int) -> None:
    folder = foreign(tmp_path / "p", bad)
    code, output = run("--format", "frictionless", str(folder))
    found = json.loads(output)
    expected: Any = frictionless.Package(str(folder / "datapackage.json")).validate().to_dict()
    for report in (found, expected):
        report["stats"].pop("seconds")
        report["tasks"][0]["stats"].pop("seconds")
    assert found == expected
    assert code == bool(bad)


def test_the_text_is_the_report_with_an_error_a_line() -> None:
    errors = [{"note": "“一”\n", "rowNumber": 2, "cells": ["a", None]}, {"note": "", "tags": []}]
    tasks = [{"name": "t", "errors": errors, "warnings": ["cut"]}, {"name": "u", "errors": []}]
    for report in (
        {"valid": False, "stats": {"errors": 2}, "errors": errors, "tasks": tasks},
        {"valid": True, "stats": {"seconds": 0.5}, "errors": [], "tasks": []},
    ):
        text = "".join(json_pieces(report))
        assert json.loads(text) == report
        assert list(json.loads(text)) == list(report)
        assert text.endswith("}\n")
    lines = "".join(json_pieces({"tasks": tasks})).splitlines()
    assert [json.loads(line.rstrip(",")) for line in lines if "note" in line] == errors


def test_the_limit_cuts_and_says_so(tmp_path: Path) -> None:
    folder = str(foreign(tmp_path / "p", 20))
    said = run("--limit", "7", folder)[1].partition("All findings")[2]
    assert said.count("is no integer") == 7
    assert "Table t: stopped after 7 errors, at row 8" in run("--limit", "7", folder)[1]
    assert "stopped" not in run("--limit", "21", folder)[1]
    assert json.loads(run("--limit", "7", "--format", "json", folder)[1])["cut"] == [
        {"resource": "t", "errors": 7, "row": 8}
    ]
    report = json.loads(run("--limit", "7", "--format", "frictionless", folder)[1])
    assert report["tasks"][0]["warnings"] == ["reached error limit: 7"]
    assert run("--limit", "0", folder)[0] == 1


def test_large_packages_are_checked_in_bulk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same results as a small package has, and the report says who checked each resource."""
    small = check_schemas(read_package(foreign(tmp_path / "p", 5)))
    monkeypatch.setattr(fast_path, "SMALL", -1)
    large = check_schemas(read_package(tmp_path / "p"))
    assert large.errors == small.errors
    assert [stat.checked_by for stat in small.resources] == ["frictionless"]
    assert [stat.checked_by for stat in large.resources] == ["fast path"]
    assert large.resources[0].sha256 == small.resources[0].sha256
    assert large.resources[0].rows == small.resources[0].rows == ROWS


def test_the_real_package_is_proven_in_bulk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = read_package(copy_package(tmp_path / "p"))
    monkeypatch.setattr(fast_path, "SMALL", -1)
    found = fast_path.prove(package)
    assert found is not None
    monkeypatch.undo()
    proven = fast_path.prove(package)
    assert proven is not None
    assert (found.rows, found.cells) == (proven.rows, proven.cells)


def test_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        validate_schema(tmp_path)
