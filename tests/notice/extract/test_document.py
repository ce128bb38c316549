"""A transcript is cut into letter, annexes, sheets and colophon."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
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
    assert [(a.annex_no, len(a.lines)) for a in document.annexes] == [(1, 1), (2, 1)]
    assert [(s.purpose, s.region, len(s.lines)) for s in document.sheets] == [
        ("专利奖励", "甲市", 1),
        ("专利奖励", "乙市", 1),
    ]
    assert len(document.colophon) == 2


@pytest.mark.parametrize(
    ("without", "problem"),
    [
        ("公开方式", "the colophon cannot be found"),
        ("附", "the annexes cannot be found"),
        ("绩效目标表", "the target sheets cannot be found"),
    ],
)
def test_a_missing_part_is_named(lines: Lines, without: str, problem: str) -> None:
    _, ledger = lines("".join(x for x in WHOLE.splitlines(keepends=True) if without not in x))
    with pytest.raises(TranscriptError, match=problem) as caught:
        cut(ledger)
    assert caught.value.line
    assert caught.value.hint


def test_an_annex_that_begins_twice_is_refused(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("附 件 2：", "附件1"))
    with pytest.raises(TranscriptError, match="annex 1 begins twice") as caught:
        cut(ledger)
    assert caught.value.line == 4


def test_nothing_has_no_parts(lines: Lines) -> None:
    with pytest.raises(TranscriptError) as caught:
        cut(lines("")[1])
    assert caught.value.line == 1


def test_a_word_about_an_annex_is_no_marker(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("某省文件", "详见附件1\n附件1234\n附件"))
    assert len(cut(ledger).letter) == 3
