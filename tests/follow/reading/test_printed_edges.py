"""Odd printed forms: persons, lists, pages, sheets. All names and figures are invented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import fiscal_notice.follow.reading as room
from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.printed import read_printed
from fiscal_notice.translation import in_chinese
from follow.reading.printed_kit import as_html, as_xlsx

FORM = """
#某项目绩效自评表
项目名称|{name}|<|<|<
{more}
一级指标|三级指标|指标值|实际完成值|得分
产出指标|完成量|90件|81件|81
{below}
"""


def read(tmp_path: Path, more: str = "", below: str = "") -> Found:
    """What is read of a small form with more rows in its head or at its end."""
    path = as_html(tmp_path / "form.html", FORM.format(name="某项目", more=more, below=below))
    [found] = read_printed(path, None)
    return found


@pytest.mark.parametrize(
    "row",
    [
        "联系人|甲乙丙|联系电话|020-12345678|",
        "项目负责人及电话|甲乙丙 13912345678|<|<|<",
        "部门联系人|甲乙丙|<|<|<",
        "单位名称|部门联系人|办公电话|备注|\n某局|甲乙丙|12345678|某路|",
        "单位负责人（签字）|甲乙丙|<|填报人|甲乙丙",
        "填表人：甲乙丙|<|<|联系电话：020-12345678|<",
        "主管部门|某局（联系人：甲乙丙，020-12345678）|<|<|<",
        "收款账户|甲乙丙 6222021234567890123|<|<|<",
        "#填报人：甲乙丙    联系电话：13912345678    填报日期：2024年3月1日",
    ],
)
@pytest.mark.parametrize("place", ["more", "below"])
def test_persons_and_numbers_reach_nothing(tmp_path: Path, row: str, place: str) -> None:
    found = read(tmp_path, **{place: row})
    assert not [sign for sign in ("甲乙丙", "12345678", "622202") if sign in repr(found)]
    assert any(problem.refused for problem in found.problems)
    [score] = found.tables["self_evaluation_scores"]
    assert score["score"] == 81


def test_the_day_is_read_and_the_reporting_office(tmp_path: Path) -> None:
    found = read(tmp_path, "单位名称：某镇人民政府|<|填报日期：2024年3月1日|<|<")
    assert found.evidence["reported_by"] == "某镇人民政府"
    assert str(found.evidence["reported_on"]) == "2024-03-01"
    assert found.tables["self_evaluations"][0]["unit"] == "某镇人民政府"


def test_a_list_of_projects_is_no_money_of_one(tmp_path: Path) -> None:
    listed = "序号|项目名称|预算数|执行数|得分\n1|甲项目|10|9|95\n2|乙项目|20|20|100"
    path = as_html(tmp_path / "form.html", "#项目绩效自评汇总表\n" + listed)
    assert read_printed(path, None) == []


def test_a_heading_that_a_page_parts_is_one(tmp_path: Path) -> None:
    path = as_html(
        tmp_path / "form.html",
        "#某项目绩效自评表\n一级指标|三级指标|指标值|完成值|得分\n"
        "效益指标（20|甲|5|5|5\n分）|乙|6|6|6\n满意度指标（10分）|丙|7|7|7",
    )
    [found] = read_printed(path, None)
    rows = found.tables["self_evaluation_scores"]
    assert [row["level1"] for row in rows] == [
        *("效益指标（20分）", "效益指标（20分）"),
        "满意度指标（10分）",
    ]


def test_the_total_may_stand_behind_a_remark(tmp_path: Path) -> None:
    found = read(tmp_path, below="其他需要说明事项|无异常|总分|100|81\n自评等级|良|<|<|<")
    [head] = found.tables["self_evaluations"]
    assert (head["remark"], head["total_score"], head["grade"]) == ("无异常", 81, "良")


def test_each_sheet_is_a_form_whatever_its_name(tmp_path: Path) -> None:
    import openpyxl

    path = as_xlsx(
        tmp_path / "form.xlsx",
        FORM.format(name="甲", more="", below=""),
        FORM.format(name="乙", more="", below=""),
    )
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title, book.worksheets[1].title = "T1", "p2"
    book.save(path)
    names = [
        found.tables["self_evaluations"][0]["project_name"] for found in read_printed(path, None)
    ]
    assert names == ["甲", "乙"]


def test_answers_to_a_point_that_stands_twice_are_kept_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path, below="情况||情况说明|存在问题|\n|使用规范性|规范|无|\n|使用规范性|较规范|无|"
    )
    [answer] = found.tables["self_evaluation_answers"]
    assert answer["explanation"] == "规范"
    assert "较规范" in [text for _, _, text, _ in found.unplaced]


def reasons() -> set[str]:
    """What the readers of printed forms say of cells, as it stands in their source."""
    found: set[str] = set()
    for path in Path(str(room.__file__)).parent.glob("printed*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "")
            if isinstance(node, ast.Call) and name in ("leave", "doubt", "_leave"):
                last = node.args[-1] if node.args else None
                if isinstance(last, ast.Constant) and isinstance(last.value, str):
                    found.add(last.value)
    return found


def test_all_reasons_are_told_in_chinese() -> None:
    assert len(reasons()) > 8
    untold = {reason for reason in reasons() if in_chinese(reason) == reason}
    assert untold == set()
