"""Cases for the rules on printed totals."""

from __future__ import annotations

from notice.rules.cases.case import REGION, UNIT, Case, breaks, holds, one

_SECOND = "乙市（不含省直管县）小计"

CASES: dict[str, tuple[Case, ...]] = {
    "TOT-01": (
        breaks(
            ("allocation_totals", "甲市小计", "amount_yuan"),
            ("allocations", "1", "amount_yuan", "50001"),
            expected="850001",
        ),
        Case(
            removed=(("allocations", "4"),),
            cell=("allocation_totals", _SECOND, "amount_yuan"),
            expected="0",
        ),
        UNIT,
    ),
    "TOT-02": (
        one("allocation_totals", "一、各市合计", "amount_yuan", "1250001", "1250000"),
        breaks(
            ("allocation_totals", "一、各市合计", "amount_yuan"),
            ("allocation_totals", "甲市小计", "amount_yuan", "850001"),
            expected="1250001",
        ),
    ),
    "TOT-03": (
        one("grant_totals", "甲市小计", "ip_creation_wan", "81", "80"),
        one("grant_totals", "甲市小计", "patent_award_wan", "6", "5"),
        # A purpose without a line has no sum.
        breaks(
            ("grant_totals", "甲市小计", "patent_award_wan"),
            ("grants", "1", "purpose", "ip_creation"),
        ),
    ),
    "TOT-04": (
        one("allocation_totals", "合计", "amount_yuan", "1250001", "1250000"),
        breaks(
            ("allocation_totals", "合计", "amount_yuan"),
            ("allocation_totals", "一、各市合计", "amount_yuan", "1250001"),
            expected="1250001",
        ),
        breaks(
            ("allocation_totals", "合计", "amount_yuan"),
            ("allocations", "1", "amount_yuan", "50001"),
            expected="1250001",
        ),
    ),
    "TOT-05": (
        one("grant_totals", "地市合计", "ip_creation_wan", "121", "120"),
        one("grant_totals", "地市合计", "patent_award_wan", "6", "5"),
        holds(
            ("grant_totals", "地市合计", "patent_award_wan", ""),
            ("grant_totals", "甲市小计", "patent_award_wan", ""),
        ),
    ),
    "TOT-06": (
        breaks(
            ("regions", "701", "region_code"),
            ("grant_totals", _SECOND, "region_code", "701"),
            expected="1",
        ),
        breaks(
            ("regions", "701", "region_code"),
            ("allocation_totals", _SECOND, "region_code", "701"),
            expected="1",
        ),
        *(
            Case(
                removed=((name, "甲市小计"),), cell=("regions", "701", "region_code"), expected="1"
            )
            for name in ("allocation_totals", "grant_totals")
        ),
        # A region with one line needs no subtotal, and an annex without any has none to miss.
        Case(removed=(("grant_totals", _SECOND),)),
        Case(removed=(("grant_totals", _SECOND), ("grant_totals", "甲市小计"))),
        Case(absent=("allocation_totals", "text:allocation_totals")),
    ),
    "TOT-07": (one("grant_totals", _SECOND, "seq", "3", "2"),),
    "TOT-08": (
        breaks(
            ("grant_totals", "丙市小计", "region_code"),
            ("grant_totals", _SECOND, "label", "丙市小计"),
            expected="乙市小计",
        ),
        breaks(
            ("allocation_totals", "丙市小计", "region_code"),
            ("allocation_totals", _SECOND, "label", "丙市小计"),
            expected="乙市小计",
        ),
        holds(("grant_totals", _SECOND, "label", "乙市(不含省直管县)小计")),
        holds(("grant_totals", _SECOND, "label", "乙市（不含省直管县)小计（元）")),
        holds(("grant_totals", _SECOND, "label", "乙市(不含省直管县）小计(元)")),
        REGION,
    ),
}
