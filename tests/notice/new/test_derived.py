"""The descriptor follows the notice."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from fiscal_notice.notice.descriptor import NoticeFacts, dataset_name, derived, facts_of
from fiscal_notice.package import read_package, read_records
from kit import ROOT

FACTS = NoticeFacts(
    document_number="甲财〔2021〕7号",
    title="甲省财政厅关于下达2022年发明资金的通知",
    issuer="甲省财政厅",
    budget_year=2022,
    phase="allocation",
    fund_name="发明资金",
    total_yuan=Decimal("1234567.80"),
    signed_on=date(2021, 12, 3),
    region=("甲省", "Jia"),
    tables=frozenset(["notice", "amounts"]),
)


@pytest.mark.parametrize(
    ("number", "issuer", "name"),
    [
        ("粤财工〔2020〕228号", "广东省财政厅", "yuecaigong-2020-228"),
        ("渝财预〔2021〕第07号", "重庆市财政局", "yucaiyu-2021-7"),
        # Signs with several readings are read as in the issuer's name.
        ("长财建〔2021〕5号", "长沙市财政局", "changcaijian-2021-5"),
        ("重财〔2021〕5号", "重庆市财政局", "chongcai-2021-5"),
        ("厦财预〔2021〕5号", "厦门市财政局", "xiacaiyu-2021-5"),
        ("藏财预〔2021〕5号", "西藏自治区财政厅", "zangcaiyu-2021-5"),
    ],
)
def test_a_dataset_is_called_by_the_number(number: str, issuer: str, name: str) -> None:
    assert dataset_name(NoticeFacts(document_number=number, issuer=issuer)) == name


def test_without_a_number_it_is_called_by_the_title_or_the_text() -> None:
    titled = NoticeFacts(title="甲省财政厅关于下达发明资金的通知")
    assert dataset_name(titled) == "xia-da-fa-ming-zi-jin"
    assert dataset_name(NoticeFacts(mark="0123456789ab")) == "notice-01234567"


def test_a_long_title_is_cut_between_words() -> None:
    name = dataset_name(NoticeFacts(title="发明" * 50))
    assert len(name) <= 60
    assert set(name.split("-")) == {"fa", "ming"}


def test_what_the_notice_says_is_in_the_descriptor() -> None:
    found = derived(FACTS)
    assert found["title"] == "甲财〔2021〕7号：下达2022年发明资金"
    assert found["title@en"] == "Jia fiscal notice 甲财〔2021〕7号: allocation, budget year 2022"
    assert "1,234,567.8 yuan" in str(found["description"])
    assert "1,234,567.8元" in str(found["description@zh"])
    assert found["temporal"] == {"start": "2022-01-01", "end": "2022-12-31"}
    assert found["spatial"] == "中国甲省"
    assert found["created"] == "2021-12-03T00:00:00Z"
    assert found["sources"] == [{"title": "甲省财政厅 甲财〔2021〕7号（2021年12月3日）"}]


def test_the_name_of_a_fund_gives_keywords_that_a_portal_takes() -> None:
    name = "甲专项资金（发明-保护、奖励）"
    found = derived(NoticeFacts(title="表", mark="ab", fund_name=name))
    keywords = found["keywords"]
    assert isinstance(keywords, list)
    assert {"甲专项资金", "发明-保护", "奖励"} <= set(keywords)
    assert all(re.fullmatch(r"[\w .-]{2,100}", word) for word in keywords)


def test_what_it_does_not_say_is_absent() -> None:
    found = derived(NoticeFacts(title="表", mark="ab"))
    absent = {"temporal", "spatial", "created", "contributors"}
    assert not absent & set(found)


def test_the_repositorys_own_descriptor_agrees_in_what_is_checked() -> None:
    package = read_package(ROOT)
    tables = {t.name: [r.cells for r in read_records(package, t)] for t in package.tables}
    found = derived(facts_of(tables, region=("广东省", "Guangdong")))
    for key in ("name", "spatial", "temporal", "sources"):
        assert package.descriptor[key] == found[key]
