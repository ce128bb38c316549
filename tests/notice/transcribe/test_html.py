"""Pages of government sites: the notice is read, the frame is left out and said."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription
from fiscal_notice.notice.transcribe.html import MAX_BYTES, read_html
from notice.transcribe.page_kit import DATA, FRAMES, LINES, NUMBER, TABLE, TITLE, ZOOM, page


def lines(read: Transcription) -> list[str]:
    return [block.text for block in read.blocks if isinstance(block, Paragraph)]


def tables(read: Transcription) -> list[list[list[str]]]:
    return [list(map(list, block.rows)) for block in read.blocks if isinstance(block, Table)]


def body(text: str) -> Transcription:
    return read_html(page(f"<h1>{TITLE}</h1><div id='zoom'>{text}</div>"))


def cells(text: str) -> list[list[str]]:
    """The rows of the one table that a page holds."""
    (rows,) = tables(body(f"<p>{LINES[1]}</p>{text}"))
    return rows


@pytest.mark.parametrize("frame", FRAMES)
def test_a_notice_is_read_in_every_frame(frame: str) -> None:
    read = read_html(FRAMES[frame])
    assert lines(read) == [TITLE, NUMBER, *LINES]
    assert tables(read) == [TABLE]


def test_what_was_left_out_is_told_once() -> None:
    (remark,) = read_html(FRAMES["zoom"]).remarks
    assert remark.what.endswith("lines of the page around the notice were left out")
    assert remark.found is not None
    assert remark.found.startswith("首页 / 公开")


def test_a_page_without_a_frame_has_no_remark() -> None:
    assert body("".join(f"<p>{line}</p>" for line in LINES)).remarks == ()


def test_places_count_paragraphs_and_rows() -> None:
    read = read_html(FRAMES["zoom"])
    paragraphs = [block.place.paragraph for block in read.blocks if isinstance(block, Paragraph)]
    assert paragraphs == list(range(1, 9))
    (table,) = (block for block in read.blocks if isinstance(block, Table))
    assert [place.cell for place in table.places] == ["T1!A1:C1", "T1!A2:C2", "T1!A3:C3"]


def test_a_title_in_the_text_is_not_repeated() -> None:
    half = len(TITLE) // 2
    read = body(f"<p>{TITLE[:half]}</p><p>{TITLE[half:]}</p><p>{LINES[1]}</p>")
    assert lines(read) == [TITLE[:half], TITLE[half:], LINES[1]]


def test_a_title_of_the_window_loses_the_names_of_the_site() -> None:
    read = read_html(
        page(f"<div id='zoom'><p>{LINES[1]}</p></div>", title=f"{TITLE} - 公告 - 某省")
    )
    assert lines(read)[0] == TITLE


def test_a_number_in_the_text_is_not_repeated() -> None:
    assert lines(read_html(page(ZOOM))).count(NUMBER) == 1


def test_sentences_and_tables_outside_the_article_stay() -> None:
    outside = "本通知自印发之日起施行，由某省财政厅负责解释，有效期三年，请遵照执行。"
    read = read_html(page(ZOOM.replace("附件下载", f"</p><p>{outside}</p>{DATA}<p>附件下载")))
    assert outside in lines(read)
    assert len(tables(read)) == 2


def test_merged_cells_have_their_text_once() -> None:
    rows = cells(
        "<table border=1><tr><td rowspan=0 colspan=2>甲</td><td>1</td></tr>"
        "<tr><td rowspan='2' colspan='2'>乙</td><td>2</td></tr><tr><td>3</td></tr></table>"
    )
    assert rows == [["甲", "", "1"], ["乙", "", "2"], ["", "", "3"]]


def test_rows_keep_their_blank_cells() -> None:
    rows = cells(
        "<table border=1><tr><th>地区</th><th>金额</th><th>备注</th></tr>"
        "<tr><td>甲</td><td>&nbsp;</td></tr><tr><td>乙</td><td>1</td><td>&emsp;</td></tr></table>"
    )
    assert rows == [["地区", "金额", "备注"], ["甲", "", ""], ["乙", "1", ""]]


def test_lines_of_a_cell_are_parted_as_their_words_need() -> None:
    rows = cells(
        "<table border=1><tr><th>政策</th>"
        "<td>1. 《甲》<br/>2. 《乙》（某〔2031〕1号）<br>《丙》</td></tr>"
        "<tr><th>项目<br>名称</th><td><p>Open Data</p><p>平台</p></td></tr></table>"
    )
    assert rows == [
        ["政策", "1. 《甲》 2. 《乙》（某〔2031〕1号） 《丙》"],
        ["项目名称", "Open Data 平台"],
    ]


def test_a_table_of_the_layout_is_text() -> None:
    read = body(
        f"<table><tr><td><p>{LINES[0]}</p><p>{LINES[1]}</p></td></tr></table>"
        f"<table><tr><td>某省财政厅</td><td>某省教育厅</td></tr></table>"
    )
    assert lines(read)[1:] == [LINES[0], LINES[1], "某省财政厅", "某省教育厅"]
    assert tables(read) == []


def test_hidden_text_and_scripts_are_no_text() -> None:
    read = body(f"<p>{LINES[1]}</p><p style='display:none'>藏</p><script>var x='码';</script>")
    assert lines(read) == [TITLE, LINES[1]]


def test_numbers_of_lists_are_printed() -> None:
    read = body(
        f"<p>{LINES[1]}</p><ol><li>甲事项</li><li>乙事项</li></ol><ol><li>（三）丙</li></ol>"
    )
    assert lines(read)[2:] == ["1. 甲事项", "2. 乙事项", "（三）丙"]


def test_files_that_the_letter_lists_are_not_read_twice() -> None:
    link = '<p><a href="x.docx">1.测试资金安排表.docx</a></p>'
    text = "".join(f"<p>{line}</p>" for line in LINES)
    assert lines(body(text + link)) == [TITLE, *LINES]
    assert lines(body(f"<p>{LINES[1]}</p><p>附件：</p>{link}"))[-1] == "1.测试资金安排表.docx"


def test_line_breaks_of_the_source_leave_no_space() -> None:
    assert lines(body("<p>现下达2031年\n    测试资金，甲局\u3000乙局。</p>"))[1] == (
        "现下达2031年测试资金，甲局 乙局。"
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<html><body>" + b" " * MAX_BYTES, "the page is too large to be read"),
        (b"", "the page holds no text of a notice"),
        (
            b"<html><body><script>load()</script></body></html>",
            "the page holds no text of a notice",
        ),
        (b"<div>" * 100_000 + b"<p>1</p>", "the page is nested too deeply to be read"),
        (
            b"<table>" + b"<tr><td colspan=1000 rowspan=60000>1</td><td>2</td></tr>" * 2000,
            "a table of the page has too many cells",
        ),
    ],
    ids=["too large", "empty", "only a script", "deep", "cells"],
)
def test_what_is_no_page_is_said_in_one_sentence(data: bytes, problem: str) -> None:
    with pytest.raises(OriginalError) as caught:
        read_html(data)
    assert caught.value.problem == problem
    assert caught.value.exit_code == 3


def test_entities_are_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    read = read_html(bomb + f"<html><body><p>{LINES[1]} &b;</p></body></html>".encode())
    assert "aaaa" not in "".join(lines(read))
