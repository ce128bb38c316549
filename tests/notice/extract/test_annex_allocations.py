"""Allocations, totals, regions, units and functional codes, from a table of that shape."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.extract.annex_allocations import function_rows
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.reading import Reading, read

TABLE = """单位：元
地区→地区编码→二级项目名称→功能分类科目→金额→备注
合计→→→→850.00→
一、各市合计→→→→850.00→
甲市小计→701→→→500.00→
甲市本级→701001→2021年戴帽资金→2011409 知识产权宏观管理→200.00→待定
甲市本级→701001→2021年下放市县任务→2011409 知识产权宏观管理→300.00→
乙市（不含省直管县）小计→702→→→350.00→
乙市本级→702001→奖牌制作→2011409 知识产权宏观管理→350.00→
"""


@pytest.fixture
def table(vocabulary: Vocabulary) -> Reading:
    return read(TABLE, vocabulary=vocabulary)


def test_the_table_is_read(table: Reading) -> None:
    tables = table.money.tables
    assert [
        (t["scope"], t["region_code"], t["amount_yuan"]) for t in tables["allocation_totals"]
    ] == [
        ("all", None, 850),
        ("cities", None, 850),
        ("city", "701", 500),
        ("city", "702", 350),
    ]
    assert [
        (r["name"], r["gb_code"], r["excludes_direct_counties"]) for r in tables["regions"]
    ] == [("甲市", "990100", False), ("乙市", "990200", True)]
    assert [(u["unit_code"], u["region_code"]) for u in tables["budget_units"]] == [
        ("701001", "701"),
        ("702001", "702"),
    ]
    assert [(a["transfer_type"], a["amount_yuan"], a["remark"]) for a in tables["allocations"]] == [
        ("earmarked", 200, "待定"),
        ("devolved", 300, None),
        ("award", 350, None),
    ]
    assert tables["allocations"][0]["source_line"] == 6
    assert table.money.total == (850, 3)
    assert table.money.regions == {"甲市": "701", "乙市": "702"}
    assert table.questions == []


def test_the_columns_may_stand_in_any_order_and_have_other_names(
    table: Reading, vocabulary: Vocabulary
) -> None:
    rows = [line.split("→") for line in TABLE.splitlines()[1:]]
    rows[0] = ["市县", "区划编码", "项目名称", "支出功能分类科目", "下达金额", "说明"]
    order = (5, 4, 0, 3, 1, 2)
    text = "\n".join("→".join(row[place] for place in order) for row in rows)
    again = read("单位：元\n" + text, vocabulary=vocabulary)
    for name in ("allocations", "allocation_totals", "regions", "budget_units", "functions"):
        assert again.money.tables[name] == table.money.tables[name], name


def test_merged_cells_are_the_same_as_repeated_ones(table: Reading, vocabulary: Vocabulary) -> None:
    text = TABLE.replace("甲市本级→701001→2021年下放", "→→2021年下放")
    assert read(text, vocabulary=vocabulary).money.tables == table.money.tables


def test_without_subtotals_a_region_is_told_by_its_own_budget(vocabulary: Vocabulary) -> None:
    text = "".join(line for line in TABLE.splitlines(keepends=True) if "小计" not in line)
    tables = read(text, vocabulary=vocabulary).money.tables
    assert [(r["region_code"], r["name"], r["gb_code"]) for r in tables["regions"]] == [
        ("701", "甲市", "990100"),
        ("702", "乙市", "990200"),
    ]
    assert [(u["unit_code"], u["region_code"]) for u in tables["budget_units"]] == [
        ("701001", "701"),
        ("702001", "702"),
    ]


def test_a_directly_administered_county_is_a_region_of_a_group_of_its_own(
    vocabulary: Vocabulary,
) -> None:
    text = TABLE + (
        "二、财政省直管县合计→→→→5→\n南雄市小计→722→→→5→\n"
        "南雄市本级→722001→2021年下放市县任务→2011409 知识产权宏观管理→5→\n"
    )
    tables = read(text, vocabulary=vocabulary).money.tables
    assert tables["regions"][-1] | {"source_line": 0} == {
        "region_code": "722",
        "name": "南雄市",
        "gb_code": "440282",
        "excludes_direct_counties": False,
        "source_line": 0,
    }
    assert tables["budget_units"][-1]["region_code"] == "722"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("甲市小计→701", "甲市小计→", 5, "the city's subtotal has no region code"),
        ("甲市小计→701", "甲市小计→甲零一", 5, "the city's subtotal has no region code"),
        ("小计→702", "小计→701", 8, "a second subtotal for a city or a region code"),
        (
            "乙市（不含省直管县）小计",
            "甲市小计",
            8,
            "a second subtotal for a city or a region code",
        ),
        ("奖牌制作", "其他项目", 9, "the project's name does not tell the kind of transfer"),
        ("奖牌制作", "奖牌戴帽", 9, "the project's name does not tell the kind of transfer"),
        ("→200.00", "→20,0.00", 6, "a cell in a column of money is not an amount"),
        ("→→→→850.00→\n一", "→→→850.00→\n一", 3, "the row does not fit the header of its table"),
    ],
)
def test_a_broken_row_is_asked_about(
    vocabulary: Vocabulary, old: str, new: str, line: int, what: str
) -> None:
    assert old in TABLE
    reading = read(TABLE.replace(old, new, 1), vocabulary=vocabulary)
    assert (line, what) in reading.asked
    assert all(question.found and question.answer for question in reading.questions)


@pytest.mark.parametrize(
    ("old", "new", "yuan"),
    [
        ("→200.00", "→２００", 200),
        ("→200.00", "→-200.00", -200),
        ("→200.00", "→25万元", 250_000),
    ],
)
def test_other_ways_of_printing_an_amount(
    vocabulary: Vocabulary, old: str, new: str, yuan: int
) -> None:
    reading = read(TABLE.replace(old, new, 1), vocabulary=vocabulary)
    assert reading.money.tables["allocations"][0]["amount_yuan"] == yuan


def test_a_name_that_no_list_has_is_no_error(vocabulary: Vocabulary) -> None:
    reading = read(TABLE.replace("甲市", "某新区"), vocabulary=vocabulary)
    assert reading.money.tables["regions"][0]["gb_code"] is None
    assert reading.questions == []


def test_where_no_project_tells_its_kind_nothing_is_asked(vocabulary: Vocabulary) -> None:
    text = TABLE.replace("戴帽", "").replace("下放市县", "").replace("奖牌", "")
    reading = read(text, vocabulary=vocabulary)
    assert [row["transfer_type"] for row in reading.money.tables["allocations"]] == [None] * 3
    assert reading.questions == []


def test_functions_come_with_their_parents(vocabulary: Vocabulary) -> None:
    rows = function_rows([{"function_code": "2011409"}], vocabulary)
    assert [(r["function_code"], r["level"], r["parent_code"]) for r in rows] == [
        ("201", 1, None),
        ("20114", 2, "201"),
        ("2011409", 3, "20114"),
    ]


def test_the_name_of_a_function_is_official_or_as_printed(vocabulary: Vocabulary) -> None:
    codes = [("2011409", "印错的名称"), ("2050201", "印错的名称"), ("2999901", "所印名称")]
    rows = function_rows(
        [{"function_code": code, "function_name": name} for code, name in codes], vocabulary
    )
    names = {row["function_code"]: row["name"] for row in rows if row["level"] == 3}
    assert names == {"2011409": "知识产权宏观管理", "2050201": "学前教育", "2999901": "所印名称"}
