"""A transcript is cut into letter, annexes, sheets and colophon."""

from __future__ import annotations

import pytest

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
    headings = [sheet.heading.text for sheet in sheets if sheet.heading]
    assert headings == ["某绩效目标表(专利奖励-甲市)", "某绩效目标表（ 专利奖励－乙市 ）"]
    assert [(sheet.annex_no, len(sheet.lines)) for sheet in sheets] == [("2", 1), ("2", 1)]
    assert len(document.colophon) == 2


@pytest.mark.parametrize(
    ("without", "parts"),
    [("公开方式", (1, 2, 1)), ("附", (1, 1, 2)), ("20", (1, 2, 1)), ("→", (1, 2, 2))],
)
def test_a_part_that_is_not_there_is_empty(
    lines: Lines, without: str, parts: tuple[int, int, int]
) -> None:
    _, ledger = lines("".join(x for x in WHOLE.splitlines(keepends=True) if without not in x))
    document = cut(ledger)
    assert (len(document.letter), len(document.sections), len(document.colophon)) == parts


def test_the_marker_on_each_page_of_an_annex_is_one_annex(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("附 件 2：", "附件1"))
    assert [(s.annex_no, len(s.lines)) for s in cut(ledger).sections] == [("1", 6)]
    assert not ledger.questions


def test_an_annex_that_comes_back_after_another_is_asked_about(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("公开方式", "附件1\n地区→数量\n公开方式"))
    assert sorted((s.annex_no, len(s.lines)) for s in cut(ledger).sections) == [("1", 2), ("2", 5)]
    (question,) = ledger.questions
    assert (question.what, question.line) == ("annex 1 begins twice", 10)


@pytest.mark.parametrize(
    ("marker", "number"),
    [
        ("附件1", "1"),
        ("附件１：", "1"),
        ("附件 3-1", "3-1"),
        ("附件3—6：", "3-6"),
        ("附件一", "1"),
        ("附表2", "2"),
        ("附件", None),
        ("附件：", None),
        ("附件2：某资金分配表", "2"),
        ("附件2 某资金分配表", "2"),
    ],
)
def test_ways_to_mark_an_annex(lines: Lines, marker: str, number: str | None) -> None:
    _, ledger = lines(f"各市财政局：\n现下达资金。\n{marker}\n地区→金额\n甲市→1\n")
    document = cut(ledger)
    (section,) = document.sections
    assert section.annex_no == number
    assert section.marker is not None
    titled = [line.text for line in section.lines if "某" in line.text]
    assert titled == (["某资金分配表"] if "某" in marker else [])


@pytest.mark.parametrize(
    "listed",
    [
        "附件：1.某资金分配表",
        "附件：某资金分配表",
        "附件1：某资金分配表\n附件2：某绩效目标表",
        "附件\n1.某资金分配表\n2.某绩效目标表",
        "附件：\n某资金分配表",
    ],
)
def test_the_list_of_annexes_opens_none(lines: Lines, listed: str) -> None:
    text = f"各市财政局：\n现下达资金。\n{listed}\n某省财政厅\n2021年3月2日\n"
    for below in ("", "附件1\n地区→金额\n"):
        _, ledger = lines(text + below)
        document = cut(ledger)
        assert len(document.letter) == len(text.splitlines())
        assert [s.annex_no for s in document.sections] == (["1"] if below else [])


def test_a_table_without_a_marker_ends_the_letter(lines: Lines) -> None:
    _, ledger = lines(
        "某部关于下达2021年资金的通知\n某财〔2021〕1号\n2021年资金汇总表\n单位：万元\n地区→金额\n甲→1"
    )
    document = cut(ledger)
    assert [line.number for line in document.letter] == [1, 2]
    assert [line.number for line in document.sections[0].lines] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    "form",
    [
        "项目绩效自评表(2022年度)\n项目名称 一\n资金(万元): 9\n一级指标→指标值\n产出→1",
        "项目绩效目标表\n单位：元\n单位名称→预算数\n甲→1",
    ],
)
def test_a_form_alone_has_its_title_for_a_letter(lines: Lines, form: str) -> None:
    _, ledger = lines(form)
    document = cut(ledger)
    assert [line.number for line in document.letter] == [1]
    assert len(document.sections[0].lines) == len(form.splitlines()) - 1


def test_page_numbers_and_contacts_are_no_part(lines: Lines) -> None:
    # The person is invented.
    text = WHOLE.replace("地区→金额\n", "地区→金额\n- 3 -\n— 4 —\n第5页\n")
    text = text.replace("2020年", "（联系人：张三，电话13800000000）\n（联系方式不录）\n2020年")
    _, ledger = lines(text)
    document = cut(ledger)
    assert ledger.account["page number"] == 3
    assert ledger.account["contact"] == 2
    assert len(document.sections[0].lines) == 1
    assert len(document.colophon) == 2


def test_the_colophon_stands_before_the_annexes_too(lines: Lines) -> None:
    text = (
        "各市财政局：\n现下达资金。\n附件：某表\n某省财政厅\n2021年3月2日\n（此件主动公开）\n"
        "抄送：某局，\n某厅。\n某省财政厅办公室→2021年3月3日印发\n附件\n某表\n地区→金额\n"
    )
    _, ledger = lines(text)
    document = cut(ledger)
    assert [line.number for line in document.colophon] == [6, 7, 8, 9]
    assert [line.number for line in document.letter] == [1, 2, 3, 4, 5]
    assert [line.number for line in document.sections[0].lines] == [11, 12]


def test_nothing_has_no_parts(lines: Lines) -> None:
    document = cut(lines("")[1])
    assert (document.letter, document.sections, document.colophon) == ((), (), ())


def test_a_word_about_an_annex_is_no_marker(lines: Lines) -> None:
    _, ledger = lines(WHOLE.replace("某省文件", "详见附件1\n附件1234\n附件"))
    assert len(cut(ledger).letter) == 3
