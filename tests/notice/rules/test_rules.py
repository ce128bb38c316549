"""Every rule holds on a notice without defects, and finds the cell that breaks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fiscal_notice.model import NOTHING_TO_CHECK, Finding, Outcome, Report
from fiscal_notice.notice.judging.inputs import load_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.kind import KIND
from fiscal_notice.notice.rules import RULES
from fiscal_notice.package import read_package
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.validate import SCHEMAS, all_rules, validate
from kit import csv_path, mini_package, write_csv
from notice.rules.cases import CASES
from notice.rules.cases.case import Case
from notice.rules.invented import Invented, whole_notice

# It has no deadlines, no money and codes in its text, no tables of money that are neither
# allocations nor grants, and neither numbers nor totals in its descriptor.
NOT_THERE = frozenset(
    [
        *("COD-19", "COD-20", "TOT-09", "TOT-10", "TOT-11", "REC-19", "REC-20", "REC-21", "REC-22"),
        *("DSC-02", "DSC-04"),
    ]
)
_RULES = {rule.id: rule for rule in RULES}
_EACH = [(rule_id, case) for rule_id in sorted(_RULES) for case in CASES[rule_id]]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = whole_notice(tmp_path_factory.mktemp("clean") / "mini")
    return validate(root)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    return Invented.make(tmp_path_factory.mktemp("invented") / "mini")


def test_the_invented_notice_has_no_finding(clean: Report) -> None:
    assert clean.findings == ()


def test_only_rules_on_errata_have_nothing_to_check(clean: Report) -> None:
    outcomes = [outcome for outcome in clean.outcomes if outcome.rule.severity != "advice"]
    skipped = {outcome.rule.id for outcome in outcomes if outcome.skipped is not None}
    # The invented notice has no errata and no empty level; every other rule has checked something.
    assert skipped == {
        "TXT-08",
        "RDR-01",
        "ERR-01",
        "ERR-02",
        "ERR-03",
        "ERR-04",
        "TXT-35",
        *NOT_THERE,
    }


def test_every_rule_has_a_case_that_breaks_it() -> None:
    # Advice is looked for in files of any package: its tests are in tests/validate/advice.
    rules = [rule for rule in (SCHEMAS, *KIND.rules) if rule.severity != "advice"]
    assert sorted(CASES) == sorted(rule.id for rule in rules)
    assert all(cases[0].cell is not None for cases in CASES.values())


def test_ids_are_unique_and_well_formed() -> None:
    ids = [rule.id for rule in all_rules()]
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 6 and i[3] == "-" and i[:3].isupper() and i[4:].isdigit() for i in ids)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_published_statement_is_complete(rule: object) -> None:
    for name in ("statement", "statement_zh", "holds", "breaks"):
        text = getattr(rule, name)
        assert text[-1] in ".。", f"{name} of {rule}"


@pytest.mark.parametrize(("rule_id", "case"), _EACH, ids=[rule_id for rule_id, _ in _EACH])
def test_each_branch_of_a_rule_finds_what_breaks_it(
    rule_id: str, case: Case, invented: Invented
) -> None:
    [outcome] = judge_all([_RULES[rule_id]], invented.frames(case))
    _is_as_the_case_says(case, outcome)


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_validation_names_the_cell_that_breaks_a_rule(
    rule_id: str, invented: Invented, tmp_path: Path
) -> None:
    case = CASES[rule_id][0]
    root = whole_notice(tmp_path / "mini")
    frames = invented.frames(case)
    if case.described:
        path = root / "datapackage.json"
        said = json.loads(path.read_text(encoding="utf-8")) | case.described
        path.write_text(json.dumps(said), encoding="utf-8")
    for table in case.tables:
        text = frames[f"text:{table}"]
        write_csv(csv_path(root, table), list(text.columns), text.to_dict("records"))
    # ERR-03 looks at what the other rules find.
    report = validate(root, () if rule_id == "ERR-03" else (rule_id,))
    [outcome] = [outcome for outcome in report.outcomes if outcome.rule.id == rule_id]
    _is_as_the_case_says(case, outcome)


def _is_as_the_case_says(case: Case, outcome: Outcome) -> None:
    findings = outcome.findings
    hit = [found for found in findings if (found.table, found.key, found.field) == case.cell]
    if case.cell is None:
        assert not findings, _told(findings)
        return
    assert hit, _told(findings)
    if case.expected is not None:
        assert case.expected in {found.expected for found in hit}, _told(findings)
    if case.line is not None:
        assert {found.line for found in hit} == {case.line}
    if case.alone:
        assert len(findings) == 1, _told(findings)


def _told(findings: tuple[Finding, ...]) -> str:
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


def test_totals_without_a_column_of_a_purpose_are_not_compared(
    tmp_path: Path,
) -> None:
    """A fund without grants by purpose has only their keys and lines."""
    root = mini_package(tmp_path / "mini")
    package = read_package(root)
    frames = load_frames(package, check_schemas(package))[0]
    totals = frames["grant_totals"]
    kept = [name for name in totals.columns if not name.endswith("_wan")]
    (outcome,) = judge_all([_RULES["UNI-01"]], {**frames, "grant_totals": totals[kept]})
    assert outcome.skipped == NOTHING_TO_CHECK
