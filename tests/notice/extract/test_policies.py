"""Policy lists: items as printed, titles, document numbers, and what counts as one policy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.model import Rows
from fiscal_notice.notice.extract.policies import (
    canonical_title,
    document_number_of,
    policy_rows,
    split_items,
    title_of,
)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("《甲法》", [(None, "《甲法》")]),
        ("《甲法》及其细则 《乙法》", [(None, "《甲法》及其细则"), (None, "《乙法》")]),
        ("1. 《甲法》 2. 《乙法》第三条", [(1, "《甲法》"), (2, "《乙法》第三条")]),
        # Numbers are kept as printed, also where they are wrong.
        ("1. 《甲》 3. 《乙》 3. 《丙》", [(1, "《甲》"), (3, "《乙》"), (3, "《丙》")]),
        # Without numbers white space ends an item; with them only a number does.
        ("1. 某局 关于《甲》 的通知 2. 《乙》", [(1, "某局 关于《甲》 的通知"), (2, "《乙》")]),
        # White space inside a title belongs to it, at any depth.
        ("《甲 〈乙〉 办法》 《丙》", [(None, "《甲 〈乙〉 办法》"), (None, "《丙》")]),
        (
            "1. 《甲《乙 1. 办法》的 通知》 2. 《丙》",
            [(1, "《甲《乙 1. 办法》的 通知》"), (2, "《丙》")],
        ),
        # Mark-up that was left over.
        ('<ol style="list-style: none"> 1. 《甲》 2. 《乙》</ol>', [(1, "《甲》"), (2, "《乙》")]),
        # Text above the first number is an item of its own.
        ("依据： 1. 《甲》", [(None, "依据："), (1, "《甲》")]),
        ("", []),
        ("   ", []),
        # A bracket that is never closed swallows the rest and loses nothing.
        ("1. 《甲 2. 《乙》", [(1, "《甲 2. 《乙》")]),
    ],
)
def test_items(cell: str, items: list[tuple[int | None, str]]) -> None:
    assert split_items(cell) == items


@given(st.text(alphabet="甲乙《》〈〉 1.2、\n<>", max_size=40))
def test_no_sign_of_a_title_is_lost(cell: str) -> None:
    kept = "".join(text for _, text in split_items(cell))
    for sign in "甲乙〈〉":
        if "<" not in cell:
            assert kept.count(sign) == cell.count(sign)


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("《甲法》第三条", "甲法"),
        ("某局关于《甲》和《乙》的意见", "甲"),
        ("《关于印发《甲办法》的通知》(某发〔2019〕3号)", "关于印发《甲办法》的通知"),
        ("《关于印发〈甲办法〉的通知》", "关于印发〈甲办法〉的通知"),
        ("没有书名号", "没有书名号"),
        ("《没有结束", "《没有结束"),
        ("》反了《甲》", "甲"),
        ("", ""),
    ],
)
def test_the_title_is_what_the_outermost_brackets_hold(item: str, title: str) -> None:
    assert title_of(item) == title


@pytest.mark.parametrize(
    ("item", "number"),
    [
        ("《甲》(某发〔2019〕3号)", "某发〔2019〕3号"),
        ("《甲》（某发[2019] 3 号）", "某发[2019] 3 号"),
        ("《甲》(国务院令第706号)第十条", "国务院令第706号"),
        ("《甲》(试行)(某发〔2019〕3号)", "某发〔2019〕3号"),
        ("《甲》(某发〔2018〕1号)(某发〔2019〕3号)", "某发〔2019〕3号"),
        ("《甲》(试行)", None),
        ("《甲》某发〔2019〕3号", None),
        ("《甲》(某发〔19〕3号)", None),
    ],
)
def test_the_document_number_stands_in_brackets(item: str, number: str | None) -> None:
    assert document_number_of(item) == number


def test_typing_makes_no_other_policy() -> None:
    sheets: Rows = [
        {"sheet_id": 1, "policy_basis": "1. 《甲:《乙》(试行)》 2. 《丙》"},
        {"sheet_id": 2, "policy_basis": "1. 《甲：〈乙〉 （试行）》 2. 《丙、丁》"},
    ]
    policies, items = policy_rows(sheets, {1: 10, 2: 20})
    assert [policy["title"] for policy in policies] == ["甲:《乙》(试行)", "丙", "丙、丁"]
    assert [(i["sheet_id"], i["position"], i["policy_id"], i["source_line"]) for i in items] == [
        (1, 1, 1, 10),
        (1, 2, 2, 10),
        (2, 1, 1, 20),
        (2, 2, 3, 20),
    ]
    assert canonical_title("甲 :(试行)") == "甲：（试行）"
