"""The workbook as people see it: titles, formats, links, a page to read first."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from export.kit import HOSTILE, schema, write_package
from fiscal_notice.errors import NotHeldError
from fiscal_notice.export import make_downloads, single_file
from fiscal_notice.export.forms import XLSX
from fiscal_notice.export.sheet_layout import lines_of, row_height, sheet_names
from fiscal_notice.package import Package, read_package


def workbook_in(folder: Path) -> Any:
    (path,) = folder.glob("*.xlsx")
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def book(real_downloads: Path) -> Any:
    return workbook_in(real_downloads)


def texts(sheet: Any) -> list[str]:
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


PEOPLE = ["各市一览", "单位所得", "指标对照", "各市指标", "待办"]


def test_sheets_for_people_then_fields_and_a_sheet_for_each_table(real: Package, book: Any) -> None:
    titles = [resource.title() for resource in real.tables]
    assert book.sheetnames == ["说明 Read me", *PEOPLE, "字段 Fields", *titles]


def test_titles_and_names_stay_in_sight(real: Package, book: Any) -> None:
    for resource in real.tables:
        sheet = book[resource.title()]
        assert resource.schema is not None
        assert re.fullmatch("[AB]3", sheet.freeze_panes)
        assert sheet.auto_filter.ref.startswith("A2:")
        for cell, field in zip(sheet[1], resource.schema.fields, strict=True):
            assert cell.value.startswith(field.title())
            assert field.raw.get("unit", "") in cell.value


def test_amounts_have_a_format_and_codes_are_text(book: Any) -> None:
    sheet = book["资金分配"]
    names = [cell.value for cell in sheet[2]]
    for row in sheet.iter_rows(min_row=3):
        assert row[names.index("amount_yuan")].number_format == "#,##0"
        assert row[names.index("source_line")].number_format == "0"
        assert row[names.index("unit_code")].number_format == "@"
        assert isinstance(row[names.index("unit_code")].value, str)


def test_the_first_page_says_what_to_know(real: Package, book: Any) -> None:
    page = "\n".join(texts(book.worksheets[0]))
    raw = real.descriptor
    for wanted in (
        raw["title"],
        raw["title@en"],
        raw["version"],
        raw["licenses"][0]["title"],
        raw["sources"][0]["title"],
        "加总前请注意",
        "Before you add up",
        "How to cite",
        "万元",
    ):
        assert wanted in page
    assert page.index(raw["title"]) < page.index(raw["title@en"])
    errata = len(list(book["勘误"].iter_rows(min_row=3)))
    assert f"共{errata}处" in page


def test_the_first_page_leads_to_every_sheet(real: Package, book: Any) -> None:
    page = book.worksheets[0]
    targets = {c.value: c.hyperlink.location for row in page for c in row if c.hyperlink}
    assert list(targets) == [*PEOPLE, *(resource.title() for resource in real.tables)]
    for title, location in targets.items():
        assert location.rsplit("!", 1)[0].strip("'") == title


def test_the_warning_stands_also_where_the_descriptor_has_none(mini: Path, tmp_path: Path) -> None:
    path = mini / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw |= {"description": "Short.", "description@zh": "短。"}
    path.write_text(json.dumps(raw), encoding="utf-8")
    make_downloads(read_package(mini), tmp_path / "out")
    page = "\n".join(texts(workbook_in(tmp_path / "out").worksheets[0]))
    assert "“资金分配”与“明细分配”是同一笔资金" in page
    assert "“Allocations” and “Grants” are the same money" in page


def test_every_field_is_explained(real: Package, book: Any) -> None:
    rows = [[c.value for c in row] for row in book["字段 Fields"].iter_rows(min_row=2)]
    fields = [(t.name, f.name) for t in real.tables if t.schema for f in t.schema.fields]
    assert [(row[0], row[1]) for row in rows] == fields
    (stream,) = (r for r in rows if r[:2] == ["grants", "transfer_type"])
    assert "devolved = 下放市县" in stream[8]


def test_rows_are_never_higher_than_eight_lines(book: Any) -> None:
    for sheet in book.worksheets[1:]:
        heights = [d.height for d in sheet.row_dimensions.values() if d.height]
        assert max(heights, default=0) <= 8 * 15 + 1


# Hostile texts


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)


def shared_strings(path: Path) -> list[str]:
    """The strings of a workbook as Excel reads them, without openpyxl's own ideas."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("xl/sharedStrings.xml"))
    pieces = ["".join(t.text or "" for t in si.iter(f"{main}t")) for si in root]
    return [unescaped(text) for text in pieces]


