"""Plain texts: every line is kept, rows of tables with all their cells."""

from __future__ import annotations

import codecs

import pytest

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.text import read_text
from kit import ROOT

LETTER = "某省财政厅关于下达测试资金的通知\n\n甲市\t\t120\t\n乙市\t601\t30\t备注\n\n二、完。\n"


def lines(read: Transcription) -> list[str]:
    """Paragraphs and rows, as a transcript has them."""
    found: list[str] = []
    for block in read.blocks:
        found += [block.text] if isinstance(block, Paragraph) else map("\t".join, block.rows)
    return found


def rows(text: str) -> list[list[str]]:
    (table,) = (one for one in read_text(text.encode()).blocks if isinstance(one, Table))
    return [list(row) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_texts_are_read_in_the_encodings_of_offices(encoding: str, end: str) -> None:
    read = read_text(LETTER.replace("\n", end).encode(encoding))
    assert lines(read) == [line for line in LETTER.split("\n") if line]


def test_the_transcript_of_the_package_loses_no_cell() -> None:
    (path,) = (ROOT / "resources" / "source").glob("*.txt")
    data = path.read_bytes()
    wanted = [line for line in data.decode().split("\n") if line.strip()]
    read = lines(read_text(data))
    assert [line.count("\t") for line in read] == [line.count("\t") for line in wanted]
    assert [line.replace(" ", "") for line in read] == [line.replace(" ", "") for line in wanted]


def test_places_are_lines() -> None:
    read = read_text(LETTER.encode())
    places = [one.place for one in read.blocks if isinstance(one, Paragraph)]
    assert [place.paragraph for place in places] == [1, 6]
    (table,) = (one for one in read.blocks if isinstance(one, Table))
    assert [place.paragraph for place in table.places] == [3, 4]


def test_bars_part_cells() -> None:
    text = "地区|项目|金额\n|合计|12\n甲市||12\n||\n"
    assert rows(text) == [
        ["地区", "项目", "金额"],
        ["", "合计", "12"],
        ["甲市", "", "12"],
        [""] * 3,
    ]


def test_a_row_that_was_cut_off_is_filled_up() -> None:
    assert rows("地区|项目|金额\n甲市|一|12\n乙市|二 [excerpt ends]") == [
        ["地区", "项目", "金额"],
        ["甲市", "一", "12"],
        ["乙市", "二", ""],
    ]


def test_tables_with_a_frame_lose_the_frame() -> None:
    text = "| 地区 | 金额 |\n| --- | ---: |\n| 甲市 | 12 |\n|  | 3 |\n"
    assert rows(text) == [["地区", "金额"], ["甲市", "12"], ["", "3"]]


@pytest.mark.parametrize(
    "text", ["打印本页 | 关闭窗口", "甲|乙|丙", "甲|乙\n丙|丁|戊|己\n庚|辛|壬\n"]
)
def test_a_bar_alone_makes_no_table(text: str) -> None:
    assert all(isinstance(one, Paragraph) for one in read_text(text.encode()).blocks)


def test_what_a_collector_wrote_is_no_text() -> None:
    above = "# source: https://example.org\n# note: 节选\n\n"
    text = above + "# 关于测试的通知\n甲：[...]乙[…]\n[excerpt ends]"
    assert lines(read_text(text.encode())) == ["关于测试的通知", "甲：乙"]


def test_a_mark_behind_a_tab_leaves_the_cell() -> None:
    assert rows("序号\t金额\n21\t [excerpt ends]") == [["序号", "金额"], ["21", ""]]


def test_page_numbers_part_no_table() -> None:
    assert rows("甲\t1\n- 3 -\n乙\t2\n第 4 页 共 9 页\n丙\t3") == [
        ["甲", "1"],
        ["乙", "2"],
        ["丙", "3"],
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file holds no text"),
        (b" \n\t\n", "the file holds no text"),
        (b"\x00\x01\x02\xff\xfe", "the file is not text"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "the file is not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "the file is not text"),
    ],
)
def test_what_is_no_text_is_said(data: bytes, problem: str) -> None:
    with pytest.raises(OriginalError) as caught:
        read_text(data)
    assert caught.value.problem == problem
