"""Text: wording that differs, spaces, punctuation, mark-up, headings."""

from __future__ import annotations

import re

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import (
    Frames,
    filled,
    of_each,
    statements,
    there,
    together,
)

_HAN = "\u4e00-\u9fff"
_STRAY_SPACE = re.compile(
    rf"(?<=[{_HAN}，。、）（；：])[ \u3000]+(?=[{_HAN}0-9，。、）（；：])"
    rf"|(?<=[0-9])[ \u3000]+(?=[{_HAN}])"
    rf"|(?<=[,;:])[ \u3000]+(?=[{_HAN}])"
)
_HALF_TO_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_TIGHT = str.maketrans(_HALF_TO_FULL | {"《": "〈", "》": "〉"})


def markup(t: Frames) -> Statements:
    """No mark-up is left in the text.

    文本中无残留的网页标记。

    Holds: 政策依据 1. 《甲》.

    Breaks: 政策依据 <ol style="…"> 1. 《甲》.
    """
    sheets = filled(t["target_sheets"], "policy_basis")
    found = sheets["policy_basis"].str.findall(r"<[^<>]*>").map(_joined).astype("string")
    return statements("target_sheets", sheets, "policy_basis", found, pd.NA)


def _joined(parts: object) -> object:
    if not isinstance(parts, list) or not parts:
        return pd.NA
    return " ".join(dict.fromkeys(parts))


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
        if name not in t:
            continue
        frame = filled(t[name], field)
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
    parts = []
    for field in ("provincial_department", "fund_type", "project_level"):
        # Sheets without a purpose are of projects that need not be of one department.
        rows = filled(t["target_sheets"], field, "purpose")
        expected = rows[field].iloc[0] if len(rows) else pd.NA
        parts.append(statements("target_sheets", rows, field, rows[field], expected))
    return together(parts)


def contents_agree(t: Frames) -> Statements:
    """The spending content of one purpose is worded alike on all sheets: as on the first sheet.

    同一用途各表的支出内容一致（以首次所印为参照）。

    Holds: 服务能力提升项目 on two sheets.

    Breaks: 服务能力提升项目 on one sheet, 服务提升项目 on another.
    """
    return _agree_by_purpose(t, "spending_content")


def _agree_by_purpose(t: Frames, field: str) -> Statements:
    sheets = filled(t["target_sheets"], field, "purpose")
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
    spots_in = _spots_in_files if _from_files(t) else _spots
    parts = []
    for name, field in cells:
        if name not in t:
            continue
        rows = filled(t[name], field)
        spots = of_each(rows[field], spots_in)
        tight = of_each(spots, lambda text: re.sub(r"\s", "", text))
        parts.append(statements(name, rows, field, spots, tight))
    return together(parts)


def _spots(text: str) -> str:
    """What stands around the stray spaces: up to two characters on either side."""
    spots = [text[max(0, m.start() - 2) : m.end() + 2] for m in _STRAY_SPACE.finditer(text)]
    return "…".join(spots)


def _from_files(t: Frames) -> bool:
    """Whether the transcript was written from files in which cells have paragraphs."""
    kinds = t["originals"]["media_type"] if "originals" in t else pd.Series(dtype="string")
    return bool((kinds.notna() & ~kinds.str.startswith("text/plain").eq(True)).any())


def _spots_in_files(text: str) -> str:
    # The paragraphs of a cell stand one after the other, with a space between.
    return _spots(re.sub(r"(?<=[。；：;:])[ \u3000]", "", text))


def broken_label(t: Frames) -> Statements:
    """Labels and level names are printed without spaces inside.

    标签与指标级次名称中无空格。

    Holds: 地方主管部门; 产出指标.

    Breaks: 地方主管部 门; 产出 指标.
    """
    parts = []
    for name in there(t, ("target_sheets", "indicators", "empty_levels")):
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
    sheets = filled(t["target_sheets"], "heading", "region_code")
    regions = filled(t["regions"], "region_code", "name").drop_duplicates("region_code")
    names = regions.set_index("region_code")["name"]
    found = sheets["heading"].str.extract(r"[-－—]([^-－—()（）]+)[)）]$", expand=False)
    rows = sheets[found.notna() & sheets["region_code"].isin(names.index)]
    expected = rows["region_code"].map(names).astype("string")
    return statements("target_sheets", rows, "heading", found[rows.index], expected)


