"""Every format gives one verdict, one exit code, the same tables and the same errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.package.place import DESCRIPTORS
from fiscal_notice.validate import validate
from schema_check.comparing import quiet, stock, validated
from schema_check.one_verdict_cases import CASES, Files

__all__ = ["quiet"]


def lay_out(folder: Path, files: Files) -> Path:
    """The descriptor of a package written into ``folder``."""
    folder.mkdir()
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return next(folder / name for name in DESCRIPTORS if name in files)


def printed(source: Path, form: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["validate", "--format", form, str(source)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def errors_in(report: Any) -> list[tuple[str, int | None, str]]:
    """Type, row and message of every error, in the order of the report."""
    errors = [*report["errors"], *(e for task in report["tasks"] for e in task["errors"])]
    return [(error["type"], error.get("rowNumber"), error["message"]) for error in errors]


def read_in(report: Any) -> list[tuple[str, int]]:
    """Which tables were read, and how many rows of them; frictionless gives no count of none."""
    tables = [task for task in report["tasks"] if task["type"] == "table"]
    read = [task for task in tables if task["stats"].keys() & {"rows", "fields"}]
    return [(task["name"], task["stats"].get("rows", 0)) for task in read]


@pytest.mark.parametrize("name", sorted(CASES))
def test_all_formats_agree(tmp_path: Path, name: str) -> None:
    descriptor = lay_out(tmp_path / "p", CASES[name])
    expected = stock(descriptor)
    small, large = validated(descriptor)
    if expected is None:
        # frictionless itself fails: nothing is called valid, and the rest is read.
        assert any(kind.startswith("unchecked-") for kind, _, _ in errors_in(small))
        expected = small
    assert small == large == expected
    report = validate(descriptor.parent)
    assert report.valid == expected["valid"]
    found = [(f.kind, f.row, f.message) for f in report.findings if f.severity != "advice"]
    tables = [(stat.name, stat.rows) for stat in report.resources if stat.rows is not None]
    if expected["tasks"] or expected["valid"]:
        assert found == errors_in(expected)
        assert tables == read_in(expected)
    else:
        # frictionless stopped at the descriptor: its errors, and then those of what can be read.
        stated = errors_in(expected)
        assert found[: len(stated)] == stated
    for form in ("text", "json", "html", "frictionless"):
        assert printed(descriptor.parent, form)[0] == (0 if expected["valid"] else 1)
    document = json.loads(printed(descriptor, "json")[1])
    assert document["valid"] == expected["valid"]
