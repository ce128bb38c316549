"""Grants, totals, and the recipients that one line names, from a table of that shape."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscal_notice.notice.extract.recipients import (
    recipient_kind,
    recipient_rows,
    split_recipients,
)
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.reading import read

ALLOCATIONS = """单位：万元
地区→地区编码→二级项目名称→功能分类科目→金额
合计→→→→125
甲市小计→701→→→85
甲市本级→701001→2021年下放市县任务→2011409 某科目→85
乙市小计→702→→→40
乙市本级→702001→2021年下放市县任务→2011409 某科目→40
"""
TABLE = """序号→地区（单位）→项目名称→专利奖励→知识产权创造运用保护
地市合计→→→5→120
1→甲市小计→→5→80
→甲市奖章有限公司→奖牌制作→5→
→甲市第一有限公司→导航项目→→30
→甲市市场监督管理局→2021年下放市县资金→→50
2→乙市（不含省直管县）小计→→→40
→乙市市场监督管理局→2021年下放市县资金→→40
"""


def test_the_table_is_read(vocabulary: Vocabulary) -> None:
    reading = read(ALLOCATIONS, TABLE, vocabulary=vocabulary)
    assert [
        (t["scope"], t["region_code"], t["seq"], t["patent_award_wan"], t["ip_creation_wan"])
        for t in reading.money.tables["grant_totals"]
    ] == [
        ("cities", None, None, 5, 120),
        ("city", "701", 1, 5, 80),
        ("city", "702", 2, None, 40),
    ]
    assert [
        (g["region_code"], g["purpose"], g["transfer_type"], g["amount_yuan"])
        for g in reading.money.tables["grants"]
    ] == [
        ("701", "patent_award", "award", 50_000),
        ("701", "ip_creation", "earmarked", 300_000),
        ("701", "ip_creation", "devolved", 500_000),
        ("702", "ip_creation", "devolved", 400_000),
    ]
    assert reading.money.purposes == vocabulary.purposes
    assert reading.questions == []


def test_a_header_of_two_rows_gives_the_same_grants(vocabulary: Vocabulary) -> None:
    head, body = TABLE.split("\n", 1)
    two = "单位：万元\n序号→地区（单位）→项目名称→金额→\n→→→专利奖励→知识产权创造运用保护\n"
    first = read(ALLOCATIONS, TABLE, vocabulary=vocabulary).money.tables
    second = read(ALLOCATIONS, two + body, vocabulary=vocabulary).money.tables
    assert head.startswith("序号")
    for name in ("grants", "grant_totals"):
        assert [row | {"source_line": 0} for row in second[name]] == [
            row | {"source_line": 0} for row in first[name]
        ]


def test_a_table_in_yuan_is_converted_exactly(vocabulary: Vocabulary) -> None:
    text = "单位：元\n" + TABLE.replace("→→30", "→→300,001")
    grants = read(text, vocabulary=vocabulary).money.tables["grants"]
    assert [grant["amount_wan"] for grant in grants][:2] == [Decimal("0.0005"), Decimal("30.0001")]


def test_a_row_with_money_for_two_purposes_gives_two_grants(vocabulary: Vocabulary) -> None:
    text = TABLE.replace("→导航项目→→30", "→导航项目→10→30")
    grants = read(ALLOCATIONS, text, vocabulary=vocabulary).money.tables["grants"]
    assert [(g["recipient_as_printed"], g["purpose"]) for g in grants[1:3]] == [
        ("甲市第一有限公司", "patent_award"),
        ("甲市第一有限公司", "ip_creation"),
    ]


def test_purposes_that_no_list_has_get_codes_of_their_own() -> None:
    text = "单位：万元\n" + TABLE.replace("专利奖励", "甲类").replace(
        "知识产权创造运用保护", "乙类"
    )
    money = read(text).money
    assert money.purposes == {"甲类": "purpose_1", "乙类": "purpose_2"}
    assert [row["purpose_2_wan"] for row in money.tables["grant_totals"]] == [120, 80, 40]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        # A lost tab would move the money to the other purpose.
        (
            "→甲市第一有限公司→导航项目→→30",
            "→甲市第一有限公司→导航项目→30",
            13,
            "the row does not fit the header of its table",
        ),
        ("→→30", "→→三十", 13, "a cell in a column of money is not an amount"),
    ],
)
def test_a_broken_row_is_asked_about(
    vocabulary: Vocabulary, old: str, new: str, line: int, what: str
) -> None:
    assert old in TABLE
    reading = read(ALLOCATIONS, TABLE.replace(old, new, 1), vocabulary=vocabulary)
    assert (line, what) in reading.asked


def test_a_city_that_the_allocations_lack_has_no_code(vocabulary: Vocabulary) -> None:
    text = TABLE.replace("乙市（不含省直管县）小计", "丙市小计")
    grants = read(ALLOCATIONS, text, vocabulary=vocabulary).money.tables["grants"]
    assert grants[-1]["region_code"] is None


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
