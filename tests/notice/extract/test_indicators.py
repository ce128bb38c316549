"""Indicators: cells put back by the names of levels, with a note of every repair."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fiscal_notice.model import Row, Rows
from notice.extract.forms import read_form

HEAD = "→一级指标→二级指标→三级指标→指标值\n"
WIDE = "一级指标→二级指标→指标内容→目标值→完成值→分值→自评得分→备注\n"


def read(rows: str, head: str = HEAD) -> tuple[Rows, Rows]:
    sheets, ledger = read_form("某绩效目标表\n" + head + rows)
    assert ledger.questions == []
    return sheets.indicators, sheets.empty_levels


def shown(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("level1", "level2", "level3", "value_as_printed", "repair"))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("→产出指标→数量指标→展览→2场", ("产出指标", "数量指标", "展览", "2场", None)),
        (
            "产出指标→数量指标→展览→2场→",
            (
                "产出指标",
                "数量指标",
                "展览",
                "2场",
                (
                    "level1 moved from column 1 to 2; level2 moved from column 2 to 3; "
                    "level3 moved from column 3 to 4; value moved from column 4 to 5"
                ),
            ),
        ),
        (
            "服务对象满意度指标→→投诉率→不高于10%→",
            (
                "效益指标",
                "服务对象满意度指标",
                "投诉率",
                "不高于10%",
                (
                    "level2 moved from column 1 to 3; level3 moved from column 3 to 4; "
                    "value moved from column 4 to 5; level1 told by level2"
                ),
            ),
        ),
        (
            "→产出指 标→数量指标→展览→",
            ("产出指标", "数量指标", "展览", None, "spaces removed from level1"),
        ),
        (
            "提高能力→→→逐步提升→",
            (
                None,
                None,
                "提高能力",
                "逐步提升",
                "level3 moved from column 1 to 4; value moved from column 4 to 5",
            ),
        ),
        ("→→→展览→2场", (None, None, "展览", "2场", None)),
        ("绩效指标→→→展览→2场", (None, None, "展览", "2场", None)),
        # Weights stay in the names, and so do names that are known to nobody.
        (
            "→产出指标(50分)→数量指标（20分）→展览→≥2场",
            ("产出指标(50分)", "数量指标（20分）", "展览", "≥2场", None),
        ),
        ("→履约情况→安全→展览→2场", ("履约情况", "安全", "展览", "2场", None)),
        ("→产出→数量→展览→2场", ("产出", "数量", "展览", "2场", None)),
    ],
)
def test_one_row(row: str, expected: tuple[object, ...]) -> None:
    (indicator,), empty = read(row + "\n")
    assert shown(indicator) == expected
    assert empty == []


def test_levels_that_are_not_printed_are_those_above() -> None:
    text = """绩效指标→产出指标→数量指标→展览→2场
