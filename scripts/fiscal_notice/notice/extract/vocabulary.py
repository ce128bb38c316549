"""Words that all notices of the family share: forms, labels, measure words.

Nothing here belongs to one notice. What a particular fund calls its purposes or kinds of transfer
stands as ``categories`` in the Table Schemas and reaches the readers as a ``Vocabulary``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

URGENCIES = ("特提", "特急", "加急", "平急", "急件")

# 发文字号 as the rules for official documents have it (GB/T 9704), and the brackets people type.
NUMBER_OPEN = r"〔\[［【"  # escaped for use inside a character class
NUMBER_CLOSE = r"〕\]］】"

# What is said of money: told in advance of the year, or allotted. 提前 goes first: 提前转下达.
ADVANCING = re.compile(r"提前[^,。;:《》()]{0,40}?(?:下达|下拨|拨付|安排|告知|通知)")
_ALLOTTING = (
    *("转下达", "下达", "下拨", "转拨", "核拨", "预拨", "拨付", "拨给", "拨补", "划拨", "安排"),
    *("分配", "清算", "结算", "追加", "批复", "核定", "调整", "分解", "追减", "预下"),
)
ALLOCATING = re.compile("|".join(_ALLOTTING))

CLAUSE_KINDS = (
    # The first word that a sentence contains decides; performance comes before money because
    # sentences on evaluation mention the money too.
    ("绩效目标管理", "performance_target"),
    ("绩效运行监控", "performance_monitoring"),
    ("绩效自评", "performance_monitoring"),
    ("绩效评价", "performance_monitoring"),
    ("编入", "budgeting"),
    ("分解", "distribution"),
    ("分配拨付", "distribution"),
    ("转下达", "distribution"),
    ("挤占", "supervision"),
    ("资金监管", "supervision"),
    ("拨付使用", "disbursement"),
)

RECIPIENT_KINDS = (
    # The ending decides, the first that fits: 研究院有限公司 is a company.
    ("律师事务所", "law_firm"),
    ("公司", "company"),
    ("集团", "company"),
    ("大学", "university"),
    ("学院", "university"),
    ("协会", "association"),
    ("学会", "association"),
    ("商会", "association"),
    ("研究院", "research_institute"),
    ("研究所", "research_institute"),
    ("管委会", "government"),
    ("委员会", "government"),
    ("政府", "government"),
    ("局", "government"),
    ("厅", "government"),
)

# "Not below" is at least, "not above" at most, whichever auxiliary stands between.
_NEGATIONS = ("不", "不得", "不应", "不能", "不可", "不宜", "不要", "不许")
_BELOW = ("低于", "小于", "少于")
_ABOVE = ("大于", "超过", "高于", "多于")
COMPARATORS = {
    **dict.fromkeys(_BELOW, "lt"),
    **dict.fromkeys(_ABOVE, "gt"),
    **{no + word: "ge" for no in _NEGATIONS for word in _BELOW},
    **{no + word: "le" for no in _NEGATIONS for word in _ABOVE},
    **dict.fromkeys(("大于等于", "大于或等于", "至少", "最少", "起码", "达到"), "ge"),
    **dict.fromkeys(("小于等于", "小于或等于", "至多", "最多", "控制在"), "le"),
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "＞=", "＞＝", ">＝"), "ge"),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "＜=", "＜＝", "<＝"), "le"),
    **dict.fromkeys(("＞", ">"), "gt"),
    **dict.fromkeys(("不足", "不到", "＜", "<"), "lt"),
    **dict.fromkeys(("等于", "＝", "="), "eq"),
}
SUFFIX_COMPARATORS = {
    **dict.fromkeys(("以上", "及以上", "或以上", "（含）以上", "(含)以上"), "ge"),
    **dict.fromkeys(("以下", "及以下", "或以下", "（含）以下", "(含)以下"), "le"),
    **dict.fromkeys(("以内", "之内"), "le"),
}

DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
MULTIPLIERS = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What one package calls its purposes and kinds of transfer, and its code lists.

    ``purposes`` and ``transfer_types`` map the printed word to the code of the enum, from the
    ``categories`` of the Table Schemas; ``phases`` likewise. ``divisions`` maps a name to its
    GB/T 2260 code, ``functions`` a functional-classification code to its name.
    """

    purposes: dict[str, str]
    transfer_types: dict[str, str]
    phases: dict[str, str]
    divisions: dict[str, str]
    functions: dict[str, str]
