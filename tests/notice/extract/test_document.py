"""A transcript is cut into letter, annexes, sheets and colophon."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.annex_targets import take_sheets
from fiscal_notice.notice.extract.document import cut
from notice.extract.conftest import Lines

WHOLE = """某省文件
附件1
地区→金额
附 件 2：
序号→金额
某绩效目标表(专利奖励-甲市)
项目名称→一
某绩效目标表（ 专利奖励－乙市 ）
项目名称→二
公开方式：主动公开
2020年12月1日印发
"""


def test_a_whole_notice_is_cut_into_its_parts(lines: Lines) -> None:
    _, ledger = lines(WHOLE)
    document = cut(ledger)
    assert [line.text for line in document.letter] == ["某省文件"]
    sections, sheets = take_sheets(document.sections, ledger)
    assert [(a.annex_no, len(a.lines)) for a in sections] == [("1", 1), ("2", 1)]
    assert [(s.purpose, s.region, len(s.lines)) for s in sheets] == [
        ("专利奖励", "甲市", 1),
        ("专利奖励", "乙市", 1),
    ]
    assert len(document.colophon) == 2


@pytest.mark.parametrize(
    ("without", "parts"),
    [("公开方式", (1, 2, 0)), ("附", (7, 0, 2)), ("20", (1, 2, 1))],
)
def test_a_part_that_is_not_there_is_empty(
    lines: Lines, without: str, parts: tuple[int, int, int]
) -> None:
    _, ledger = lines("".join(x for x in WHOLE.splitlines(keepends=True) if without not in x))
    document = cut(ledger)
    assert (len(document.letter), len(document.sections), len(document.colophon)) == parts


def test_an_annex_that_begins_twice_is_refused(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("附 件 2：", "附件1"))
    with pytest.raises(TranscriptError, match="annex 1 begins twice") as caught:
        cut(ledger)
    assert caught.value.line == 4


def test_nothing_has_no_parts(lines: Lines) -> None:
    document = cut(lines("")[1])
    assert (document.letter, document.sections, document.colophon) == ((), (), ())


def test_a_word_about_an_annex_is_no_marker(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("某省文件", "详见附件1\n附件1234\n附件"))
    assert len(cut(ledger).letter) == 3