def sheet_order(t: Frames) -> Statements:
    """The sheets of one purpose stand in the order of the region codes.

    同一用途的绩效目标表按地区编码排序。

    Holds: 607, 608, 609.

    Breaks: 607, 609, 608.
    """
    sheets = filled(t["target_sheets"], "purpose", "region_code")
    expected = pd.Series(pd.NA, index=sheets.index, dtype="string")
    for _, rows in sheets.groupby("purpose"):
        expected.loc[rows.index] = rows["region_code"].sort_values().to_numpy()
    return statements("target_sheets", sheets, "region_code", sheets["region_code"], expected)


def annex_marker(t: Frames) -> Statements:
    """Above every annex that follows the letter stands its marker 附件N.

    正文之后的每个附件之前均有“附件N”字样。

    Holds: 附件1 above annex 1; a letter whose annexes are files of their own, which are not here.

    Breaks: no line 附件3 above annex 3, and 附件4 above annex 4.
    """
    annexes = t["annexes"]
    wanted = "附件" + annexes["annex_no"].astype("string").fillna("")
    marked = annexes["marker_line"].notna()
    # An annex is here if something of it is, or if another one follows.
    follows = marked.iloc[::-1].cummax().iloc[::-1]
    here = follows | annexes["heading"].notna()
    found = wanted.where(marked)
    rows = annexes[here]
    return statements("annexes", rows, "marker_line", found[here], wanted[here])


def annex_title(t: Frames) -> Statements:
    """The heading above an annex is the title that the letter lists, spaces aside.

    附件标题与正文所列附件名称一致（空格除外）。

    Holds: 2021年度分配情况表 in the list and above the annex.

    Breaks: 2021年度分配情况表 in the list, 2021年度情况表 above the annex.
    """
    annexes = t["annexes"]
    rows = filled(annexes, "heading", "title")
    tight = rows[["title", "heading"]].apply(lambda c: c.str.replace(r"\s+", "", regex=True))
    return statements("annexes", rows, "heading", tight["heading"], tight["title"])


def fund_name(t: Frames) -> Statements:
    """Titles that name the fund name it as the body of the notice does.

    凡列出资金名称的标题，其写法与正文一致。

    Holds: 省促进发展专项资金（甲） in the body and in the title of annex 1.

    Breaks: 省促进发展专项资金（甲） in the body, 促进发展专项资金（甲） in the title of annex 2.
    """
    known = t["notice"]["fund_name"].dropna()
    if known.empty:
        return together([])
    name = re.sub(r"\s+", "", known.iloc[0])
    parts = []
    for table, field in (("notice", "title_clean"), ("annexes", "title"), ("annexes", "heading")):
        if table not in t:
            continue
        frame = t[table]
        tight = frame[field].str.replace(r"\s+", "", regex=True)
        found = tight.str.extract(
            r"[0-9]{4}年(?:度)?(\S*?资金(?:[(（][^)）]*[)）])?)", expand=False
        )
        rows = frame[found.notna()]
        # What follows the fund in brackets, a batch for one, is part of what the body calls it.
        whole = tight[rows.index].str.contains(name, regex=False)
        found = found[rows.index].mask(whole.fillna(value=False), name)
        parts.append(statements(table, rows, field, found, name))
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
        if table not in t:
            continue
        frame = filled(t[table], printed, clean)
        parts.append(
            statements(
                table,
                frame,
                clean,
                of_each(frame[clean], _tight),
                of_each(frame[printed], _tight),
            )
        )
    return together(parts)
