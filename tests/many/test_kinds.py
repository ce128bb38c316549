"""Packages of every kind among many: found, counted alike, and the same on another machine."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, run
from fiscal_notice.many import Job, Result, packages_in, work
from fiscal_notice.many.package_files import deliver, package_files_at
from schema_check.comparing import quiet, timeless
from schema_check.one_verdict_cases import CASES
from schema_check.test_one_verdict import lay_out

__all__ = ["quiet", "run"]

KINDS = [
    *("clean", "clean beside wrong", "parts with an error", "inline objects", "a missing file"),
    *("no name of a resource", "a path upward", "a missing schema", "a schema in a file"),
    *("no resources", "broken JSON", "an empty descriptor", "YAML", "clean YAML", "broken YAML"),
    *("a backslash that names nothing", "a hash of another form", "an unknown type"),
    *("a dialect that is not there", "a schema in YAML", "compressed", "a byte-order mark"),
]


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """A folder of packages, one of each kind, and nothing else that could be one."""
    for number, name in enumerate(KINDS):
        lay_out(tmp_path / f"p{number:02}", CASES[name])
    (tmp_path / "notes").mkdir()
    return tmp_path


def plain(result: Result) -> Any:
    """All that a result says, without the seconds."""
    if result.report is None:
        return result.schemas and timeless(json.loads(json.dumps(result.schemas)))
    return result.report.findings, result.report.resources, result.report.warnings


def test_all_are_found_and_counted_alike(kinds: Path, run: Run) -> None:
    assert packages_in([kinds]) == [str(kinds / f"p{n:02}") for n in range(len(KINDS))]
    stats = {}
    for form in ("json", "frictionless"):
        result = run(kinds, "validate", "-q", "--format", form, ".")
        assert result.code == 1
        stats[form] = json.loads(result.out)["stats"]
    counted = [
        [stats[form][name] for name in ("packages", "valid", "invalid", "unreadable")]
        for form in stats
    ]
    assert counted[0] == counted[1]
    assert counted[0][0] == len(KINDS)
    assert counted[0][3] == 0
    said = run(kinds, "validate", "-q", ".").out.splitlines()[-1]
    assert f"{counted[0][1]} valid, {counted[0][2]} not valid, 0 that could not be read" in said


@pytest.mark.parametrize("schemas_only", [True, False])
def test_they_are_the_same_where_their_files_are_sent(
    kinds: Path, monkeypatch: pytest.MonkeyPatch, schemas_only: bool
) -> None:
    monkeypatch.chdir(kinds)
    job = Job(schemas_only=schemas_only)
    for source in packages_in([Path()]):
        here = work(job, source)
        packed = package_files_at(source)
        assert packed is not None
        there = deliver(job, packed.sent())
        assert there is not None
        assert plain(there) == plain(here), source
        assert there.valid == here.valid
        assert tempfile.gettempdir() not in str(plain(there))
