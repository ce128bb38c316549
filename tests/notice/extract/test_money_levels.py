"""Levels and regions of the rows of a table of money, however they are printed. All is invented."""

from __future__ import annotations

import pytest

from notice.extract.reading import read


def test_two_columns_of_regions() -> None:
    reading = read(
        """单位：万元
地区→→项目→金额
市→县→→
韶关市→南雄市→甲→300
→→乙→50
→仁化县→丙→200
清远市→英德市→丁→10
合计→→→560
"""
    )
    assert reading.columns("label", "level", "gb_code", "project_name") == [
        ("南雄市", "detail", "440282", "甲"),
        ("南雄市", "detail", "440282", "乙"),
        ("仁化县", "detail", "440224", "丙"),
        ("英德市", "detail", "441881", "丁"),
        ("合计", "total", None, None),
    ]


@pytest.mark.parametrize(
    "labels",
    [
        ("一、发展→60", "（一）甲→40", "⒈甲一→30", "⒉甲二→10", "（二）乙→20", "二、其他→40"),
        ("一→发展→60", "（一）→甲→40", "1→甲一→30", "2→甲二→10", "（二）→乙→20", "二→其他→40"),
    ],
)
def test_nested_numbers_tell_groups_from_lines(labels: tuple[str, ...]) -> None:
    head = "项目→金额" if labels[0].count("→") == 1 else "序号→项目→金额"
    reading = read("单位：万元\n" + head + "\n" + "\n".join(labels) + "\n")
    levels = [level for (level,) in reading.columns("level")]
    assert levels == ["group", "group", "detail", "detail", "detail", "detail"]


def test_numbers_of_a_flat_list_tell_nothing() -> None:
    reading = read("单位：元\n项目→金额\n一、甲→3\n二、乙→4\n三、丙→7\n")
    assert [level for (level,) in reading.columns("level")] == ["detail"] * 3


def test_a_subtotal_below_is_no_line_of_the_only_line_above_it() -> None:
    reading = read(
        """单位：元
序号→单位名称→项目名称→金额
1→广州市本级→甲→3
2→广州市本级→乙→2
→广州市小计→→5
3→深圳市本级→丙→4
→深圳市小计→→4
→合计→→9
"""
    )
    levels = [level for (level,) in reading.columns("level")]
    assert levels == ["detail", "detail", "region", "detail", "region", "total"]


def test_a_provincial_unit_among_cities_belongs_to_none() -> None:
    reading = read(
        "单位：元\n单位→金额\n省甲厅→10\n广州市→60\n深圳市→20\n佛山市顺德区→20\n合计→110\n"
    )
    assert reading.columns("label", "level", "region_name", "gb_code") == [
        ("省甲厅", "detail", None, None),
        ("广州市", "region", "广州市", "440100"),
        ("深圳市", "region", "深圳市", "440300"),
        ("佛山市顺德区", "region", "佛山市顺德区", "440606"),
        ("合计", "total", None, None),
    ]


def test_own_budgets_in_a_list_of_regions_are_lines_of_it() -> None:
    reading = read("单位：元\n地区→金额\n省本级→1\n汕头市本级→6\n南澳县→4\n")
    assert reading.columns("label", "level", "region_name", "gb_code") == [
        ("省本级", "region", "省本级", None),
        ("汕头市本级", "region", "汕头市", "440500"),
        ("南澳县", "region", "南澳县", "440523"),
    ]


def test_lines_below_a_region_that_is_numbered() -> None:
    reading = read(
        """单位：万元
市县→所属单位→项目名称→补助资金
合计→→→100
一、省本级→→→30
→省甲中心→甲项目→30
二、广州市→→→70
市本级→乙中心→乙项目→40
越秀区→丙中心→丙项目→30
"""
    )
    assert reading.columns("label", "level", "region_name") == [
        ("合计", "total", None),
        ("一、省本级", "group", None),
        ("一、省本级", "detail", None),
        ("二、广州市", "region", "广州市"),
        ("市本级", "detail", "广州市"),
        ("越秀区", "detail", "越秀区"),
    ]


def test_departments_are_groups_of_the_units_whose_codes_begin_with_theirs() -> None:
    reading = read(
        "单位：元\n单位名称→项目→金额\n820-甲部门→→3\n820001-甲办公室→一→1\n820002-甲大学→二→2\n"
    )
    assert reading.columns("label", "level", "unit_code") == [
        ("820-甲部门", "group", "820"),
        ("820001-甲办公室", "detail", "820001"),
        ("820002-甲大学", "detail", "820002"),
    ]


