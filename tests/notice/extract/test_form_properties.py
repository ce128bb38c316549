"""Target forms drawn at random: what is written is read back, and no form ends in an error."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.notice.extract.word_lists import word_list
from notice.extract.forms import read_form

names = st.text(alphabet="甲乙丙丁戊建设培训检查服务", min_size=2, max_size=8)
levels = st.sampled_from(
    [
        ("产出指标", "数量指标"),
        ("产出指标(50分)", "质量指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
        ("其他指标", "专门指标"),
    ]
)
values = st.tuples(
    st.sampled_from(["≥", "≤", "="]), st.integers(0, 999), st.sampled_from(["个", "%", "元/人"])
)
weights = st.integers(0, 50)
indicators = st.lists(st.tuples(levels, names, values, weights), min_size=1, max_size=8)


@given(indicators, st.booleans(), st.booleans(), st.sampled_from("→|"))
def test_a_table_of_indicators_is_read_back(
    drawn: list[tuple[tuple[str, str], str, tuple[str, int, str], int]],
    merged: bool,
    split: bool,
    cell: str,
) -> None:
    names_of_value = ["指标性质", "指标值", "度量单位"] if split else ["指标值"]
    rows = [["一级指标", "二级指标", "三级指标", *names_of_value, "权重"]]
    above: tuple[str, str] = ("", "")
    for pair, name, (sign, figure, unit), weight in drawn:
        shown = ["" if merged and pair == above else level for level in pair]
        value = [sign, str(figure), unit] if split else [f"{sign}{figure}{unit}"]
        rows.append([*shown, name, *value, str(weight)])
        above = pair
    text = "\n".join(["某绩效目标表", *(cell.join(row) for row in rows)])
    sheets, ledger = read_form(text)
    assert [
        (row["level1"], row["level2"], row["level3"], row["value_as_printed"], row["weight"])
        for row in sheets.indicators
    ] == [
        (*pair, name, f"{sign}{figure}{unit}", weight)
        for pair, name, (sign, figure, unit), weight in drawn
    ]
    assert (ledger.stray, ledger.questions) == ([], [])


figures = st.decimals(0, 10**7, places=2, allow_nan=False, allow_infinity=False)


@given(
    st.lists(figures, min_size=3, max_size=3),
    st.sampled_from([("元", 1), ("万元", 10_000), ("亿元", 100_000_000)]),
)
def test_the_money_of_a_form_is_exact(amounts: list[Decimal], unit: tuple[str, int]) -> None:
    total, state, others = (f"{amount:,}" for amount in amounts)
    text = f"""某绩效目标表
项目名称→甲项目→→
资金情况（{unit[0]}）→年度资金总额：→{total}→
→其中：财政拨款→{state}→
→其他资金→{others}→
一级指标→二级指标→三级指标→指标值
产出指标→数量指标→培训→2场
"""
    sheets, _ = read_form(text)
    assert [row["amount_yuan"] for row in sheets.amounts] == [one * unit[1] for one in amounts]
    assert sheets.sheets[0]["funding_need_yuan"] == amounts[0] * unit[1]


WORDS = [
    *("某绩效目标表", "一级指标", "二级指标", "三级指标", "指标值", "指标性质", "权重", "得分"),
    *("产出指标", "数量指标", "成本指标", "满意度", "满意度指标(10分)", "绩效指标", "合计", "……"),
    *("≥", "95", "95%", "优", "1,200.50", "金额单位:元", "（2021年度）", "100万元", "-", "/", ""),
    *(
        "项目名称：甲",
        "项目名称 甲; 主管部门 乙",
        "资金情况(万元) 年度资金总额:16",
        "其中：上级资金16",
    ),
    *(row["label"] for row in word_list("sheet_labels")[::9]),
]
lines = st.tuples(st.sampled_from("→|"), st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))


@given(st.lists(lines.map(lambda drawn: drawn[0].join(drawn[1])), max_size=14))
def test_no_form_ends_in_an_error_and_no_line_is_lost(rows: list[str]) -> None:
    sheets, ledger = read_form("\n".join(["某绩效目标表", *rows]))
    ids = [row["sheet_id"] for row in sheets.sheets]
    assert ids == list(range(1, len(ids) + 1))
    assert {row["sheet_id"] for row in (*sheets.indicators, *sheets.empty_levels)} <= set(ids)
    numbers = [row["indicator_id"] for row in sheets.indicators]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {line.number for line in ledger.lines} == {
        *ledger.taken,
        *(line.number for line in ledger.stray),
    }
    assert all(question.line and question.answer for question in ledger.questions)
