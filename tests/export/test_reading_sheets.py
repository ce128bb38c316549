"""Sheets for people, whatever is in them; all is invented."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from export.kit import HOSTILE, schema, write_package
from fiscal_notice.export import single_file
from fiscal_notice.export.forms import XLSX
from fiscal_notice.export.reading_sheet import ReadingColumn, ReadingSheet, reading_csv
from fiscal_notice.export.xlsx_reading import reading_workbook
from fiscal_notice.model import Value
from fiscal_notice.package import Package
from fiscal_notice.package.kind import ANY, Kind

NUMBER = ReadingColumn(title="数", title_en="Number", kind="number", unit="元", unit_en="yuan")
TEXT = ReadingColumn(title="文", title_en="Text", legend={"是": "yes"})
DAY = ReadingColumn(title="日", title_en="Day", kind="day")


def sheet_of(*rows: tuple[Value, ...], **more: Any) -> ReadingSheet:
    """A sheet of rows of a text, a number and a day."""
    more = {"title": ("甲", "A"), "about": ("注", "Note."), **more}
    return ReadingSheet(columns=(TEXT, NUMBER, DAY), rows=rows, **more)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return write_package(tmp_path / "p", {"t": (schema({"x": "string"}), [["x"], ["1"]])})


def opened(package: Package, *sheets: ReadingSheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(reading_workbook(package, "甲", sheets)))


def test_numbers_show_as_many_decimals_as_their_column_needs() -> None:
    rows = (("a", Decimal("1.50"), None), ("b", Decimal(100), None), ("c", None, None))
    assert sheet_of(*rows).decimals(1) == 1
    assert sheet_of(rows[1]).decimals(1) == 0
    assert sheet_of(rows[1], totals=("", Decimal("0.125"), None)).decimals(1) == 3
    assert sheet_of().decimals(1) == 0


def test_the_legend_has_the_words_that_occur() -> None:
    assert sheet_of(("是", None, None)).legend == "是 = yes"
    assert sheet_of(("否", None, None)).legend == ""


def test_cells_are_what_they_are(package: Package) -> None:
    day = date(2021, 12, 31)
    sheet = opened(package, sheet_of(("001", Decimal("1.5"), day), ("=1+1", None, "未印")))["甲"]
    first, second = sheet.iter_rows(min_row=5, max_row=6)
    assert [cell.data_type for cell in first] == ["s", "n", "d"]
    assert first[1].number_format == "#,##0.0"
    assert first[2].value.date() == day
    assert [cell.value for cell in second] == ["=1+1", None, "未印"]
    assert second[0].data_type == "s"


def test_numbers_that_a_spreadsheet_would_change_are_text(package: Package) -> None:
    long = Decimal("12345678901234567890.5")
    sheet = opened(package, sheet_of(("a", long, None)))["甲"]
    assert sheet["B5"].value == str(long)


def test_hostile_texts_fit_and_stay_text(package: Package) -> None:
    texts = [*HOSTILE, "长" * 40_000, "a\ufffeb", "\ud800"]
    sheet = opened(package, sheet_of(*((text, None, None) for text in texts)))["甲"]
    cells = [row[0] for row in sheet.iter_rows(min_row=5, max_row=4 + len(texts))]
    assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in cells)
    assert cells[-3].value == "长" * 32_000 + "…"
    assert cells[-2].value == "a\ufffdb"


def test_a_sheet_without_rows_can_be_opened(package: Package) -> None:
    sheet = opened(package, sheet_of())["甲"]
    assert sheet.auto_filter.ref == "A4:C5"


def test_sheets_of_one_title_are_told_apart(package: Package) -> None:
    assert opened(package, sheet_of(), sheet_of()).sheetnames == ["甲", "甲 (2)"]


def test_a_foot_with_signs_of_commands_is_printed_as_it_is(tmp_path: Path) -> None:
    package = write_package(tmp_path / "p", {"t": (schema({"x": "string"}), [["x"], ["1"]])})
    package.descriptor["title"] = "R&D &P" + "长" * 300
    content = reading_workbook(package, "甲", [sheet_of()])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "R&amp;&amp;D &amp;&amp;P" in page


def test_a_foot_that_begins_with_a_year_is_as_small_as_others(tmp_path: Path) -> None:
    package = write_package(tmp_path / "p", {"t": (schema({"x": "string"}), [["x"], ["1"]])})
    package.descriptor["title"] = "2021年"
    foot = opened(package, sheet_of(title=("2年", "2 years")))["2年"].oddFooter
    assert (foot.left.size, foot.right.size) == (8, 8)
    assert foot.left.text.startswith("2021年")
    assert foot.right.text.startswith("2年 ")


def test_csv_has_heads_in_both_languages_and_no_formula() -> None:
    rows = (("=1+1", Decimal("1E+2"), date(2021, 1, 2)), ("是", None, None))
    content = reading_csv(sheet_of(*rows, totals=("合计", Decimal(100), None)))
    assert content.decode("utf-8-sig") == (
        "文 · Text,数（元） · Number (yuan),日 · Day\r\n'=1+1,100,2021-01-02\r\n是,,\r\n"
    )
    assert content.startswith(b"\xef\xbb\xbf")


class _WithSheets(Kind):
    """A kind whose sheet has the name of a table."""

    def sheets(self, package: Package) -> tuple[ReadingSheet, ...]:
        return (sheet_of(("a", Decimal(1), None), title=("<b>t</b>", "T")),)


def test_tables_are_read_back_by_name_whatever_other_sheets_are_called(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not ANY.sheets(package)
    monkeypatch.setattr("fiscal_notice.export.xlsx.kind_of", lambda _: _WithSheets())
    # What is made is read back and compared before it is given.
    book = openpyxl.load_workbook(io.BytesIO(single_file(package, XLSX)))
    first, reading, fields, table = book.sheetnames
    assert (first, fields) == ("说明 Read me", "字段 Fields")
    assert reading == f"{table} (2)"
    assert book[table]["A2"].value == "x"
