"""Cases for the rules on what one part of the notice says against another."""

from __future__ import annotations

from kit import Change
from notice.rules.cases.case import NOTICE, REGION, UNIT, Case, breaks, holds, one, with_rows

_SECOND = "乙市（不含省直管县）小计"
_DEVOLVED = {
    "grant_id": "6",
    "region_code": "702",
    "recipient_as_printed": "乙市某局",
    "project_name": "另一项目",
    "purpose": "ip_creation",
    "transfer_type": "devolved",
}
"""A second devolved row of 乙市, of no money."""
_SECOND_ROW = with_rows(("grants", _DEVOLVED | {"amount_wan": "0", "amount_yuan": "0"}))


def _split(line: str, kind: str, unit: str, whole: int) -> Case:
    """A line of annex 1 as two, which together are as much."""
    return Case(
        changes=(("allocations", line, "amount_yuan", str(whole - 100)),),
        added=(
            (
                "allocations",
                {
                    "allocation_id": "5",
                    "unit_code": unit,
                    "transfer_type": kind,
                    "amount_yuan": "100",
                },
            ),
        ),
    )


def _both(
    kind: str, grants: tuple[str, ...], line: str, first: str, whole: int
) -> tuple[Case, ...]:
    """Money of one transfer type that the one annex has and the other has not, and split lines."""
    other = "award" if kind == "earmarked" else "earmarked"
    moved: tuple[Change, ...] = tuple(("grants", g, "transfer_type", other) for g in grants)
    return (
        breaks(("allocations", line, "amount_yuan"), *moved, expected="0"),
        Case(
            removed=(("allocations", line),),
            cell=("grants", first, "region_code"),
            expected="0",
            alone=True,
        ),
        _split(line, kind, "701001", whole),
        Case(
            changes=(("grants", first, "amount_yuan", "1"),),
            added=_split(line, kind, "701001", whole).added,
            cell=("allocations", line, "amount_yuan"),
            alone=True,
        ),
        UNIT,
    )


