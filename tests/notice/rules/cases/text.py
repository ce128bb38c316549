"""Cases for the rules on wording, spaces, punctuation, mark-up and headings."""

from __future__ import annotations

from notice.rules.cases.case import EMPTY_LEVEL, NOTICE, REGION, Case, breaks, holds, one

_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_FUND = "省产业发展专项资金（市场监督管理-知识产权创造运用保护、专利奖励）"
_GOAL = ("target_sheets", "3", "overall_goal")
_HEADING = ("target_sheets", "3", "heading")

_BRACKETS = (("(甲)", "（乙）"), ("（甲）", "(乙)"), ("(甲）", ""), ("（甲)", ""), ("", ""))


def _fund(name: str, more: str) -> Case:
    """The fund is called ``name`` throughout, and ``more`` follows it in titles."""
    return holds(
        ("notice", NOTICE, "fund_name", name),
        ("notice", NOTICE, "title_clean", f"2021年{name}{more}"),
        *(
            ("annexes", annex, field, f"2021年度{name}{more}")
            for annex in ("1", "2")
            for field in ("title", "heading")
        ),
    )


def _goals(third: str, *, first: str) -> tuple[tuple[str, str, str, str], ...]:
    """The goals of the three sheets of one purpose."""
    return tuple(
        ("target_sheets", str(sheet), "overall_goal", text)
        for sheet, text in ((1, first), (2, first), (3, third))
    )


CASES: dict[str, tuple[Case, ...]] = {
    "TXT-04": (one("target_sheets", "2", "policy_basis", "<ol> 1. 《某条例》 2. 《某办法》"),),
    "TXT-19": (
        one("recipients", "2", "name", "甲市第一(集团)有限公司", "（）"),
        one("target_sheets", "4", "policy_basis", "《某办法》,《某条例》", "，"),
        one(*_HEADING, "绩效目标表(知识产权创造运用保护-乙市)", "（）"),
        *(one(*_GOAL, f"提高创造{half}运用。", full) for half, full in _FULL.items()),
        *(one(*_GOAL, f"{before},提高。", "，") for before in "》〉”〕号9"),
        *(one(*_GOAL, text, "（") for text in ("“(提高", "“(2", "高(a)")),
        holds(("target_sheets", "3", "overall_goal", "a, b (c)")),
        holds(("target_sheets", "3", "overall_goal", "")),
    ),
    "TXT-20": (
        one(*_GOAL, "提高创造能力。", "提高创造运用保护能力。"),
        *(
            holds(*_goals(f"提高 能力{half}", first=f"提高能力{full}"))
            for half, full in (_FULL | {"《": "〈", "》": "〉"}).items()
        ),
        holds(("target_sheets", "4", "overall_goal", "另一目标。")),
    ),
    "TXT-21": (
        one(
            "target_sheets", "4", "provincial_department", "某省市场监督管理局", "省市场监督管理局"
        ),
        breaks(
            ("target_sheets", "2", "provincial_department"),
            ("target_sheets", "1", "provincial_department", "某省市场监督管理局"),
            expected="某省市场监督管理局",
        ),
        one("target_sheets", "4", "fund_type", "专项资金", "省级财政专项资金"),
        one("target_sheets", "4", "project_level", "一级项目", "二级项目"),
        Case(removed=tuple(("target_sheets", str(sheet)) for sheet in range(1, 5))),
    ),
    "TXT-22": (
        one("target_sheets", "3", "spending_content", "项目", "能力提升项目"),
        holds(("target_sheets", "3", "spending_content", "能力 提升项目")),
    ),
    "TXT-23": (
        one("indicators", "2", "level3", "建设 知识产权运营中心", "建设知识"),
        one("indicators", "2", "value_as_printed", "不少于 2家", "少于2家"),
        one("notice", NOTICE, "title", "某省 通知", "某省通知"),
        one("notice", NOTICE, "urgency", "特 急", "特急"),
        one("notice", NOTICE, "preamble", "2021 年。", "21年。"),
        one("annexes", "2", "title", "明细 分配表", "明细分配"),
        one("annexes", "2", "heading", "明细\u3000分配表", "明细分配"),
        one("clauses", "1/1", "text", "此项 资金", "此项资金"),
        one("grants", "3", "project_name", "企业 海外", "企业海外"),
        one("recipients", "1", "name", "甲市 奖章", "甲市奖章"),
        *(one(*_GOAL, f"提{sign} 创造。", f"提{sign}创造") for sign in "高，。、）（；：1,;:"),
        *(one(*_GOAL, f"提高 {sign}创造。", f"提高{sign}创") for sign in "能1，。、）（；："),
        *(one(*_GOAL, f"提{sign}\u3000创造。", f"提{sign}创造") for sign in "高1,"),
        holds(("target_sheets", "3", "overall_goal", "a 提 b, c 1 2")),
    ),
    "TXT-24": (
        one("indicators", "2", "repair", "spaces removed from level1"),
        one("target_sheets", "2", "repair", "spaces removed from label"),
        Case(
            added=(("empty_levels", EMPTY_LEVEL | {"repair": "spaces removed from level2"}),),
            cell=("empty_levels", "999", "repair"),
        ),
        holds(("indicators", "2", "repair", "level1 told by level2")),
    ),
    "TXT-25": (
        one(*_HEADING, "绩效目标表（知识产权创造运用保护-乙）", "乙市"),
        *(
            holds((*_HEADING, f"绩效目标表（甲-丙{dash}乙市{end}"))
            for dash, end in ("－）", "—)", "-)")
        ),
        REGION,
    ),
    "TXT-26": (
        breaks(
            ("target_sheets", "2", "region_code"),
            ("target_sheets", "2", "region_code", "702"),
            ("target_sheets", "3", "region_code", "701"),
            expected="701",
        ),
    ),
    "TXT-27": (one("annexes", "3", "marker_line", "", "附件3"),),
    "TXT-28": (
        one("annexes", "2", "heading", "2021年明细分配表", f"2021年{_FUND}明细分配表"),
        holds(("annexes", "2", "heading", f"2021年 {_FUND}明细分配表")),
        holds(("annexes", "2", "title", f"2021年 {_FUND}明细分配表")),
        holds(("annexes", "2", "heading", "")),
    ),
    "TXT-29": (
        one("annexes", "2", "title", "2021年产业发展专项资金（甲）明细分配表", _FUND),
        one("annexes", "2", "heading", "2021年度产业发展专项资金(甲)明细分配表", _FUND),
        one("notice", NOTICE, "title_clean", "2021年产业发展资金的通知", _FUND),
        holds(("annexes", "2", "heading", f"2021年度 {_FUND}明细分配表")),
        *(_fund(f"资金{words}", f"{more}表") for words, more in _BRACKETS),
        Case(removed=(("notice", NOTICE),)),
        holds(("notice", NOTICE, "fund_name", "")),
    ),
    "TXT-30": (
        one("recipients", "2", "name_clean", "甲市第二有限公司", "甲市第一有限公司"),
        breaks(
            ("notice", NOTICE, "title_clean"),
            ("notice", NOTICE, "title_clean", "通知"),
            ("notice", NOTICE, "title", "另 一通知"),
            expected="另一通知",
        ),
        holds(("recipients", "2", "name", "甲市 第一有限公司")),
        holds(
            ("recipients", "2", "name", "甲(市)公司"),
            ("recipients", "2", "name_clean", "甲（市）公司"),
        ),
    ),
}
