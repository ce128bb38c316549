"""The rules inside frictionless: its own command, in a process of its own, on broken packages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from frictionless import Checklist, Package, Report

from fiscal_notice.model import Finding
from fiscal_notice.validate import validate
from kit import change_cell, copy_package, csv_path, mini_package

FRICTIONLESS = Path(sys.executable).parent / "frictionless"
CHECKS = ("--checks", "fiscal-notice")

Errors = list[tuple[str, dict[str, Any]]]
"""Errors of the check, each with the name of its resource."""


def call(source: Path | str, *options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(FRICTIONLESS), "validate", str(source), *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def report_of(folder: Path, *options: str, source: str = "datapackage.json") -> dict[str, Any]:
    done = call(source, *options, "--json", folder=folder)
    assert done.stdout.startswith("{"), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == int(not report["valid"])
    return report


def ours(report: dict[str, Any]) -> Errors:
    return [
        (task["name"], error)
        for task in report["tasks"]
        for error in task["errors"]
        if error["type"].startswith("fiscal-notice")
    ]


def places(errors: Errors) -> list[tuple[str, str, int, str]]:
    return [(name, e["rule"], e["rowNumber"], e["fieldName"]) for name, e in errors]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_package(tmp_path_factory.mktemp("pattern") / "mini")


@pytest.fixture
def mini(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "mini"))


@pytest.fixture
def broken(mini: Path) -> Path:
    """A package with a wrong amount in one table and a wrong code in another."""
    change_cell(mini, ("grants", "3", "amount_wan", "21"))
    change_cell(mini, ("budget_units", "702001", "region_code", "701"))
    return mini


@pytest.fixture
def asks(broken: Path) -> Callable[[object], Path]:
    """Write into the descriptor what it asks for."""

    def write(value: object) -> Path:
        path = broken / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(descriptor | {"fiscal-notice:check": value}), encoding="utf-8")
        return broken

    return write


# What is found


def test_a_clean_package_is_valid(mini: Path) -> None:
    report = report_of(mini, *CHECKS)
    assert report["valid"]
    # Rules of parts that this notice doesn't have are named.
    assert all("(not available: " in warning for warning in report["warnings"])


def test_a_wrong_amount_is_found_at_its_row_and_field(broken: Path) -> None:
    errors = ours(report_of(broken, "--checks", "fiscal-notice:rules=UNI-02,TOT-03"))
    assert places(errors) == [
        ("grants", "UNI-02", 4, "amount_yuan"),
        ("grant_totals", "TOT-03", 3, "ip_creation_wan"),
    ]
    (_, first), _ = errors
    assert first["cells"][0] == "3"
    assert (first["cell"], first["expected"], first["fieldNumber"]) == ("200000", "210000", 8)
    assert first["sourceLine"] == 53
    assert first["message"] == first["note"]
    assert "UNI-02 amount_yuan is 200000, expected 210000" in first["note"]
    assert "A grant's amount in yuan is its printed amount × 10,000." in first["note"]


def test_a_wrong_code_is_found_at_its_row_and_field(broken: Path) -> None:
    errors = ours(report_of(broken, "--checks", "fiscal-notice:rules=COD-01"))
    assert places(errors) == [("budget_units", "COD-01", 3, "unit_code")]


def test_a_row_is_found_by_a_key_of_several_fields(mini: Path) -> None:
    change_cell(mini, ("indicator_targets", "2/1", "lower", "7"))
    errors = ours(report_of(mini, "--checks", "fiscal-notice:rules=SRC-02"))
    assert places(errors) == [("indicator_targets", "SRC-02", 3, "lower")]


def test_the_check_finds_what_validate_finds(broken: Path) -> None:
    def cell(finding: Finding) -> tuple[str, str, str]:
        return finding.table, finding.rule, finding.field

    wanted = [cell(f) for f in validate(broken).undeclared if f.rule != "SCH-01"]
    found = ours(report_of(broken, *CHECKS))
    assert sorted((name, e["rule"], e["fieldName"]) for name, e in found) == sorted(wanted)
    assert len(wanted) > 4


def test_a_lost_row_is_an_error_of_its_table(mini: Path) -> None:
    path = csv_path(mini, "clauses")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    errors = ours(report_of(mini, "--checks", "fiscal-notice:rules=SRC-01"))
    assert [(name, e["type"], e["rule"]) for name, e in errors] == [
        ("clauses", "fiscal-notice-table", "SRC-01")
    ]


def test_an_unreadable_transcript_is_an_error_of_its_resource(mini: Path) -> None:
    path = mini / "resources" / "source" / "notice.txt"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    errors = ours(report_of(mini, "--checks", "fiscal-notice:rules=SRC-01"))
    assert [(name, e["type"]) for name, e in errors] == [("transcript", "fiscal-notice-table")]


def test_findings_of_no_resource_are_reported_once(mini: Path) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "transcript"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    errors = ours(report_of(mini, *CHECKS))
    assert [(name, e["type"], e["rule"]) for name, e in errors] == [
        ("notice", "fiscal-notice-table", "SRC-01")
    ]


def test_declared_findings_are_known(tmp_path: Path) -> None:
    package = copy_package(tmp_path / "package")
    assert report_of(package, *CHECKS)["valid"]
    declared = [finding for finding in validate(package).findings if finding.rule == "TXT-23"]
    errors = ours(report_of(package, "--checks", "fiscal-notice:rules=TXT-23:known=True"))
    assert sorted(e["erratum"] for _, e in errors) == sorted(str(f.erratum) for f in declared)
    assert declared


# How it is asked for


def test_a_checklist_may_ask(broken: Path) -> None:
    check = {"type": "fiscal-notice", "rules": ["TOT-03"], "known": True}
    (broken / "checklist.json").write_text(json.dumps({"checks": [check]}), encoding="utf-8")
    errors = ours(report_of(broken, "--checklist", "checklist.json"))
    assert [e["rule"] for _, e in errors] == ["TOT-03"]


@pytest.mark.parametrize(("value", "count"), [(False, 0), ({"rules": ["TOT-03"]}, 1)])
def test_the_descriptor_may_ask(asks: Callable[[object], Path], value: object, count: int) -> None:
    assert len(ours(report_of(asks(value)))) == count


def test_the_descriptor_asks_for_all_rules(asks: Callable[[object], Path]) -> None:
    folder = asks(True)
    assert {e["rule"] for _, e in ours(report_of(folder))} >= {"UNI-02", "COD-01", "SRC-01"}


def test_an_inquiry_names_a_descriptor_that_asks(asks: Callable[[object], Path]) -> None:
    folder = asks({"rules": ["TOT-03"]})
    inquiry = folder / "inquiry.json"
    inquiry.write_text(json.dumps({"tasks": [{"path": "datapackage.json"}]}), encoding="utf-8")
    errors = ours(report_of(folder, "--type", "inquiry", source="inquiry.json"))
    assert [e["rule"] for _, e in errors] == ["TOT-03"]


def test_parallel_leaves_nothing_out(asks: Callable[[object], Path]) -> None:
    """Without foreign keys frictionless would part the resources among processes."""
    folder = asks({"rules": ["TOT-03"]})
    for schema in (folder / "schemas").glob("*.json"):
        raw = json.loads(schema.read_text(encoding="utf-8"))
        schema.write_text(json.dumps(raw | {"foreignKeys": []}), encoding="utf-8")
    assert [e["rule"] for _, e in ours(report_of(folder, "--parallel"))] == ["TOT-03"]


def test_python_asks_with_a_checklist_and_sees_changed_files(broken: Path) -> None:
    checklist = Checklist.from_descriptor(
        {"checks": [{"type": "fiscal-notice", "rules": ["UNI-02"]}]}
    )
    package = Package(str(broken / "datapackage.json"))
    before = package.validate(checklist).flatten(["type", "rule", "rowNumber"])
    assert ["fiscal-notice-cell", "UNI-02", 4] in before
    change_cell(broken, ("grants", "3", "amount_wan", "20"))
    after = package.validate(checklist).flatten(["type", "rule", "rowNumber"])
    assert not [row for row in after if row[0] == "fiscal-notice-cell"]


def test_the_rules_run_once_for_a_package(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless_fiscal_notice import judging

    runs: list[Package] = []
    judged = judging.judge

    def counted(package: Package, *args: Any, **options: Any) -> judging.Judgement:
        runs.append(package)
        return judged(package, *args, **options)

    monkeypatch.setattr(judging, "judge", counted)
    checklist = Checklist.from_descriptor(
        {"checks": [{"type": "fiscal-notice", "rules": ["UNI-02"]}]}
    )
    assert Package(str(mini / "datapackage.json")).validate(checklist).valid
    assert len(runs) == 1


def test_errors_are_picked_by_type_and_skipped_by_tag(broken: Path) -> None:
    assert not ours(report_of(broken, *CHECKS, "--skip-errors", "#fiscal-notice"))
    picked = report_of(broken, *CHECKS, "--pick-errors", "fiscal-notice-cell")
    assert ours(picked)
    assert len(ours(picked)) == picked["stats"]["errors"]


# What is none of ours, and what is wrong


def test_a_foreign_package_is_left_alone_and_told_why(tmp_path: Path) -> None:
    (tmp_path / "grants.csv").write_text("id,amount\n1,5\n", encoding="utf-8")
    (tmp_path / "notice.csv").write_text("id,text\n1,x\n", encoding="utf-8")
    resources = [{"name": n, "type": "table", "path": f"{n}.csv"} for n in ("grants", "notice")]
    descriptor = json.dumps({"name": "foreign", "resources": resources})
    (tmp_path / "datapackage.json").write_text(descriptor, encoding="utf-8")
    report = report_of(tmp_path, *CHECKS)
    assert report["valid"]
    (warning,) = report["warnings"]
    assert "no rule was run: the package is no fiscal notice" in warning
    assert warning in call("datapackage.json", *CHECKS, folder=tmp_path).stderr


def test_a_table_alone_is_left_alone_and_told_why(mini: Path) -> None:
    done = call("resources/grants.csv", *CHECKS, folder=mini)
    assert done.returncode == 0
    assert "no rule was run: a table alone is no notice" in done.stderr


def test_a_table_that_cannot_be_read_leaves_its_rules_out(mini: Path) -> None:
    path = csv_path(mini, "grants")
    path.write_text(path.read_text(encoding="utf-8").replace("amount_wan", "wan"), encoding="utf-8")
    report = report_of(mini, "--checks", "fiscal-notice:rules=UNI-02,COD-01")
    assert not ours(report)
    (warning,) = report["warnings"]
    assert "not run: UNI-02" in warning
    assert "grants" in warning


def test_a_column_that_the_schema_lacks_too_is_held_against_the_transcript(mini: Path) -> None:
    path, schema = csv_path(mini, "indicators"), mini / "schemas" / "indicators.json"
    path.write_text(path.read_text(encoding="utf-8").replace("level3", "name"), encoding="utf-8")
    schema.write_text(
        schema.read_text(encoding="utf-8").replace("level3", "name"), encoding="utf-8"
    )
    errors = ours(report_of(mini, *CHECKS))
    assert {("name", "SRC-01"), ("name_clean", "SRC-01")} <= {
        (error.get("fieldName"), error["rule"]) for name, error in errors if name == "indicators"
    }


@pytest.mark.parametrize("way", ["checks", "descriptor"])
@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("rules", "TOT-99", "no rule is called TOT-99; did you mean TOT-0"),
        ("rule", "TOT-03", "no option of fiscal-notice; expected rules or known"),
    ],
)
def test_a_slip_in_the_options_is_a_clear_error(
    asks: Callable[[object], Path], way: str, option: str, value: str, error: str
) -> None:
    folder = asks({option: [value]} if way == "descriptor" else False)
    options = ("--checks", f"fiscal-notice:{option}={value}") if way == "checks" else ()
    done = call("datapackage.json", *options, "--yaml", folder=folder)
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).replace("│", " ").split())
    assert error in said
    assert "Traceback" not in said


def test_a_descriptor_that_asks_wrongly_is_told_so(asks: Callable[[object], Path]) -> None:
    report = report_of(asks("yes"))
    assert [e["type"] for e in report["errors"]] == ["check-error"]


# Frictionless itself


def test_a_report_can_be_read_back(broken: Path) -> None:
    report = report_of(broken, *CHECKS)
    assert Report.from_descriptor(report).to_descriptor() == report


def test_a_validation_that_does_not_ask_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id\n1\n", encoding="utf-8")
    code = (
        "import sys, frictionless; assert frictionless.validate('t.csv').valid; "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & "
        "{'frictionless_fiscal_notice', 'fiscal_notice', 'pandas', 'pandera'}))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['frictionless_fiscal_notice']"
