"""Bytes → lines, and the ledger that accounts for every one."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.transcript import BLANK, Ledger, decode, split_lines, squeeze

TEXT = "某省财政厅文件\n\n合计\t25\n" * 20


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["utf-8", "byte-order mark", "gb18030", "crlf", "cr", "gb18030 crlf"],
)
def test_every_usual_way_of_saving_gives_the_same_text(data: bytes) -> None:
    assert decode(data) == TEXT


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "is empty"),
        (TEXT.encode("utf-16"), "is in UTF-16"),
        (TEXT.encode("utf-16-be"), "is not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", "is not text"),
        (b"\xff" * 50, "is not text"),
    ],
    ids=["empty", "white space", "utf-16", "utf-16 without mark", "picture", "bytes"],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem) as caught:
        decode(data, file="a.txt")
    assert caught.value.file == "a.txt"
    assert caught.value.hint


@pytest.mark.parametrize("broken", [TEXT.encode()[:-5], TEXT.encode().replace(b"\xe7", b"\xff", 1)])
def test_broken_utf8_is_not_taken_for_gb18030(broken: bytes) -> None:
    with pytest.raises(TranscriptError, match="broken bytes") as caught:
        decode(broken)
    assert caught.value.line is not None
    assert caught.value.line in (1, 60)


def test_lines_are_numbered_from_one() -> None:
    assert [(line.number, line.text) for line in split_lines("a\n\nb\n")] == [
        (1, "a"),
        (2, ""),
        (3, "b"),
    ]


def test_only_line_feeds_end_lines() -> None:
    assert len(split_lines("a\x0bb\x0cc\x85d\u2028e")) == 1


def test_the_ledger_counts_every_line() -> None:
    ledger = Ledger(lines=split_lines("a\n \nb\n"))
    ledger.take(ledger.lines[0], "letter")
    assert [line.text for line in ledger.stray] == ["b"]
    assert ledger.account == {BLANK: 1, "letter": 1}


def test_a_line_that_two_readers_take_is_an_error_of_the_transcript() -> None:
    ledger = Ledger(lines=split_lines("a\n"))
    ledger.take(ledger.lines[0], "letter")
    with pytest.raises(TranscriptError, match="fits two parts") as caught:
        ledger.take(ledger.lines[0], "indicators")
    assert "letter and indicators" in str(caught.value)


def test_squeeze_drops_every_white_space() -> None:
    assert squeeze(" 加\u3000急\xa0\t通 知\n") == "加急通知"
