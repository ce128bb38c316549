"""The head of a target sheet."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.extract.annex_targets import Sheets, SheetText, read_sheet
from fiscal_notice.notice.extract.vocabulary import SHEET_LABELS, Vocabulary
from notice.extract.conftest import Lines

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


def read(
    lines: Lines, vocabulary: Vocabulary, text: str, purpose: str = "专利", region: str = "甲市"
) -> Sheets:
    read_lines, ledger = lines(text)
    sheet = SheetText(
        heading=read_lines[0], purpose=purpose, region=region, lines=tuple(read_lines[1:])
    )
    result = Sheets()
    read_sheet(sheet, REGIONS, ledger, vocabulary, result)
    ledger.close()
    return result


def test_the_head_is_read(lines: Lines, vocabulary: Vocabulary) -> None:
    result = read(lines, vocabulary, SHEET)
    (sheet,) = result.sheets
    assert sheet["purpose"] == "patent_award"
    assert sheet["region_code"] == "701"
    assert (sheet["funding_need_wan"], sheet["funding_need_yuan"]) == (1380, 13_800_000)
    assert sheet["budget_year"] == 2021
    assert sheet["local_department"] == "市局"
    assert sheet["repair"] == "spaces removed from the label 总体绩效 目标"
    assert (1, "funding_need_yuan", 7) in result.field_lines
    assert len(result.indicators) == 1


@pytest.mark.parametrize("label", list(SHEET_LABELS))
def test_a_missing_label_is_named(lines: Lines, vocabulary: Vocabulary, label: str) -> None:
    text = SHEET.replace("绩效 目标", "绩效目标")
    kept = [row for row in text.splitlines(keepends=True) if not row.startswith(label)]
    if label == "地方主管部门":
        kept = text.replace("→地方主管部门→市局", "→→").splitlines(keepends=True)
    with pytest.raises(TranscriptError, match=f"lacks .*{label}") as caught:
        read(lines, vocabulary, "".join(kept))
    assert caught.value.line == 1
    assert caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("1380万元", "1380", 7, "资金需求 has no unit"),
        ("1380万元", "13８0万元", 7, "资金需求 is not an amount"),
        ("1380万元", "0.5元", 7, "not a whole number"),
        ("资金需求→1380万元→→", "资金需求→→→", 7, "not made of labels and values"),
        ("→省局→", "→省局", 5, "not made of labels and values"),
        ("2021年", "二〇二一年", 6, "the budget year is"),
        ("资金类型→省级财政专项资金", "项目名称→另一个", 3, "项目名称 stands twice"),
        ("→一级指标→二级指标", "→一级→二级指标", 1, "no table of indicators"),
        ("绩效指标→产出指标→数量指标→奖牌→5个\n", "", 11, "no indicators"),
    ],
)
def test_a_broken_sheet_is_named(
    lines: Lines, vocabulary: Vocabulary, old: str, new: str, line: int, problem: str
) -> None:
    assert old in SHEET
    with pytest.raises(TranscriptError, match=problem) as caught:
        read(lines, vocabulary, SHEET.replace(old, new, 1))
    assert caught.value.line == line
    assert caught.value.hint


def test_a_label_below_the_indicators_is_no_indicator(lines: Lines, vocabulary: Vocabulary) -> None:
    rows = SHEET.splitlines(keepends=True)
    rows[9], rows[10] = rows[10], rows[9]
    with pytest.raises(TranscriptError, match="stands below the indicators") as caught:
        read(lines, vocabulary, "".join(rows))
    assert caught.value.line == 11


def test_two_sheets_without_the_second_heading(lines: Lines, vocabulary: Vocabulary) -> None:
    with pytest.raises(TranscriptError, match="项目名称 stands twice") as caught:
        read(lines, vocabulary, SHEET + "".join(SHEET.splitlines(keepends=True)[1:]))
    assert caught.value.line == 13
    assert caught.value.hint is not None
    assert "heading of the next sheet" in caught.value.hint


@pytest.mark.parametrize(
    ("purpose", "region", "what"),
    [("专利", "丙市", "city"), ("商标", "甲市", "purpose"), ("", "甲市", "purpose")],
)
def test_a_heading_that_names_the_unknown(
    lines: Lines, vocabulary: Vocabulary, purpose: str, region: str, what: str
) -> None:
    with pytest.raises(TranscriptError, match=f"unknown {what}"):
        read(lines, vocabulary, SHEET, purpose, region)
