"""A wrong descriptor: its errors in their places, beside the checks of what can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.errors import PackageError
from fiscal_notice.schema_check import validate_schema
from fiscal_notice.validate import GENERAL, validate
from schema_check.comparing import quiet
from schema_check.one_verdict_cases import (
    CASES,
    FIELDS,
    OTHER,
    SCHEMA,
    TABLE,
    Files,
    field,
    key,
    package,
    schema,
)
from schema_check.test_one_verdict import lay_out, printed

__all__ = ["quiet"]


def tables(folder: Path) -> list[tuple[str, int | None]]:
    return [(stat.name, stat.rows) for stat in validate(folder).resources]


NO: dict[str, Any] = {"constraints": {"required": "no"}}

# What is wrong with one resource, or with none of them, keeps no other from being read.
BESIDE = [
    *("a path upward", "an absolute path", "a dialect that is none", "a missing schema"),
    *("a schema that is broken", "a schema without fields", "a repeated field", "an unknown type"),
    *("a constraint that is a text", "a key without fields", "a key without a reference"),
    *("a version that is a number", "a missing profile", "no name of the package"),
    *("a name in Chinese", "a name that is a number", "a field that is a text"),
    *("a hash that is a number", "a size that is a text", "licences as an object"),
]


@pytest.mark.parametrize("name", BESIDE)
def test_what_can_be_read_is_checked(tmp_path: Path, name: str) -> None:
    files = CASES[name]
    descriptor = lay_out(tmp_path / "p", files)
    document = json.loads(files["datapackage.json"])
    if not any(one["name"] == "u" and one["path"] == "u.csv" for one in document["resources"]):
        document["resources"].append(TABLE | {"name": "u", "path": "u.csv"})
        descriptor.write_text(json.dumps(document), encoding="utf-8")
    findings = validate(descriptor).findings
    assert [(f.table, f.kind, f.row) for f in findings if f.row] == [("u", "type-error", 3)]
    assert [f for f in findings if not f.row]


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (package(field(format="%Y", type="string"), OTHER), [("t", "id")]),
        (package(OTHER, field(constraints={"required": "yes"})), [("t", "id")]),
        (package({"path": "t.csv", "schema": SCHEMA}), [("t.csv", "")]),
        (package({"path": ["t.csv"]}, {"path": "u.csv"}), [("t.csv", ""), ("u.csv", "")]),
        (package({"schema": SCHEMA}), [("resource 1", "")]),
        (package(TABLE | {"schema": "none.json"}, OTHER), [("t", "")]),
        (package(TABLE, OTHER, version=1), [("datapackage.json", "")]),
        (
            package(field(**NO), field(**NO) | {"name": "v"}),
            [("t", "id"), ("v", "id")],
        ),
        (
            package(TABLE | {"schema": {"fields": [f | NO for f in FIELDS]}}),
            [("t", "id"), ("t", "name")],
        ),
    ],
)
def test_errors_have_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Files, places: Any
) -> None:
    folder = lay_out(tmp_path / "p", files).parent
    monkeypatch.chdir(folder)
    found = [(f.table, f.field) for f in validate(".").findings if f.row is None]
    assert found == places


def test_a_table_without_a_name_is_called_by_its_path(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", CASES["no name of a resource"]).parent
    assert tables(folder) == [("u.csv", 2), ("t", 2)]


def test_tables_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", CASES["a repeated name"]).parent
    assert tables(folder) == [("t", 2), ("t u.csv", 2)]


def test_no_types_are_guessed_where_the_schema_cannot_be_read(tmp_path: Path) -> None:
    text = "id,name\n" + "1,a\n" * 200 + "x,b\n1\n"
    files = package(TABLE | {"schema": "none.json"}, files={"t.csv": text})
    findings = validate(lay_out(tmp_path / "p", files)).findings
    assert [(f.kind, f.row) for f in findings] == [("schema-error", None), ("missing-cell", 203)]


def test_keys_to_what_cannot_be_read_are_not_judged(tmp_path: Path) -> None:
    for schema_ in (None, "s.json"):
        table = key("id", resource="u", fields="id")
        files = package(
            table | ({"schema": schema_} if schema_ else {}),
            OTHER | {"path": "../u.csv"},
            files={"s.json": json.dumps(table["schema"])},
        )
        folder = lay_out(tmp_path / str(schema_), files).parent
        assert [f.kind for f in validate(folder).findings] == ["resource-error"]
        assert tables(folder) == [("t", 2)]


def test_the_fullest_form_that_can_be_read_is_checked(tmp_path: Path) -> None:
    """A wrong property of a field leaves the other fields their types, and rows their keys."""
    wrong = [FIELDS[0], FIELDS[1] | {"constraints": {"pattern": 5}}]
    table = TABLE | {"schema": {"fields": wrong}, "path": "u.csv"}
    found = validate(lay_out(tmp_path / "p", package(table))).findings
    assert [(f.kind, f.field) for f in found] == [("field-error", "name"), ("type-error", "id")]


# Refusals


def test_what_later_commands_refuse_is_said_beforehand(tmp_path: Path) -> None:
    files = package(key("id", resource="v", fields="id"), {"name": "v", "path": "t.csv"})
    folder = lay_out(tmp_path / "p", files).parent
    report = validate(folder)
    assert report.valid
    (warning,) = report.warnings
    assert "refuse this package: a foreign key of t refers to v" in warning.message
    assert "不接受该数据包：t 的外键引用 v" in warning.message_zh
    assert "refuse this package" in printed(folder, "text")[1]


def test_nothing_is_refused_that_can_be_read(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", package(field(categories={"1": "one"}))).parent
    assert validate(folder).warnings == ()


def test_warnings_of_frictionless_are_shown(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", CASES["a hash of another form"]).parent
    (warning,) = validate(folder).warnings
    assert warning.resource == "t"
    assert warning.message == "hash is ignored; supported algorithms: md5/sha256"
    assert warning.message_zh == "哈希值未核对：只支持md5和sha256"


# What is no package of any kind


@pytest.mark.parametrize("kind", ["nothing", "empty folder", "no zip", "text", "folder"])
def test_there_is_nothing_to_read(tmp_path: Path, kind: str) -> None:
    place = tmp_path / {"no zip": "p.zip", "text": "p.txt"}.get(kind, "p")
    if kind in ("empty folder", "folder"):
        place.mkdir()
    if kind in ("no zip", "text"):
        place.write_text("x", encoding="utf-8")
    if kind == "folder":
        (place / "datapackage.json").mkdir()
    with pytest.raises(PackageError) as caught:
        validate(place)
    assert caught.value.exit_code == 3
    with pytest.raises(PackageError) as again:
        validate_schema(place)
    assert str(again.value) == str(caught.value)


# Other packages


def test_rules_that_were_asked_for_and_not_run_are_named(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", CASES["clean"]).parent
    (warning,) = validate(folder, ["TOT-03", "SCH-01"]).warnings
    assert warning.message == "not run, as the package is no notice of the family: TOT-03"
    assert "TOT-03" in warning.message_zh
    assert validate(folder, ["SCH-01"]).warnings == ()


def test_a_notice_that_cannot_be_read_is_told_that_no_rule_was_run(mini: Path) -> None:
    path = mini / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["resources"][0]["path"] = []
    path.write_text(json.dumps(document), encoding="utf-8")
    report = validate(mini)
    assert (report.valid, report.notice) == (False, False)
    (warning,) = report.warnings
    assert warning.message == "no rule was run: a resource has no path"
    assert warning.message_zh == "未运行任何规则：有资源没有 path"


def test_no_rule_of_a_notice_is_run_or_counted(tmp_path: Path) -> None:
    files = package(TABLE | {"name": "grants"}, TABLE | {"name": "notice"})
    report = validate(lay_out(tmp_path / "p", files))
    assert not report.notice
    assert {outcome.rule.id for outcome in report.outcomes} == {rule.id for rule in GENERAL}


def test_no_table_library_is_imported_for_them(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", package(schema(primaryKey="id"), OTHER)).parent
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom fiscal_notice.cli.main import cli\n"
        "result = CliRunner().invoke(cli, ['validate', sys.argv[1]])\n"
        "assert result.exit_code == 1, result.output\n"
        "print([name for name in ('pandas', 'pandera') if name in sys.modules])\n"
    )
    said = subprocess.check_output([sys.executable, "-c", program, str(folder)], text=True)
    assert said == "[]\n"
