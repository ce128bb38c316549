"""White space of the layout is closed up; what parts words, codes and dates stays as one space."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.transcribe.spacing import cell_lines, close_up, lines_of


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("　　各地级以上市财政局：", "各地级以上市财政局："),
        ("加 急", "加急"),
        ("合　　计", "合计"),
        ("附 件 1", "附件1"),
        ("附件 2-1", "附件2-1"),
        ("某财测〔2031〕 7 号", "某财测〔2031〕7号"),
        ("待 2031 年度开始后", "待2031年度开始后"),
        ("2031 年 3 月 2 日", "2031年3月2日"),
        ("共 1,234.50 万元", "共1,234.50万元"),
        ("附件： 1. 2031年资金表", "附件：1. 2031年资金表"),
        ("《甲 》（ 乙 ）", "《甲》（乙）"),
        ("2011409 知识产权宏观管理", "2011409 知识产权宏观管理"),
        ("甲市 601001", "甲市 601001"),
        ("教育部 科技部关于某事的通知", "教育部 科技部关于某事的通知"),
        ("某厅办公室　　　　2031年3月2日印发", "某厅办公室 2031年3月2日印发"),
        ("某厅办公室\t二〇三一年三月二日印发", "某厅办公室 二〇三一年三月二日印发"),
        ("A  project", "A project"),
        ("\u200b甲\ufeff", "甲"),
        ("   ", ""),
    ],
)
def test_spaces_of_the_layout(printed: str, text: str) -> None:
    assert close_up(printed) == text
    assert close_up(text) == text


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        ("", []),
        ("\n\n", []),
        ("关于下达资\n金的通知", ["关于下达资金的通知"]),
        ("共 12\n万元", ["共12万元"]),
        ("1. 《甲》\n2. 《乙》", ["1. 《甲》", "2. 《乙》"]),
        ("各市财政局：\n现下达资金。\n一、请分解", ["各市财政局：", "现下达资金。", "一、请分解"]),
        ("某厅\n2031年3月2日", ["某厅", "2031年3月2日"]),
        ("附件1\n资金表", ["附件1", "资金表"]),
    ],
)
def test_lines_that_breaks_mean(printed: str, lines: list[str]) -> None:
    assert lines_of(printed) == lines
    assert cell_lines(printed.replace("\n", "\r\n")) == "\n".join(lines)
