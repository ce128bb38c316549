"""Workbooks: every cell as the sheet shows it, titles as lines, tables with all their columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from fiscal_notice.notice.transcribe.blocks import Transcription
from fiscal_notice.notice.transcribe.xlsx import read_xlsx
from notice.transcribe.office_kit import book_of, bytes_of, patched, saved, tables, texts

# Cells know no time zone.
DAY = datetime(2031, 3, 2)  # noqa: DTZ001
AFTERNOON = datetime(2031, 3, 2, 15, 4)  # noqa: DTZ001


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Transcription]:
    """Save a workbook and read it."""

    def saved(book: Any) -> Transcription:
        path = tmp_path / "annexes.xlsx"
        book.save(path)
        return read_xlsx(path)

    return saved


def test_titles_are_lines_and_the_table_keeps_its_columns(read: Any) -> None:
    book = book_of(
        ["附件1"],
        ["专项资金分配表"],
        ["单位：万元"],
        ["地区", "地区编码", "金额", "备注"],
        ["合计", None, 1240.5, None],
        ["甲市", "060100", 1240.5, None],
    )
    book.active.merge_cells("A2:D2")
    for row in (5, 6):
        book.active.cell(row, 3).number_format = "#,##0.00"
    found = read(book)
    assert texts(found) == ["附件1", "专项资金分配表", "单位：万元"]
    assert found.blocks[1].place.cell == "A2:D2"
    (table,) = tables(found)
    assert table.rows == (
        ("地区", "地区编码", "金额", "备注"),
        ("合计", "", "1,240.50", ""),
        ("甲市", "060100", "1,240.50", ""),
    )
    assert [(p.sheet, p.cell) for p in table.places][-1] == ("附件1", "A6:D6")


def test_a_merged_cell_has_its_text_once(read: Any) -> None:
    book = book_of(["地区", "金额", None], [None, "本次", "提前"], ["甲市", 1, 2], [None, 3, 4])
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        book.active.merge_cells(area)
    assert tables(read(book))[0].rows == (
        ("地区", "金额", ""),
        ("", "本次", "提前"),
        ("甲市", "1", "2"),
        ("", "3", "4"),
    )


def shown(read: Any, value: Any, code: str) -> str:
    book = book_of(["名称", "值"], ["甲", value])
    book.active["B2"].number_format = code
    return tables(read(book))[0].rows[1][1]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (198250000, "#,##0.00", "198,250,000.00"),
        (0.1 + 0.2, "General", "0.3"),
        (12345678901234, "General", "12345678901234"),
        (0.125, "0.00%", "12.50%"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]#,##0.00", "-1,234.50"),
        (-30, '0;"△"0', "△30"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "#,##0;-#,##0;", ""),
        (198250000, "0!.0,", "19825.0"),
        (12345.678, ".00", "12345.68"),
        (-3, ".00", "-3.00"),
        (198250000, '0\\.0,"万元"', "19825.0万元"),
        (198250000, '[>=10000]0!.0,"万";0', "19825.0万"),
        (198250000, "#,##0,", "198,250"),
        (198250000, "0.00,,", "198.25"),
        (60100, "000000", "060100"),
        (12.5, "[$¥-804]#,##0.00", "¥12.50"),
        (12, "0.##", "12"),
        (True, "General", "TRUE"),
        ("060100", "@", "060100"),
        (DAY, "mm-dd-yy", "2031/3/2"),
        (DAY, 'yyyy"年"m"月"d"日"', "2031年3月2日"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇三一年三月二日"),
        (AFTERNOON, "yyyy-mm-dd hh:mm", "2031-03-02 15:04"),
        (AFTERNOON, "上午/下午h:mm", "下午3:04"),
        (DAY, "d-mmm-yy", "2-Mar-31"),
        (time(9, 5), "h:mm", "9:05"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        (timedelta(hours=-30), "[h]:mm", "-30:00"),
        (1.5, "[>1.2.3]0.0;0.00", "1.5"),
    ],
)
def test_cells_are_as_the_sheet_shows_them(read: Any, value: Any, code: str, text: str) -> None:
    assert shown(read, value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text", "what"),
    [
        (12345.678, "#,##0", "12,346", "cells show fewer digits than they hold"),
        (-5, "0;0", "-5", "negative numbers are shown without a sign"),
        (5, ";;;", "5", "formats of numbers are not known, or hide them"),
        (1.5, "# ?/?", "1.5", "formats of numbers are not known, or hide them"),
        (12, "[DBNum2][$-804]General", "12", "formats of numbers are not known, or hide them"),
    ],
)
def test_what_a_format_changes_is_said(
    read: Any, value: Any, code: str, text: str, what: str
) -> None:
    book = book_of(["名称", "值"], ["甲", value])
    book.active["B2"].number_format = code
    found = read(book)
    assert tables(found)[0].rows[1][1] == text
    (remark,) = found.remarks
    assert remark.what.startswith(what)
    assert (remark.found or "").startswith(f"附件1!B2: {text}")


def test_dates_with_a_chinese_format_known_by_number_alone(tmp_path: Path) -> None:
    book = book_of(["名称", "值"], ["甲", 47909])
    book.active["B2"].number_format = "0.00"
    data = patched(
        bytes_of(book),
        {"xl/styles.xml": lambda text: text.replace('numFmtId="2"', 'numFmtId="31"')},
    )
    found = read_xlsx(saved(tmp_path, "a.xlsx", data))
    assert tables(found)[0].rows[1][1] == "2031年3月2日"


def test_lines_of_a_cell_become_one_line(read: Any) -> None:
    book = book_of(["政策\n依据", "1. 《甲办法》\n2. 《乙办法》"], ["专利奖_x000D_\r\n励", "2 个"])
    assert tables(read(book))[0].rows == (
        ("政策依据", "1. 《甲办法》 2. 《乙办法》"),
        ("专利奖励", "2个"),
    )


def stored(formulas: dict[str, tuple[str, str | None]], *rows: list[Any]) -> bytes:
    """A workbook whose cells have formulas with stored values, which openpyxl does not write."""
    book = book_of(*rows)
    for cell, (formula, _) in formulas.items():
        book.active[cell] = f"={formula}"

    def with_values(text: str) -> str:
        for formula, value in formulas.values():
            bare = f"<f>{formula}</f><v></v>"
            assert bare in text or f"<f>{formula}</f><v />" in text
            kept = "" if value is None else f"<v>{value}</v>"
            text = text.replace(bare, f"<f>{formula}</f>{kept}")
            text = text.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f>{kept}")
        return text

    return patched(bytes_of(book), {"xl/worksheets/sheet1.xml": with_values})


def test_formulas_stand_as_their_stored_values(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["地区", "金额"],
        ["合计", None],
        ["甲市", 100],
        ["乙市", 20],
        ["小计", None],
    ]
    formulas = {"B2": ("SUM(B3:B4)", "120"), "B5": ("B3+$B$4-10", "110")}
    found = read_xlsx(saved(tmp_path, "a.xlsx", stored(dict(formulas), *rows)))
    assert [row[1] for row in tables(found)[0].rows] == ["金额", "120", "100", "20", "110"]
    assert found.remarks == ()


def test_a_stored_sum_that_differs_is_said_and_stands(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["地区", "金额", "占比"], ["合计", None, None], ["甲市", 100, 1]]
    formulas: dict[str, tuple[str, str | None]] = {
        "B2": ("SUM(B3:B3)", "999"),
        "C2": ("IF(B3=1,7,8)", "5"),
    }
    found = read_xlsx(saved(tmp_path, "a.xlsx", stored(formulas, *rows)))
    assert tables(found)[0].rows[1] == ("合计", "999", "5")
    (remark,) = found.remarks
    assert remark.what.startswith("stored values differ from what their formulas add up to")
    assert remark.found == "附件1!B2: 999 (100)"


def test_a_formula_without_a_stored_value_is_said(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["地区", "金额"], ["合计", None], ["甲市", 100]]
    found = read_xlsx(saved(tmp_path, "a.xlsx", stored({"B2": ("SUM(B3:B3)", None)}, *rows)))
    assert tables(found)[0].rows[1] == ("合计", "")
    assert [(remark.found, bool(remark.answer)) for remark in found.remarks] == [("附件1!B2", True)]


def test_hidden_sheets_rows_and_columns_are_read_and_said(read: Any) -> None:
    book = book_of(["地区", "编码", "金额"], ["甲市", "601", 1], ["乙市", "602", 2])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    other = book.create_sheet("附件2")
    other.append(["丙", "丁"])
    other.sheet_state = "hidden"
    found = read(book)
    assert [table.rows[-1] for table in tables(found)] == [("乙市", "602", "2"), ("丙", "丁")]
    assert tables(found)[0].rows[1] == ("甲市", "601", "1")
    assert [(remark.what, remark.found) for remark in found.remarks] == [
        ("hidden sheets were read as well (1)", "附件2"),
        ("hidden rows were read as well (1 sheets)", "附件1!2:2"),
        ("hidden columns were read as well (1 sheets)", "附件1!B:B"),
    ]


def test_notes_and_the_next_annex_end_a_table(read: Any) -> None:
    book = book_of(
        ["附件1"],
        ["地区", "金额"],
        ["甲市", 1],
        [None, None],
        ["乙市", 2],
        ["注：略"],
        [],
        ["附件2"],
        ["第二表"],
        ["单位", "金额"],
        ["丙", 3],
    )
    found = read(book)
    assert texts(found) == ["附件1", "注：略", "附件2", "第二表"]
    assert [table.rows for table in tables(found)] == [
        (("地区", "金额"), ("甲市", "1"), ("", ""), ("乙市", "2")),
        (("单位", "金额"), ("丙", "3")),
    ]
    assert tables(found)[1].places[0].cell == "A10:B10"


def test_lines_of_a_title_cell_are_lines(read: Any) -> None:
    book = book_of(["附件2\n测试资\n金分配表", None], ["地区", "金额"], ["甲市", 1], title="Sheet1")
    book.active.merge_cells("A1:B1")
    found = read(book)
    assert texts(found) == ["附件2", "测试资金分配表"]
    assert [block.place.cell for block in found.blocks[:2]] == ["A1:B1", "A1:B1"]


def test_a_label_behind_a_blank_row_is_a_row(read: Any) -> None:
    rows: list[list[Any]] = [
        ["地区", "金额"],
        ["甲市", 1],
        [None, None],
        ["二、县", None],
        ["乙县", 2],
    ]
    (table,) = tables(read(book_of(*rows)))
    assert [row[0] for row in table.rows] == ["地区", "甲市", "", "二、县", "乙县"]


def test_a_title_behind_a_blank_row_begins_another_table(read: Any) -> None:
    rows: list[list[Any]] = [
        ["地区", "金额"],
        ["甲市", 1],
        [None, None],
        ["第二分配表"],
        ["项目", "金额"],
        ["乙", 2],
    ]
    rows += [["备注", 3], [], ["本表由某厅填报"]]
    found = read(book_of(*rows))
    assert texts(found)[1:] == ["第二分配表", "本表由某厅填报"]
    assert len(tables(found)) == 2


def test_the_sheets_name_stands_above_where_no_line_names_the_annex(read: Any) -> None:
    book = book_of(["地区", "金额"], ["甲市", 1], title="附件3-甲市")
    book.create_sheet("Sheet2").append(["乙", "丙"])
    found = read(book)
    assert texts(found) == ["附件3", "甲市"]
    assert [block.place.cell for block in found.blocks[:2]] == [None, None]


def test_blank_rows_and_columns_around_the_table_are_left_out(read: Any) -> None:
    book = book_of([None, None, None], [None, "地区", "金额"], [None, "甲市", 1])
    book.active["Z90"].number_format = "0.00"
    (table,) = tables(read(book))
    assert table.rows == (("地区", "金额"), ("甲市", "1"))
    assert table.places[0].cell == "B2:C2"


def test_a_unit_beside_another_line_above_the_table_is_a_line(read: Any) -> None:
    book = book_of(
        ["编制单位：某厅", None, "金额单位：万元"],
        ["地区", "编码", "金额"],
        ["甲", "1", 2],
        title="Sheet1",
    )
    found = read(book)
    assert texts(found) == ["编制单位：某厅", "金额单位：万元"]
    assert len(tables(found)[0].rows) == 2


def test_errors_of_formulas_are_said(read: Any) -> None:
    book = book_of(["地区", "金额"], ["甲市", "#REF!"])
    book.active["B2"].data_type = "e"
    found = read(book)
    assert tables(found)[0].rows[1] == ("甲市", "#REF!")
    assert found.remarks[0].found == "附件1!B2: #REF!"


def test_comments_and_drawings_are_said(tmp_path: Path) -> None:
    book = book_of(["地区", "金额"], ["甲市", 1])
    book.active["B2"].comment = Comment("待核", "某")
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    box = f'<a xmlns:x="{space}/spreadsheetDrawing" xmlns:a="{space}/main">'
    box += "<x:txBody><a:t>单位：</a:t><a:t>万元</a:t></x:txBody></a>"
    data = patched(bytes_of(book), {"xl/drawings/drawing1.xml": box.encode()})
    found = read_xlsx(saved(tmp_path, "a.xlsx", data))
    assert [(remark.what, remark.found) for remark in found.remarks] == [
        ("comments beside the text were not read (1)", "待核"),
        ("text boxes and drawings on sheets were not read (1)", "单位：万元"),
    ]