def test_a_total_without_a_word_is_told_by_arithmetic() -> None:
    reading = read("单位：元\n地区→金额\n珠三角→5\n广州市→2\n深圳市→3\n粤东→1\n汕头市→1\n")
    assert reading.columns("label", "level")[:3] == [
        ("珠三角", "group"),
        ("广州市", "region"),
        ("深圳市", "region"),
    ]


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("合 计", "total"),
        ("总 计", "total"),
        ("合计：", "total"),
        ("全省合计", "total"),
        ("全省", "total"),
        ("地市合计", "group"),
        ("一、各市合计", "group"),
        ("财政省直管县小计", "group"),
        ("广州市小计", "region"),
        ("广州市（不含省直管县）小计", "region"),
        ("广州合计", "region"),
        ("某某新区小计", "region"),
    ],
)
def test_words_that_say_what_a_sum_is_of(label: str, level: str) -> None:
    assert read(f"单位：元\n地区→金额\n{label}→1\n").columns("level") == [(level,)]


def test_blocks_side_by_side_are_one_table() -> None:
    reading = read(
        "单位：元\n地区→金额→地区→金额\n合计→100→佛山市→30\n广州市→20→韶关市→10\n深圳市→40→→\n"
    )
    assert reading.columns("row_no", "label", "level", "amount_yuan") == [
        (1, "合计", "total", 100),
        (2, "广州市", "region", 20),
        (3, "深圳市", "region", 40),
        (1, "佛山市", "region", 30),
        (2, "韶关市", "region", 10),
    ]
    assert [row["position"] for row in reading.money.tables["layout"]] == [1, 2, 3, 4]
    assert reading.money.total == (100, 3)


def test_a_table_without_a_header_is_kept_as_printed() -> None:
    reading = read("广州市→100\n深圳市→200\n")
    assert [row["column_2"] for row in reading.money.tables["annex_1"]] == ["100", "200"]
    assert len(reading.questions) == 1
    assert read("单位：元\n广州市→100\n深圳市→200\n").columns("label", "amount_yuan") == [
        ("广州市", 100),
        ("深圳市", 200),
    ]


def test_a_table_that_is_drawn_with_strokes() -> None:
    reading = read("单位：元\n地区|金额|备注\n---|---|---\n广州市|1|\n注：1.甲。\n2.乙。\n")
    assert reading.columns("label", "amount_yuan") == [("广州市", 1)]
    assert [note["text"] for note in reading.money.notes] == ["注：1.甲。", "2.乙。"]
    assert reading.stray == []


def test_parts_beside_a_sum_and_what_is_taken_back_are_other_amounts() -> None:
    reading = read(
        "地区→2022年补助资金（万元）→其中：→→本次核减数\n→→学前教育→高中教育→\n广州市→10→4→6→1\n"
    )
    assert reading.meanings == ["region", "amount", "other_amount", "other_amount", "other_amount"]
    assert [row["amount_yuan"] for row in reading.amounts] == [100_000, 40_000, 60_000, 10_000]


def test_a_province_above_its_cities_is_the_total_and_parts_are_no_regions() -> None:
    reading = read("单位：元\n地区→金额\n安徽省→100\n合肥市→50\n其中：长丰县→20\n芜湖市→50\n")
    assert reading.columns("label", "level", "gb_code") == [
        ("安徽省", "total", None),
        ("合肥市", "region", "340100"),
        ("其中：长丰县", "detail", "340121"),
        ("芜湖市", "region", "340200"),
    ]


def test_groups_are_numbered_in_the_column_of_numbers() -> None:
    reading = read(
        """单位：万元
序号→市县名称→本次下达资金→→→功能科目→政府经济分类科目
→→合计→中央资金→省级资金→→
→全省合计→60→40→20→→
一→市小计→40→30→10→→
1→吉林市→40→30→10→2130505 生产发展→51301 某项支出
二→县（市）小计→20→10→10→→
2→榆树市→20→10→10→2130505 生产发展→51301 某项支出
"""
    )
    assert reading.meanings == [
        *("sequence", "region", "amount", "other_amount", "other_amount"),
        *("function", "economic_code"),
    ]
    whole = [row for row in reading.amounts if row["column"] == "本次下达资金/合计"]
    assert [(r["label"], r["level"], r["gb_code"], r["function_code"]) for r in whole] == [
        ("全省合计", "total", None, None),
        ("市小计", "group", None, None),
        ("吉林市", "region", "220200", "2130505"),
        ("县（市）小计", "group", None, None),
        ("榆树市", "region", "220182", "2130505"),
    ]


