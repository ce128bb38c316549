"""The spreadsheet of errors, read back: a row for each, with its cell, and nothing that runs."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Run, run
from fiscal_notice.model import Report
from fiscal_notice.package import open_package
from fiscal_notice.report import spreadsheet
from fiscal_notice.report.links import links_of
from fiscal_notice.report.spreadsheet import report_xlsx
from fiscal_notice.validate import validate
from kit import change_cell
from report.made import many_errors, write_package

__all__ = ["run"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_errors(tmp_path_factory.mktemp("made") / "数据 1")


@pytest.fixture(scope="module")
def many(folder: Path) -> Report:
    return replace(validate(folder), notice=False)


def sheets(content: bytes) -> Sequence[Any]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book.worksheets)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    titles, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_a_row_for_each_finding(folder: Path, many: Report) -> None:
    with open_package(folder) as package:
        links = links_of(package, folder.parent / "sent")
    first, second = sheets(report_xlsx(many, links=links))
    rows = rows_of(second)
    assert [row["No."] for row in rows] == list(range(1, len(many.undeclared) + 1))
    found = next(row for row in rows if row["Found"] == "丙市")
    assert found == {
        "No.": found["No."],
        "Table": "grants",
        "File": "grants.csv",
        "Cell": "C402",
        "Row": 402,
        "Column": "C",
        "Field": "city",
        "Key": "500",
        "Found": "丙市",
        "Expected": "one of 甲市, 乙市",
        "What is wrong": '"丙市" is none of 甲市, 乙市',
        "To do": "use one of the values that the schema lists, or add this one to the list",
        "Kind": "not in the list of values",
        "Severity": "error",
    }
    # A key's error names fields; where the header is sound they tell the column.
    key = next(row for row in rows if row["Kind"] == "not in the other table")
    assert (key["Field"], key["Column"]) == ("code", "F")
    assert second.freeze_panes == "C2"
    assert second.auto_filter.ref.startswith("A1:")
    words = [cell.value for row in first.iter_rows() for cell in row if cell.value]
    assert any(str(word).startswith("NOT VALID: ") for word in words)
    assert 200 in words


def test_a_click_leads_to_the_file(folder: Path, many: Report) -> None:
    with open_package(folder) as package:
        links = links_of(package, folder.parent / "sent")
    _, second = sheets(report_xlsx(many, links=links))
    targets = {
        cell.hyperlink.target for row in second.iter_rows() for cell in row if cell.hyperlink
    }
    assert r"..\数据%201\grants.csv" in targets
    assert not any(":" in target for target in targets)


@pytest.mark.parametrize("dialect", [{}, {"excel": {"sheet": 2}}, {"sheet": "it's 1"}])
def test_a_click_leads_to_the_cell_of_a_workbook(tmp_path: Path, dialect: dict[str, Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "it's 1"
    if "excel" in dialect:
        book.create_sheet("first", 0)
    for row in (["id"], ["x"]):
        sheet.append(row)
    write_package(tmp_path, {})
    book.save(tmp_path / "t.xlsx")
    table = {
        "name": "t",
        "path": "t.xlsx",
        "dialect": dialect,
        "schema": {"fields": [{"name": "id", "type": "integer"}]},
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}))
    with open_package(tmp_path) as package:
        links = links_of(package, tmp_path)
    _, second = sheets(report_xlsx(validate(tmp_path), links=links))
    cell = second["D2"]
    assert cell.value == "A2"
    assert cell.hyperlink.target == "t.xlsx"
    assert cell.hyperlink.location == "'it''s 1'!A2"


@pytest.mark.parametrize(
    ("path", "linked"),
    [("t.csv", True), ("run.exe", False), ("a#b.csv", False), ("t.csv.gz", False)],
)
def test_only_data_is_linked(tmp_path: Path, path: str, linked: bool) -> None:
    (tmp_path / path).write_text("id\n1\n")
    table = {"name": "t", "path": path, "schema": {"fields": [{"name": "id"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}))
    with open_package(tmp_path) as package:
        assert bool(links_of(package, tmp_path)) is linked


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_cell_is_a_formula(tmp_path: Path, lang: str) -> None:
    evil = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2", "http://x.test/", "<r>x</r>", "\ufffe"]
    text = "id\n" + "\n".join(evil) + "\n"
    fields = {"fields": [{"name": "id", "type": "date"}]}
    folder = write_package(tmp_path / "=p", {"t": (fields, text)}, title='=HYPERLINK("x")')
    content = report_xlsx(validate(folder), lang=lang)
    cells = [cell for sheet in sheets(content) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    assert "=1+1" in [cell.value for cell in cells]


def test_the_same_bytes_for_the_same_report(many: Report) -> None:
    assert report_xlsx(many, lang="zh") == report_xlsx(many, lang="zh")


def test_chinese_titles_and_sentences(many: Report) -> None:
    first, second = sheets(report_xlsx(many, lang="zh"))
    assert (first.title, second.title) == ("汇总", "问题清单")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for row in rows_of(second):
        for name in ("问题", "处理", "类别", "程度"):
            assert chinese.search(row[name]), row


def test_a_sheet_holds_so_many(many: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SHEET_ROWS", 11)
    first, second = sheets(report_xlsx(many))
    assert second.max_row == 11
    left = len(many.undeclared) - 10
    words = [str(cell.value) for row in first.iter_rows() for cell in row]
    assert any(word.startswith(f"{left} findings are not here") for word in words)


def test_a_notice_has_rules_and_lines(mini: Path) -> None:
    change_cell(mini, ("grant_totals", "甲市小计", "ip_creation_wan", "81"))
    _, second = sheets(report_xlsx(validate(mini)))
    row = next(row for row in rows_of(second) if row["Rule"] == "TOT-03")
    assert (row["Key"], row["Source line"], row["Found"], row["Expected"]) == (
        "甲市小计",
        50,
        "81",
        "80",
    )
    assert "errata" in row["To do"]


def test_the_command_writes_a_file(folder: Path, tmp_path: Path, run: Run) -> None:
    done = run(tmp_path, "validate", str(folder), "--format", "xlsx")
    assert done.code == 1
    assert done.out.splitlines()[0] == "invented-errors.xlsx"
    assert done.out.splitlines()[1].startswith("NOT VALID: ")
    named = run(tmp_path, "validate", str(folder), "--format", "xlsx", "--out", "a/b.xlsx", "-q")
    assert named.out == ""
    _, second = sheets((tmp_path / "a" / "b.xlsx").read_bytes())
    # All errors, whatever a list on a screen has.
    assert second.max_row > 200
    target = next(c.hyperlink.target for row in second.iter_rows() for c in row if c.hyperlink)
    away = Path(tmp_path / "a", *target.replace("%20", " ").split("\\"))
    assert away.resolve().parent == folder.resolve()


def test_a_packed_package_has_no_links(folder: Path, tmp_path: Path, run: Run) -> None:
    packed = shutil.make_archive(str(tmp_path / "p"), "zip", folder)
    assert run(tmp_path, "validate", packed, "--format", "xlsx", "--out", "e.xlsx").code == 1
    _, second = sheets((tmp_path / "e.xlsx").read_bytes())
    assert not any(cell.hyperlink for row in second.iter_rows() for cell in row)


def test_a_spreadsheet_is_for_one_package(folder: Path, tmp_path: Path, run: Run) -> None:
    done = run(tmp_path, "validate", str(folder), str(folder.parent), "no", "--format", "xlsx")
    assert done.code == 2
    assert "one package" in done.err


def test_no_spreadsheet_on_a_terminal(
    folder: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    done = run(tmp_path, "validate", str(folder), "--format", "xlsx", "--out", "-")
    assert done.code == 2
    assert "not for a terminal" in done.err


def test_text_to_a_file(folder: Path, tmp_path: Path, run: Run) -> None:
    done = run(tmp_path, "validate", str(folder), "--lang", "zh", "--out", "r.txt")
    assert (done.code, done.out) == (1, "r.txt\n")
    assert (tmp_path / "r.txt").read_text(encoding="utf-8").startswith("未通过：")
