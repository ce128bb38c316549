"""Annex 1: allocations, totals, regions, units and functional codes."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.annex_allocations import (
    Allocations,
    function_rows,
    read_allocations,
)
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.conftest import Lines

HEAD = "地区→地区编码→二级项目名称→功能分类科目→金额→备注\n"
TABLE = (
    HEAD
    + """合计→→→→850.00→
一、各市合计→→→→850.00→
甲市小计→701→→→500.00→
甲市本级→701001→2021年戴帽资金→2011409 知识产权宏观管理→200.00→待定
甲市本级→701001→2021年下放市县任务→2011409 知识产权宏观管理→300.00→
乙市（不含省直管县）小计→702→→→350.00→
乙市本级→702001→奖牌制作→2011409 知识产权宏观管理→350.00→
"""
)


def read(lines: Lines, vocabulary: Vocabulary, text: str) -> Allocations:
    read_lines, ledger = lines(text)
    result = read_allocations(read_lines, "元", ledger, vocabulary)
    ledger.close()
    return result


def test_the_table_is_read(lines: Lines, vocabulary: Vocabulary) -> None:
    result = read(lines, vocabulary, TABLE)
    assert [(t["scope"], t["region_code"], t["amount_yuan"]) for t in result.totals] == [
        ("all", None, 850),
        ("cities", None, 850),
        ("city", "701", 500),
        ("city", "702", 350),
    ]
    assert [(r["name"], r["gb_code"], r["excludes_direct_counties"]) for r in result.regions] == [
        ("甲市", "990100", False),
        ("乙市", "990200", True),
    ]
    assert [unit["unit_code"] for unit in result.units] == ["701001", "702001"]
    assert [(a["transfer_type"], a["amount_yuan"], a["remark"]) for a in result.allocations] == [
        ("earmarked", 200, "待定"),
        ("devolved", 300, None),
        ("award", 350, None),
    ]
    assert result.allocations[0]["source_line"] == 5


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("甲市小计→701→→→500.00", "丙市小计→701→→→500.00", 4, "not in the code list of GB/T 2260"),
        ("甲市小计→701", "甲市小计→", 4, "subtotal has no region code"),
        ("甲市小计→701", "甲市小计→７０１", 4, "subtotal has no region code"),
        ("小计→702", "小计→701", 7, "a second subtotal"),
        ("乙市（不含省直管县）小计", "甲市小计", 7, "a second subtotal"),
        ("702001", "703001", 8, "belongs to no city above it"),
        ("702001", "702０01", 8, "belongs to no city above it"),
        ("702001", "", 8, "belongs to no city above it"),
        ("→2011409 知识产权宏观管理→350", "→9999999 其他→350", 8, "not in the classification"),
        ("→2011409 知识产权宏观管理→350", "→→350", 8, "not in the classification"),
        ("奖牌制作", "其他项目", 8, "tells no kind of transfer"),
        ("奖牌制作", "奖牌戴帽", 8, "tells two kinds"),
        ("350.00→\n", "25万元→\n", 7, "金额 is not an amount"),
        ("→200.00", "→２００", 5, "金额 is not an amount"),
        ("→200.00", "→-200.00", 5, "金额 is not an amount"),
        ("→200.00", "→200.50", 5, "not a whole number of 元"),
        ("→200.00", "→20,0.00", 5, "金额 is not an amount"),
        ("→200.00", "→", 5, "金额 is not an amount"),
        ("→→→→850.00→\n一", "→→→850.00→\n一", 2, "does not fit the header"),
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


@pytest.mark.parametrize("label", ["合计→", ""])
def test_a_table_without_grand_total_is_cut(
    lines: Lines, vocabulary: Vocabulary, label: str
) -> None:
    kept = [row for row in TABLE.splitlines(keepends=True) if not label or row[:3] != label]
    with pytest.raises(TranscriptError, match="no row 合计"):
        read(lines, vocabulary, "".join(kept if label else [HEAD]))


def test_functions_come_with_their_parents(vocabulary: Vocabulary) -> None:
    rows = function_rows([{"function_code": "2011409"}], vocabulary)
    assert [(r["function_code"], r["level"], r["parent_code"]) for r in rows] == [
        ("201", 1, None),
        ("20114", 2, "201"),
        ("2011409", 3, "20114"),
    ]
