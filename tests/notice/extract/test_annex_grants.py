"""Annex 2: grants, totals, and the recipients that one line names."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.annex_grants import (
    Grants,
    read_grants,
    recipient_kind,
    recipient_rows,
    split_recipients,
)
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines

TABLE = """序号→地区（单位）→项目名称→专利奖励→知识产权创造运用保护
地市合计→→→5→120
1→甲市小计→→5→80
→甲市奖章有限公司→奖牌制作→5→
→甲市第一有限公司→导航项目→→30
→甲市市场监督管理局→2021年下放市县资金→→50
2→乙市（不含省直管县）小计→→→40
→乙市市场监督管理局→2021年下放市县资金→→40
"""
REGIONS = {"甲市": "701", "乙市": "702"}


def read(lines: Lines, vocabulary: Vocabulary, text: str, unit: str = "万元") -> Grants:
    read_lines, ledger = lines(text)
    result = read_grants(read_lines, unit, REGIONS, ledger, vocabulary)
    ledger.close()
    return result


def test_the_table_is_read(lines: Lines, vocabulary: Vocabulary) -> None:
    result = read(lines, vocabulary, TABLE)
    assert [
        (t["scope"], t["region_code"], t["seq"], t["patent_award_wan"], t["ip_creation_wan"])
        for t in result.totals
    ] == [
        ("cities", None, None, 5, 120),
        ("city", "701", 1, 5, 80),
        ("city", "702", 2, None, 40),
    ]
    assert [
        (g["region_code"], g["purpose"], g["transfer_type"], g["amount_yuan"])
        for g in result.grants
    ] == [
        ("701", "patent_award", "award", 50_000),
        ("701", "ip_creation", "earmarked", 300_000),
        ("701", "ip_creation", "devolved", 500_000),
        ("702", "ip_creation", "devolved", 400_000),
    ]


def test_a_table_in_yuan_is_converted_exactly(lines: Lines, vocabulary: Vocabulary) -> None:
    text = TABLE.split("2→", maxsplit=1)[0].replace("→5→", "→50,000→").replace("→→30", "→→300,000")
    text = text.replace("120", "1,200,000").replace("→80", "→800,000").replace("→50\n", "→500000\n")
    grants = read(lines, vocabulary, text, unit="元").grants
    assert [grant["amount_wan"] for grant in grants] == [5, 30, 50]
    with pytest.raises(TranscriptError, match="not a whole number of 万元"):
        read(lines, vocabulary, text.replace("300,000", "300,001"), unit="元")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("→甲市第一有限公司→导航项目→→30", "→甲市第一有限公司→导航项目→30→30", 5, "one amount"),
        ("→甲市第一有限公司→导航项目→→30", "→甲市第一有限公司→导航项目→→", 5, "one amount"),
        # A lost tab would move the money to the other purpose.
        (
            "→甲市第一有限公司→导航项目→→30",
            "→甲市第一有限公司→导航项目→30",
            5,
            "not fit the header",
        ),
        ("→→30", "→→30万元", 5, "知识产权创造运用保护 is not an amount"),
        ("→→30", "→→3０", 5, "is not an amount"),
        ("→→30", "→→0.00001", 5, "not a whole number of 万元"),
        ("乙市（不含省直管县）小计", "丙市小计", 7, "annex 1 does not name this city"),
        ("1→甲市小计→→5→80\n", "", 3, "stands above the first city"),
    ],
)
def test_a_broken_row_is_named(
    lines: Lines, vocabulary: Vocabulary, old: str, new: str, line: int, problem: str
) -> None:
    assert old in TABLE
    with pytest.raises(TranscriptError, match=problem) as caught:
        read(lines, vocabulary, TABLE.replace(old, new, 1))
    assert caught.value.line == line
    assert caught.value.found
    assert caught.value.hint


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("甲有限公司", ["甲有限公司"]),
        ("甲有限公司、乙研究院", ["甲有限公司", "乙研究院"]),
        ("甲(广州)有限公司、乙律师事务所", ["甲(广州)有限公司", "乙律师事务所"]),
        # 、 inside a name: its parts do not end as bodies do.
        ("甲、乙有限公司", ["甲、乙有限公司"]),
        ("甲有限公司、", ["甲有限公司、"]),
        ("", [""]),
    ],
)
def test_recipients_are_split_where_each_part_is_a_body(printed: str, names: list[str]) -> None:
    assert split_recipients(printed) == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("甲研究院有限公司", "company"),
        ("甲大学", "university"),
        ("甲专利协会", "association"),
        ("乙（广州）律师事务所", "law_firm"),
        ("中新知识城管委会", "government"),
        ("某机构（集团）", "company"),
        ("某某", "other"),
        ("", "other"),
    ],
)
def test_the_ending_tells_the_kind(name: str, kind: str) -> None:
    assert recipient_kind(name) == kind


def test_recipients_are_numbered_by_first_mention() -> None:
    recipients, links = recipient_rows(
        [
            {"grant_id": 1, "recipient_as_printed": "甲(广州)公司、乙学院"},
            {"grant_id": 2, "recipient_as_printed": "乙学院"},
        ]
    )
    assert [(r["recipient_id"], r["name"], r["name_clean"]) for r in recipients] == [
        (1, "甲(广州)公司", "甲（广州）公司"),
        (2, "乙学院", "乙学院"),
    ]
    assert [(x["grant_id"], x["recipient_id"]) for x in links] == [(1, 1), (1, 2), (2, 2)]
