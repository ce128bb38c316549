"""Documents of Word: paragraphs and tables in order, merged cells once, numbers of lists shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.docx import read_docx
from notice.transcribe.office_kit import tables, texts


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Transcription]:
    """Save a document and read it."""

    def saved(document: Any) -> Transcription:
        path = tmp_path / "letter.docx"
        document.save(str(path))
        return read_docx(path)

    return saved


def test_paragraphs_and_tables_keep_their_order_and_places(read: Any) -> None:
    document = docx.Document()
    document.add_paragraph("附件1")
    document.add_paragraph("")
    document.add_paragraph("单位：元")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["地区", "金额", "甲市", "1,000"], strict=True):
        cell.text = text
    document.add_paragraph("注：略")
    found = read(document)
    assert [type(block) for block in found.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert [b.place.paragraph for b in found.blocks if isinstance(b, Paragraph)] == [1, 3, 4]
    assert tables(found)[0].rows == (("地区", "金额"), ("甲市", "1,000"))
    assert [place.cell for place in tables(found)[0].places] == ["T1!A1:B1", "T1!A2:B2"]


def test_merged_cells_have_their_text_once(read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "金额"
    table.cell(0, 0).merge(table.cell(2, 0)).text = "甲市"
    table.cell(1, 1).text, table.cell(1, 2).text = "本次", "提前"
    table.cell(2, 1).text, table.cell(2, 2).text = "1", "2"
    assert tables(read(document))[0].rows == (
        ("甲市", "金额", ""),
        ("", "本次", "提前"),
        ("", "1", "2"),
    )


def test_columns_in_which_no_cell_begins_are_left_out(read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=4)
    for row in table.rows:
        row.cells[0].merge(row.cells[1])
        row.cells[2].merge(row.cells[3])
        row.cells[0].text, row.cells[2].text = "甲", "乙"
    found = tables(read(document))[0]
    assert found.rows == (("甲", "乙"), ("甲", "乙"))
    assert found.places[0].cell == "T1!A1:B1"


@pytest.mark.parametrize(
    ("broken", "lines"),
    [
        ("关于提前下达\n专项资金的通知", ["关于提前下达专项资金的通知"]),
        ("此项资金按程序拨付。\n二、请尽快分配", ["此项资金按程序拨付。", "二、请尽快分配"]),
        ("某财政厅\n2021年12月23日", ["某财政厅", "2021年12月23日"]),
        ("粤财工〔2021〕999号\n某财政厅关于下达", ["粤财工〔2021〕999号", "某财政厅关于下达"]),
        ("A project\nof two lines", ["A project of two lines"]),
    ],
)
def test_a_break_that_wraps_is_closed_up(read: Any, broken: str, lines: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph(broken)
    assert texts(read(document)) == lines


def test_page_breaks_and_spaces_of_the_layout_leave_nothing(read: Any) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("　　加 急")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("待 2021 年度开始后，按（粤〔2020〕1309 号）拨付")
    assert texts(read(document)) == ["加急", "待2021年度开始后，按（粤〔2020〕1309号）拨付"]


def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(OriginalError, match="the document cannot be read"):
        read_docx(path)


def test_titles_and_notes_inside_a_table_are_lines(read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=6, cols=3)
    for row, text in ((0, "附件1"), (1, "单位：元"), (5, "注：略")):
        table.cell(row, 0).merge(table.cell(row, 2)).text = text
    table.cell(0, 0).add_paragraph("测试资金分配表")
    for column, text in enumerate(("地区", "编码", "金额")):
        table.cell(2, column).text = text
    table.cell(3, 0).merge(table.cell(3, 2)).text = "一、地市"
    table.cell(4, 0).text, table.cell(4, 2).text = "甲市", "120"
    found = read(document)
    assert texts(found) == ["附件1", "测试资金分配表", "单位：元", "注：略"]
    assert found.blocks[1].place.cell == "T1!A1:C1"
    (body,) = tables(found)
    assert body.rows == (("地区", "编码", "金额"), ("一、地市", "", ""), ("甲市", "", "120"))
    assert body.places[0].cell == "T1!A3:C3"
    assert found.blocks[-1].place.cell == "T1!A6:C6"


def test_a_table_of_one_column_is_lines(read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text, table.cell(1, 0).text = "抄送：某局。", "2031年3月2日印发"
    assert texts(read(document)) == ["抄送：某局。", "2031年3月2日印发"]


def test_a_cell_that_goes_on_where_none_began_stands_for_itself(read: Any) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["甲", "1", "乙", "1"], strict=True):
        cell.text = text
    for row in table._tbl.tr_lst:
        row.tc_lst[0].get_or_add_tcPr().get_or_add_vMerge()
    assert tables(read(document))[0].rows == (("甲", "1"), ("", "1"))
