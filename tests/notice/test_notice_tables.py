"""Rules read the tables of a notice, and none of other packages that are called so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.model import Outcome
from fiscal_notice.notice.judging import inputs
from fiscal_notice.notice.judging.inputs import Frames, load_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import RULES
from fiscal_notice.notice.tables import COLUMNS, family_tables, lacking
from fiscal_notice.package import Package, Resource, read_package
from fiscal_notice.package import frames as frames_room
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.validate import SCHEMAS, validate
from kit import ROOT, mini_package

COMMON = {"_key", "_line"}


def named(root: Path, *tables: str, fields: tuple[str, ...] = ("a", "b")) -> Path:
    """An invented package whose tables have other columns than those of a notice."""
    root.mkdir(exist_ok=True)
    resources = [_table(root, name, fields) for name in tables]
    descriptor = {"name": "other", "resources": resources}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return root


def _table(root: Path, name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    text = "".join(",".join(cells) + "\n" for cells in (fields, ("1",) * len(fields)))
    (root / f"{name}.csv").write_text(text, encoding="utf-8")
    schema = {"fields": [{"name": field, "type": "string"} for field in fields]}
    return {"name": name, "type": "table", "path": f"{name}.csv", "schema": schema}


def told(outcomes: list[Outcome]) -> list[tuple[str, int, str | None, list[object]]]:
    return [(o.rule.id, o.checked, o.skipped, [f.identity for f in o.findings]) for o in outcomes]


@pytest.fixture(scope="module")
def frames() -> Frames:
    package = read_package(ROOT)
    return load_frames(package, check_schemas(package))[0]


def cut(frames: Frames, columns: dict[str, list[str]]) -> Frames:
    """The frames with no other columns than these, and those that all frames have."""
    kept = {}
    for name, frame in frames.items():
        own = [column for column in columns.get(name, frame.columns) if column in frame.columns]
        # A notice names these columns itself: one for each purpose.
        own += [c for c in frame.columns if c.endswith("_wan") and name == "grant_totals"]
        kept[name] = frame[list(dict.fromkeys([*own, *COMMON & set(frame.columns)]))]
    return kept


def test_rules_read_no_other_columns(frames: Frames) -> None:
    found = judge_all(RULES, cut(frames, {name: list(COLUMNS[name]) for name in COLUMNS}))
    assert told(found) == told(judge_all(RULES, frames))


def test_every_table_of_the_notice_is_of_the_family(tmp_path: Path) -> None:
    for package in (read_package(ROOT), read_package(mini_package(tmp_path / "mini"))):
        assert family_tables(package) == package.tables
        assert {table.name for table in package.tables} <= set(COLUMNS)


def test_a_table_of_the_family_has_all_its_columns() -> None:
    table = read_package(ROOT).require("regions")
    assert lacking(table) == ()
    assert lacking(read_package(ROOT).require("transcript")) == ()


def test_another_package_imports_no_table_library(tmp_path: Path) -> None:
    root = named(tmp_path / "p", *COLUMNS)
    code = (
        "import sys\n"
        "from fiscal_notice.report import report_text\n"
        "from fiscal_notice.validate import validate\n"
        "report = validate(sys.argv[1])\n"
        "assert report.valid and not report.notice, report\n"
        "report_text(report)\n"
        "heavy = {'pandas', 'pandera', 'numpy', 'fiscal_notice.notice.extract'}\n"
        "print(*(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_only_tables_of_rules_that_can_run_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mini_package(tmp_path / "mini")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    for name in ("extra", "more"):
        descriptor["resources"].append(_table(root, name, ("a", "b")))
    left = [one for one in descriptor["resources"] if one["name"] != "clauses"]
    left.append(_table(root, "clauses", ("a", "b")))
    (root / "datapackage.json").write_text(
        json.dumps(descriptor | {"resources": left}), encoding="utf-8"
    )
    read: list[str] = []
    real = frames_room.text_frame

    def text_frame(package: Package, resource: Resource) -> Any:
        read.append(resource.name)
        return real(package, resource)

    monkeypatch.setattr(inputs, "text_frame", text_frame)
    report = validate(root)
    assert report.notice
    tables = {table.name for table in read_package(ROOT).tables}
    assert set(read) == tables & set(COLUMNS) - {"clauses"}
    skipped = {o.rule.id: o.skipped for o in report.outcomes if o.skipped}
    assert skipped["COD-16"] == "clauses: its schema lacks the columns text"


def test_errata_may_name_any_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_package(tmp_path / "mini")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"].append(_table(root, "extra", ("a", "b")))
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    errata = root / "resources" / "errata.csv"
    names = errata.read_text(encoding="utf-8").strip().split(",")
    cells = dict.fromkeys(names, "x") | {"erratum_id": "E001", "rule_id": "RDR-01"}
    cells |= {"resource": "extra", "key": "1/1", "field": "b", "printed": "1", "source_line": ""}
    with errata.open("a", encoding="utf-8") as file:
        file.write(",".join(cells[name] for name in names) + "\n")
    report = validate(root, ["RDR-01", "ERR-02"])
    assert [(f.rule, f.table, f.found) for f in report.findings] == [("RDR-01", "extra", "1")]


def test_a_notice_is_one_by_the_schema_rule_alone(tmp_path: Path) -> None:
    root = mini_package(tmp_path / "mini")
    assert validate(root, [SCHEMAS.id]).notice
    assert not validate(named(tmp_path / "p", "notice"), [SCHEMAS.id]).notice
    assert not validate(tmp_path / "p", ["COD-11"]).notice
