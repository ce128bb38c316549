"""White space that only lays a text out, signs that only look like letters, broken lines."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.transcribe.wording import joint, tidy


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\u3000\u3000各市\xa0财政局： ", "各市 财政局："),
        ("合\u3000 计", "合计"),
        ("附 件 1", "附件 1"),
        ("现下达\n  资金", "现下达资金"),
        ("Open\nData", "Open Data"),
        ("教育部 财政部", "教育部 财政部"),
        ("\ufeff甲\u200b市", "甲市"),
        ("⼀、⼴东省财政厅第3⻚，农⼾〈测试〉ﬁn", "一、广东省财政厅第3页，农户〈测试〉fin"),
    ],
)
def test_white_space_of_the_layout_goes(text: str, wanted: str) -> None:
    assert tidy(text) == wanted


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("知识产权", "宏观管理", ""),
        ("2,000,", "000.00", ""),
        ("Open", "Data", " "),
        ("Data", "平台", ""),
        ("1. 《甲》", "2. 《乙》", " "),
        ("关于印发《甲》（某〔2031〕1号）", "《乙》", " "),
        ("印发", "《甲》的通知", ""),
        ("一、目标", "（一）甲", " "),
        ("（一）甲", "①乙", " "),
        ("", "甲", ""),
    ],
)
def test_broken_lines_are_closed_up_unless_an_entry_begins(
    before: str, after: str, between: str
) -> None:
    assert joint(before, after) == between
