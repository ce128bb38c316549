"""Kinds of printed self-evaluation forms. All offices, persons and figures are invented."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.printed import read_printed
from fiscal_notice.model import Row, Rows
from follow.reading.printed_kit import as_csv, as_docx, as_html, as_text, as_xlsx

# Levels merged downwards, money with sources, a goal below its labels, total with a grade.
PROJECT = """
项目支出绩效自评表|<|<|<|<|<|<|<|<
（2023年度）|<|<|<|<|<|<|<|<
项目名称|<|桥梁养护|<|<|项目负责人及电话|<|甲乙丙13900000000|<
主管部门|<|某市交通局|<|<|实施单位|<|某市公路中心|<
项目资金（万元）|<||年初预算数|全年预算数|全年执行数|分值|执行率|得分
^|^|年度资金总额：|120|110.5|99.45|10|90%|9
^|^|其中：中央补助|100|100|90|—|90%|—
^|^|地方资金|20|10.5|9.45|—|90%|—
^|^|其他资金||||—||—
年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<
^|养护桥梁30座|<|<|<|养护桥梁27座|<|<|<
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
^|产出指标（50分）|数量指标|养护桥梁|≥30座|27|30|27|雨季停工
^|^|^|……|||||
^|^|质量指标|验收合格率|＝100%|100%|20|20|
^|效益指标（30分）|社会效益指标|通行条件|明显改善|达成预期指标|30|30|
^|满意度指标（10分）|服务对象满意度指标|群众满意度|≥90%|88.5%|10|9.8|抽样偏少
总分|<|<|<|<|<|100|95.8|优
填表人：丁戊|<|<|<|联系电话：020-00000000|<|<|<|<
"""
FILES: dict[str, Callable[[Path, str], Path]] = {
    "html": as_html,
    "xlsx": as_xlsx,
    "docx": as_docx,
    "csv": as_csv,
    "txt": as_text,
}


def read(tmp_path: Path, text: str, kind: str = "html") -> list[Found]:
    """What is read of a form in a file of one kind."""
    return read_printed(FILES[kind](tmp_path / f"form.{kind}", text), None)


def one(tmp_path: Path, text: str, kind: str = "html") -> Found:
    """What is read of a file with one form."""
    [found] = read(tmp_path, text, kind)
    return found


def column(rows: Rows, name: str) -> list[object]:
    """One field of all rows."""
    return [row.get(name) for row in rows]


def head_of(found: Found) -> Row:
    """The row of the evaluation."""
    [row] = found.tables["self_evaluations"]
    return row


@pytest.mark.parametrize("kind", FILES)
def test_a_form_is_read_the_same_in_each_kind_of_file(tmp_path: Path, kind: str) -> None:
    found = one(tmp_path, PROJECT, kind)
    head = head_of(found)
    assert (head["project_name"], head["unit"]) == ("桥梁养护", "某市公路中心")
    assert (head["goal"], head["goal_result"]) == ("养护桥梁30座", "养护桥梁27座")
    assert (head["budget_year"], head["total_score"], head["grade"]) == (
        2023,
        Decimal("95.8"),
        "优",
    )
    funds = found.tables["self_evaluation_funds"]
    assert column(funds, "is_total") == [True, False, False]
    assert column(funds, "budget_yuan") == [1_105_000, 1_000_000, 105_000]
    assert column(funds, "executed_yuan") == [994_500, 900_000, 94_500]
    assert column(funds, "points") == [10, None, None]
    scores = found.tables["self_evaluation_scores"]
    assert column(scores, "level3") == ["养护桥梁", "验收合格率", "通行条件", "群众满意度"]
    assert column(scores, "level1_points") == [50, 50, 30, 10]
    assert column(scores, "actual") == [27, 100, None, Decimal("88.5")]
    assert column(scores, "achieved") == [None, None, "reached", None]
    assert column(scores, "score") == [27, 20, 30, Decimal("9.8")]
    assert column(scores, "reason") == ["雨季停工", None, None, "抽样偏少"]


@pytest.mark.parametrize("kind", FILES)
def test_persons_reach_nothing_and_their_cells_are_named(tmp_path: Path, kind: str) -> None:
    found = one(tmp_path, PROJECT, kind)
    assert not any(sign in repr(found) for sign in ("甲乙丙", "丁戊", "13900000000", "0000000"))
    refused = [problem for problem in found.problems if problem.refused]
    assert len({(problem.sheet, problem.cell) for problem in refused}) == 3


def test_each_value_stands_in_its_cell(tmp_path: Path) -> None:
    found = one(tmp_path, PROJECT, "xlsx")
    places = found.cells["self_evaluation_scores"]
    assert [place["score"] for place in places] == [("表1", f"H{n}") for n in (13, 15, 16, 17)]
    assert places[1]["level1"] == ("表1", "B13")
    assert found.cells["self_evaluation_funds"][1]["executed_yuan"] == ("表1", "F7")
    assert found.cells["self_evaluations"][0]["total_score"] == ("表1", "H18")


def test_a_title_inside_a_table_stands_in_that_table(tmp_path: Path) -> None:
    found = one(tmp_path, PROJECT, "docx")
    assert found.cells["self_evaluations"][0]["budget_year"] == ("T1", "A2:I2")
    assert head_of(found)["sheet"] == "T1"


def test_several_projects_in_one_file_are_several_forms(tmp_path: Path) -> None:
    other = PROJECT.replace("桥梁养护", "隧道照明").replace("2023", "2022")
    both = [
        read(tmp_path, PROJECT + other),
        read_printed(as_xlsx(tmp_path / "b.xlsx", PROJECT, other)),
    ]
    for found in both:
        assert [head_of(each)["project_name"] for each in found] == ["桥梁养护", "隧道照明"]
        assert [head_of(each)["budget_year"] for each in found] == [2023, 2022]
        assert [len(each.tables["self_evaluation_scores"]) for each in found] == [4, 4]


def test_two_rows_of_headers_are_one(tmp_path: Path) -> None:
    scores = one(
        tmp_path,
        """
        #项目支出绩效自评表（2023年度）
        项目名称|某项目|<|<|<|<|<|<|<
        绩效指标|<|<|年度指标值|<|<|实际完成值|分值|得分
        一级指标|二级指标|三级指标|指标性质|指标值|度量单位|^|^|^
        产出指标|数量指标|受助学生|≥|735|人次|740|10|10
        ^|质量指标|足额发放率|＝|100|%|98%|10|9.8
        """.replace("        ", ""),
    ).tables["self_evaluation_scores"]
    assert column(scores, "target_as_printed") == ["≥735人次", "＝100%"]
    assert column(scores, "actual") == [740, 98]


def test_other_names_and_order_of_columns(tmp_path: Path) -> None:
    scores = one(
        tmp_path,
        """
        #某专项资金绩效目标自评表
        专项资金名称|某项目|<|<|<|<|<
        一级指标|二级指标|三级指标|权重|全年实际完成情况|自评得分|年初目标值
        产出|数量|培训人数|20|1200人|20|1000人
        效益|社会效益|知晓率|10|未达成预期指标|3|有所提高
        """.replace("        ", ""),
    ).tables["self_evaluation_scores"]
    assert column(scores, "points") == [20, 10]
    assert column(scores, "target_as_printed") == ["1000人", "有所提高"]
    assert column(scores, "actual") == [1200, None]
    assert column(scores, "achieved") == [None, "not"]


def test_a_level_holds_until_the_one_above_it_changes(tmp_path: Path) -> None:
    scores = one(
        tmp_path,
        """
        #某项目绩效自评表
        一级指标|二级指标|三级指标|指标值|实际完成值|得分
        产出指标|数量指标（20分）|甲|5|5|5
        ||乙|6|6|6
        效益指标||丙|7|7|7
        """.replace("        ", ""),
    ).tables["self_evaluation_scores"]
    assert column(scores, "level2") == ["数量指标（20分）", "数量指标（20分）", None]
    assert column(scores, "level2_points") == [20, 20, None]


def test_weights_beside_each_level(tmp_path: Path) -> None:
    scores = one(
        tmp_path,
        """
        #某项目绩效自评表
        项目名称|某项目|<|<|<|<|<
        一级指标|分值|二级指标|分值|三级指标|分值|得分
        项目决策|20|项目目标|8|目标内容|3|2
        ^|^|^|^|目标量化|5|5
        项目产出|80|产出数量|80|完成量|80|79
        """.replace("        ", ""),
    ).tables["self_evaluation_scores"]
    assert column(scores, "level1_points") == [20, 20, 80]
    assert column(scores, "level2_points") == [8, 8, 80]
    assert column(scores, "points") == [3, 5, 80]


def test_a_row_of_the_execution_among_indicators_is_money(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        """
        #某项目绩效自评表
        项目名称|某项目|<|<|<|<|<
        资金情况（元）|||预算数|执行数|执行率|
        年度资金总额|||500,000|450,000|90%|
        一级指标|二级指标|三级指标|指标值|实际完成值|分值|得分
        预算执行率（10分）|<|<|100%|90%|10|9
        产出指标（90分）|数量指标|完成量|90件|81件|90|81
        """.replace("        ", ""),
    )
    [money] = found.tables["self_evaluation_funds"]
    assert (money["budget_yuan"], money["executed_yuan"]) == (500_000, 450_000)
    assert (money["points"], money["score"]) == (10, 9)
    assert column(found.tables["self_evaluation_scores"], "level1") == ["产出指标（90分）"]


def test_money_with_sources_as_columns(tmp_path: Path) -> None:
    money = one(
        tmp_path,
        """
        #某项目绩效自评表
        项目名称|某项目|<|<|<
        项目资金（万元）||合计|财政拨款|自有资金
        ^|全年预算数|100|60|40
        ^|全年执行数|95|60|35
        三级指标|指标值|实际完成值|分值|得分
        完成量|90件|81件|90|81
        """.replace("        ", ""),
    ).tables["self_evaluation_funds"]
    assert column(money, "source") == ["合计", "财政拨款", "自有资金"]
    assert column(money, "budget_yuan") == [1_000_000, 600_000, 400_000]
    assert column(money, "executed_yuan") == [950_000, 600_000, 350_000]


def test_money_without_a_unit_is_not_guessed(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        """
        #某项目绩效自评表
        项目名称|某项目|<|<
        |预算数|执行数|执行率
        年度资金总额|100|95|95%
        三级指标|指标值|实际完成值|得分
        完成量|90件|81件|81
        """.replace("        ", ""),
    )
    [row] = found.tables["self_evaluation_funds"]
    assert "budget_yuan" not in row
    assert [text for _, _, text, _ in found.unplaced] == ["100", "95"]
    assert any("unit" in problem.what for problem in found.problems)


def test_the_seven_points_of_a_region(tmp_path: Path) -> None:
    answers = one(
        tmp_path,
        """
        #转移支付区域绩效自评表
        转移支付名称|某补助资金|<|<
        资金管理情况||情况说明|存在问题和改进措施
        ^|分配科学性|按因素法分配|无
        ^|下达及时性|30日内下达|个别县超期
        ^|支出责任履行情况|已履行|
        """.replace("        ", ""),
    ).tables["self_evaluation_answers"]
    assert column(answers, "item") == ["allocation", "timeliness", "responsibility"]
    assert column(answers, "explanation") == ["按因素法分配", "30日内下达", "已履行"]
    assert column(answers, "problem")[1] == "个别县超期"


def test_what_has_no_field_is_kept_with_the_reason(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        """
        #某项目绩效自评表
        项目名称|某项目|<|<|<
        三级指标|指标值|实际完成值|得分|评分标准
        完成量|90件|81件|约80|按比例计分
        注：得分不超过分值|<|<|<|<
        """.replace("        ", ""),
    )
    assert {text for _, _, text, _ in found.unplaced} == {
        "约80",
        "按比例计分",
        "注：得分不超过分值",
    }
    assert all(why for *_, why in found.unplaced)
    assert "score" not in found.tables["self_evaluation_scores"][0]
