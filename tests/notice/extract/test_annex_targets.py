"""Target sheets of every shape: where they begin and end, what head, money and table give."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscal_notice.notice.extract.split_values import target_parts
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from notice.extract.forms import (
    BY_LINES,
    BY_REGION,
    IN_LINES,
    LINE_BY_LINE,
    MONEY_ABOVE,
    PROJECTS,
    SELF_EVALUATION,
    SPLIT,
    TWO_WITHOUT_HEADING,
    filled,
    read_form,
)

SHEET = """某绩效目标表（专利奖励-甲市）
项目名称→奖牌制作→→
资金类型→省级财政专项资金→→
项目等级→二级项目→→
省级主管部门→省局→地方主管部门→市局
预算年度→2021年→→
资金需求→1380万元→→
支出内容→制作奖牌→→
政策依据→《某办法》→→
总体绩效 目标→完成制作。→→
→一级指标→二级指标→三级指标→指标值
绩效指标→产出指标→数量指标→奖牌→5个
"""
REGIONS = {"甲市": "701", "乙市": "702"}
Amount = tuple[str, str, str | None, str, int | Decimal]


def test_the_head_is_read(vocabulary: Vocabulary) -> None:
    result, ledger = read_form(SHEET, vocabulary, REGIONS)
    (sheet,) = result.sheets
    assert sheet["purpose"] == "patent_award"
    assert sheet["region_code"] == "701"
    assert (sheet["funding_need_wan"], sheet["funding_need_yuan"]) == (1380, 13_800_000)
    assert sheet["budget_year"] == 2021
    assert sheet["local_department"] == "市局"
    assert sheet["repair"] == "spaces removed from the label 总体绩效 目标"
    assert (1, "funding_need_yuan", 7) in result.field_lines
    assert len(result.indicators) == 1
    assert (result.amounts, result.unplaced) == ([], [])
    assert (ledger.stray, ledger.questions) == ([], [])


@pytest.mark.parametrize(
    ("label", "column"),
    [("项目等级", "project_level"), ("资金需求", "funding_need_yuan"), ("预算年度", "budget_year")],
)
def test_a_label_that_is_not_there_leaves_its_column_empty(
    vocabulary: Vocabulary, label: str, column: str
) -> None:
    kept = [row for row in SHEET.splitlines(keepends=True) if not row.startswith(label)]
    result, ledger = read_form("".join(kept), vocabulary, REGIONS)
    assert result.sheets[0][column] is None
    assert ledger.questions == []


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("1380万元", "1380", 7, "资金需求 is not an amount"),
        ("1380万元", "叁拾万元", 7, "资金需求 is not an amount"),
        ("2021年", "二〇二一年", 6, "the budget year of the sheet is no year"),
        (
            "资金类型→省级财政专项资金",
            "项目名称→另一个",
            3,
            "a label stands twice on a target sheet",
        ),
        ("→一级指标→二级指标→三级指标→指标值\n", "", 1, "no table of indicators"),
        ("绩效指标→产出指标→数量指标→奖牌→5个\n", "", 1, "no table of indicators"),
        ("奖励-甲市", "奖励-丙市", 1, "the heading of the sheet names an unknown city"),
        ("专利奖励", "商标", 1, "the heading of the sheet names an unknown purpose"),
        ("奖牌→5个", "→5个", 12, "the row is no indicator"),
    ],
)
def test_a_broken_place_is_asked_about_and_the_rest_is_kept(
    vocabulary: Vocabulary, old: str, new: str, line: int, problem: str
) -> None:
    assert old in SHEET
    result, ledger = read_form(SHEET.replace(old, new, 1), vocabulary, REGIONS)
    question = next(one for one in ledger.questions if problem in one.what)
    assert question.line == line
    assert question.answer
    assert result.sheets[0]["provincial_department"] == "省局"


def test_an_unknown_name_is_asked_about_once(vocabulary: Vocabulary) -> None:
    text = SHEET.replace("奖励-甲市", "奖励-丙市")
    result, ledger = read_form(text + text, vocabulary, REGIONS)
    assert len(result.sheets) == 2
    assert len(ledger.questions) == 1


def test_a_heading_names_nothing_where_nothing_is_known() -> None:
    result, ledger = read_form(SHEET)
    assert (result.sheets[0]["purpose"], result.sheets[0]["region_code"]) == (None, None)
    assert ledger.questions == []


def test_a_heading_may_name_the_region_alone(vocabulary: Vocabulary) -> None:
    text = SHEET.replace("（专利奖励-甲市）", "（2021年度）（乙市）")
    result, _ = read_form(text, vocabulary, REGIONS)
    assert result.sheets[0]["region_code"] == "702"


def amounts(rows: list[dict[str, object]]) -> list[Amount]:
    names = ("label", "level", "column", "amount_as_printed", "amount_yuan")
    return [tuple(row[name] for name in names) for row in rows]  # type: ignore[misc]


def test_a_self_evaluation() -> None:
    result, ledger = read_form(SELF_EVALUATION)
    (sheet,) = result.sheets
    assert filled(sheet, "source_line") == {
        "sheet_id": 1,
        "project_name": "宿舍改造经费",
        "department": "甲市发改委",
        "implementing_unit": "甲市食品学校",
        "overall_goal": "完成改造。",
        "budget_year": 2019,
        "funding_need_wan": Decimal("43.2"),
        "funding_need_yuan": 432_000,
        "heading": "项目支出绩效自评表",
    }
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("年度资金总额", "total", "年初预算数", "43.2", 432_000),
        ("年度资金总额", "total", "全年预算数", "43.2", 432_000),
        ("年度资金总额", "total", "全年执行数", "37.24", 372_400),
        ("当年财政拨款", "detail", "年初预算数", "43.2", 432_000),
        ("当年财政拨款", "detail", "全年预算数", "43.2", 432_000),
        ("当年财政拨款", "detail", "全年执行数", "37.24", 372_400),
    ]
    assert [row["row_no"] for row in result.amounts] == [1, 1, 1, 2, 2, 2]
    names = ("level1", "level2", "value_as_printed", "actual_as_printed", "weight", "score")
    assert [tuple(row[name] for name in names) for row in result.indicators] == [
        ("产出指标(50分)", "数量指标", "≥200平方米", "210平方米", 10, 9),
        ("产出指标(50分)", "质量指标", "100%", "100%", 10, 10),
        ("效益指标（30分）", "社会效益指标", "持续提升", "达成", 10, 10),
        ("满意度指标", "服务对象满意度指标", "≥90%", "92%", 10, Decimal("9.5")),
    ]
    assert result.indicators[0]["level3_clean"] == "改造面积"
    assert [row["level2"] for row in result.empty_levels] == ["经济效益指标"]
    assert (ledger.stray, ledger.questions) == ([], [])


def test_what_has_no_column_is_kept_as_printed() -> None:
    result, _ = read_form(SELF_EVALUATION)
    assert [(row["source_line"], str(row["text"]).split("\t")[0]) for row in result.unplaced] == [
        (10, "实际完成情况: 已完工。"),
        (12, "偏差原因分析及改进措施: 尾款未付"),
        (19, "总分"),
    ]
    assert {row["annex_no"] for row in result.unplaced} == {"3"}


def test_split_columns_between_bars() -> None:
    result, ledger = read_form(SPLIT)
    assert [row["value_as_printed"] for row in result.indicators] == ["=100%", "优", "≥90%"]
    assert [row["weight"] for row in result.indicators] == [60, 30, 10]
    assert [row["amount_yuan"] for row in result.amounts] == [
        *(2_389_300, 2_518_900, 2_389_300, 2_518_900),
    ]
    assert [row["text"] for row in result.unplaced] == ["评价结论: 总体较好", "合计|||||||||100|"]
    assert ledger.questions == []


def test_a_transfer_by_region_and_the_table_behind_it() -> None:
    result, ledger = read_form(BY_REGION)
    (sheet,) = result.sheets
    assert (sheet["project_name"], sheet["budget_year"]) == ("农村改革转移支付", 2021)
    assert (sheet["department"], sheet["provincial_department"]) == ("某部", "某省农业厅")
    assert (sheet["overall_goal"], sheet["funding_need_yuan"]) == ("建设一批村。", 120_005_000)
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("年度金额", "total", None, "12000.5", 120_005_000),
        ("中央补助", "detail", None, "10000", 100_000_000),
        ("地方资金", "detail", None, "2000.5", 20_005_000),
    ]
    assert [(row["level1"], row["level2"]) for row in result.indicators] == [
        ("产出指标", "数量指标"),
        ("成本指标", "经济成本指标"),
        ("成本指标", "社会成本指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    # The note and the table of money are left to other readers.
    assert [line.number for line in ledger.stray] == [16, 17, 18, 19]


def test_two_forms_without_heading() -> None:
    result, ledger = read_form(TWO_WITHOUT_HEADING)
    assert [(row["project_name"], row["funding_need_yuan"]) for row in result.sheets] == [
        ("甲项目", 13_805_000),
        ("乙项目", 200_000),
    ]
    assert [row["sheet_id"] for row in result.indicators] == [1, 1, 2]
    assert {row["heading"] for row in result.sheets} == {None}
    assert (ledger.stray, ledger.questions) == ([], [])


def test_several_projects_in_one_table() -> None:
    result, ledger = read_form(PROJECTS)
    names = ("project_name", "implementing_unit", "overall_goal", "funding_need_yuan")
    assert [tuple(row[name] for name in names) for row in result.sheets] == [
        ("村干部报酬", "900001-甲镇政府", "按时发放", 840_000),
        ("基层活动经费", "900001-甲镇政府", "用于活动", Decimal("660000.53")),
    ]
    assert [(row["sheet_id"], row["value_as_printed"]) for row in result.indicators] == [
        (1, "≥95%"),
        (1, "≥1年"),
        (1, "≤4000元/人"),
        (2, "=11个"),
    ]
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("900-甲镇部门", "total", "预算数", "1,500,000.53", Decimal("1500000.53")),
        ("村干部报酬", "detail", "预算数", "840,000.00", 840_000),
        ("基层活动经费", "detail", "预算数", "660,000.53", Decimal("660000.53")),
    ]
    assert [row["unit_code"] for row in result.amounts] == ["900", "900001", "900001"]
    assert (ledger.stray, ledger.questions) == ([], [])


def test_labels_and_money_in_lines_of_text() -> None:
    result, ledger = read_form(IN_LINES)
    (sheet,) = result.sheets
    assert (sheet["department"], sheet["implementing_unit"]) == ("某区教育局", "某学校")
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("年度资金总额", "total", None, "16", 160_000),
        ("上级资金", "detail", None, "16", 160_000),
    ]
    assert [row["level1"] for row in result.indicators] == ["产出指标"] * 3 + ["效益指标"] * 2
    # What the page says below the form is no part of it.
    assert [line.number for line in ledger.stray] == [10]


def test_money_in_one_line_with_its_columns() -> None:
    text = IN_LINES.replace(
        "资金情况(万元) 年度资金总额:16 其中:上级资金16",
        "项目资金(万元): 年初预算数 全年执行数 得分; 本年财政拨款 90 89.974",
    )
    result, _ = read_form(text)
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("本年财政拨款", "detail", "年初预算数", "90", 900_000),
        ("本年财政拨款", "detail", "全年执行数", "89.974", 899_740),
    ]


def test_a_form_by_lines() -> None:
    result, ledger = read_form(BY_LINES)
    assert filled(result.sheets[0], "source_line", "sheet_id", "heading") == {
        "project_name": "洒水服务",
        "department": "某市环卫处",
        "overall_goal": "空气优良",
        "period_goal": "采购服务",
        "budget_year": 2023,
    }
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("年度本级预算金额", "detail", None, "250万", 2_500_000),
        ("该项目支出上级资金", "detail", None, "0", 0),
    ]
    first, span = (target_parts(row)[0] for row in result.indicators)
    assert (first["comparator"], first["lower"], first["unit"]) == ("ge", 80, "M")
    assert (span["comparator"], span["parse_status"]) == (None, "partial")
    assert (ledger.stray, ledger.questions) == ([], [])


def test_money_line_by_line_and_columns_that_changed_their_names() -> None:
    result, ledger = read_form(LINE_BY_LINE)
    assert amounts(result.amounts) == [  # type: ignore[arg-type]
        ("资金总额", "total", "年初安排金额(万元)", "3", 30_000),
        ("财政拨款数", "detail", "年初安排金额(万元)", "3", 30_000),
        ("其他资金", "detail", "年初安排金额(万元)", "0", 0),
    ]
    assert result.sheets[0]["implementing_unit"] == "(433001)某市联合社"
    assert [
        (row["value_as_printed"], row["direction_as_printed"], target_parts(row)[0]["direction"])
        for row in result.indicators
    ] == [("=8", "正向", "positive"), ("≤2万元/人", "反向", "negative")]
    assert (ledger.stray, ledger.questions) == ([], [])


def test_a_list_of_money_above_a_form_is_left_to_others() -> None:
    result, ledger = read_form(MONEY_ABOVE)
    assert [row["project_name"] for row in result.sheets] == ["合并项目"]
    assert [line.number for line in ledger.stray] == [1, 2, 3, 4, 5]


def test_a_heading_again_at_the_top_of_a_page_is_the_same_sheet() -> None:
    rows = BY_REGION.splitlines(keepends=True)
    again = "".join([*rows[:13], rows[0], rows[10], *rows[13:]])
    result, _ = read_form(again)
    assert len(result.sheets) == 1
    assert len(result.indicators) == 4


def test_a_list_of_annexes_is_no_heading() -> None:
    text = "3. 某绩效目标表（专利奖励）\n附件：某绩效目标表\n某部门绩效目标表\n请按时填报。\n"
    result, ledger = read_form(text)
    assert result.sheets == []
    assert len(ledger.stray) == 4


@pytest.mark.parametrize(
    "row",
    [
        "项目负责人→张三→→联系电话→0912-1234567",
        "联系人：张三→→→",
        "填报人：张三 联系电话：13800000000",
        "项目负责人及电话→张三 13800000000→→",
        "主管部门→某局→经办人→张三→李四",
        "→→张三13800000000→",
    ],
)
@pytest.mark.parametrize("place", [2, 15])
def test_no_name_and_no_number_of_a_contact_is_kept(row: str, place: int) -> None:
    rows = BY_REGION.splitlines(keepends=True)
    text = "".join([*rows[:place], row + "\n", *rows[place:]])
    result, ledger = read_form(text)
    kept = str((result, ledger.questions, [line.text for line in ledger.stray]))
    assert [words for words in ("张三", "李四", "1380000", "1234567") if words in kept] == []
    assert len(result.sheets) == 1
