"""Reports say what was found, how much was checked, and never run what they show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.model import Count, Report
from fiscal_notice.report import finding_line, report_html, report_json, report_text
from fiscal_notice.validate import validate
from kit import change_cell


@pytest.fixture
def broken(mini: Path) -> Report:
    change_cell(mini, ("grant_totals", "甲市小计", "ip_creation_wan", "81"))
    change_cell(mini, ("recipients", "2", "name", "<script>alert(1)</script>"))
    return validate(mini)


def test_a_finding_reads_as_the_design_says(broken: Report) -> None:
    lines = [finding_line(finding) for finding in broken.findings]
    assert (
        "grant_totals:甲市小计 (source line 50) TOT-03 ip_creation_wan is 81, expected 80" in lines
    )


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "row", "0 rows"),
        (1, "row", "1 row"),
        (12345, "row", "12,345 rows"),
        (12345, ",", "12,345"),
    ],
)
def test_a_count_and_its_noun(number: int, noun: str, words: str) -> None:
    assert f"{Count(number):{noun}}" == words


def test_one_is_no_plural(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("code\nx\n", encoding="utf-8")
    schema = {"fields": [{"name": "code", "type": "integer"}]}
    codes = {"name": "codes", "type": "table", "path": "codes.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "codes", "resources": [codes]}), encoding="utf-8"
    )
    said = report_text(validate(tmp_path))
    assert "NOT VALID: 1 error in codes." in said
    assert "1 table, 1 row." in said


def test_chinese_report(broken: Report) -> None:
    text = report_text(broken, lang="zh")
    assert "grant_totals:甲市小计 (原文第50行) TOT-03 ip_creation_wan 为 81，应为 80" in text
    assert "未通过" in text


def test_a_cut_is_said(broken: Report) -> None:
    count = len(broken.undeclared)
    assert count > 1
    assert f"1 of {count} findings shown" in report_text(broken, limit=1)
    document = json.loads(report_json(broken, limit=1))
    assert document["truncated"] is True
    assert len(document["findings"]) == 1
    assert document["counts"]["undeclared"] == count


def test_json_has_every_rule_and_resource(broken: Report) -> None:
    document = json.loads(report_json(broken))
    assert document["valid"] is False
    assert {rule["id"] for rule in document["rules"]} == {o.rule.id for o in broken.outcomes}
    assert all(len(resource["sha256"]) == 64 for resource in document["resources"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_html_escapes_what_the_package_says(broken: Report, lang: str) -> None:
    page = report_html(broken, lang=lang)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http://" not in page  # one file, nothing loaded
    assert "https://" not in page


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_command_prints_each_form_and_exits_with_1(mini: Path, form: str) -> None:
    change_cell(mini, ("grants", "1", "amount_yuan", "50001"))
    result = CliRunner().invoke(cli, ["validate", str(mini), "--format", form])
    assert result.exit_code == 1
    assert "UNI-02" in result.output


def test_a_stale_erratum_fails_the_run(package_copy: Path) -> None:
    """A defect that is mended in the table, while its erratum still declares it."""
    change_cell(package_copy, ("recipients", "28", "name", "先健科技（深圳）有限公司"))
    report = validate(package_copy)
    stale = [finding for finding in report.undeclared if finding.rule == "ERR-03"]
    assert [finding.table for finding in stale] == ["errata"]


def test_a_rule_whose_table_is_missing_is_skipped_and_says_so(mini: Path) -> None:
    (mini / "resources" / "grants.csv").unlink()
    report = validate(mini)
    assert not report.valid
    outcome = next(o for o in report.outcomes if o.rule.id == "UNI-02")
    assert outcome.skipped is not None
    assert "grants" in outcome.skipped


def test_a_transcript_that_cannot_be_read_is_a_finding(mini: Path) -> None:
    path = mini / "resources" / "source" / "notice.txt"
    path.write_text(path.read_text(encoding="utf-8") + "一行多余的文字\n", encoding="utf-8")
    report = validate(mini, ["SRC-01"])
    assert not report.valid
    (finding,) = report.findings
    assert finding.table == "transcript"
    assert "一行多余的文字" in str(finding.message)


def test_a_broken_code_list_is_reported(mini: Path) -> None:
    path = mini / "resources" / "codelists" / "functional_classification.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("name", "title"), encoding="utf-8")
    report = validate(mini)
    assert not report.valid
    assert "functional_classification" in {finding.table for finding in report.findings}


def test_a_package_without_its_transcript_is_not_valid(mini: Path) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "transcript"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert "transcript" in {finding.table for finding in validate(mini).undeclared}
