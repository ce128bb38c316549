"""Every rule holds on a notice without defects, and finds the cell that breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.model import Finding, Report
from fiscal_notice.notice.rules import RULES
from fiscal_notice.package import read_package
from fiscal_notice.validate import all_rules, validate
from kit import change_cell, csv_path, mini_package, read_csv, write_csv
from notice.rules.cases import CASES, Breaks


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = mini_package(tmp_path_factory.mktemp("clean") / "mini")
    return validate(root)


def test_the_invented_notice_has_no_finding(clean: Report) -> None:
    assert clean.findings == ()


def test_only_rules_on_errata_have_nothing_to_check(clean: Report) -> None:
    outcomes = [outcome for outcome in clean.outcomes if outcome.rule.severity != "advice"]
    skipped = {outcome.rule.id for outcome in outcomes if outcome.skipped is not None}
    # The invented notice has no errata and no empty level; every other rule has checked something.
    assert skipped == {"TXT-08", "RDR-01", "ERR-01", "ERR-02", "ERR-03"}


def test_every_rule_has_a_case() -> None:
    # Advice is looked for in files of any package: its tests are in tests/validate/advice.
    rules = [rule for rule in all_rules() if rule.severity != "advice"]
    assert sorted(CASES) == sorted(rule.id for rule in rules)


def test_ids_are_unique_and_well_formed() -> None:
    ids = [rule.id for rule in all_rules()]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 6 and i[3] == "-" and i[:3].isupper() and i[4:].isdigit() for i in ids)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_published_statement_is_complete(rule: object) -> None:
    for name in ("statement", "statement_zh", "holds", "breaks"):
        text = getattr(rule, name)
        assert text[-1] in ".。", f"{name} of {rule}"


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_rule_names_the_cell_that_breaks_it(rule_id: str, tmp_path: Path) -> None:
    case = CASES[rule_id]
    root = _broken(mini_package(tmp_path / "mini"), case)
    # ERR-03 looks at what the other rules find.
    only = () if rule_id == "ERR-03" else (rule_id,)
    findings = [f for f in validate(root, only).findings if f.rule == rule_id]
    hit = [f for f in findings if (f.table, f.key, f.field) == case.cell]
    assert hit, _told(findings)
    if case.expected is not None:
        assert case.expected in {f.expected for f in hit}, _told(findings)


def _broken(root: Path, case: Breaks) -> Path:
    for change in case.changes:
        change_cell(root, change)
    if case.cell[0] == "empty_levels":
        _add_row(
            root,
            "empty_levels",
            {
                "sheet_id": "2",
                "level1": "产出指标",
                "level2": "成本指标",
                "repair": "",
                "source_line": "999",
            },
        )
    for row in case.errata:
        _add_row(root, "errata", row)
    return root


def _add_row(root: Path, table: str, row: dict[str, str]) -> None:
    path = csv_path(root, table)
    names = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    write_csv(path, names, [*read_csv(path), row])


def _told(findings: list[Finding]) -> str:
    return "\n".join(map(str, findings)) or "nothing was found"


def test_an_empty_table_is_no_fault(clean: Report, tmp_path: Path) -> None:
    """Whatever a notice may lack: the rules find what is missing, or have nothing to look at."""
    for resource in read_package(mini_package(tmp_path / "first")).resources:
        if resource.schema is None:
            continue
        root = mini_package(tmp_path / resource.name)
        write_csv(csv_path(root, resource.name), list(resource.schema.names), [])
        report = validate(root)
        assert len(report.outcomes) == len(clean.outcomes)
        assert report.resources
