"""Text: numbering, wording that differs, what is lost, left over or mistyped."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.rules.codes import canonical_number
from fiscal_notice.rules.declare import Frames, first_in_group, statements, together

_HAN = "\u4e00-\u9fff"
_STRAY_SPACE = re.compile(
    rf"(?<=[{_HAN}，。、）（；：])[ \u3000]+(?=[{_HAN}0-9，。、）（；：])"
    rf"|(?<=[0-9])[ \u3000]+(?=[{_HAN}])"
    rf"|(?<=[,;:])[ \u3000]+(?=[{_HAN}])"
)
_HALF_TO_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_TIGHT = str.maketrans(_HALF_TO_FULL | {"《": "〈", "》": "〉"})
MAX_EDITS = 2
MIN_LENGTH = 8


def list_numbering(t: Frames) -> Statements:
    """The items of a policy list are numbered 1, 2, 3 … without a gap or a repetition.

    政策依据各条从1起连续编号；只有一条的无须编号。

    Holds: 1, 2, 3; a list of one item without a number.

    Breaks: 14, 16, 16; a list of several items without numbers.
    """
    items = t["sheet_policies"]
    sheets = items.groupby("sheet_id")
    several = sheets["position"].transform("size") > 1
    numbered = sheets["printed_number"].transform("count") > 0
    # A list without any number is one defect, shown at its first item.
    rows = items[several & (numbered | items["position"].eq(1))]
    return statements(
        "sheet_policies", rows, "printed_number", rows["printed_number"], rows["position"]
    )


def policy_title(t: Frames) -> Statements:
    """A policy is cited with the same title on all sheets: the one printed first.

    同一政策文件在各表中的名称写法一致（以首次所印为参照，并非认定其正确）。

    Holds: 《甲：乙》 on two sheets.

    Breaks: 《甲：乙》 on one sheet, 《甲: 乙》 on another.
    """
    return _as_first_cited(t, "title_as_printed", "title")


def nested_brackets(t: Frames) -> Statements:
    """A title inside a title stands in single brackets: 《 〈 〉 》.

    书名号内的书名号用单书名号（GB/T 15834）。

    Holds: 《关于印发〈办法〉的通知》.

    Breaks: 《关于印发《办法》的通知》.
    """
    items = t["sheet_policies"]
    found = items["title_as_printed"]
    expected = found.str.translate(str.maketrans("《》", "〈〉"))
    return statements("sheet_policies", items, "title_as_printed", found, expected)


def policy_number(t: Frames) -> Statements:
    """A policy is cited with the same document number on all sheets: the one printed first.

    同一政策文件在各表中的发文字号一致（以首次所印为参照，写法差异另行检查）。

    Holds: 某发〔2020〕1号 on two sheets; 令706号 and 令第706号, whose form another rule checks.

    Breaks: 某办发〔2020〕1号 on one sheet, 某发〔2020〕1号 on another.
    """
    return _as_first_cited(t, "document_number_as_printed", "document_number")


def _as_first_cited(t: Frames, printed: str, field: str) -> Statements:
    items = t["sheet_policies"]
    policies = t["policies"].drop_duplicates("policy_id").set_index("policy_id")
    expected = items["policy_id"].map(policies[field]).astype("string")
    found = items[printed]
    if field == "document_number":
        found, expected = canonical_number(found), canonical_number(expected)
    return statements("sheet_policies", items, printed, found, expected)


def markup(t: Frames) -> Statements:
    """No mark-up is left in the text.

    文本中无残留的网页标记。

    Holds: 政策依据 1. 《甲》.

    Breaks: 政策依据 <ol style="…"> 1. 《甲》.
    """
    sheets = t["target_sheets"]
    found = sheets["policy_basis"].str.findall(r"<[^<>]*>").map(_joined).astype("string")
    return statements("target_sheets", sheets, "policy_basis", found, pd.NA)


def _joined(parts: object) -> object:
    if not isinstance(parts, list) or not parts:
        return pd.NA
    return " ".join(dict.fromkeys(parts))


def missing_value(t: Frames) -> Statements:
    """Every indicator has a target value.

    每个指标均有指标值。

    Holds: 建设运营中心 | 1家.

    Breaks: 建设运营中心, and nothing beside it.
    """
    indicators = t["indicators"]
    value = indicators["value_as_printed"]
    return statements(
        "indicators", indicators, "value_as_printed", value, value.fillna("a target value")
    )


def missing_level(t: Frames) -> Statements:
    """Every indicator stands under a level-1 and a level-2 name.

    每个指标均有一级指标和二级指标。

    Holds: 产出指标 | 数量指标 | 建设运营中心.

    Breaks: an indicator above the first level name of its sheet.
    """
    indicators = t["indicators"]
    return together(
        statements(
            "indicators", indicators, name, indicators[name], indicators[name].fillna("a level")
        )
        for name in ("level1", "level2")
    )


def level_parent(t: Frames) -> Statements:
    """A level-2 name stands under the same level-1 name wherever it is used.

    同一二级指标始终归于同一一级指标（以首次所印为参照）。

    Holds: 数量指标 under 产出指标 on all sheets.

    Breaks: 数量指标 under 产出指标 on one sheet, under 效益指标 on another.
    """
    parts = []
    for name in ("indicators", "empty_levels"):
        rows = t[name][t[name]["level2"].notna()]
        both = pd.concat([t["indicators"], t["empty_levels"]])
        first = both[both["level2"].notna()].drop_duplicates("level2").set_index("level2")
        expected = rows["level2"].map(first["level1"]).astype("string")
        parts.append(statements(name, rows, "level1", rows["level1"], expected))
    return together(parts)


def empty_level(t: Frames) -> Statements:
    """A level-2 name that is printed has an indicator beside it.

    所列二级指标均有三级指标。

    Holds: 时效指标 | 按期完成 | 2021年内完成.

    Breaks: 时效指标, and nothing beside it.
    """
    rows = t["empty_levels"]
    sheets = t["target_sheets"]
    # One statement a level-2 name and sheet that has indicators, too, so that it is not only
    # about the failures.
    filled = t["indicators"].dropna(subset=["level2"]).drop_duplicates(["sheet_id", "level2"])
    known = rows["sheet_id"].isin(sheets["sheet_id"])
    return together(
        [
            statements("indicators", filled, "level2", filled["level2"], filled["level2"]),
            statements("empty_levels", rows[known], "level2", rows["level2"][known], pd.NA),
        ]
    )


def duplicate_indicator(t: Frames) -> Statements:
    """An indicator stands once on a sheet.

    同一指标在一张表中仅列一次。

    Holds: 举办推介会 once on the sheet of 甲市.

    Breaks: 举办推介会 twice on the sheet of 甲市.
    """
    indicators = t["indicators"]
    again = indicators.groupby(["sheet_id", "level3_clean"]).cumcount() + 1
    return statements("indicators", indicators, "level3", again, 1)


def contradiction(t: Frames) -> Statements:
    """Where an indicator stands twice on a sheet, its values are the same.

    同一指标在一张表中重复出现的，其指标值一致。

    Holds: 举办推介会 twice, with 2场 both times.

    Breaks: 举办推介会 with 2至3场, and again with 不少于2场.
    """
    indicators = t["indicators"]
    value = indicators["value_as_printed"]
    expected = first_in_group(indicators, ["sheet_id", "level3_clean"], value)
    return statements("indicators", indicators, "value_as_printed", value, expected)


def truncated_name(t: Frames) -> Statements:
    """No indicator's name breaks off in the middle of one that is printed elsewhere.

    指标名称完整，未在他处所印名称的中途截断。

    Holds: 商标注册申请 beside 商标注册申请，提高水平: the longer one goes on after a comma.

    Breaks: 商标注册申 beside 商标注册申请.
    """
    indicators = t["indicators"]
    names = sorted(set(indicators["level3_clean"].dropna()))
    whole = {
        name: following
        for name, following in pairwise(names)  # sorted names that begin alike stand together
        if following.startswith(name) and re.match(rf"[{_HAN}]", following[len(name) :])
    }
    expected = indicators["level3_clean"].map(lambda name: whole.get(name, name))
    return statements("indicators", indicators, "level3", indicators["level3_clean"], expected)


def template_label(t: Frames) -> Statements:
    """No label of the form 指标N: is left in an indicator's name, and no full stop at its end.

    指标名称中无残留的“指标N:”字样，末尾无句号。

    Holds: 投诉率.

    Breaks: 指标9: 投诉率; 投诉率。
    """
    indicators = t["indicators"]
    return statements(
        "indicators", indicators, "level3", indicators["level3"], indicators["level3_clean"]
    )


def value_full_stop(t: Frames) -> Statements:
    """A target value does not end with a full stop.

    指标值末尾无句号。

    Holds: 增长2%以上.

    Breaks: 增长2%以上。
    """
    indicators = t["indicators"]
    rows = indicators[indicators["value_as_printed"].notna()]
    found = rows["value_as_printed"]
    return statements("indicators", rows, "value_as_printed", found, found.str.rstrip("。"))


def double_bound(t: Frames) -> Statements:
    """A target value states its bound once.

    指标值不重复表述下限或上限。

    Holds: 不少于30户; 30户以上.

    Breaks: 不少于30户以上.
    """
    indicators = t["indicators"]
    rows = indicators[indicators["value_as_printed"].notna()]
    found = rows["value_as_printed"]
    expected = found.str.replace(r"^((?:不少于|不低于|至少).*?)以上$", r"\1", regex=True)
    return statements("indicators", rows, "value_as_printed", found, expected)


def value_repeats_name(t: Frames) -> Statements:
    """A target value does not repeat the indicator's name.

    指标值不是指标名称的重复。

    Holds: 营造氛围 | 进一步提升.

    Breaks: 营造氛围 | 营造氛围.
    """
    indicators = t["indicators"]
    rows = indicators[indicators["value_as_printed"].notna()]
    found = rows["value_as_printed"]
    return statements(
        "indicators",
        rows,
        "value_as_printed",
        found,
        found.where(found.ne(rows["level3"]), "a target value"),
    )


def value_understood(t: Frames) -> Statements:
    """Every target value that is printed can be read as a quantity, a quality or a deadline.

    所印指标值均可解析为定量、定性或期限目标。

    Holds: 不少于2场; 逐步提升; 2021年内完成.

    Breaks: a slogan.
    """
    targets = t["indicator_targets"]
    rows = targets[targets["parse_status"].ne("missing")]
    return statements("indicator_targets", rows, "parse_status", rows["parse_status"], "parsed")


def level_of_indicator(t: Frames) -> Statements:
    """An indicator stands under the same level-2 name on all sheets: that of the first sheet.

    同一指标在各表中归于同一二级指标（以首次所印为参照）。

    Holds: 保护意识 under 可持续影响指标 on two sheets.

    Breaks: 积极性 under 社会效益指标 on one sheet, under 经济效益指标 on another.
    """
    rows = t["indicators"][t["indicators"]["level2"].notna()]
    expected = rows.groupby("level3_clean")["level2"].transform("first")
    return statements("indicators", rows, "level2", rows["level2"], expected)


def similar_names(t: Frames) -> Statements:
    """Indicators whose names differ by one or two characters are worded alike: as printed first.

    仅一两个字不同的指标名称写法一致（以首次所印为参照，并非认定其正确）。

    Holds: 专利转让备案件数 on all sheets.

    Breaks: 专利转让备案件数 on one sheet, 专利转让备案案件数 on another.
    """
    indicators = t["indicators"]
    names = indicators["level3_clean"].dropna().drop_duplicates().tolist()
    first = first_similar(names)
    expected = indicators["level3_clean"].map(lambda name: first.get(name, name))
    return statements("indicators", indicators, "level3", indicators["level3_clean"], expected)


def first_similar(names: list[str]) -> dict[str, str]:
    """For each name that is similar to an earlier one, the earliest of those it leads back to.

    Two texts are MAX_EDITS edits apart only if leaving out at most so many characters of each can
    make them equal: so only names that share such a remainder are compared, and the cost grows
    with the number of names, not with its square.
    """
    first: dict[str, str] = {}
    seen: dict[str, list[str]] = {}
    for name in names:
        if len(name) < MIN_LENGTH:
            continue
        remainders = _remainders(name)
        near = {other for rest in remainders for other in seen.get(rest, ())}
        for other in sorted(near, key=names.index) if near else ():
            if _edits(other, name) <= MAX_EDITS:
                first[name] = first.get(other, other)
                break
        for rest in remainders:
            seen.setdefault(rest, []).append(name)
    return first


def _remainders(name: str) -> set[str]:
    rests = {name}
    for _ in range(MAX_EDITS):
        rests |= {rest[:i] + rest[i + 1 :] for rest in rests for i in range(len(rest))}
    return rests


def _edits(one: str, other: str) -> int:
    """How many characters must be put in, left out or exchanged to make one text the other."""
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, other_sign in enumerate(other, start=1):
            diagonal, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, diagonal + (sign != other_sign)),
            )
    return row[-1]


def half_width(t: Frames) -> Statements:
    """Chinese text uses full-width punctuation: in names, goals, headings and policy lists.

    中文文本使用全角标点（单位名称、总体目标、表名、政策依据）。

    Holds: 甲（深圳）有限公司.

    Breaks: 甲(深圳)有限公司.
    """
    cells = [
        ("recipients", "name"),
        ("target_sheets", "overall_goal"),
        ("target_sheets", "heading"),
        ("target_sheets", "policy_basis"),
    ]
    parts = []
    for name, field in cells:
        frame = t[name]
        signs = frame[field].str.findall(rf"(?<=[{_HAN}》〉”〕号0-9])[,;:()?!]|[(](?=[{_HAN}0-9])")
        found = signs.map(lambda s: "".join(sorted(set(s))) if isinstance(s, list) else "")
        parts.append(
            statements(name, frame, field, found, found.map(lambda s: s.translate(_TIGHT)))
        )
    return together(parts)


def goals_agree(t: Frames) -> Statements:
    """The overall goal of one purpose is worded alike on all sheets: as on the first sheet.

    同一用途各表的总体绩效目标表述一致（以首次所印为参照；空格与标点宽度除外）。

    Holds: 多元化解决 on two sheets.

    Breaks: 多元化解决 on one sheet, 多元化解 on another.
    """
    return _agree_by_purpose(t, "overall_goal")


def heads_agree(t: Frames) -> Statements:
    """All sheets name the same provincial department, kind of fund and level of project.

    各表的省级主管部门、资金类型、项目等级一致（以首次所印为参照）。

    Holds: 省市场监管局 on two sheets.

    Breaks: 省市场监管局 on one sheet, 广东省市场监管局 on another.
    """
    sheets = t["target_sheets"]
    parts = []
    for field in ("provincial_department", "fund_type", "project_level"):
        expected = sheets[field].iloc[0] if len(sheets) else pd.NA
        parts.append(statements("target_sheets", sheets, field, sheets[field], expected))
    return together(parts)


def contents_agree(t: Frames) -> Statements:
    """The spending content of one purpose is worded alike on all sheets: as on the first sheet.

    同一用途各表的支出内容一致（以首次所印为参照）。

    Holds: 服务能力提升项目 on two sheets.

    Breaks: 服务能力提升项目 on one sheet, 服务提升项目 on another.
    """
    return _agree_by_purpose(t, "spending_content")


def _agree_by_purpose(t: Frames, field: str) -> Statements:
    sheets = t["target_sheets"]
    tight = sheets[field].map(_tight, na_action="ignore").astype("string")
    rows = sheets.assign(_tight=tight)
    first = rows.groupby("purpose")[[field, "_tight"]].transform("first")
    found = rows[field].where(rows["_tight"].ne(first["_tight"]), first[field])
    return statements("target_sheets", rows, field, found, first[field])


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_TIGHT)


def stray_space(t: Frames) -> Statements:
    """No space stands between Chinese characters, or between them and a figure or comma.

    汉字之间、汉字与数字或逗号之间无多余空格。

    Holds: 2021年度.

    Breaks: 2021 年度; 促进 经济.
    """
    cells = [
        ("notice", "title"),
        ("notice", "urgency"),
        ("notice", "preamble"),
        ("annexes", "title"),
        ("annexes", "heading"),
        ("clauses", "text"),
        ("target_sheets", "overall_goal"),
        ("grants", "project_name"),
        ("recipients", "name"),
        ("indicators", "level3"),
        ("indicators", "value_as_printed"),
    ]
    parts = []
    for name, field in cells:
        frame = t[name]
        rows = frame[frame[field].notna()]
        spots = rows[field].map(_spots)
        parts.append(
            statements(name, rows, field, spots, spots.map(lambda s: re.sub(r"\s", "", s)))
        )
    return together(parts)


def _spots(text: str) -> str:
    """What stands around the stray spaces: up to two characters on either side."""
    spots = [text[max(0, m.start() - 2) : m.end() + 2] for m in _STRAY_SPACE.finditer(text)]
    return "…".join(spots)


def broken_label(t: Frames) -> Statements:
    """Labels and level names are printed without spaces inside.

    标签与指标级次名称中无空格。

    Holds: 地方主管部门; 产出指标.

    Breaks: 地方主管部 门; 产出 指标.
    """
    parts = []
    for name in ("target_sheets", "indicators", "empty_levels"):
        frame = t[name]
        spaces = frame["repair"].str.findall(r"spaces removed from [^;]+")
        parts.append(statements(name, frame, "repair", spaces.map(_joined).astype("string"), pd.NA))
    return together(parts)


def heading_names_city(t: Frames) -> Statements:
    """The heading of a sheet names its city in full.

    绩效目标表表名中的地区为全称。

    Holds: 绩效目标表(知识产权-甲市).

    Breaks: 绩效目标表(知识产权-甲).
    """
    sheets = t["target_sheets"]
    names = t["regions"].drop_duplicates("region_code").set_index("region_code")["name"]
    found = sheets["heading"].str.extract(r"[-－—]([^-－—()（）]+)[)）]$", expand=False)
    expected = sheets["region_code"].map(names).astype("string")
    return statements("target_sheets", sheets, "heading", found, expected)


def sheet_order(t: Frames) -> Statements:
    """The sheets of one purpose stand in the order of the region codes.

    同一用途的绩效目标表按地区编码排序。

    Holds: 607, 608, 609.

    Breaks: 607, 609, 608.
    """
    sheets = t["target_sheets"]
    expected = pd.Series(pd.NA, index=sheets.index, dtype="string")
    for _, rows in sheets.groupby("purpose"):
        expected.loc[rows.index] = rows["region_code"].sort_values().to_numpy()
    return statements("target_sheets", sheets, "region_code", sheets["region_code"], expected)


def annex_marker(t: Frames) -> Statements:
    """Above every annex that the letter lists stands its marker 附件N.

    正文所列每个附件之前均有“附件N”字样。

    Holds: 附件1 above annex 1.

    Breaks: no line 附件3 above annex 3.
    """
    annexes = t["annexes"]
    wanted = "附件" + annexes["annex_no"].astype("string")
    found = wanted.where(annexes["marker_line"].notna())
    return statements("annexes", annexes, "marker_line", found, wanted)


def annex_title(t: Frames) -> Statements:
    """The heading above an annex is the title that the letter lists, spaces aside.

    附件标题与正文所列附件名称一致（空格除外）。

    Holds: 2021年度分配情况表 in the list and above the annex.

    Breaks: 2021年度分配情况表 in the list, 2021年度情况表 above the annex.
    """
    annexes = t["annexes"]
    rows = annexes[annexes["heading"].notna()]
    tight = rows[["title", "heading"]].apply(lambda c: c.str.replace(r"\s+", "", regex=True))
    return statements("annexes", rows, "heading", tight["heading"], tight["title"])


def fund_name(t: Frames) -> Statements:
    """Titles that name the fund name it as the body of the notice does.

    凡列出资金名称的标题，其写法与正文一致。

    Holds: 省促进发展专项资金（甲） in the body and in the title of annex 1.

    Breaks: 省促进发展专项资金（甲） in the body, 促进发展专项资金（甲） in the title of annex 2.
    """
    notice, annexes = t["notice"], t["annexes"]
    name = notice["fund_name"].iloc[0] if len(notice) else pd.NA
    parts = []
    for table, frame, field in (
        ("notice", notice, "title_clean"),
        ("annexes", annexes, "title"),
        ("annexes", annexes, "heading"),
    ):
        tight = frame[field].str.replace(r"\s+", "", regex=True)
        found = tight.str.extract(
            r"[0-9]{4}年(?:度)?(\S*?资金(?:[(（][^)）]*[)）])?)", expand=False
        )
        rows = frame[found.notna()]
        parts.append(statements(table, rows, field, found[found.notna()], name))
    return together(parts)


def clean_forms(t: Frames) -> Statements:
    """Cleaned forms differ from what is printed by spaces and the width of brackets alone.

    整理后的文本与原文仅在空格及括号宽度上不同。

    Holds: 甲(深圳)公司 and 甲（深圳）公司.

    Breaks: 甲(深圳)公司 and 乙（深圳）公司.
    """
    parts = []
    for table, printed, clean in (
        ("notice", "title", "title_clean"),
        ("recipients", "name", "name_clean"),
    ):
        frame = t[table]
        parts.append(
            statements(
                table,
                frame,
                clean,
                frame[clean].map(_tight, na_action="ignore"),
                frame[printed].map(_tight, na_action="ignore"),
            )
        )
    return together(parts)
