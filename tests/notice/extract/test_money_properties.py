"""A table of money drawn at random, and printed in any shape, is read back to the same amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from notice.extract.reading import read

CITIES = ("广州市", "深圳市", "珠海市", "汕头市", "佛山市", "韶关市", "梅州市")
FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
REGION_TITLES = ("地区", "市县", "地区名称", "市、县（区）")
PROJECT_TITLES = ("项目名称", "二级项目名称", "补助项目")
AMOUNT_TITLES = ("金额", "分配金额", "下达金额", "补助资金", "安排数")
UNITS_ABOVE = ("单位：{}", "（单位：{}）", "金额单位:人民币{}", "→→单位：{}")


@dataclass(frozen=True)
class Printed:
    """A table as text, and what it says: (label, level, amount in yuan) by line."""

    text: str
    amounts: list[tuple[str, str, Decimal]]


def printed(value: Decimal, way: int) -> str:
    """A figure in one of the ways in which tables print it."""
    size = f"{abs(value):,}" if way % 2 else f"{abs(value)}"
    if way % 3 == 2:
        size = size.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))
    if value >= 0:
        return size
    return (f"-{size}", f"({size})", f"（{size}）", f"△{size}", f"－{size}")[way % 5]


@st.composite
def tables(draw: st.DrawFn) -> Printed:
    """Cities with their lines; subtotals above, below or none; any order of columns."""
    unit = draw(st.sampled_from(sorted(FACTORS)))
    places = draw(st.sampled_from(("above", "below", "none")))
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=1, max_size=4, unique=True))
    value = st.decimals("-99999", "99999", places=draw(st.integers(0, 6)))
    way = draw(st.integers(0, 29))
    rows: list[tuple[str, str, str, Decimal]] = []
    for city in cities:
        values = draw(st.lists(value, min_size=1, max_size=3))
        lines = [(city, f"{city}的项目{n}", "detail", v) for n, v in enumerate(values)]
        total = (f"{city}小计", "", "region", sum(values, Decimal(0)))
        rows += {"above": [total, *lines], "below": [*lines, total], "none": lines}[places]
    whole = sum((row[3] for row in rows if row[2] == "detail"), Decimal(0))
    grand = ("合计", "", "total", whole)
    rows = [grand, *rows] if draw(st.booleans()) else [*rows, grand]
    order = draw(st.permutations(("region", "project", "amount", "remark")))
    titles = {
        "region": draw(st.sampled_from(REGION_TITLES)),
        "project": draw(st.sampled_from(PROJECT_TITLES)),
        "amount": draw(st.sampled_from(AMOUNT_TITLES)),
        "remark": "备注",
    }
    merged = draw(st.booleans()) and order.index("region") < order.index("project")
    text = _text(rows, order, titles, unit, way, merged=merged, two=draw(st.booleans()))
    if draw(st.booleans()):
        text = text.replace("\n合计", "\n- 2 -\n合计")
    amounts = [(row[0], row[2], row[3] * FACTORS[unit]) for row in rows]
    return Printed(text=text, amounts=amounts)


def _text(
    rows: list[tuple[str, str, str, Decimal]],
    order: list[str] | tuple[str, ...],
    titles: dict[str, str],
    unit: str,
    way: int,
    *,
    merged: bool,
    two: bool,
) -> str:
    lines = ["某资金分配表", UNITS_ABOVE[way % len(UNITS_ABOVE)].format(unit)]
    if two:
        lines.append("→".join("2022年" if c == "amount" else titles[c] for c in order))
        lines.append("→".join(titles[c] if c == "amount" else "" for c in order))
    else:
        lines.append("→".join(titles[column] for column in order))
    above = ""
    for region, project, level, value in rows:
        cells = {
            "region": "" if merged and level == "detail" and region == above else region,
            "project": project,
            "amount": printed(value, way),
            "remark": "",
        }
        above = region if level == "detail" else ""
        lines.append("→".join(cells[column] for column in order))
    return "\n".join(lines) + "\n"


@given(tables())
def test_a_table_is_read_back_to_the_same_amounts(table: Printed) -> None:
    reading = read(table.text)
    found = [
        (row["label"], row["level"], Decimal(str(row["amount_yuan"]))) for row in reading.amounts
    ]
    regions = {label for label, level, _ in table.amounts if level == "detail"}
    expected = table.amounts
    assert [(level, yuan) for _, level, yuan in found] == [(x, yuan) for _, x, yuan in expected]
    assert reading.questions == []
    assert reading.stray == []
    assert {row["region_name"] for row in reading.amounts if row["level"] == "detail"} == regions
    assert all(row["gb_code"] for row in reading.amounts if row["level"] != "total")


@given(st.lists(st.decimals("0", "99999", places=2), min_size=2, max_size=7))
def test_a_flat_table_of_regions_may_have_amounts_of_one_column_each(values: list[Decimal]) -> None:
    rows = [f"{city}→{value}" for city, value in zip(CITIES, values, strict=False)]
    reading = read("单位：万元\n地区→金额\n" + "\n".join(rows) + "\n")
    assert [row["level"] for row in reading.amounts] == ["region"] * len(rows)
    found = [Decimal(str(row["amount_yuan"])) for row in reading.amounts]
    assert found == [value * 10_000 for value in values]
