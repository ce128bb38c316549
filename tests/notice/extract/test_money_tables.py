"""Tables of money of every shape: the columns that they have, and the amounts that they print."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fiscal_notice.model import Row
from notice.extract.reading import NO_WORDS, read

COLUMNS = ("row_no", "label", "level", "column", "amount_yuan")


def test_a_flat_table_of_provinces_with_several_columns_of_money() -> None:
    reading = read(
        """某资金预算汇总表
单位:万元
序号→地区→金额合计→提前下达数→本次下达数
→合计→30→12→18
1→北京→10→→10
2→吉林→20→12→8
"""
    )
    assert reading.meanings == ["sequence", "region", "other_amount", "other_amount", "amount"]
    assert reading.columns(*COLUMNS)[:5] == [
        (1, "合计", "total", "金额合计", 300_000),
        (1, "合计", "total", "提前下达数", 120_000),
        (1, "合计", "total", "本次下达数", 180_000),
        (2, "北京", "region", "金额合计", 100_000),
        (2, "北京", "region", "本次下达数", 100_000),
    ]
    # 吉林 is a city as well; among provinces it is the province.
    assert {row["label"]: row["gb_code"] for row in reading.amounts} == {
        "合计": None,
        "北京": "110000",
        "吉林": "220000",
    }
    assert reading.money.total == (180_000, 4)
    assert reading.questions == []
    assert reading.stray == []


def test_the_column_of_an_advance_notification_is_its_own() -> None:
    text = "单位：元\n地区→提前下达数→上年执行数\n广州市→5→7\n"
    assert read(text, phase="advance_notification").meanings == ["region", "amount", "other_amount"]


def test_a_header_of_three_rows_with_merged_parents() -> None:
    reading = read(
        """附表→→→→→
2022年某资金分配表→→→→→
→→→→→单位：万元
序号→地区→→金额→→备注
→市→县（市、区）→合计→其中：→
→→→→提前下达→
1→合计→→1,000.5→600→
2→韶关市→小计→500.5→300→
3→→南雄市→300→200→
4→→仁化县→200.5→100→含农场
5→清远市→小计→500→300→
6→→英德市→500→300→
注：金额保留一位小数。→→→→→
"""
    )
    headers = [row["header"] for row in reading.money.tables["layout"]]
    assert headers == [
        "序号",
        "地区/市",
        "地区/县（市、区）",
        "金额/合计",
        "金额/其中：/提前下达",
        "备注",
    ]
    whole = [row for row in reading.amounts if row["column"] == "金额/合计"]
    assert [(r["label"], r["level"], r["region_name"], r["gb_code"]) for r in whole] == [
        ("合计", "total", None, None),
        ("韶关市", "region", "韶关市", "440200"),
        ("南雄市", "detail", "南雄市", "440282"),
        ("仁化县", "detail", "仁化县", "440224"),
        ("清远市", "region", "清远市", "441800"),
        ("英德市", "detail", "英德市", "441881"),
    ]
    assert (
        sum(Decimal(str(r["amount_yuan"])) for r in whole if r["level"] == "detail") == 10_005_000
    )
    assert reading.money.above["1"] == {
        "heading": ("附表2022年某资金分配表", 1),
        "unit": ("万元", 3),
    }
    assert [note["text"] for note in reading.money.notes] == ["注：金额保留一位小数。"]
    # The remark reaches no other table, so the table is kept as printed as well.
    assert len(reading.money.tables["annex_1"]) == 9
    assert reading.questions == []
    assert reading.stray == []


def test_a_parent_whose_text_is_repeated_is_the_same_as_a_merged_one() -> None:
    merged = "单位：元\n地区→金额→→备注\n→中央→省级→\n甲市→1→2→\n"
    repeated = "单位：元\n地区→金额→金额→备注\n地区→中央→省级→备注\n甲市→1→2→\n"
    for text in (merged, repeated):
        assert [row["column"] for row in read(text).amounts] == ["金额/中央", "金额/省级"]


def test_codes_names_and_merged_cells_of_units() -> None:
    reading = read(
        """单位：元
