"""Indicators: cells put back by the names of levels, with a note of every repair."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.indicators import read_indicators
from notice.extract.conftest import Lines

HEAD = "→一级指标→二级指标→三级指标→指标值\n"


def read(lines: Lines, rows: str, head: str = HEAD) -> tuple[Rows, Rows]:
    read_lines, ledger = lines("绩效目标表\n" + head + rows)
    indicators: Rows = []
    empty: Rows = []
    read_indicators(read_lines[1:], read_lines[0], 3, ledger, indicators, empty)
    return indicators, empty


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
        ("→→→展览→2场", (None, None, "展览", "2场", None)),
        ("绩效指标→→→展览→2场", (None, None, "展览", "2场", None)),
    ],
)
def test_one_row(lines: Lines, row: str, expected: tuple[object, ...]) -> None:
    (indicator,), empty = read(lines, row + "\n")
    assert shown(indicator) == expected
    assert empty == []


def test_levels_that_are_not_printed_are_those_above(lines: Lines) -> None:
    text = """绩效指标→产出指标→数量指标→展览→2场
→→→报告→1份
→→质量指标→合格率→95%
→效益指标→社会效益指标→意识→逐步提升
"""
    indicators, _ = read(lines, text)
    assert [(i["level1"], i["level2"], i["position"]) for i in indicators] == [
        ("产出指标", "数量指标", 1),
        ("产出指标", "数量指标", 2),
        ("产出指标", "质量指标", 3),
        ("效益指标", "社会效益指标", 4),
    ]


def test_a_new_level1_ends_the_level2_above(lines: Lines) -> None:
    indicators, _ = read(lines, "→产出指标→数量指标→展览→2场\n→效益指标→→意识→逐步提升\n")
    assert (indicators[1]["level1"], indicators[1]["level2"]) == ("效益指标", None)


def test_a_level_without_indicator_is_kept(lines: Lines) -> None:
    indicators, empty = read(lines, "→产出指标→数量指标→展览→2场\n→→成本指标→→\n")
    assert len(indicators) == 1
    assert [(row["level1"], row["level2"]) for row in empty] == [("产出指标", "成本指标")]


def test_a_name_without_value_stays_without(lines: Lines) -> None:
    indicators, _ = read(lines, "→产出指标→数量指标→推动转化实施→\n")
    assert indicators[0]["value_as_printed"] is None


def test_a_numbered_name_is_cleaned_beside(lines: Lines) -> None:
    indicators, _ = read(lines, "→产出指标→数量指标→指标9: 投诉率。→10%\n")
    assert indicators[0]["level3"] == "指标9: 投诉率。"
    assert indicators[0]["level3_clean"] == "投诉率"


@pytest.mark.parametrize(
    "row",
    [
        "→产出指标→数量指标→展览→2场→又一个",
        "产出指标→数量指标→一→二→三",
        "→→→→2场",  # a value whose name is lost
        "→→→2021年内完成→",
    ],
)
def test_a_row_that_is_no_indicator_is_named(lines: Lines, row: str) -> None:
    with pytest.raises(TranscriptError, match="the row is no indicator") as caught:
        read(lines, f"→产出指标→数量指标→报告→1份\n{row}\n")
    assert caught.value.line == 4
    assert caught.value.hint


@pytest.mark.parametrize(
    ("head", "rows", "problem"),
    [
        ("", "→产出指标→数量指标→展览→2场\n", "no table of indicators"),
        (HEAD, "", "no indicators"),
        (HEAD, "→→成本指标→→\n", "no indicators"),
    ],
)
def test_a_cut_table_is_named(lines: Lines, head: str, rows: str, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem) as caught:
        read(lines, rows, head)
    assert caught.value.found == "绩效目标表"
