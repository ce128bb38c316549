"""The workbook of a region: what the notice has is in it as it stands, locked, and never computed.

Read with openpyxl, as a program of a city may read it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import openpyxl
import pytest

from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.form_layout import (
    ABOUT,
    ABOUT_NAMES,
    GUIDE,
    HEAD,
    HEADER_ROW,
    INDICATOR_COLUMNS,
    SELF_EVALUATION,
    SHEETS,
    FormSheet,
)
from fiscal_notice.follow.forms.rows import Content, contents
from fiscal_notice.follow.forms.workbook import workbook
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import read_package
from kit import ROOT, read_csv

TABLES = ROOT / "resources"


@cache
def cities() -> tuple[Content, ...]:
    return contents(announced_by(read_package(ROOT)))


@cache
def book(at: int = 0) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(cities()[at])))


def rows_of(form: FormSheet, at: int = 0) -> Iterator[dict[str, Any]]:
    """The cells of a sheet by the names of their fields, row by row as far as they are marked."""
    sheet = book(at)[form.name]
    names = {field.title(): field.name for field in form.fields}
    header = [names[cell.value] for cell in sheet[HEADER_ROW]]
    for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
        yield dict(zip(header, row, strict=True))


def form(table: str) -> FormSheet:
    return next(each for each in SHEETS if each.table == table)


def test_every_city_has_every_sheet() -> None:
    assert len(cities()) == len(read_csv(TABLES / "regions.csv"))
    for at, city in enumerate(cities()[:3]):
        sheets = [row["sheet_id"] for row in city.sheets]
        assert book(at).sheetnames == [
            GUIDE,
            *(each.name for each in SHEETS),
            *(SELF_EVALUATION + number for number in sheets),
            ABOUT,
        ]


@pytest.mark.parametrize("table", [each.table for each in SHEETS])
def test_the_columns_are_those_of_the_layout(table: str) -> None:
    header = [cell.value for cell in book()[form(table).name][HEADER_ROW]]
    assert header == [field.title() for field in form(table).fields]


def test_targets_stand_as_the_notice_prints_them() -> None:
    indicators = {row["indicator_id"]: row for row in read_csv(TABLES / "indicators.csv")}
    for at, city in enumerate(cities()):
        for table, column in (
            ("confirmed_targets", "announced_as_printed"),
            ("monitoring", "target_as_printed"),
        ):
            found = {
                row["indicator_id"].value: row
                for row in rows_of(form(table), at)
                if row["indicator_id"].value
            }
            of_city = [
                i for s in city.sheets for i in indicators.values() if i["sheet_id"] == s.key
            ]
            assert list(found) == [row["indicator_id"] for row in of_city]
            for row in of_city:
                cells = found[row["indicator_id"]]
                assert (cells[column].value or "") == row["value_as_printed"]
                assert (cells["level3"].value or "") == row["level3"]


def test_each_allocation_has_each_stage() -> None:
    stages = list(schema_of("stages").field("stage").labels("zh").values())  # type: ignore[union-attr]
    found = [row for row in rows_of(form("stages")) if row["allocation_id"].value]
    allocations = {row["allocation_id"]: row for row in read_csv(TABLES / "allocations.csv")}
    assert [row["stage"].value for row in found] == stages * (len(found) // len(stages))
    assert {row["allocation_id"].value for row in found} == {r.key for r in cities()[0].allocations}
    for row in found:
        printed = allocations[row["allocation_id"].value]
        assert str(row["announced_yuan"].value) == printed["amount_yuan"]
        assert row["project_name"].value == printed["project_name"]
        assert row["function_code"].value == printed["function_code"]


def test_codes_are_text_and_nothing_is_a_formula() -> None:
    seen = 0
    for sheet in book().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert sheet.title == ABOUT or not cell.hyperlink or sheet.title == GUIDE
    for each in SHEETS:
        for cells in rows_of(each):
            for name, cell in cells.items():
                if name.endswith(("_id", "_code")) and cell.value is not None:
                    assert isinstance(cell.value, str)
                    assert cell.number_format == "@"
                    seen += 1
    assert seen > 100


def test_what_the_notice_gives_is_locked_and_what_is_to_be_filled_is_marked() -> None:
    for sheet in book().worksheets:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
    for each in SHEETS:
        for cells in rows_of(each):
            for name, cell in cells.items():
                assert cell.protection.locked == (name in each.given and cell.value is not None)
                assert name in each.given or cell.value is None


def test_lists_to_choose_from_have_chinese_labels() -> None:
    for each in SHEETS:
        rules = book()[each.name].data_validations.dataValidation
        lists = {rule.formula1 for rule in rules if rule.type == "list"}
        fields = [field for field in each.fields if field.labels("zh")]
        for field in fields:
            assert '"' + ",".join(field.labels("zh").values()) + '"' in lists
    rules = book()[form("monitoring").name].data_validations.dataValidation
    assert '"是,否"' in {rule.formula1 for rule in rules}


def test_the_hidden_sheet_names_the_notice() -> None:
    sheet = book()[ABOUT]
    assert sheet.sheet_state == "hidden"
    said = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    notice = read_csv(TABLES / "notice.csv")[0]
    city = cities()[0]
    assert tuple(said) == ABOUT_NAMES
    assert said["form_id"] == f"{said['notice_name']}/{city.code}/follow-up"
    assert said["notice_number"] == notice["document_number"]
    assert said["notice_hash"].startswith("sha256:")


def test_the_guide_asks_who_reports_and_when() -> None:
    sheet = book()[GUIDE]
    titles = [schema_of("evidence").field(name).title() for name in HEAD]  # type: ignore[union-attr]
    labels = {cell.value: cell.row for cell in sheet["A"]}
    for title in titles:
        cell = sheet.cell(labels[title], 2)
        assert cell.value is None
        assert not cell.protection.locked


def test_a_self_evaluation_has_the_printed_layout() -> None:
    for evaluation in cities()[0].evaluations:
        sheet = book()[SELF_EVALUATION + evaluation.sheet_id]
        rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
        at = rows.index(list(INDICATOR_COLUMNS.values()))
        targets = [
            row["value_as_printed"]
            for row in read_csv(TABLES / "indicators.csv")
            if row["sheet_id"] == evaluation.sheet_id
        ]
        column = next(c.column for c in sheet[at + 1] if c.value == "年度指标值（A）")
        found = [sheet.cell(at + 2 + n, column).value or "" for n in range(len(targets))]
        assert found == targets


def test_the_same_notice_gives_the_same_bytes() -> None:
    again = contents(announced_by(read_package(ROOT)))[1]
    assert workbook(again) == workbook(cities()[1])
