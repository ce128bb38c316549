"""The last look at what a form gave: long numbers in disguise (all of them are invented)."""

from __future__ import annotations

import pytest

from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.guard import guarded


def left_of(text: str) -> tuple[object, int]:
    found = Found(
        evidence={},
        tables={"payments": [{"remark": text, "sheet": "支付", "cell": "A5:K5"}]},
        cells={"payments": [{"remark": ("支付", "K5")}]},
        unplaced=[("支付", "M5", text, "beside the table")],
    )
    kept = guarded(found, "701.xlsx")
    assert all(problem.cell in ("K5", "M5") for problem in kept.problems)
    assert not any(text in problem.what for problem in kept.problems)
    return kept.tables["payments"][0]["remark"], len(kept.unplaced)


@pytest.mark.parametrize(
    "text",
    ["13800001111.0", "6,222,021,234,567,890", "13,800,001,111", "６,222,021,234,567,890.00"],
)
def test_a_number_that_a_spreadsheet_made_a_figure_of_is_refused(text: str) -> None:
    assert left_of(text) == (None, 0)


@pytest.mark.parametrize(
    "text",
    ["1,380,000元", "13,800,001,111元", "12,345.50", "1,380,000,111.0 万元", "约1,200家", "3.0"],
)
def test_a_figure_stays(text: str) -> None:
    assert left_of(text) == (text, 1)
