"""Printed self-evaluation forms, read. All offices, persons and figures are invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.printed import read_printed

HEAD = (
    "项目支出绩效自评表(2023年度)\n"
    "项目名称 河堤修缮项目; 主管部门 某县水务局; 实施单位 某镇人民政府\n"
    "项目资金(万元): 年初预算数 全年预算数 全年执行数 分值 执行率 得分; "
    "本年财政拨款 60 59.5 58.123\n"
)
TEXT = HEAD + (
    "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    "产出指标(50分)|数量指标|修缮河堤长度|≥12公里|12.5|20|20\n"
    "||新建护栏|符合设计要求|部分达成预期指标|10|7\n"
    "|成本指标|项目总成本|≤60万元|595000元|20|20\n"
    "效益指标(30分)|社会效益指标|防洪能力|效果明显|效果明显|30|28.5\n"
)


def read(tmp_path: Path, text: str, name: str = "form.txt") -> list[Found]:
    """What is read of a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_printed(path, None)


@pytest.fixture
def form(tmp_path: Path) -> Found:
    """The form above."""
    [found] = read(tmp_path, TEXT)
    return found


def test_the_head_of_a_line_of_labels_is_read(form: Found) -> None:
    [row] = form.tables["self_evaluations"]
    assert (row["project_name"], row["department"]) == ("河堤修缮项目", "某县水务局")
    assert (row["unit"], row["budget_year"]) == ("某镇人民政府", 2023)
    assert form.evidence["kind"] == "self_evaluation"


def test_money_in_10_000_yuan_is_exact_yuan(form: Found) -> None:
    [row] = form.tables["self_evaluation_funds"]
    assert (row["initial_yuan"], row["budget_yuan"], row["executed_yuan"]) == (
        600_000,
        595_000,
        581_230,
    )


def test_levels_are_carried_down_with_the_points_of_their_headings(form: Found) -> None:
    rows = form.tables["self_evaluation_scores"]
    assert [row["level1_points"] for row in rows] == [50, 50, 50, 30]
    assert [row["level2"] for row in rows] == ["数量指标", "数量指标", "成本指标", "社会效益指标"]


def test_actual_values_are_numbers_in_the_unit_of_the_target_or_degrees(form: Found) -> None:
    rows = form.tables["self_evaluation_scores"]
    assert [row.get("actual") for row in rows] == [Decimal("12.5"), None, Decimal("59.5"), None]
    assert [row.get("achieved") for row in rows] == [None, "partly", None, "reached"]
    assert [row["score"] for row in rows] == [20, 7, 20, Decimal("28.5")]


def test_each_value_has_its_place(form: Found) -> None:
    places = form.cells["self_evaluation_scores"]
    assert [place["score"] for place in places] == [("", f"P{n}.7") for n in range(5, 9)]
    for table, rows in form.tables.items():
        for row, cells in zip(rows, form.cells[table], strict=True):
            assert row.keys() - {"sheet", "cell", "is_total"} <= cells.keys()


def test_what_is_no_such_form_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "关于开会的通知\n请于下周一到会。\n") == []
