"""One validation: which rules are run, what each has checked, and where it says that it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.errors import UnknownNameError
from fiscal_notice.model import Report
from fiscal_notice.validate import validate
from kit import change_cell
from validate.advice.kit import table, write


def ids(report: Report) -> list[str]:
    return [outcome.rule.id for outcome in report.outcomes]


def test_the_rules_that_are_asked_for_are_run(mini: Path) -> None:
    assert ids(validate(mini, ["TOT-03", "SCH-01"])) == ["SCH-01", "TOT-03"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("TOT-3", "did you mean TOT-03, "),
        ("tot-03", "did you mean TOT-03, "),
        ("XX", "see fiscal-notice rules"),
    ],
)
def test_an_unknown_rule_is_named_with_the_nearest(mini: Path, asked: str, hint: str) -> None:
    with pytest.raises(UnknownNameError, match=f"no rule is called {asked}") as told:
        validate(mini, ["SCH-01", asked])
    assert told.value.hint is not None
    assert told.value.hint.startswith(hint)


def test_the_schema_rule_counts_cells_and_at_least_the_descriptor(tmp_path: Path) -> None:
    two = write(tmp_path, {"t.csv": "a,b\n1,2\n3,4\n"}, table("t.csv", "a", "b"))
    assert [outcome.checked for outcome in validate(two, ["SCH-01"]).outcomes] == [4]
    none = write(tmp_path, {"t.csv": "a,b\n"}, table("t.csv", "a", "b"))
    assert [outcome.checked for outcome in validate(none, ["SCH-01"]).outcomes] == [1]


def test_a_finding_of_a_schema_names_row_column_and_key(tmp_path: Path) -> None:
    fields = table("t.csv", "a", "b:integer", primaryKey=["a"])
    report = validate(write(tmp_path, {"t.csv": "a,b\nx,1\ny,one\nx,2\n"}, fields), ["SCH-01"])
    found = [(each.kind, each.key, each.field, each.found, each.row) for each in report.findings]
    assert sorted(found) == [
        ("primary-key", "x", "a", "x", 4),
        ("type-error", "y", "b", "one", 3),
    ]
    keyless = write(tmp_path, {"t.csv": "a,b\nx,one\n"}, table("t.csv", "a", "b:integer"))
    assert [each.key for each in validate(keyless, ["SCH-01"]).findings] == ["row 2"]


def test_rules_of_a_notice_are_not_run_on_another_package(tmp_path: Path) -> None:
    report = validate(write(tmp_path, {"t.csv": "a\n1\n"}, table("t.csv", "a")), ["TOT-03"])
    assert ids(report) == []
    assert any(
        "no" in warning.message and "TOT-03" in warning.message for warning in report.warnings
    )


def test_an_undeclared_finding_makes_a_notice_invalid(mini: Path) -> None:
    assert validate(mini).valid
    change_cell(mini, ("grant_totals", "甲市小计", "ip_creation_wan", "81"))
    assert not validate(mini, ["TOT-03"]).valid
