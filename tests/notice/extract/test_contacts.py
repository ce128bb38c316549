"""Contacts never reach a table. All persons, numbers and accounts here are invented."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.extract.contacts import (
    is_contact_header,
    rows_without_contacts,
    without_contacts,
)
from fiscal_notice.notice.extract.document import cut
from fiscal_notice.notice.extract.letter import Letter, read_colophon, read_letter
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("（联系人：张三，电话13800000000）", ""),
        ("联系人：张三，李四  联系电话：020-83170000", ""),
        ("联系人及电话：张三 138 0000 0000", ""),
        ("传真：（020）83170000；邮箱：zhangsan@example.gov.cn", ""),
        ("监督电话:010—12345678联系电话:0818—0000000", ""),
        ("意见收集人:张三电子邮箱:12345@example.com", ""),
        ("身份证号：440100199001011234", ""),
        ("客服热线400-000-1234", ""),
        ("QQ：12345678，微信号：zhang_3", ""),
        ("备注：请联系张三（13800000000）", "备注："),
        ("请加强管理（联系人：张三，13800000000）。", "请加强管理。"),
        ("执行中如有问题，请与农业处张三联系，电话020-83170000。", "执行中如有问题。"),
        ("某省财政厅办公室 电话：83170000", "某省财政厅办公室"),
        ("项目名称 甲; 项目负责人 张三; 主管部门 某局", "项目名称 甲， 主管部门 某局"),
        ("资金专款专用。开户行：某银行某支行，账号：6222000011112222333。", "资金专款专用。"),
    ],
)
def test_contacts_are_cut_out(text: str, kept: str) -> None:
    assert without_contacts(text) == (kept, True)


@pytest.mark.parametrize(
    "text",
    [
        "请密切联系群众，不得以手机支付。",
        "各单位应按规定开设银行账户，不得设立账外账。",
        "项目代码：10000015Z135110079011",
        "甲市\t13,800,000,000.00\t13800000000.00",
        "现下达13800000000元",
        "粤财农〔2021〕12号",
        "2021年12月20日印发",
        "各单位负责人 应当重视。",
        "负责人事管理的部门应加强电话回访。",
    ],
)
def test_words_and_figures_that_only_look_like_contacts_stay(text: str) -> None:
    assert without_contacts(text) == (text, False)


@pytest.mark.parametrize(
    "header", ["联系人", "联系电话", "联系人及电话", "手机号码", "账号", "传 真"]
)
def test_headers_of_columns_with_contacts(header: str) -> None:
    assert is_contact_header(header)


@pytest.mark.parametrize("header", ["地区", "金额", "受益人数", "电话费", "项目联系点"])
def test_headers_of_other_columns(header: str) -> None:
    assert not is_contact_header(header)


NOTICE = """关于下达2021年某资金的通知
各市财政局：
现下达2021年某资金（联系人：张三，电话13800000000）。
一、请于30日内报送（联系电话：020-83170000）。
联系人：李四，电话13900000000
"""
COLOPHON = """抄送：某局。
（联系人：张三，电话13800000000）
某省财政厅办公室（联系电话：020-83170000）
2021年12月20日印发
"""


def test_no_cell_of_a_letter_has_a_contact(lines: Lines, vocabulary: Vocabulary) -> None:
    read_lines, ledger = lines(NOTICE)
    letter = read_letter(read_lines, ledger, vocabulary)
    last, other = lines(COLOPHON)
    read_colophon(last, letter, other)
    cells = str([letter.fields, letter.clauses, letter.attachments, letter.bases])
    for trace in ("张三", "李四", "13800000000", "83170000", "联系"):
        assert trace not in cells
    assert letter.fields["preamble"] == "现下达2021年某资金。"
    assert [clause["text"] for clause in letter.clauses] == ["请于30日内报送。"]
    assert letter.fields["printed_by"] == "某省财政厅办公室"


@pytest.mark.parametrize(
    "line",
    [
        "（联系人：张三，电话13800000000）",
        "联系人：张三，电话13800000000",
        "张三 13800000000",
        "任意一行没有机关的文字，如此",
    ],
)
def test_without_an_issuer_no_line_becomes_the_printing_office(lines: Lines, line: str) -> None:
    letter = Letter()
    read_lines, ledger = lines(f"公开方式：主动公开\n{line}\n2021年12月20日印发")
    read_colophon(read_lines, letter, ledger)
    assert "printed_by" not in letter.fields
    assert "张三" not in str(letter.fields)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (
            [
                "序号→单位→联系人→联系电话→金额",
                "1→甲局→张三→13800000000→13800000000",
                "2→乙局→李四→→5",
            ],
            ["序号→单位→联系人→联系电话→金额", "1→甲局→→→13800000000", "2→乙局→→→5"],
        ),
        (
            ["项目名称→某项目", "联系人→张三→电话→020-83170000"],
            ["项目名称→某项目", "联系人→→电话→"],
        ),
        (["甲局→联系人：张三 13800000000→5"], ["甲局→→5"]),
        (
            [
                "项目单位→某站→项目负责人→张三→联系电话→0912-1234567",
                "→产出指标→数量指标→数→8处→先行",
            ],
            ["项目单位→某站→项目负责人→→联系电话→", "→产出指标→数量指标→数→8处→先行"],
        ),
        (["项目单位→某站→项目负责人→→联系电话→", "甲→乙→丙→丁→戊→己"], None),
        (["主管部门→某局→经办人→张三→李四"], ["主管部门→某局→经办人→→"]),
        (["地区→金额", "甲市→13800000000", "乙市→15000000000"], None),
    ],
    ids=["columns", "form", "a cell", "form above a table", "blank form", "two names", "amounts"],
)
def test_rows_keep_their_cells_but_no_contact(rows: list[str], kept: list[str] | None) -> None:
    given = [row.replace("→", "\t") for row in rows]
    wanted = given if kept is None else [row.replace("→", "\t") for row in kept]
    assert rows_without_contacts(given) == wanted


def test_no_line_of_an_annex_has_a_contact(lines: Lines) -> None:
    _, ledger = lines(
        "各市财政局：\n现下达资金。\n附件1\n单位→联系人→金额\n甲局→张三→1\n"
        "注：请与李四联系，电话020-83170000。\n"
    )
    (section,) = cut(ledger).sections
    cells = str([line.text for line in section.lines])
    assert not any(name in cells for name in ("张三", "李四", "83170000"))
    assert [len(line.cells) for line in section.lines[:2]] == [3, 3]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "某省财政厅办公室2021年3月2日印发 校对：张三 打字：李四",
            "某省财政厅办公室2021年3月2日印发",
        ),
        ("校 对：张三", ""),
        ("制表人：张三　复核人：李四", ""),
        ("请认真校对数据，复核后打印。", "请认真校对数据，复核后打印。"),
    ],
)
def test_who_typed_and_proofread_is_left_out(text: str, kept: str) -> None:
    assert without_contacts(text)[0] == kept