单位编码→单位名称→项目名称→功能科目编码→功能科目名称→金额（万元）→备注
001001→省甲厅→校舍项目→2050202→小学教育→25.5→
→→设备项目→2050203→初中教育→(3.25)→
002001→省乙厅→防疫项目→2100408→基本公共卫生服务→△１，２００．０１→
总计→→→→→-1,177.76→
"""
    )
    assert reading.columns("label", "unit_code", "project_name", "unit", "amount_yuan") == [
        ("省甲厅", "001001", "校舍项目", "万元", 255_000),
        ("省甲厅", "001001", "设备项目", "万元", -32_500),
        ("省乙厅", "002001", "防疫项目", "万元", -12_000_100),
        ("总计", None, None, "万元", -11_777_600),
    ]
    allocations = reading.money.tables["allocations"]
    assert [(a["unit_code"], a["function_code"], a["function_name"]) for a in allocations] == [
        ("001001", "2050202", "小学教育"),
        ("001001", "2050203", "初中教育"),
        ("002001", "2100408", "基本公共卫生服务"),
    ]
    functions = reading.money.tables["functions"]
    assert [row["function_code"] for row in functions if row["level"] == 1] == ["205", "210"]


def test_groups_and_a_sum_at_the_right() -> None:
    reading = read(
        """2022年某补助资金分配表（万元）
地区→租赁补贴→小区改造→合计
全省合计→300→300→600
一、地市小计→200→250→450
石家庄市→100→150→250
唐山市→100→100→200
二、财政省直管县小计→100→50→150
辛集市→100→50→150
"""
    )
    assert reading.meanings == ["region", "other_amount", "other_amount", "amount"]
    whole = [row for row in reading.amounts if row["column"] == "合计"]
    assert [(row["label"], row["level"], row["amount_yuan"]) for row in whole] == [
        ("全省合计", "total", 6_000_000),
        ("一、地市小计", "group", 4_500_000),
        ("石家庄市", "region", 2_500_000),
        ("唐山市", "region", 2_000_000),
        ("二、财政省直管县小计", "group", 1_500_000),
        ("辛集市", "region", 1_500_000),
    ]
    assert reading.questions == []


def test_what_is_no_money_is_no_amount_but_kept() -> None:
    reading = read(
        """补助资金表
地区→补助人数（人）→补助标准（元/人）→补助金额（元）
合计→30→→30,000
天河区→10→1,000→10,000
越秀区→20→1,000→20,000
"""
    )
    assert reading.meanings == ["region", "quantity", "quantity", "amount"]
    assert reading.columns("label", "gb_code", "amount_yuan") == [
        ("合计", None, 30_000),
        ("天河区", "440106", 10_000),
        ("越秀区", "440104", 20_000),
    ]
    assert len(reading.money.tables["annex_1"]) == 4


def test_a_city_above_its_counties_is_told_by_arithmetic() -> None:
    reading = read(
        """表
市县→资金
长沙市→100万元
  长沙市本级→40万元
  浏阳市→60万元
株洲市→50万元
"""
    )
    assert reading.columns("label", "level", "gb_code", "unit", "amount_yuan") == [
        ("长沙市", "region", "430100", "万元", 1_000_000),
        ("长沙市本级", "detail", "430100", "万元", 400_000),
        ("浏阳市", "detail", "430181", "万元", 600_000),
        ("株洲市", "region", "430200", "万元", 500_000),
    ]


def test_a_county_beside_its_city_is_a_region_of_its_own() -> None:
    text = "单位：元\n市县→资金\n长沙市→40\n浏阳市→60\n株洲市→50\n"
    assert {level for (level,) in read(text).columns("level")} == {"region"}


def test_a_list_of_projects_with_the_region_at_the_end() -> None:
    reading = read(
        """单位：万元
序号→承担单位→项目名称→资助金额→所在地区
1→甲大学→材料研究→50→广州市
2→乙有限公司→芯片研究→60.5→深圳市
→合计→→110.5→
"""
    )
    assert reading.columns("label", "level", "recipient", "project_name", "gb_code") == [
        ("甲大学", "detail", "甲大学", "材料研究", "440100"),
        ("乙有限公司", "detail", "乙有限公司", "芯片研究", "440300"),
        ("合计", "total", None, None, None),
    ]
    grants = reading.money.tables["grants"]
    assert [(grant["amount_wan"], grant["amount_yuan"]) for grant in grants] == [
        (50, 500_000),
        (Decimal("60.5"), 605_000),
    ]
    assert reading.money.tables["grant_totals"][0]["amount_wan"] == Decimal("110.5")


def test_subtotals_below_their_lines() -> None:
    reading = read(
        """单位：元
