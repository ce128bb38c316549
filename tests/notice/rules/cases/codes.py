"""Cases for the rules on codes, document numbers, years and running numbers."""

from __future__ import annotations

from notice.rules.cases.case import NOTICE, REGION, Case, breaks, holds, one, with_rows

_NUMBER = ("sheet_policies", "2/1", "document_number_as_printed")
_LINE = ("allocations", {"transfer_type": "devolved", "function_code": "2300241"})
"""Another line of annex 1."""
_DECREE = ("sheet_policies", "2/2", "document_number_as_printed")

CASES: dict[str, tuple[Case, ...]] = {
    "COD-01": (
        breaks(
            ("budget_units", "701001", "unit_code"),
            ("budget_units", "701001", "region_code", "702"),
            expected="702001",
        ),
        breaks(
            ("budget_units", "702001", "unit_code"),
            ("budget_units", "701001", "unit_code", "702001"),
            expected="701001",
        ),
        # A unit of its region's own has 001, whatever other units have.
        breaks(
            ("budget_units", "701002", "unit_code"),
            ("budget_units", "701001", "unit_code", "701002"),
            expected="701001",
        ),
        holds(
            ("budget_units", "701001", "unit_code", "701002"),
            ("budget_units", "701001", "name", "丙县"),
        ),
        breaks(
            ("budget_units", "701", "unit_code"),
            ("budget_units", "701001", "unit_code", "701"),
            ("budget_units", "701001", "name", "丙县"),
            expected="701001",
        ),
        holds(("budget_units", "701001", "region_code", "")),
    ),
    "COD-02": (
        one("budget_units", "701001", "name", "乙市本级", "甲市本级"),
        one("budget_units", "701001", "name", "丙县", "甲市本级"),
        holds(("budget_units", "701001", "name", "甲市")),
        holds(
            ("budget_units", "701001", "unit_code", "701002"),
            ("budget_units", "701001", "name", "丙县"),
        ),
        REGION,
    ),
    "COD-03": (
        one("regions", "701", "gb_code", "990200", "990100"),
        one("regions", "701", "gb_code", "", "990100"),
        with_rows(("gb_divisions", {"gb_code": "990300", "name": "甲市"})),
        holds(("regions", "701", "name", "甲")),
        one("regions", "701", "gb_code", "990900", "990100"),
        # A zone without a code, and a code that is not in the list, which another rule says.
        holds(("regions", "701", "name", "丙开发区"), ("regions", "701", "gb_code", "")),
        holds(("regions", "701", "name", "丙市"), ("regions", "701", "gb_code", "990900")),
        Case(
            changes=(("regions", "701", "gb_code", ""),),
            added=(("gb_divisions", {"gb_code": "990300", "name": "甲市"}),),
        ),
    ),
    "COD-04": (
        breaks(
            ("regions", "702", "gb_code"),
            ("regions", "701", "gb_code", "990200"),
            expected="1",
        ),
        with_rows(("gb_divisions", {"gb_code": "990300", "name": "丙市"})),
        holds(("regions", "701", "gb_code", ""), ("regions", "702", "gb_code", "")),
    ),
    "COD-05": (
        one("functions", "2011409", "parent_code", "20115", "20114"),
        one("functions", "201", "parent_code", "2"),
    ),
    "COD-06": (
        one("functions", "20114", "level", "3", "2"),
        one("functions", "201", "level", "2", "1"),
        one("functions", "2011409", "level", "2", "3"),
    ),
    "COD-07": (
        one("allocations", "1", "function_name", "知识产权事务", "知识产权宏观管理"),
        one("functions", "20114", "name", "知识产权宏观管理", "知识产权事务"),
        with_rows(("functional_classification", {"function_code": "20114", "name": "另一事务"})),
        holds(("allocations", "1", "function_name", "")),
        holds(("allocations", "1", "function_code", "2019999")),
    ),
    "COD-08": (
        breaks(
            ("functions", "20199", "function_code"),
            ("functions", "20114", "function_code", "20199"),
        ),
        with_rows(("functional_classification", {"function_code": "20199", "name": "另一事务"})),
        holds(("allocations", "4", "function_code", "")),
    ),
    "COD-09": (
        one("notice", NOTICE, "basis_document_number", "某市监函[2020]2 号", "某市监函〔2020〕2号"),
        breaks(
            ("notice", "某财工[2020]1号", "document_number"),
            ("notice", NOTICE, "document_number", "某财工[2020]1号"),
            expected=NOTICE,
        ),
        *(
            one(*_NUMBER, f"某发{opening}2019{closing}3号", "某发〔2019〕3号")
            for opening, closing in ("[]", "［］", "【】", "()", "（）", "〔]", "[〕")
        ),
        *(one(*_NUMBER, f"某发〔2019〕{n}号", "某发〔2019〕3号") for n in ("第3", "03", "3 ")),
        *(one(*_DECREE, f"国务院令{n}号", "国务院令第5号") for n in ("5", "第05", "第 5")),
    ),
    "COD-10": (
        one("target_sheets", "2", "budget_year", "2020", "2021"),
        one("indicator_targets", "6/1", "deadline", "2020-12-31", "2021"),
        one("annexes", "1", "title", "2020年分配情况表", "2021"),
        one("annexes", "1", "heading", "2020年度分配情况表", "2021"),
        one("allocations", "2", "project_name", "2020 年甲市专项资金", "2021"),
        one("grants", "2", "project_name", "1998年专利导航项目", "2021"),
        one("target_sheets", "1", "project_name", "2022年甲市专项资金", "2021"),
        holds(("grants", "2", "project_name", "第2020号项目")),
        holds(("grants", "2", "project_name", "2019年至2021年专利导航项目")),
        Case(removed=(("notice", NOTICE),)),
        holds(("target_sheets", "2", "budget_year", "")),
    ),
    "COD-11": (
        breaks(
            ("notice", NOTICE, "document_number"),
            ("notice", NOTICE, "printed_on", "2021-12-01"),
            expected="2021",
        ),
        holds(("notice", NOTICE, "printed_on", "")),
    ),
    "COD-12": (
        *(
            breaks((table, after, field), (table, before, field, after), expected=before)
            for table, field, before, after in (
                ("allocations", "allocation_id", "4", "5"),
                ("annexes", "annex_no", "4", "5"),
                ("grants", "grant_id", "5", "6"),
                ("recipients", "recipient_id", "1", "0"),
                ("target_sheets", "sheet_id", "4", "5"),
                ("indicators", "indicator_id", "17", "18"),
                ("policies", "policy_id", "3", "4"),
            )
        ),
        holds(("annexes", "3", "annex_no", "2-1"), ("annexes", "4", "annex_no", "2-2")),
        holds(*(("annexes", number, "annex_no", "") for number in "1234")),
    ),
    "COD-13": (
        one("indicators", "3", "position", "3", "2"),
        breaks(
            ("sheet_policies", "2/3", "position"),
            ("sheet_policies", "2/2", "position", "3"),
            expected="2",
        ),
        breaks(
            ("indicator_targets", "1/2", "part_no"),
            ("indicator_targets", "1/1", "part_no", "2"),
            expected="1",
        ),
        breaks(("clauses", "1/3", "part_no"), ("clauses", "1/2", "part_no", "3"), expected="2"),
    ),
    "COD-14": (
        one("grants", "3", "transfer_type", "award", "False"),
        one("grants", "1", "transfer_type", "earmarked", "True"),
        holds(("grants", "3", "purpose", ""), ("grants", "3", "transfer_type", "award")),
        holds(("grants", "1", "transfer_type", "")),
    ),
    "COD-15": (
        Case(
            changes=(("allocations", "4", "function_code", "2011409"),),
            added=(_LINE, _LINE),
            cell=("allocations", "4", "function_code"),
            expected="2300241",
            alone=True,
        ),
        Case(changes=(("allocations", "4", "function_code", "23002"),), added=(_LINE, _LINE)),
        # Of two codes that are both usual none is wrong, nor of two lines one.
        Case(
            changes=(
                ("allocations", "3", "function_code", "2011409"),
                ("allocations", "4", "function_code", "2011409"),
            ),
            added=(_LINE, _LINE),
        ),
        holds(("allocations", "4", "function_code", "2011409")),
    ),
    "COD-16": (
        breaks(
            ("clauses", "4/1", "clause_no"),
            ("clauses", "3/1", "clause_no", "4"),
            ("clauses", "3/2", "clause_no", "4"),
            expected="3",
        ),
    ),
    "COD-17": (
        one("regions", "701", "gb_code", "990900", "True"),
        holds(("regions", "701", "gb_code", "")),
    ),
    "COD-18": (
        one("allocations", "1", "function_code", "2019999", "True"),
        one("allocations", "1", "function_code", "20115", "True"),
        *(holds(("allocations", "1", "function_code", code)) for code in ("201", "20114", "")),
    ),
}
