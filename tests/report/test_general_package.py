"""What a report says of a package that is no notice: its own words, in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fiscal_notice.model import Finding, Outcome, Report, Rule, Warn
from fiscal_notice.notice.rules import RULES
from fiscal_notice.report import finding_line, report_html, report_json, report_text
from fiscal_notice.validate import validate
from report.made import many_errors, write_package

NO_NOTICE = re.compile(r"errat|notice|SCH-01|\brules?\b|勘误|通知", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return replace(validate(many_errors(tmp_path_factory.mktemp("many"))), notice=False)


def visible_lines(page: str) -> list[str]:
    """The lines of text of a page, without its head and tags."""
    body = re.sub(r"<(style|head).*?</\1>", "", page, flags=re.DOTALL)
    return [line.strip() for line in re.sub(r"<[^>]+>", "\n", body).splitlines() if line.strip()]


def test_a_clean_package_conforms(tmp_path: Path) -> None:
    tables = {"a": (("x:integer",), "x\n1\n"), "b": (("y",), "y\n1\n2\n")}
    report = validate(write_package(tmp_path, tables))
    assert report_text(report) == "VALID: 2 tables, 3 rows conform to their schemas.\ninvented\n"
    assert report_text(report, lang="zh").startswith("通过：2 张表、3 行均符合各自的模式。\n")


def test_a_table_without_schema_conforms_to_none(tmp_path: Path) -> None:
    folder = write_package(tmp_path, {"a": (("x",), "x\n1\n"), "b": (("y",), "y\n1\n")})
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    del descriptor["resources"][1]["schema"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert report_text(validate(folder)).startswith(
        "VALID: 2 tables, 2 rows conform to their schemas; without a schema, and so checked for "
        "their form alone: b.\n"
    )
    del descriptor["resources"][0]["schema"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert report_text(validate(folder)).startswith(
        "VALID: 2 tables, 2 rows are sound in form. There"
    )
    assert report_text(validate(folder), lang="zh").startswith(
        "通过：2 张表、2 行形式完整；没有模式"
    )


def test_a_package_without_tables_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    resources = [{"name": "a", "path": "a.txt"}]
    report = validate(write_package(tmp_path, {}, resources=resources))
    assert report_text(report).startswith("VALID: the descriptor and its files are in order;")


def test_nothing_of_notices_in_other_packages(many: Report) -> None:
    assert not NO_NOTICE.search(report_text(many, verbose=2))
    assert not NO_NOTICE.search(" ".join(visible_lines(report_html(many, lang="en"))))
    assert not NO_NOTICE.search(report_text(many, lang="zh", verbose=2))


def test_the_verdict_comes_first_and_last(many: Report) -> None:
    lines = report_text(many).splitlines()
    assert re.fullmatch(r"NOT VALID: \d+ errors in 7 resources\.", lines[0])
    assert lines[-1] == lines[0]


def test_groups_have_a_count_and_three_examples(many: Report) -> None:
    lines = report_text(many).splitlines()
    place = lines.index("grants, amount, wrong type: 200 times")
    assert lines[place + 1 : place + 4] == [
        f'  grants:{number} (row {number + 1}), amount: "{number}万元" is no integer'
        for number in (1, 3, 5)
    ]
    assert not lines[place + 4].startswith(" ")
    assert place < lines.index("All findings")


def test_places_come_before_what_is_wrong(many: Report) -> None:
    lines = [finding_line(finding) for finding in many.findings]
    for line in (
        'grants:500 (row 402), amount: "-1" is less than 0',
        'grants:500 (row 403), amount: "901" is more than 900',
        'grants:500 (row 402), city: "丙市" is none of 甲市, 乙市',
        'grants:500 (row 402), day: "2021-02-01" is no date of the form %d.%m.%Y',
        'grants:500 (row 402), mail: "nobody" is no e-mail address',
        'grants:500 (row 402), code: "1" does not have the form [0-9]{6}',
        'grants:500 (row 402), note: "xxxxxxx" is longer than 5',
        "grants:500 (row 403), note: the cell is empty, and may not be",
        'grants:500 (row 403), no: "500" stands in row 402 already',
        'grants:500 (row 403), no: the key "500" stands in row 402 already',
        'grants:500 (row 403), code: "000009" is not among code of places',
        'grants:501 (row 404), city: "乙U+00A0市␠" is none of 甲市, 乙市',
        "grants:502 (row 405): the row ends before the column note",
        'grants:503 (row 406), column 8 (H): "more" stands beyond the last column',
        "grants:row 407: the row is empty",
        'twice, column 2 (B): the name "a" stands in column 1 already, expected “b”',
        "unnamed, column 2 (B): the column has no name, expected “b”",
        'longer, column 2 (B): the column "b" has no field in the schema',
        'renamed, column 2 (B): the column is called "x", expected “b”',
        "empty: the file is empty",
    ):
        assert line in lines


def test_no_sentence_of_frictionless_is_left(many: Report) -> None:
    text = report_text(many, limit=10_000)
    assert "at position" not in text
    assert "row in row" not in text


def test_chinese_to_the_last_line(many: Report) -> None:
    warned = replace(many, warnings=(Warn(resource="a", message="x", message_zh="注意"),))
    text = report_text(warned, lang="zh", limit=10_000, verbose=2)
    name, *others = text.splitlines()[1:]
    assert name == "invented"
    assert [line for line in others if line.strip() and not CHINESE.search(line)] == []
    names = {"invented", *(stat.path for stat in many.resources)}
    names |= {name for stat in many.resources for name in (stat.name, stat.sha256)}
    for line in visible_lines(report_html(warned, lang="zh")):
        one_word = " " not in line and "：" not in line
        assert CHINESE.search(line) or one_word or line in names or line == "SHA-256", line


def test_totals_are_never_more_than_is_known(tmp_path: Path) -> None:
    text = "id\n" + "".join(f"x{number}\n" for number in range(1500))
    report = validate(write_package(tmp_path, {"t": (("id:integer",), text)}))
    for said in (report_text(report), " ".join(visible_lines(report_html(report, lang="en")))):
        assert "NOT VALID: at least 1,000 errors in t." in said
        assert "Table t: stopped after 1,000 errors, at row 1,001 of its file" in said
        assert "1,500" not in said
        assert not re.search(r"(?<!at least )(?<!stopped after )1,000 (errors|rows)", said)
    assert "至少 1,000 处错误" in report_text(report, lang="zh")
    assert "1,000 处错误后停止" in report_html(report, lang="zh")
    document = json.loads(report_json(report))
    assert document["at_least"] is True
    assert document["truncated"] is True
    assert document["cut"] == [{"resource": "t", "errors": 1000, "row": 1001}]
    assert document["counts"]["undeclared"] == 1000
    assert document["groups"][0]["at_least"] is True


def test_true_totals_where_all_is_known(many: Report) -> None:
    count = len(many.undeclared)
    assert f"5 of {count} findings shown" in report_text(many, limit=5)
    assert f"5 of {count} findings shown" in report_html(many, lang="en", limit=5)
    document = json.loads(report_json(many, limit=5))
    assert document["at_least"] is False
    assert document["truncated"] is True
    assert sum(group["count"] for group in document["groups"]) == count
    assert '"labels":' not in json.dumps(document)


def test_more_kinds_than_a_screen_has_are_said(tmp_path: Path) -> None:
    names = tuple(f"c{number}:integer" for number in range(70))
    text = ",".join(name.partition(":")[0] for name in names) + "\n" + ",".join("x" * 70) + "\n"
    report = validate(write_package(tmp_path, {"t": (names, text)}))
    told = report_text(report)
    assert "10 more kinds of errors" in told
    assert 't:row 2, c69: "x" is no integer' in told
    assert "c69" in report_html(report)


def test_a_page_lists_a_thousand_and_groups_all(many: Report) -> None:
    page = report_html(many, lang="en", limit=100_000)
    assert page.count("<li>") < 1_000 + 3 * 40
    outcome = many.outcomes[0]
    more = replace(outcome, findings=outcome.findings * 30)
    page = report_html(replace(many, outcomes=(more, *many.outcomes[1:])), lang="en", limit=100_000)
    assert page.count("<li>") < 1_000 + 3 * 40
    assert "6,000" in page


def test_invisible_signs_are_shown_and_long_values_cut(tmp_path: Path) -> None:
    tables = {"t": (("a:integer",), f'a\n" 1\tx"\n{"9" * 300}x\n')}
    text = report_text(validate(write_package(tmp_path, tables)))
    assert '"␠1␉x" is no integer' in text
    assert "9" * 200 + "… (301)" in text
    assert "9" * 201 not in text


def advised(report: Report) -> Report:
    rule = Rule(
        id="ADV-99",
        severity="advice",
        statement="Quotes are closed.",
        statement_zh="引号成对。",
        holds="",
        breaks="",
        tables=(),
        compare=RULES[0].compare,
    )
    finding = Finding(
        rule="ADV-99",
        severity="advice",
        table="a",
        key="row 2",
        field="x",
        line=None,
        found='"',
        expected=None,
        message="a quote is never closed; close it",
        message_zh="引号未闭合；请补上",
        kind="unclosed-quote",
        row=2,
    )
    outcome = Outcome(rule=rule, checked=2, findings=(finding,), unlisted=1)
    return replace(report, outcomes=(*report.outcomes, outcome))


@pytest.mark.parametrize("text", ["x\n1\n", "x\nb\n"])
def test_advice_is_told_in_the_verdict_and_apart(tmp_path: Path, text: str) -> None:
    report = advised(validate(write_package(tmp_path, {"a": (("x:integer",), text)})))
    english, chinese = report_text(report), report_text(report, lang="zh")
    first = english.splitlines()[0]
    if report.valid:
        assert first == (
            "VALID by its schemas, with 2 findings of our own that may matter: ADV-99."
        )
    else:
        assert first == (
            "NOT VALID: 1 error in a. Besides, 2 findings of our own may matter: ADV-99."
        )
        assert english.index('"b" is no integer') < english.index("a quote")
    assert "  a:row 2, x: ADV-99 a quote is never closed; close it\n" in english
    assert "  ADV-99: 1 more of these are not listed." in english
    assert "a:第2行，x：ADV-99 引号未闭合；请补上" in chinese
    assert "Quotes are closed." in report_html(report, lang="en")
    document = json.loads(report_json(report))
    assert document["findings"][-1]["severity"] == "advice"
    assert document["valid"] is report.valid
    # One of two is listed: the group's count is a lower bound.
    assert document["groups"][-1]["at_least"] is True


def test_text_needs_no_heavy_library(tmp_path: Path) -> None:
    write_package(tmp_path, {"a": (("x:integer",), "x\n1\n")})
    program = (
        "import sys; from fiscal_notice.report import report_text; "
        "print(sorted({'pandas', 'pandera', 'jinja2', 'xlsxwriter', 'frictionless'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