def test_hostile_texts_are_text(hostile_downloads: Path) -> None:
    sheet = workbook_in(hostile_downloads).worksheets[2]
    (path,) = hostile_downloads.glob("*.xlsx")
    strings = set(shared_strings(path))
    assert set(HOSTILE) <= strings
    for row in sheet.iter_rows(min_row=3):
        assert row[2].data_type == "s"
        assert row[2].hyperlink is None
        assert row[1].data_type == "s"
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == [
        f"{n:06d}" for n in range(len(HOSTILE))
    ]


def test_no_formula_and_no_outer_link_in_the_file(hostile_downloads: Path) -> None:
    (path,) = hostile_downloads.glob("*.xlsx")
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content, name
            assert b'TargetMode="External"' not in content, name


def test_the_filter_covers_all_rows_and_columns(hostile_downloads: Path) -> None:
    for sheet in workbook_in(hostile_downloads).worksheets[2:]:
        last = sheet.calculate_dimension().partition(":")[2]
        assert sheet.auto_filter.ref == f"A2:{last}"


def test_what_a_spreadsheet_would_change_is_text(hostile_downloads: Path) -> None:
    """Days before March 1900, whole numbers and decimals of more than fifteen digits."""
    sheet = workbook_in(hostile_downloads).worksheets[2]
    rows = list(sheet.iter_rows(min_row=3, max_row=8))
    assert [row[3].data_type for row in rows[:5]] == ["n", "n", "n", "s", "s"]
    assert rows[3][3].value == "1000000000000000"
    assert [row[4].data_type for row in rows[:5]] == ["n", "n", "s", "s", "n"]
    assert [row[5].data_type for row in rows[:5]] == ["s", "s", "s", "d", "d"]
    assert rows[0][5].value == "1850-05-01"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("长" * 32_768, "32,768 characters; XLSX holds 32,767 in a cell"),
        ("😀" * 16_384, "32,768 characters; XLSX holds 32,767 in a cell"),
        ("a\ufffeb", "U+FFFE; XLSX has no such character"),
    ],
)
def test_a_text_that_no_cell_can_hold_is_named(tmp_path: Path, text: str, problem: str) -> None:
    rows = [["id", "x"], ["1", "fine"], ["2", text]]
    package = write_package(tmp_path / "p", {"t": (schema({"id": "integer", "x": "string"}), rows)})
    with pytest.raises(NotHeldError, match=re.escape(f"t.x, line 3: {problem}")):
        single_file(package, XLSX)


def test_the_longest_text_fits(tmp_path: Path) -> None:
    package = write_package(
        tmp_path / "p", {"t": (schema({"x": "string"}), [["x"], ["长" * 32_767]])}
    )
    make_downloads(package, tmp_path / "out")


# Names of sheets, heights of rows


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a/b", "a:b"], ["a b", "a b (2)"]),
        (["Money", "money"], ["Money", "money (2)"]),
        (["History", "", "''"], ["History (2)", "Sheet", "Sheet (2)"]),
        (["x" * 40, "x" * 41], ["x" * 31, "x" * 27 + " (2)"]),
        (["😀" * 20], ["😀" * 15]),
        (["taken"], ["taken (2)"]),
        (["'quoted'"], ["quoted"]),
    ],
)
def test_names_of_sheets_are_such_as_excel_accepts(titles: list[str], names: list[str]) -> None:
    assert sheet_names(titles, ["Taken"]) == names


def test_chinese_takes_twice_the_width() -> None:
    assert lines_of("a" * 20, 20) == 1
    assert lines_of("长" * 10, 20) == 1
    assert lines_of("长" * 11, 20) == 2
    assert lines_of("a\n\nb", 20) == 3
    assert row_height(["a", "b"], [8, 8]) is None
    assert row_height(["长" * 400], [20]) == row_height(["长" * 4000], [20])
