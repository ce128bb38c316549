"""For each rule one case that breaks it: changes of cells in the small invented notice.

The notice itself is the case that holds: no rule finds anything in it. Each case names the cell in
which the rule must find something.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kit import Change

NOTICE = "某财工〔2020〕1号"


@dataclass(frozen=True, slots=True)
class Breaks:
    """Changes of cells, and the cell (table, key, field) that the rule must then name."""

    changes: tuple[Change, ...]
    cell: tuple[str, str, str]
    expected: str | None = None
    errata: tuple[dict[str, str], ...] = field(default=())


def one(table: str, key: str, name: str, text: str, expected: str | None = None) -> Breaks:
    """A case in which the changed cell is the cell that is found."""
    return Breaks(((table, key, name, text),), (table, key, name), expected)


def erratum(**cells: str) -> dict[str, str]:
    """A row of errata; what is not given is filled in."""
    return {
        "erratum_id": "E001",
        "rule_id": "RDR-01",
        "resource": "indicators",
        "key": "1",
        "field": "level3",
        "printed": "完成专利导航报告",
        "expected": "another name",
        "kind": "wording",
        "explanation_zh": "说明",
        "explanation_en": "explanation",
        "source_line": "73",
    } | cells


CASES: dict[str, Breaks] = {
    "SCH-01": one("allocations", "1", "amount_yuan", "5万元"),
    "COD-01": Breaks(
        (("budget_units", "701001", "region_code", "702"),),
        ("budget_units", "701001", "unit_code"),
        "702001",
    ),
    "COD-02": one("budget_units", "701001", "name", "乙市本级", "甲市本级"),
    "COD-03": one("regions", "701", "gb_code", "990200", "990100"),
    "COD-04": Breaks(
        (("regions", "701", "gb_code", "990200"),), ("gb_divisions", "990100", "gb_code"), "1"
    ),
    "COD-05": one("functions", "2011409", "parent_code", "20115", "20114"),
    "COD-06": one("functions", "20114", "level", "3", "2"),
    "COD-07": one("allocations", "1", "function_name", "知识产权事务", "知识产权宏观管理"),
    "COD-08": Breaks(
        (("functional_classification", "20114", "function_code", "20199"),),
        ("functional_classification", "20199", "function_code"),
    ),
    "COD-09": one(
        "notice", NOTICE, "basis_document_number", "某市监函[2020]2 号", "某市监函〔2020〕2号"
    ),
    "COD-10": one("target_sheets", "2", "budget_year", "2020", "2021"),
    "COD-11": Breaks(
        (("notice", NOTICE, "printed_on", "2021-12-01"),),
        ("notice", NOTICE, "document_number"),
        "2021",
    ),
    "COD-12": Breaks(
        (("allocations", "4", "allocation_id", "5"),), ("allocations", "5", "allocation_id"), "4"
    ),
    "COD-13": one("indicators", "3", "position", "3", "2"),
    "COD-14": one("grants", "3", "transfer_type", "award"),
    "COD-15": one("allocations", "4", "function_code", "2011409", "2300241"),
    "COD-16": Breaks(
        (("clauses", "3/1", "clause_no", "4"), ("clauses", "3/2", "clause_no", "4")),
        ("clauses", "4/1", "clause_no"),
        "3",
    ),
    "TOT-01": Breaks(
        (("allocations", "1", "amount_yuan", "50001"),),
        ("allocation_totals", "甲市小计", "amount_yuan"),
        "850001",
    ),
    "TOT-02": one("allocation_totals", "一、各市合计", "amount_yuan", "1250001", "1250000"),
    "TOT-03": one("grant_totals", "甲市小计", "ip_creation_wan", "81", "80"),
    "TOT-04": one("allocation_totals", "合计", "amount_yuan", "1250001", "1250000"),
    "TOT-05": one("grant_totals", "地市合计", "ip_creation_wan", "121", "120"),
    "TOT-06": Breaks(
        (("grant_totals", "乙市（不含省直管县）小计", "region_code", "701"),),
        ("regions", "702", "region_code"),
    ),
    "TOT-07": one("grant_totals", "乙市（不含省直管县）小计", "seq", "3", "2"),
    "TOT-08": Breaks(
        (("grant_totals", "乙市（不含省直管县）小计", "label", "丙市小计"),),
        ("grant_totals", "丙市小计", "region_code"),
        "乙市小计",
    ),
    "UNI-01": Breaks(
        (("allocation_totals", "甲市小计", "amount_yuan", "850001"),),
        ("grant_totals", "甲市小计", "ip_creation_wan"),
        "850001",
    ),
    "UNI-02": one("grants", "1", "amount_yuan", "5000", "50000"),
    "UNI-03": one("target_sheets", "2", "funding_need_yuan", "50000", "500000"),
    "UNI-04": one("annexes", "2", "unit", ""),
    "UNI-05": one("indicator_targets", "9/1", "unit", "个", "家"),
    "UNI-06": one("indicator_targets", "9/1", "basis", "growth", "absolute"),
    "UNI-07": one("indicator_targets", "9/1", "comparator", "eq", "ge"),
    "UNI-08": Breaks(
        (("indicator_targets", "4/1", "unit", "次"),),
        ("indicators", "4", "value_as_printed"),
        "场",
    ),
    "UNI-09": Breaks(
        (("indicator_targets", "3/1", "lower", "4"),), ("indicator_targets", "3/1", "upper")
    ),
    "REC-01": one("allocations", "2", "amount_yuan", "300001", "300000"),
    "REC-02": one("allocations", "3", "amount_yuan", "500001", "500000"),
    "REC-03": one("allocations", "1", "amount_yuan", "50001", "50000"),
    "REC-04": one("notice", NOTICE, "total_yuan", "1250001", "1250000"),
    "REC-05": one("target_sheets", "3", "funding_need_wan", "30", "40"),
    "REC-06": one("target_sheets", "4", "funding_need_wan", "6", "5"),
    "REC-07": Breaks(
        (("target_sheets", "3", "region_code", "701"),), ("grants", "5", "region_code"), "1"
    ),
    "REC-08": Breaks(
        (("target_sheets", "1", "project_name", "另一项目"),),
        ("allocations", "2", "project_name"),
        "1",
    ),
    "REC-09": one("target_sheets", "3", "project_name", "另一项目", "2021年下放市县专项资金"),
    "REC-10": Breaks(
        (
            ("grants", "3", "project_name", "2021年专利导航项目"),
            ("grants", "3", "recipient_as_printed", "甲市第一有限公司、甲市第二研究院"),
        ),
        ("grants", "3", "project_name"),
        "1",
    ),
    "REC-11": one("allocations", "2", "transfer_type", "award"),
    "REC-12": Breaks(
        (("grant_recipients", "2/3", "recipient_id", "4"),), ("recipients", "3", "recipient_id")
    ),
    "REC-13": Breaks(
        (("sheet_policies", "4/1", "policy_id", "1"),), ("policies", "3", "policy_id")
    ),
    "REC-14": Breaks(
        (
            ("indicator_targets", "17/1", "indicator_id", "16"),
            ("indicator_targets", "16/1", "part_no", "1"),
        ),
        ("indicators", "17", "indicator_id"),
    ),
    "REC-15": one("target_sheets", "3", "local_department", "甲市市场监督管理局"),
    "REC-16": one(
        "allocations", "4", "project_name", "2021年下放市县乙市任务", "2021年下放市县专项资金"
    ),
    "REC-17": one("target_sheets", "3", "local_department", "乙市市场监管局", "乙市市场监督管理局"),
    "REC-18": Breaks(
        (("grant_totals", "乙市（不含省直管县）小计", "label", "乙市小计"),),
        ("grant_totals", "乙市小计", "label"),
        "（不含省直管县）",
    ),
    "TXT-01": one("sheet_policies", "2/2", "printed_number", "3", "2"),
    "TXT-02": one("sheet_policies", "2/2", "title_as_printed", "某 条例", "某条例"),
    "TXT-03": one(
        "sheet_policies",
        "2/1",
        "document_number_as_printed",
        "某办发〔2019〕3号",
        "某发〔2019〕3号",
    ),
    "TXT-04": one("target_sheets", "2", "policy_basis", "<ol> 1. 《某条例》 2. 《某办法》"),
    "TXT-05": one("indicators", "3", "value_as_printed", ""),
    "TXT-06": one("indicators", "2", "level2", ""),
    "TXT-07": one("indicators", "9", "level1", "效益指标", "产出指标"),
    "TXT-08": Breaks((), ("empty_levels", "999", "level2")),
    "TXT-09": Breaks(
        (("indicators", "3", "level3_clean", "建设知识产权运营中心"),),
        ("indicators", "3", "level3"),
    ),
    "TXT-10": Breaks(
        (("indicators", "3", "level3_clean", "建设知识产权运营中心"),),
        ("indicators", "3", "value_as_printed"),
        "不少于2家",
    ),
    "TXT-11": Breaks(
        (("indicators", "9", "level3_clean", "建设知识产权运营中"),),
        ("indicators", "9", "level3"),
        "建设知识产权运营中心",
    ),
    "TXT-12": one("indicators", "8", "level3", "指标9: 有效投诉率", "有效投诉率"),
    "TXT-13": one("indicators", "2", "value_as_printed", "不少于2家。", "不少于2家"),
    "TXT-14": one("indicators", "2", "value_as_printed", "不少于2家以上", "不少于2家"),
    "TXT-15": one("indicators", "7", "value_as_printed", "提高知识产权保护意识"),
    "TXT-16": one("indicator_targets", "7/1", "parse_status", "unparsed", "parsed"),
    "TXT-17": one("indicators", "14", "level2", "经济效益指标", "社会效益指标"),
    "TXT-18": Breaks(
        (("indicators", "9", "level3_clean", "成立知识产权运营中心"),),
        ("indicators", "9", "level3"),
        "建设知识产权运营中心",
    ),
    "TXT-19": one("recipients", "2", "name", "甲市第一(集团)有限公司"),
    "TXT-20": one("target_sheets", "3", "overall_goal", "提高创造能力。", "提高创造运用保护能力。"),
    "TXT-21": one(
        "target_sheets", "4", "provincial_department", "某省市场监督管理局", "省市场监督管理局"
    ),
    "TXT-22": one("target_sheets", "3", "spending_content", "项目", "能力提升项目"),
    "TXT-23": one("indicators", "2", "level3", "建设 知识产权运营中心", "建设知识"),
    "TXT-24": one("indicators", "2", "repair", "spaces removed from level1"),
    "TXT-25": one("target_sheets", "3", "heading", "绩效目标表（知识产权创造运用保护-乙）", "乙市"),
    "TXT-26": Breaks(
        (
            ("target_sheets", "2", "region_code", "702"),
            ("target_sheets", "3", "region_code", "701"),
        ),
        ("target_sheets", "2", "region_code"),
        "701",
    ),
    "TXT-27": one("annexes", "3", "marker_line", ""),
    "TXT-28": one("annexes", "2", "heading", "2021年明细分配表"),
    "TXT-29": one("annexes", "2", "title", "2021年产业发展专项资金（甲）明细分配表"),
    "TXT-30": one("recipients", "2", "name_clean", "甲市第二有限公司", "甲市第一有限公司"),
    "TXT-31": one(
        "sheet_policies",
        "1/1",
        "title_as_printed",
        "关于印发《某办法》的通知",
        "关于印发〈某办法〉的通知",
    ),
    "TXT-32": Breaks(
        (("indicators", "7", "repair", "level1 told by level2"),),
        ("indicators", "7", "level1"),
        "效益指标",
    ),
    "SRC-01": one("clauses", "1/1", "text", "此项资金立即拨付。"),
    "SRC-02": one("indicator_targets", "2/1", "lower", "3", "2"),
    "SRC-03": one("recipients", "3", "kind", "company", "research_institute"),
    "SRC-04": one("policies", "2", "title", "另一条例", "某条例"),
    "SRC-05": one("functions", "20114", "name", "另一事务", "知识产权事务"),
    "RDR-01": Breaks((), ("indicators", "1", "level3"), "another name", errata=(erratum(),)),
    "ERR-01": Breaks(
        (), ("errata", "E003", "erratum_id"), "E001", errata=(erratum(erratum_id="E003"),)
    ),
    "ERR-03": Breaks(
        (), ("errata", "E001", "printed"), "完成专利导航报告", errata=(erratum(printed="别的"),)
    ),
    "ERR-02": Breaks((), ("errata", "E001", "key"), errata=(erratum(key="999"),)),
}
