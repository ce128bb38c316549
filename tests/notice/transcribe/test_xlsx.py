"""Workbooks: every cell as the sheet shows it, titles as lines, tables with all their columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.xlsx import read_xlsx


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Transcription]:
    """Save a workbook and read it."""

    def saved(book: Any) -> Transcription:
        path = tmp_path / "annexes.xlsx"
        book.save(path)
        return read_xlsx(path)

    return saved


def sheet_of(*rows: list[Any], title: str = "附件1") -> Any:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def texts(found: Transcription) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def tables(found: Transcription) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def test_titles_are_lines_and_the_table_keeps_its_columns(read: Any) -> None:
    book = sheet_of(
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
    book = sheet_of(["地区", "金额", None], [None, "本次", "提前"], ["甲市", 1, 2], [None, 3, 4])
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        book.active.merge_cells(area)
    assert tables(read(book))[0].rows == (
        ("地区", "金额", ""),
        ("", "本次", "提前"),
        ("甲市", "1", "2"),
        ("", "3", "4"),
    )
