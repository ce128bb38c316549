"""Rows below a header, by column name."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line
from fiscal_notice.notice.extract.money_tables import classify, headed_rows, header_line
from notice.extract.conftest import Lines

COLUMNS = ("名称", "金额", "备注")


def rows(lines: Lines, text: str) -> list[dict[str, str]]:
    read, ledger = lines(text)
    return [dict(cells) for _, cells in headed_rows(read, COLUMNS, ledger, "table")]


def test_rows_are_read_by_name_and_the_header_may_be_repeated(lines: Lines) -> None:
    text = "名 称→金额→备注→→\n甲→1→x\n名称→金额→备注\n乙→2→\n"
    assert rows(lines, text) == [
        {"名称": "甲", "金额": "1", "备注": "x"},
        {"名称": "乙", "金额": "2", "备注": ""},
    ]


def test_lines_above_the_header_and_without_a_tab_are_left(lines: Lines) -> None:
    read, ledger = lines("甲→1→x\n名称→金额→备注\n说明\n")
    assert list(headed_rows(read, COLUMNS, ledger, "table")) == []
    assert [line.number for line in ledger.stray] == [1, 3]


def test_a_last_empty_cell_may_be_lost_where_all_are(lines: Lines) -> None:
    assert rows(lines, "名称→金额→备注\n甲→1\n乙→2→x\n")[0]["备注"] == ""


@pytest.mark.parametrize(
    "row",
    [
        "甲→1",  # other rows keep their last tab: this one lost a cell elsewhere
        "甲→1→x→y",
        "甲→",
    ],
)
def test_a_row_that_does_not_fit_is_refused(lines: Lines, row: str) -> None:
    with pytest.raises(TranscriptError, match="does not fit the header") as caught:
        rows(lines, f"名称→金额→备注\n乙→2→\n{row}\n")
    assert caught.value.line == 3
    assert caught.value.hint


def test_no_header_no_table(lines: Lines) -> None:
    read, _ = lines("名称 金额 备注\n甲 1 x\n")
    assert header_line(read, COLUMNS) is None


def test_a_word_gives_its_code_once() -> None:
    line, codes = Line(number=4, text=""), {"戴帽": "earmarked", "下放": "devolved"}
    assert classify("2021年戴帽资金", codes, line, "项目") == "earmarked"
    for text, problem in (("资金", "tells no kind"), ("戴帽下放", "tells two kinds")):
        with pytest.raises(TranscriptError, match=problem):
            classify(text, codes, line, "项目")
