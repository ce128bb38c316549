"""Letters as pages and joint offices print them, and what a careful reader finds in them.

All letters here are invented: bodies, numbers, funds and amounts; their kinds are real.
"""

from __future__ import annotations

import pytest

from fiscal_notice.notice.extract.document import cut
from fiscal_notice.notice.extract.letter import Letter, read_colophon, read_letter
from fiscal_notice.notice.extract.readers import parse_transcript
from fiscal_notice.notice.extract.transcript import Ledger
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines


def read(lines: Lines, vocabulary: Vocabulary, text: str) -> tuple[Letter, Ledger]:
    _, ledger = lines(text)
    document = cut(ledger)
    letter = read_letter(document.letter, ledger, vocabulary)
    read_colophon(document.colophon, letter, ledger)
    return letter, ledger


JOINT = """某市水务局
某市财政局
某水〔2031〕4号
某财农〔2031〕5号
关于下达2031年河道保洁
补贴资金计划的通知
各区水务局、财政局：
决定从河道维护资金中安排30万元，补贴有关河道保洁。
附件：2031年河道保洁补贴资金计划表
二〇三一年二月八日
"""


def test_the_offices_above_the_number_issue_and_are_no_title(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    letter, ledger = read(lines, vocabulary, JOINT)
    assert letter.fields["issuer"] == "某市水务局 某市财政局"
    assert letter.fields["title_clean"] == "关于下达2031年河道保洁补贴资金计划的通知"
    assert letter.fields["body_total_as_printed"] == "30万元"
    assert [question.found for question in ledger.questions] == ["某财农〔2031〕5号"]
    assert ledger.stray == []


def test_an_office_right_above_a_title_belongs_to_it(lines: Lines, vocabulary: Vocabulary) -> None:
    letter, _ = read(lines, vocabulary, JOINT.replace("某水〔2031〕4号\n某财农〔2031〕5号\n", ""))
    assert str(letter.fields["title_clean"]).startswith("某市水务局某市财政局关于")


PAGE = """当前位置:→首页→
索 引 号→000123/2031-7→信息分类→财政
发布机构→某省财政厅综合处→发布日期→2031-04-24
信息名称→关于下达2031年绿道建设资金预算的通知→
文 号→某财综〔2031〕6号→公开方式→主动公开
时 效→→
根据《财政部关于下达2031年绿道建设资金预算的通知》（财综〔2031〕14号）精神，现下达2031年绿道建设资金预算有关事宜通知如下：
一、现分配下达你市2031年绿道建设资金预算80万元，列2031年政府收支分类科目第2120303项“小城镇基础设施建设”。
二、请于2032年3月底前报送使用情况。
"""


def test_a_table_of_page_data_above_the_letter_is_no_annex(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    letter, ledger = read(lines, vocabulary, PAGE)
    assert letter.fields["title"] == "关于下达2031年绿道建设资金预算的通知"
    assert letter.fields["document_number"] == "某财综〔2031〕6号"
    assert letter.fields["disclosure"] == "主动公开"
    assert "issuer" not in letter.fields
    assert letter.fields["body_total_yuan"] == 800_000
    assert [row["document_number"] for row in letter.bases] == ["财综〔2031〕14号"]
    assert [row["code"] for row in letter.body_codes] == ["2120303"]
    assert [row["deadline"] for row in letter.clauses if row["deadline"]] == ["2032年3月底前"]
    assert ledger.stray == []
    assert not cut(lines(PAGE)[1]).sections


LABELS = """首页 > 信息公开 > 资金
索引号
发布日期
2031-06-11 12:01:22
发布机构
某区信息化办公室
标 题
某市财政局关于下达2031年绿道建设资金的通知
颁布时间:2031-06-11 12:01:22
【打印】 字号:
- 1227
各有关县区财政局：
现下达2031年绿道建设资金____万元。
某市财政局
2031年6月1日
来源:某市财政局
"""


def test_labels_and_words_of_a_page_have_a_place_and_are_no_facts(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    letter, ledger = read(lines, vocabulary, LABELS)
    assert ledger.stray == []
    assert letter.fields["issuer"] == "某市财政局"
    assert letter.fields["fund_name"] == "绿道建设资金"
    assert "body_total_yuan" not in letter.fields


def test_a_line_of_page_data_gives_the_number(lines: Lines, vocabulary: Vocabulary) -> None:
    text = "索 引 号: 33/2031-1 发文机关: 某办 文 号: 某财〔2031〕2号\n各市财政局：\n现下达资金。\n"
    letter, ledger = read(lines, vocabulary, text)
    assert letter.fields["document_number"] == "某财〔2031〕2号"
    assert ledger.stray == []


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        (
            "现将2031年公共绿道资金中央500.5万元、省级66.5万元、市级33万元，合计600万元，拨至各单位。",
            6_000_000,
        ),
        ("现将2031年公共绿道资金中央500.5万元、省级66.5万元拨至各单位。", None),
        ("现下达你局绿道基建投资预算指标5,000万元，专项用于甲项目。", 50_000_000),
    ],
)
def test_the_total_is_no_part(
    lines: Lines, vocabulary: Vocabulary, sentence: str, total: int | None
) -> None:
    letter, _ = read(lines, vocabulary, f"甲区财政局：\n{sentence}\n")
    assert letter.fields.get("body_total_yuan") == total


def test_a_bracket_inside_the_short_name_belongs_to_the_number(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    basis = "《关于绿道的通知（第一批）》（某财社（指）〔2031〕9号）"
    text = f"甲区财政局：\n根据{basis}，现下达绿道资金。\n"
    letter, _ = read(lines, vocabulary, text)
    assert [row["document_number"] for row in letter.bases] == ["某财社（指）〔2031〕9号"]


def test_spaces_beside_the_signs_of_a_salutation_are_out(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    text = "相关市州、 省直管县财政局、 省直有关单位：\n现下达绿道资金。\n"
    letter, _ = read(lines, vocabulary, text)
    assert letter.fields["addressees"] == "相关市州、省直管县财政局、省直有关单位"


@pytest.mark.parametrize(
    "listed", ["附件：绿道资金分配表\n", "附：绿道资金分配表。\n某市财政局\n2031年6月1日\n"]
)
def test_an_annex_listed_right_above_its_table(
    lines: Lines, vocabulary: Vocabulary, listed: str
) -> None:
    text = f"甲区财政局：\n现下达绿道资金，请遵照执行。\n{listed}绿道资金分配表\n镇→金额\n乙镇→2\n"
    letter, _ = read(lines, vocabulary, text)
    assert [row["title"] for row in letter.attachments] == ["绿道资金分配表"]
    sections = cut(lines(text)[1]).sections
    assert [line.text for line in sections[0].lines][:2] == ["绿道资金分配表", "镇\t金额"]


FORM = """附件1
项目支出绩效自评表
（2031年度）
项目名称→暖通改造→→→→
一级指标→二级指标→三级指标→年度指标值→实际完成值→分值
产出指标→质量指标→完工率→100→100→10
"""


def test_a_form_that_is_an_annex_without_its_letter_gives_title_and_year(
    vocabulary: Vocabulary,
) -> None:
    tables = parse_transcript(FORM.replace("→", "\t"), vocabulary).tables
    assert tables["notice"][0]["budget_year"] == 2031
    assert str(tables["notice"][0]["title_clean"]).startswith("项目支出绩效自评表")
    assert str(tables["annexes"][0]["title"]).startswith("项目支出绩效自评表")