CASES: dict[str, tuple[Case, ...]] = {
    "REC-01": (
        one("allocations", "2", "amount_yuan", "300001", "300000"),
        *_both("earmarked", ("2", "3"), "2", "2", 300000),
    ),
    "REC-02": (
        one("allocations", "3", "amount_yuan", "500001", "500000"),
        *_both("devolved", ("4",), "3", "4", 500000),
    ),
    "REC-03": (
        one("allocations", "1", "amount_yuan", "50001", "50000"),
        *_both("award", ("1",), "1", "1", 50000),
    ),
    "REC-04": (
        one("notice", NOTICE, "total_yuan", "1250001", "1250000"),
        breaks(
            ("notice", NOTICE, "total_yuan"),
            ("allocation_totals", "合计", "amount_yuan", "1250001"),
            expected="1250001",
        ),
        breaks(
            ("notice", NOTICE, "total_yuan"),
            ("grant_totals", "地市合计", "ip_creation_wan", "121"),
            expected="1260000",
        ),
        breaks(
            ("notice", NOTICE, "total_yuan"),
            ("grant_totals", "地市合计", "patent_award_wan", "6"),
            expected="1260000",
        ),
    ),
    "REC-05": (
        one("target_sheets", "3", "funding_need_wan", "30", "40"),
        Case(
            removed=(("grants", "5"),),
            cell=("target_sheets", "3", "funding_need_wan"),
            expected="0",
        ),
        # Without a project of its own annex 1 has, a sheet is for the devolved money of its city.
        breaks(
            ("target_sheets", "1", "funding_need_wan"),
            ("target_sheets", "1", "project_name", ""),
            expected="50",
        ),
        # A sheet that names no region, or no purpose, may be for any money.
        holds(("target_sheets", "1", "region_code", "")),
        holds(("target_sheets", "4", "purpose", "")),
        holds(("target_sheets", "3", "funding_need_wan", "")),
        holds(
            ("target_sheets", "3", "funding_need_wan", "30"), ("grants", "5", "transfer_type", "")
        ),
        UNIT,
    ),
    "REC-06": (one("target_sheets", "4", "funding_need_wan", "6", "5"),),
    "REC-07": (
        breaks(
            ("grants", "5", "region_code"),
            ("target_sheets", "3", "region_code", "701"),
            expected="1",
        ),
        breaks(
            ("grants", "1", "region_code"),
            ("target_sheets", "4", "region_code", "702"),
            expected="1",
        ),
        # A second sheet for the same money.
        breaks(
            ("grants", "4", "region_code"),
            ("target_sheets", "1", "project_name", "另一项目"),
            expected="1",
        ),
        Case(
            changes=(("target_sheets", "3", "region_code", "701"),),
            added=_SECOND_ROW.added,
            cell=("grants", "5", "region_code"),
        ),
    ),
    "REC-08": (
        breaks(
            ("allocations", "2", "project_name"),
            ("target_sheets", "1", "project_name", "另一项目"),
            expected="1",
        ),
        breaks(
            ("allocations", "2", "project_name"),
            ("target_sheets", "1", "region_code", "702"),
            expected="1",
        ),
    ),
    "REC-09": (
        one("target_sheets", "3", "project_name", "另一项目", "2021年下放市县专项资金"),
        one("target_sheets", "4", "project_name", "另一项目", "2021年专利奖奖牌制作项目"),
        _SECOND_ROW,
    ),
    "REC-10": (
        breaks(
            ("grants", "3", "project_name"),
            ("grants", "3", "project_name", "2021年专利导航项目"),
            ("grants", "3", "recipient_as_printed", "甲市第一有限公司、甲市第二研究院"),
            expected="1",
        ),
        *(
            with_rows(
                (
                    "grants",
                    {
                        "grant_id": "6",
                        "region_code": region,
                        "recipient_as_printed": recipient,
                        "project_name": project,
                    },
                )
            )
            for region, recipient, project in (
                ("702", "甲市第一有限公司", "企业海外保护能力提升"),
                ("701", "甲市第三有限公司", "企业海外保护能力提升"),
                ("701", "甲市第一有限公司", "另一项目"),
            )
        ),
    ),
    "REC-11": (
        breaks(
            ("allocations", "3", "transfer_type"),
            ("allocations", "2", "transfer_type", "devolved"),
            ("allocations", "2", "project_name", "2021年下放市县专项资金"),
            expected="1",
        ),
        # Two projects, or one with money of two codes, have a line each.
        holds(("allocations", "2", "transfer_type", "devolved")),
        holds(
            ("allocations", "2", "transfer_type", "devolved"),
            ("allocations", "2", "project_name", "2021年下放市县专项资金"),
            ("allocations", "2", "function_code", "2011409"),
        ),
    ),
    "REC-12": (
        breaks(
            ("recipients", "3", "recipient_id"),
            ("grant_recipients", "2/3", "recipient_id", "4"),
        ),
        breaks(("grants", "5", "grant_id"), ("grant_recipients", "5/5", "grant_id", "4")),
    ),
    "REC-13": (
        breaks(("policies", "3", "policy_id"), ("sheet_policies", "4/1", "policy_id", "1")),
        breaks(("target_sheets", "4", "sheet_id"), ("sheet_policies", "4/1", "sheet_id", "3")),
    ),
    "REC-14": (
        breaks(
            ("indicators", "17", "indicator_id"),
            ("indicator_targets", "17/1", "indicator_id", "16"),
        ),
    ),
    "REC-15": (
        one("target_sheets", "3", "local_department", "甲市市场监督管理局", "乙市"),
        one("target_sheets", "3", "local_department", "甲市", "乙市"),
        holds(("target_sheets", "3", "local_department", "")),
        holds(("target_sheets", "3", "local_department", "市市场监督管理局")),
        holds(("target_sheets", "3", "region_code", "")),
        REGION,
    ),
    "REC-16": (
        one("allocations", "4", "project_name", "2021年下放市县乙市任务", "2021年下放市县专项资金"),
        one("allocations", "1", "project_name", "2021年奖牌", "2021年专利奖奖牌制作项目"),
        UNIT,
        _SECOND_ROW,
    ),
    "REC-17": (
        one("target_sheets", "3", "local_department", "乙市市场监管局", "乙市市场监督管理局"),
        _SECOND_ROW,
        # Each purpose has a recipient of its own.
        Case(
            changes=(
                ("target_sheets", "3", "purpose", "ip_use"),
                ("target_sheets", "3", "local_department", "乙市某局"),
            ),
            added=(("grants", _DEVOLVED | {"purpose": "ip_use"}),),
        ),
    ),
    "REC-18": (
        breaks(
            ("grant_totals", "乙市小计", "label"),
            ("grant_totals", _SECOND, "label", "乙市小计"),
            expected="（不含省直管县）",
        ),
        breaks(
            ("grant_totals", "甲市（不含省直管县）小计", "label"),
            ("grant_totals", "甲市小计", "label", "甲市（不含省直管县）小计"),
        ),
        breaks(
            ("grant_totals", "乙市(不含省直管县)小计", "label"),
            ("grant_totals", _SECOND, "label", "乙市(不含省直管县)小计"),
            expected="（不含省直管县）",
        ),
        breaks(
            ("grant_totals", "乙市小计", "label"),
            ("grant_totals", _SECOND, "label", "乙市小计"),
            ("allocation_totals", _SECOND, "label", "乙市(不含省直管县)小计"),
            expected="(不含省直管县)",
        ),
        *(
            holds(
                ("allocation_totals", _SECOND, "label", f"乙市{words}小计（元）(元)"),
                ("grant_totals", _SECOND, "label", f"乙市{words}小计"),
            )
            for words in ("（甲)", "(甲）")
        ),
        with_rows(("allocation_totals", {"region_code": "702", "label": "乙市小计"})),
    ),
}