→→→报告→1份
→→质量指标→合格率→95%
→效益指标→社会效益指标→意识→逐步提升
"""
    indicators, _ = read(text)
    assert [(i["level1"], i["level2"], i["position"]) for i in indicators] == [
        ("产出指标", "数量指标", 1),
        ("产出指标", "数量指标", 2),
        ("产出指标", "质量指标", 3),
        ("效益指标", "社会效益指标", 4),
    ]


def test_a_new_level1_ends_the_level2_above() -> None:
    indicators, _ = read("→产出指标→数量指标→展览→2场\n→效益指标→→意识→逐步提升\n")
    assert (indicators[1]["level1"], indicators[1]["level2"]) == ("效益指标", None)


@pytest.mark.parametrize("level1", ["效益指标", "满意度指标(10分)", "其他指标"])
def test_a_level2_that_may_stand_under_several_keeps_the_one_above(level1: str) -> None:
    rows = f"→{level1}→社会效益指标→意识→逐步提升\n→→服务对象满意度指标→满意度→90%\n"
    indicators, _ = read(rows)
    assert indicators[1]["level1"] == level1
    assert indicators[1]["repair"] is None


def test_a_level1_that_a_level2_cannot_stand_under_is_told_by_it() -> None:
    rows = "→产出指标→数量指标→展览→2场\n→→社会效益指标→意识→逐步提升\n"
    indicators, _ = read(rows)
    assert indicators[1]["level1"] == "效益指标"
    assert indicators[1]["repair"] == "level1 told by level2"


def test_costs_are_a_level_of_either_kind() -> None:
    rows = "→产出指标→成本指标→总成本→≤9万元\n→成本指标→经济成本指标→单价→≤2元\n→成本指标→→→\n"
    indicators, empty = read(rows)
    assert [(i["level1"], i["level2"]) for i in indicators] == [
        ("产出指标", "成本指标"),
        ("成本指标", "经济成本指标"),
    ]
    assert [row["level2"] for row in empty] == ["成本指标"]


def test_a_level_without_indicator_is_kept() -> None:
    indicators, empty = read("→产出指标→数量指标→展览→2场\n→→成本指标→→\n→→→→时效指标\n")
    assert len(indicators) == 1
    assert [(row["level1"], row["level2"]) for row in empty] == [
        ("产出指标", "成本指标"),
        ("产出指标", "时效指标"),
    ]


def test_a_name_without_value_stays_without() -> None:
    indicators, _ = read("→产出指标→数量指标→推动转化实施→\n")
    assert indicators[0]["value_as_printed"] is None


def test_a_numbered_name_is_cleaned_beside() -> None:
    indicators, _ = read("→产出指标→数量指标→指标9: 投诉率。→10%\n")
    assert indicators[0]["level3"] == "指标9: 投诉率。"
    assert indicators[0]["level3_clean"] == "投诉率"


def test_rows_that_were_not_filled_in_are_no_indicators() -> None:
    rows = "→产出指标→数量指标→展览→2场\n→→→指标2：→\n→→→……→\n→→→→\n"
    indicators, empty = read(rows)
    assert (len(indicators), empty) == (1, [])


def test_actual_values_weights_and_scores_stand_beside() -> None:
    rows = "产出指标→数量指标→展览→2场→3场→10分→9.5→多办一场\n→→报告→1份→/→5%→/→\n"
    sheets, ledger = read_form("某绩效自评表\n" + WIDE + rows)
    names = ("actual_as_printed", "weight", "score")
    assert [tuple(row[name] for name in names) for row in sheets.indicators] == [
        ("3场", 10, Decimal("9.5")),
        ("/", 5, None),
    ]
    assert [row["text"] for row in sheets.unplaced] == ["备注: 多办一场"]
    assert ledger.questions == []


def test_a_weight_that_is_no_number_is_asked_about() -> None:
    row = "产出指标→数量指标→展览→2场→3场→十分→9→\n"
    sheets, ledger = read_form("某绩效自评表\n" + WIDE + row)
    assert sheets.indicators[0]["weight"] is None
    assert [(q.what, q.line, q.found) for q in ledger.questions] == [
        ("a weight or score is no number", 3, "十分")
    ]


def test_the_header_again_on_the_next_page_is_no_indicator() -> None:
    indicators, _ = read(
        "→产出指标→数量指标→展览→2场\n" + HEAD + "→效益指标→社会效益指标→意识→提升\n"
    )
    assert [row["level3"] for row in indicators] == ["展览", "意识"]


def test_a_level_alone_on_its_line_is_in_force_below() -> None:
    rows = "→产出指标→数量指标→展览→2场\n满意度指标(10分)\n→→→满意度→90%\n"
    indicators, _ = read(rows)
    assert (indicators[1]["level1"], indicators[1]["level2"]) == ("满意度指标(10分)", None)


@pytest.mark.parametrize(
    "row",
    [
        "→产出指标→数量指标→展览→2场→又一个",
        "产出指标→数量指标→一→二→三",
        "→→→→2场",  # a value whose name is lost
        "→→→2021年内完成→",
    ],
)
def test_a_row_that_is_no_indicator_is_asked_about_and_kept(row: str) -> None:
    text = f"某绩效目标表\n{HEAD}→产出指标→数量指标→报告→1份\n{row}\n"
    sheets, ledger = read_form(text)
    (question,) = ledger.questions
    assert (question.what, question.line) == ("the row is no indicator", 4)
    assert question.answer
    assert [one["source_line"] for one in sheets.unplaced] == [4]
    assert len(sheets.indicators) == 1


@pytest.mark.parametrize("rows", ["", "→→成本指标→→\n"])
def test_a_table_without_indicators_is_asked_about(rows: str) -> None:
    _, ledger = read_form("某绩效目标表\n" + HEAD + rows)
    (question,) = ledger.questions
    assert (question.what, question.found) == (
        "the sheet has no table of indicators",
        "某绩效目标表",
    )


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("一级指标→二级指标→三级指标→年度指标值", "2场"),
        ("一级指标→二级指标→指标名称→指标值（2023年）", "2场"),
        ("一级 指标→二级 指标→绩效指标名称→预期指标值", "2场"),
        ("一级指标→二级指标→三级指标→指标值(包含数字及文字描述)", "2场"),
        ("一级指标→二级指标→三级指标→绩效标准→指标值", None),
    ],
)
def test_headers_in_other_words(header: str, value: str | None) -> None:
    row = "产出指标→数量指标→展览→2场" if value else "产出指标→数量指标→展览→好→"
    indicators, _ = read(row + "\n", header + "\n")
    assert indicators[0]["level3"] == "展览"
    assert indicators[0]["value_as_printed"] == value


def test_the_kind_of_a_value_is_no_value() -> None:
    head = "一级指标→二级指标→三级指标→指标值类型→*指标值→计量单位→*指标解释\n"
    sheets, _ = read_form(
        "某绩效目标表\n" + head + "产出指标→数量指标→展览→定量→2→场→考察展览\n"
        "→质量指标→秩序→定性→良好→→考察秩序\n"
    )
    assert [row["value_as_printed"] for row in sheets.indicators] == ["2场", "良好"]