地区（单位）→项目名称→金额
甲有限公司→项目一→1
乙有限公司→项目二→2
广州市小计→→3
丙大学→项目三→4
深圳市小计→→4
合计→→7
"""
    )
    assert reading.columns("label", "level", "region_name") == [
        ("甲有限公司", "detail", "广州市"),
        ("乙有限公司", "detail", "广州市"),
        ("广州市小计", "region", "广州市"),
        ("丙大学", "detail", "深圳市"),
        ("深圳市小计", "region", "深圳市"),
        ("合计", "total", None),
    ]


def test_a_table_goes_on_over_pages_and_another_one_begins() -> None:
    reading = read(
        """表一
单位：万元
地区→金额
广州市→100
- 1 -
单位：万元
地区→金额
深圳市→200
— 2 —
第3页
表二
单位：元
地区→金额
佛山市→5
"""
    )
    assert reading.columns("table_no", "row_no", "label", "amount_yuan") == [
        (1, 1, "广州市", 1_000_000),
        (1, 2, "深圳市", 2_000_000),
        (2, 1, "佛山市", 5),
    ]
    assert reading.stray == []


def test_rows_that_number_the_columns_are_no_amounts() -> None:
    text = "单位：元\n地区→合计→中央→省级\n栏次→1=2+3→2→3\n甲市→3→1→2\n"
    assert [row["label"] for row in read(text).amounts] == ["甲市"] * 3


def test_nothing_printed_is_no_amount_but_nought_is() -> None:
    text = "单位：元\n地区→金额\n甲市→-\n乙市→—\n丙市→/\n丁市→0\n戊市→\n"
    assert read(text).columns("row_no", "label", "amount_yuan") == [(4, "丁市", 0)]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("单位：元", 1),
        ("单位:千元", 1000),
        ("（单位：万元）", 10_000),
        ("金额单位：人民币元", 1),
        ("单位：百万元", 1_000_000),
        ("金额单位:亿元", 100_000_000),
        ("→单位：万元", 10_000),
        ("某资金分配表（万元）", 10_000),
        ("某资金分配表（单位：人民币万元）", 10_000),
    ],
)
def test_the_unit_is_printed_above(unit: str, factor: int) -> None:
    reading = read(f"{unit}\n地区→金额\n甲市→1.25\n")
    assert Decimal(str(reading.amounts[0]["amount_yuan"])) == Decimal("1.25") * factor
    assert reading.questions == []


@pytest.mark.parametrize("title", ["金额（万元）", "金额(万元)", "金额:万元", "资金（单位：万元）"])
def test_the_unit_is_printed_in_the_title_of_the_column(title: str) -> None:
    assert read(f"单位：元\n地区→{title}\n甲市→0.5\n").amounts[0]["amount_yuan"] == 5_000


def test_a_unit_that_is_not_printed_is_told_by_the_sums_of_another_table() -> None:
    first = "单位：元\n地区→金额\n合计→30,000\n甲市→10,000\n乙市→20,000\n"
    second = "地区→项目一→项目二\n地市合计→1→2\n甲市→1→\n乙市→→2\n"
    purposes = {"项目一": "one", "项目二": "two"}
    reading = read(first, second, vocabulary=replace(NO_WORDS, purposes=purposes))
    assert [row["amount_yuan"] for row in reading.amounts if row["annex_no"] == "2"] == [
        10_000,
        20_000,
        10_000,
        20_000,
    ]
    assert reading.questions == []


def test_a_unit_that_nobody_tells_is_asked_for_and_can_be_given() -> None:
    text = "地区→金额\n甲市→1\n"
    reading = read(text)
    assert reading.amounts[0]["amount_yuan"] is None
    assert reading.asked == [(1, "no unit is printed for this table's money")]
    answer = reading.questions[0].answer
    assert answer == "--set annexes/1/unit=万元"
    row = {"resource": "annexes", "key": "1", "field": "unit", "value": "万元"}
    again = read(text, given=[dict(row)])
    assert (again.amounts[0]["amount_yuan"], again.questions) == (10_000, [])
    assert read(text, body_total=10_000).amounts[0]["amount_yuan"] == 10_000


def test_a_column_that_nobody_knows_is_asked_about_and_can_be_answered() -> None:
    text = "地区→甲类→金额（元）\n广州市→1→2\n"
    reading = read(text)
    assert reading.meanings == ["region", "unknown", "amount"]
    assert reading.asked == [(1, "nobody knows what a column with figures means")]
    answer = str(reading.questions[0].answer)
    assert answer == "layout.csv: 1,1,2,甲类,amount,true"
    cells = answer.removeprefix("layout.csv: ").split(",")
    names = ("table_no", "annex_no", "position", "header", "meaning", "confirmed")
    again = read(text, layout=[dict(zip(names, cells, strict=True))])
    assert again.meanings == ["region", "amount", "other_amount"]
    assert again.money.tables["layout"][1]["confirmed"] is True


def test_a_table_of_texts_is_kept_as_printed() -> None:
    reading = read("任务清单\n序号→任务→牵头部门\n1→加强监管→省甲厅\n2→推进改革→省乙局\n")
    assert [(r["row_no"], r["column_2"]) for r in reading.money.tables["annex_1"]] == [
        (1, "任务"),
        (2, "加强监管"),
        (3, "推进改革"),
    ]
    assert reading.amounts == []
    assert reading.questions == []
    assert reading.stray == []


def test_a_table_of_figures_that_nobody_knows_is_kept_and_asked_about() -> None:
    text = "某表\n地区→甲→乙\n广州市→1→2\n深圳市→3→4\n"
    reading = read(text)
    assert [row["column_3"] for row in reading.money.tables["annex_1"]] == ["乙", "2", "4"]
    assert [what for _, what in reading.asked] == [
        "no column of money can be told in this table, which is kept as printed"
    ]
    names = ("table_no", "annex_no", "position", "header", "meaning", "confirmed")
    row: Row = dict(zip(names, ("1", "1", "2", "甲", "ignored", "true"), strict=True))
    assert read(text, layout=[row]).questions == []


def test_a_cell_that_is_no_amount_is_kept_and_asked_about() -> None:
    reading = read("单位：元\n地区→金额\n甲市→1,00\n乙市→2\n")
    assert reading.columns("label", "amount_as_printed", "amount_yuan") == [
        ("甲市", "1,00", None),
        ("乙市", "2", 2),
    ]
    assert reading.asked == [(3, "a cell in a column of money is not an amount")]


def test_a_row_that_lost_a_tab_moves_no_money() -> None:
    reading = read("单位：元\n地区→金额→备注\n甲市→1→\n乙市→2→→3\n丙市→3→\n丁市\n")
    assert reading.columns("row_no", "label") == [(1, "甲市"), (3, "丙市")]
    assert reading.asked == [(4, "the row does not fit the header of its table")]
    assert reading.stray == ["乙市\t2\t\t3", "丁市"]


def test_a_section_without_a_table_is_left() -> None:
    reading = read("只有文字，没有表格。\n第二段。")
    assert reading.money.tables["amounts"] == []
    assert reading.stray == ["只有文字，没有表格。", "第二段。"]


def test_a_heading_inside_the_table_is_no_header() -> None:
    reading = read("单位：元\n项目→金额→备注\n一、发展资金→→\n甲项目→1→\n合计→1→\n")
    assert reading.columns("row_no", "label", "level") == [
        (2, "甲项目", "detail"),
        (3, "合计", "total"),
    ]
    assert [note["text"] for note in reading.money.notes] == ["一、发展资金"]


def test_columns_of_no_list_and_no_unit_are_money_if_they_add_up_to_another_tables() -> None:
    first = "单位：元\n地区→金额\n合计→30,000\n广州市→10,000\n深圳市→20,000\n"
    second = "地区→甲类→乙类\n地市合计→1→2\n广州市→1→\n深圳市→→2\n"
    reading = read(first, second)
    assert reading.meanings[2:] == ["region", "amount", "amount"]
    yuan = [row["amount_yuan"] for row in reading.amounts if row["annex_no"] == "2"]
    assert yuan == [10_000, 20_000, 10_000, 20_000]
    assert reading.questions == []
    other = read(first, second.replace("→1→2\n", "→1→3\n").replace("→→2\n", "→→3\n"))
    assert [what for _, what in other.asked] == [
        "no column of money can be told in this table, which is kept as printed"
    ]