def test_provincial_units_and_cities_below_headings_of_their_own() -> None:
    reading = read(
        """单位：元
单位名称→功能分类科目→→金额
→编码→名称→
省本级→→→5
　省甲局→2080101→行政运行→5
市县→→→15
　南京市→2300248→社会保障→10
　苏州市→2300248→社会保障→5
总计→→→20
"""
    )
    assert reading.meanings == ["unit", "function_code", "function_name", "amount"]
    assert reading.columns("label", "level", "function_code") == [
        ("省本级", "region", None),
        ("省甲局", "detail", "2080101"),
        ("市县", "group", None),
        ("南京市", "region", "2300248"),
        ("苏州市", "region", "2300248"),
        ("总计", "total", None),
    ]


def test_what_is_paid_is_the_amount_beside_what_was_due() -> None:
    reading = read(
        "单位：万元\n市别→应拨付→已拨付→核减→实际拨付\n合计→100→20→(5)→75\n济南市→100→20→-5→75\n"
    )
    assert reading.meanings == ["region", *["other_amount"] * 3, "amount"]
    assert reading.money.total == (750_000, 3)
    assert reading.money.purposes == {}


def test_subtotals_below_regions_that_no_list_has() -> None:
    reading = read(
        """单位：元
镇街→村→补助面积（亩）→补助标准（元/亩）→补助金额
大甲镇→一村→10→100→1000
→二村→2→100→200
小计→→12→→1200
小乙镇→三村→3→100→300
小计→→3→→300
合计→→15→→1500
"""
    )
    assert reading.columns("label", "level", "region_name", "amount_yuan") == [
        ("大甲镇", "detail", "大甲镇", 1000),
        ("大甲镇", "detail", "大甲镇", 200),
        ("小计", "region", "大甲镇", 1200),
        ("小乙镇", "detail", "小乙镇", 300),
        ("小计", "region", "小乙镇", 300),
        ("合计", "total", None, 1500),
    ]


@pytest.mark.parametrize(
    "unit", ["单位：人、万元", "单位：万元、人", "单位：亩，万元", "单位:个/万元"]
)
def test_one_unit_of_several_is_that_of_money(unit: str) -> None:
    reading = read(f"{unit}\n地区→人数→金额\n广州市→3→2\n")
    assert reading.columns("column", "amount_yuan") == [("金额", 20_000)]


def test_a_department_is_known_by_its_code_in_a_column_of_its_own() -> None:
    reading = read(
        """单位：元
单位编码→单位名称→项目名称→支出功能分类科目→金额
→合计→→→30
101→某厅→→→30
101001→某厅本级→甲项目→2010301-行政运行→20
101002→某中心→乙项目→2010350-事业运行→10
"""
    )
    assert reading.columns("label", "level", "unit_code") == [
        ("合计", "total", None),
        ("某厅", "group", "101"),
        ("某厅本级", "detail", "101001"),
        ("某中心", "detail", "101002"),
    ]
    assert reading.money.tables["regions"] == []
    assert [row["unit_code"] for row in reading.money.tables["budget_units"]] == [
        "101001",
        "101002",
    ]


def test_a_region_that_no_list_has_is_a_line_like_the_others() -> None:
    reading = read("单位：元\n省（区、市）→资金数\n北京市→1\n天津市→（2）\n新疆生产建设兵团→5\n")
    assert reading.columns("label", "level", "region_name", "gb_code", "amount_yuan") == [
        ("北京市", "region", "北京市", "110000", 1),
        ("天津市", "region", "天津市", "120000", -2),
        ("新疆生产建设兵团", "region", "新疆生产建设兵团", None, 5),
    ]


def test_a_numbered_line_above_a_subtotal_is_no_group() -> None:
    reading = read(
        """单位：元
序号→企业名称→奖补金额→所属县区
1→甲有限公司→1→天河区
小计→→1→
2→乙厂→5→越秀区
小计→→5→
合计→→6→
"""
    )
    assert reading.columns("label", "level", "region_name") == [
        ("甲有限公司", "detail", "天河区"),
        ("小计", "region", "天河区"),
        ("乙厂", "detail", "越秀区"),
        ("小计", "region", "越秀区"),
        ("合计", "total", None),
    ]


def test_the_column_of_the_notices_year_is_its_own() -> None:
    reading = read("单位：元\n市→2021年→2022年\n广州市→1→2\n")
    assert reading.meanings == ["region", "other_amount", "amount"]
    assert reading.money.purposes == {}
