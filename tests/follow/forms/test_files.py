"""The CSV files and the paper of a region, and texts that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from fiscal_notice.export.csv_forms import unguard
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.form_layout import HEADER_ROW, INDICATOR_COLUMNS, SHEETS
from fiscal_notice.follow.forms.csv_files import csv_files
from fiscal_notice.follow.forms.paper import paper
from fiscal_notice.follow.forms.rows import Content, contents
from fiscal_notice.follow.forms.workbook import workbook
from fiscal_notice.package import read_package
from follow.fill import saved_by_libreoffice
from kit import ROOT, change_cell, read_csv

HOSTILE = ("=1+1", "+SUM(A1)", "@SUM(A1)", "-1+2", "＝1", "\t=1", "<r>a</r>", "http://a.b", "=100%")


def city(root: Path = ROOT, at: int = 0) -> Content:
    return contents(announced_by(read_package(root)))[at]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"))))


def test_csv_has_the_rows_of_the_workbook() -> None:
    files = csv_files(city())
    book = openpyxl.load_workbook(io.BytesIO(workbook(city())))
    for form in SHEETS:
        header, *found = rows(files[f"{form.table}.csv"])
        assert header == [*form.given, *form.fill]
        sheet = book[form.name]
        for number, cells in enumerate(found, start=HEADER_ROW + 1):
            shown = ["" if c.value is None else str(c.value) for c in sheet[number]]
            assert [unguard(cell) for cell in cells] == shown
        assert sheet.cell(HEADER_ROW + len(found) + 1, 1).value is None


def test_a_self_evaluation_as_csv_has_each_target() -> None:
    files = csv_files(city())
    for evaluation in city().evaluations:
        found = rows(files[f"绩效自评{evaluation.sheet_id}.csv"])
        at = next(n for n, row in enumerate(found) if row[0] == INDICATOR_COLUMNS["level1"])
        column = found[at].index(INDICATOR_COLUMNS["target_as_printed"])
        targets = [row["target_as_printed"] for row in evaluation.indicators]
        below = found[at + 1 : at + 1 + len(targets)]
        assert [unguard(row[column]) for row in below] == targets
        assert len({len(row) for row in found}) == 1


@pytest.fixture
def hostile(mini: Path) -> Path:
    """The invented notice with texts that a spreadsheet takes for something else."""
    indicators = [row["indicator_id"] for row in read_csv(mini / "resources" / "indicators.csv")]
    for number, text in zip(indicators, HOSTILE, strict=False):
        change_cell(mini, ("indicators", number, "value_as_printed", text))
        change_cell(mini, ("indicators", number, "level3", text))
    change_cell(mini, ("grants", "1", "recipient_as_printed", HOSTILE[0]))
    change_cell(mini, ("allocations", "1", "project_name", HOSTILE[1]))
    change_cell(mini, ("regions", "701", "name", "=CMD()"))
    return mini


def test_no_text_of_the_notice_becomes_a_formula_or_a_link(hostile: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(city(hostile))))
    seen = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                seen.append(cell.value)
    of_city = [r["target_as_printed"] for e in city(hostile).evaluations for r in e.indicators]
    assert set(of_city) & set(HOSTILE)
    assert {*of_city, HOSTILE[0], HOSTILE[1]} <= set(seen)


def test_no_cell_of_a_csv_begins_as_a_formula_does(hostile: Path) -> None:
    for name, content in csv_files(city(hostile)).items():
        for row in rows(content):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "＝", "\t")), (name, cell)


def test_a_deduction_stays_a_number(mini: Path) -> None:
    change_cell(mini, ("allocations", "1", "amount_yuan", "-300000"))
    header, *found = rows(csv_files(city(mini))["stages.csv"])
    assert found[0][header.index("announced_yuan")] == "-300000"
    book = openpyxl.load_workbook(io.BytesIO(workbook(city(mini))))
    form = next(each for each in SHEETS if each.table == "stages")
    at = list(form.given).index("announced_yuan") + 1
    assert book[form.name].cell(HEADER_ROW + 1, at).value == -300000


def test_codes_and_locks_outlive_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(workbook(city()))
    saved = openpyxl.load_workbook(saved_by_libreoffice(path, tmp_path / "saved"))
    blank = openpyxl.load_workbook(path)
    assert saved.sheetnames == blank.sheetnames
    for form in SHEETS:
        before, after = blank[form.name], saved[form.name]
        assert after.protection.sheet
        assert {rule.type for rule in before.data_validations.dataValidation} == {
            rule.type for rule in after.data_validations.dataValidation
        }
        last = HEADER_ROW + len(city().rows(form)) + 1
        for row in before.iter_rows(min_row=HEADER_ROW, max_row=last):
            for cell in row:
                same = after[cell.coordinate]
                assert same.value == cell.value
                assert type(same.value) is type(cell.value)
                assert same.protection.locked == cell.protection.locked


def cells_of(document: Any) -> list[str]:
    return [cell.text for t in document.tables for row in t.rows for cell in row.cells]


def test_the_paper_has_money_targets_and_lines_to_sign() -> None:
    document = docx.Document(io.BytesIO(paper(city())))
    shown = cells_of(document)
    for evaluation in city().evaluations:
        for row in evaluation.indicators:
            assert row["level3"] in shown
            assert row["target_as_printed"] in shown
    total = city().announced.amount(city().code)
    assert f"{total:,f}" in shown
    lines = [p.text for p in document.paragraphs]
    for label in ("单位负责人（签字）", "填报日期", "单位（盖章）"):
        (line,) = (line for line in lines if line.startswith(label))
        assert line.removeprefix(f"{label}：").strip("_") == ""


def test_the_paper_says_nothing_of_who_made_it_and_when() -> None:
    core = docx.Document(io.BytesIO(paper(city()))).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    created = read_package(ROOT).descriptor["created"][:10]
    assert core.created.date() == core.modified.date() == date.fromisoformat(created)
    assert paper(city()) == paper(city())


def test_a_grant_has_an_allocation_only_if_there_is_one_to_choose(mini: Path) -> None:
    header, *found = rows(csv_files(city(mini))["payments.csv"])
    assert all(row[header.index("allocation_id")] for row in found)
    kinds = {row["allocation_id"]: row for row in read_csv(mini / "resources" / "allocations.csv")}
    change_cell(mini, ("allocations", "1", "transfer_type", kinds["2"]["transfer_type"]))
    header, *found = rows(csv_files(city(mini))["payments.csv"])
    chosen = {row[header.index("allocation_id")] for row in found}
    assert "" in chosen
    assert not {"1", "2"} & chosen
