"""The letter: head, preamble, clauses, list of annexes; and the colophon."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fiscal_notice.notice.extract.letter import Letter, chinese_number, read_colophon, read_letter
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines

LETTERS = Path(__file__).parent / "letters"
PRESCHOOL = "gd-2020-preschool.txt"
PARKS = "gd-2021-parks.txt"

LETTER = """加 急
某省财政厅文件
某财〔2020〕1号
某省财政厅关于提前下达2021年度专项资金的通知
各市财政局：
为加快执行，现提前下达2021年度专项资金。
一、此项资金按程序拨付使用。
请加强资金监管。
二、各市财政部门应将资金编入本级预算。
附件：1. 分配表
2. 绩效目标表
"""


def read(lines: Lines, vocabulary: Vocabulary, text: str) -> Letter:
    read_lines, ledger = lines(text)
    letter = read_letter(read_lines, ledger, vocabulary)
    assert not ledger.stray
    return letter


def published(name: str) -> str:
    """The text of a letter that a government published; its address is in the first line."""
    text = (LETTERS / name).read_text(encoding="utf-8")
    assert text.startswith("# source: http")
    return "".join(x for x in text.splitlines(keepends=True) if not x.startswith("#"))


def test_every_field_of_the_head(lines: Lines, vocabulary: Vocabulary) -> None:
    letter = read(lines, vocabulary, LETTER)
    assert letter.fields == {
        "urgency": "加 急",
        "issuer": "某省财政厅",
        "document_number": "某财〔2020〕1号",
        "title": "某省财政厅关于提前下达2021年度专项资金的通知",
        "title_clean": "某省财政厅关于提前下达2021年度专项资金的通知",
        "budget_year": 2021,
        "phase": "advance",
        "addressees": "各市财政局",
        "preamble": "为加快执行，现提前下达2021年度专项资金。",
        "fund_name": "专项资金",
    }
    assert letter.lines["document_number"] == 3


def test_clauses_are_numbered_by_sentence(lines: Lines, vocabulary: Vocabulary) -> None:
    clauses = read(lines, vocabulary, LETTER).clauses
    assert [(c["clause_no"], c["part_no"], c["kind"], c["addressee"]) for c in clauses] == [
        (1, 1, "disbursement", "各市财政局"),
        (1, 2, "supervision", "各市财政局"),
        (2, 1, "budgeting", "各市财政部门"),
    ]


@pytest.mark.parametrize(
    ("number", "name"), [(3, "document_number"), (4, "title"), (5, "addressees"), (6, "preamble")]
)
def test_a_line_that_is_not_there_gives_no_field(
    lines: Lines, vocabulary: Vocabulary, number: int, name: str
) -> None:
    kept = LETTER.splitlines(keepends=True)
    letter = read(lines, vocabulary, "".join(kept[: number - 1] + kept[number:]))
    assert name not in letter.fields
    assert [clause["clause_no"] for clause in letter.clauses] == [1, 1, 2]
    assert len(letter.attachments) == 2


def test_a_second_number_is_asked_about(lines: Lines, vocabulary: Vocabulary) -> None:
    text = LETTER.replace("某财〔2020〕1号", "某财〔2020〕1号\n某财〔2020〕2号")
    read_lines, ledger = lines(text)
    letter = read_letter(read_lines, ledger, vocabulary)
    assert letter.fields["document_number"] == "某财〔2020〕1号"
    (question,) = ledger.questions
    assert question.what == "a second line gives the document number of the notice"
    assert question.line == 4


def test_a_list_that_names_an_annex_twice_is_asked_about(
    lines: Lines, vocabulary: Vocabulary
) -> None:
    read_lines, ledger = lines(LETTER.replace("2. 绩效", "1. 绩效"))
    letter = read_letter(read_lines, ledger, vocabulary)
    assert [row["annex_no"] for row in letter.attachments] == ["1", "1"]
    assert [question.what for question in ledger.questions] == [
        "the list of annexes names annex 1 twice"
    ]


def test_an_empty_letter_says_nothing(lines: Lines, vocabulary: Vocabulary) -> None:
    letter = read(lines, vocabulary, "")
    assert (letter.fields, letter.clauses, letter.attachments) == ({}, [], [])


@pytest.mark.parametrize(
    ("name", "fields", "kinds"),
    [
        (
            PRESCHOOL,
            {
                "document_number": "粤财科教〔2020〕277号",
                "issuer": "广东省财政厅",
                "addressees": "有关地级以上市财政局,有关财政省直管县(市)财政局",
                "budget_year": 2021,
                "phase": "advance",
                "fund_name": "学前教育生均经费省补助资金",
            },
            ["other", "distribution", "budgeting", "performance_target"],
        ),
        (
            PARKS,
            {
                "document_number": "粤财资环〔2021〕137号",
                "budget_year": 2022,
                # (具体项目…详见附件1) points to the annexes and is no part of the name.
                "fund_name": "国家公园建设省级财政专项资金",
                "basis_document_number": "粤林函〔2021〕325号",
                "basis_issuer": "广东省林业局",
            },
            ["budgeting", "disbursement", "supervision", "performance_monitoring", "other"],
        ),
    ],
)
def test_published_letters_of_other_funds(
    lines: Lines,
    vocabulary: Vocabulary,
    name: str,
    fields: dict[str, object],
    kinds: list[str],
) -> None:
    letter = read(lines, vocabulary, published(name))
    assert {key: letter.fields.get(key) for key in fields} == fields
    assert [clause["kind"] for clause in letter.clauses] == kinds
    assert [row["annex_no"] for row in letter.attachments] == ["1"]


def test_half_width_commas_end_a_subject_too(lines: Lines, vocabulary: Vocabulary) -> None:
    text = LETTER.replace("各市财政部门应", "为加快执行,各市财政部门应")
    assert read(lines, vocabulary, text).clauses[-1]["addressee"] == "各市财政局"


@pytest.mark.parametrize(
    "brackets",
    [
        *("〔2020〕", "[2020]", "［2020］", "【2020】", "(2020)", "（2020）", "〔２０２０〕"),
        *(" 〔2020〕 ", "〔 2020 〕"),
    ],
)
def test_brackets_of_a_document_number(lines: Lines, vocabulary: Vocabulary, brackets: str) -> None:
    letter = read(lines, vocabulary, LETTER.replace("〔2020〕", brackets))
    assert letter.fields["document_number"] == "某财〔2020〕1号"


def test_the_colophon_fills_the_notice(lines: Lines, vocabulary: Vocabulary) -> None:
    letter = read(lines, vocabulary, LETTER)
    read_lines, ledger = lines(
        "公开方式：主动公开\n抄送：某局。\n某省财政厅办公室\n2020年2月29日印发"
    )
    read_colophon(read_lines, letter, ledger)
    assert not ledger.stray
    assert letter.fields["disclosure"] == "主动公开"
    assert letter.fields["copied_to"] == "某局"
    assert letter.fields["printed_by"] == "某省财政厅办公室"
    assert letter.fields["printed_on"] == date(2020, 2, 29)


@pytest.mark.parametrize("last", ["2021年2月29日印发", "2020年13月1日印发"])
def test_a_day_that_the_calendar_lacks_is_asked_about(
    lines: Lines, vocabulary: Vocabulary, last: str
) -> None:
    letter = read(lines, vocabulary, LETTER)
    read_lines, ledger = lines(f"公开方式：主动公开\n{last}\n")
    read_colophon(read_lines, letter, ledger)
    assert "printed_on" not in letter.fields
    assert [(q.what, q.line) for q in ledger.questions] == [("this is no day of the calendar", 2)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("九十九", 99)],
)
def test_chinese_numerals(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("start", ["一一、", "零、", "十十、", "二三四、"])
def test_what_is_no_numeral_opens_no_clause(
    lines: Lines, vocabulary: Vocabulary, start: str
) -> None:
    letter = read(lines, vocabulary, LETTER.replace("二、各市", f"{start}各市"))
    assert {clause["clause_no"] for clause in letter.clauses} == {1}
