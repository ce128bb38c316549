"""Rules as pandera checks: what an analyst sees is what the report says."""

from __future__ import annotations

import gc
import shutil
import weakref
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors

from fiscal_notice import checks, frames
from fiscal_notice.model import Rule
from fiscal_notice.notice.judging.inputs import load_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import RULES, STALE
from fiscal_notice.package import read_package
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.validate import SCHEMAS, rules_for, validate
from kit import ROOT, change_cell, csv_path, mini_package, read_csv, write_csv

Frames = dict[str, pd.DataFrame]
Schemas = dict[str, pa.DataFrameSchema]
OWN = (*RULES, STALE)


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return checks(ROOT)


@pytest.fixture(scope="module")
def tables() -> Frames:
    return frames(ROOT)


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """The failure cases of a frame with all that its checks say of them; none if it is valid."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return pd.concat(
            error.failure_cases.assign(
                check=error.check.name if isinstance(error.check, pa.Check) else error.check
            )
            for error in errors.schema_errors
        )
    return pd.DataFrame(columns=["check", "column", "index", "key", "found", "expected"])


def changed(frame: pd.DataFrame, key: str, field: str, value: object) -> pd.DataFrame:
    """A copy of a frame whose first column is its key, with one cell changed."""
    copy = frame.copy()
    copy.loc[copy.iloc[:, 0].astype(str) == key, field] = value
    return copy


# The checks


def test_every_rule_of_the_notice_is_the_typed_schema_or_a_named_check(schemas: Schemas) -> None:
    named = {check.name for schema in schemas.values() for check in schema.checks}
    rules = [rule.id for rule in rules_for(read_package(ROOT)) if rule.severity != "advice"]
    assert len(rules) == 1 + len(OWN)
    # This package doesn't have every table that rules judge.
    absent = {rule.id for rule in OWN if rule.judges and not set(rule.judges) & set(schemas)}
    assert set(rules) - named - absent == {SCHEMAS.id}
    assert len(absent) <= 1
    assert all(schema.columns for schema in schemas.values())


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_a_rule_is_a_check_of_its_name_on_each_table_that_it_judges(
    rule: Rule, schemas: Schemas
) -> None:
    found = {
        table: check
        for table, schema in schemas.items()
        for check in schema.checks
        if check.name == rule.id
    }
    assert set(found) == set(rule.judges or schemas) & set(schemas)
    for check in found.values():
        assert check.title == rule.statement
        assert all(s in check.description for s in (rule.statement_zh, rule.holds, rule.breaks))


def test_rules_state_nothing_of_tables_that_they_do_not_judge() -> None:
    package = read_package(ROOT)
    loaded, _ = load_frames(package, check_schemas(package))
    for rule in RULES:
        if not {name for name in rule.tables if ":" not in name} <= set(loaded):
            continue
        stated = set(rule.compare(loaded).table)
        assert stated <= set(rule.judges or loaded), rule.id


def test_the_tables_of_the_package_are_valid(schemas: Schemas, tables: Frames) -> None:
    for name, frame in tables.items():
        assert failures(schemas[name], frame).empty, name


def test_failure_cases_are_the_findings_of_the_report(tables: Frames) -> None:
    declared = checks(ROOT, with_declared=True)
    cases = {
        (case.check, name, case.key, case.column, case.found, case.expected, case.line)
        for name, frame in tables.items()
        for case in failures(declared[name], frame).itertuples()
    }
    findings = [f for f in validate(ROOT).findings if f.severity != "advice"]
    assert len(findings) == len(cases) > 400
    assert cases == {(*finding.identity, finding.line) for finding in findings}


@pytest.mark.parametrize(
    ("table", "key", "field", "value", "rules"),
    [
        ("grants", "17", "amount_yuan", 250000, {"UNI-02", "SRC-01"}),
        ("allocations", "5", "amount_yuan", 1, {"REC-02", "SRC-01"}),
        ("allocations", "5", "function_code", "2011409", {"COD-07", "COD-15", "SRC-01"}),
        ("regions", "601", "gb_code", "449900", {"COD-03", "COD-17", "SRC-01"}),
        ("indicator_targets", "9", "unit", "场", {"UNI-05", "SRC-01", "SRC-02"}),
        ("errata", "E010", "printed", "改", {"ERR-03"}),
    ],
)
def test_a_changed_cell_fails_as_it_does_in_a_file(
    table: str,
    key: str,
    field: str,
    value: object,
    rules: set[str],
    schemas: Schemas,
    tables: Frames,
    package_copy: Path,
) -> None:
    frame = changed(tables[table], key, field, value)
    cases = failures(schemas[table], frame)
    assert set(cases["check"]) == rules
    path = csv_path(package_copy, table)
    rows = read_csv(path)
    for row in rows:
        if next(iter(row.values())) == key:
            row[field] = str(value)
    write_csv(path, list(rows[0]), rows)
    report = validate(package_copy)
    wanted = {f.identity for f in report.undeclared if f.table == table and f.rule in rules}
    identities = cases[["check", "key", "column", "found", "expected"]].itertuples(index=False)
    assert {(c.check, table, c.key, c.column, c.found, c.expected) for c in identities} == wanted


# The frames


def test_a_case_has_the_label_of_its_row(schemas: Schemas, tables: Frames) -> None:
    frame = changed(tables["grants"], "17", "amount_yuan", 250000)
    frame.index = [f"row {number}" for number in range(1, len(frame) + 1)]
    cases = failures(schemas["grants"], frame)
    assert set(cases["index"]) == {"row 17"}
    assert set(cases["key"]) == {"17"}
    assert set(cases["line"]) == {122}


@pytest.mark.parametrize("empty", [True, False])
def test_frames_of_text_are_read_as_files_are(schemas: Schemas, *, empty: bool) -> None:
    package = read_package(ROOT)
    for name, schema in schemas.items():
        path = package.file(package.require(name))
        text = pd.read_csv(path, dtype=str, keep_default_na=empty)
        read = schema.validate(text, lazy=True)
        pd.testing.assert_frame_equal(read, frames(ROOT)[name], check_dtype=False)


def test_codes_that_were_read_as_numbers_are_told(schemas: Schemas) -> None:
    frame = pd.read_csv(csv_path(ROOT, "grants"))
    cases = failures(schemas["grants"], frame)
    assert not cases.empty
    assert all(str(check).startswith(("dtype('string", "pattern(")) for check in cases["check"])
    fine = frame.astype({"region_code": "string"})
    assert failures(schemas["grants"], fine).empty


def test_no_rule_judges_a_frame_that_lacks_columns(schemas: Schemas, tables: Frames) -> None:
    frame = changed(tables["grants"], "17", "amount_yuan", 1).drop(columns="purpose")
    with pytest.raises(SchemaErrors) as errors:
        schemas["grants"].validate(frame, lazy=True)
    assert errors.value.failure_cases[["check", "failure_case"]].to_numpy().tolist() == [
        ["column_in_dataframe", "purpose"]
    ]


def test_a_row_that_is_missing_is_told(schemas: Schemas, tables: Frames) -> None:
    frame = tables["grants"]
    cases = failures(schemas["grants"], frame[frame["grant_id"] != 17])
    lost = cases[cases["found"].eq("(no such row)")]
    assert lost[["check", "key", "index"]].to_numpy().tolist() == [["SRC-01", "17", None]]


def test_the_frame_of_the_analyst_is_left_as_it_is(schemas: Schemas, tables: Frames) -> None:
    frame = changed(tables["grants"], "17", "amount_yuan", 250000)
    before = frame.copy()
    for _ in range(2):
        assert set(failures(schemas["grants"], frame)["check"]) == {"UNI-02", "SRC-01"}
    pd.testing.assert_frame_equal(frame, before)
    frame.loc[16, "amount_yuan"] = 200000
    assert failures(schemas["grants"], frame).empty


# Packages


def test_a_zip_need_not_stay_open(tmp_path: Path) -> None:
    root = mini_package(tmp_path / "mini")
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", root)
    schemas, tables = checks(archive), frames(archive)
    shutil.rmtree(root)
    Path(archive).unlink()
    assert failures(schemas["grants"], tables["grants"]).empty
    frame = changed(tables["grants"], "1", "amount_yuan", 5000)
    assert "UNI-02" in set(failures(schemas["grants"], frame)["check"])


def test_a_table_that_cannot_be_read_leaves_out_its_rules(mini: Path) -> None:
    tables = frames(mini)
    path = csv_path(mini, "grants")
    path.write_text("x" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.warns(UserWarning, match=r"rules that read grants are left out: its header"):
        schemas = checks(mini)
    names = {name: {check.name for check in schema.checks} for name, schema in schemas.items()}
    assert "TOT-03" not in names["grant_totals"]
    assert "TOT-05" in names["grant_totals"]
    # A frame in its place is judged by all rules that need no other table that is not there.
    assert failures(schemas["grants"], tables["grants"]).empty
    frame = changed(tables["grants"], "1", "amount_yuan", 5000)
    assert "UNI-02" in set(failures(schemas["grants"], frame)["check"])


def test_a_note_on_a_table_that_is_not_there_is_found(mini: Path) -> None:
    path = csv_path(mini, "errata")
    names = path.read_text(encoding="utf-8").strip().split(",")
    cells = dict.fromkeys(names, "x") | {"erratum_id": "E001", "rule_id": "RDR-01"}
    cells |= {"resource": "nowhere", "source_line": "1"}
    write_csv(path, names, [cells])
    (finding,) = validate(mini, ["RDR-01"]).findings
    assert (finding.table, finding.key, finding.found) == ("nowhere", "x", None)
    (case,) = (
        failures(checks(mini)["errata"], frames(mini)["errata"])
        .query("check == 'RDR-01'")
        .itertuples()
    )
    assert (case.column, case.index, case.expected) == ("x", None, "x")


def test_an_opened_package_is_as_good_as_its_path(mini: Path) -> None:
    change_cell(mini, ("grants", "1", "amount_yuan", "5000"))
    package = read_package(mini)
    cases = failures(checks(package)["grants"], frames(package)["grants"])
    assert "UNI-02" in set(cases["check"])


def test_frames_are_let_go_when_they_are_judged() -> None:
    package = read_package(ROOT)
    loaded, _ = load_frames(package, check_schemas(package))
    references = [weakref.ref(frame) for frame in loaded.values()]
    judge_all(RULES, loaded)
    del loaded
    gc.collect()
    assert not any(reference() is not None for reference in references)
