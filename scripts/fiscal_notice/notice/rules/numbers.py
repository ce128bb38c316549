"""Document numbers, years, and numbers that run on."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, filled, statements, there, together

_YEAR_OF_TITLE = r"((?:19|20)[0-9]{2})\s*年"


def document_number_form(t: Frames) -> Statements:
    """Document numbers have the form 机关代字〔YYYY〕N号, or 令第N号 for decrees.

    发文字号的形式为“机关代字〔年份〕序号号”；命令为“令第N号”。

    Holds: 某发〔2020〕1号, 国务院令第706号.

    Breaks: 某发[2020]1号, 某发〔2020〕1 号, 国务院令706号.
    """
    cells = [
        ("notice", "document_number"),
        ("notice", "basis_document_number"),
        ("bases", "document_number"),
        ("sheet_policies", "document_number_as_printed"),
    ]
    parts = []
    for name, field in cells:
        if name in t:
            rows = filled(t[name], field)
            parts.append(statements(name, rows, field, rows[field], canonical_number(rows[field])))
    return together(parts)


def canonical_number(numbers: pd.Series) -> pd.Series:
    """Document numbers in the form that they should have; missing ones stay missing."""
    tight = numbers.str.replace(r"\s+", "", regex=True)
    brackets = tight.str.replace(
        r"[〔\[［【(（]([0-9]{4})[〕\]］】)）](?:第)?0*([0-9]+号)", r"〔\1〕\2", regex=True
    )
    return brackets.str.replace(r"令第?0*([0-9]+号)$", r"令第\1", regex=True)


def budget_year(t: Frames) -> Statements:
    """The budget year is the same everywhere: titles, project names, sheets and deadlines.

    标题、项目名称、绩效目标表及完成期限中的预算年度一致。

    Holds: a notice of 2021 with a sheet of 2021 and a project 2021年…; one of 2020年至2022年.

    Breaks: a notice of 2021 with a sheet of 2020.
    """
    known = t["notice"]["budget_year"].dropna()
    if known.empty:
        return together([])
    year = known.iloc[0]
    parts = []
    if "target_sheets" in t:
        rows = filled(t["target_sheets"], "budget_year")
        parts.append(statements("target_sheets", rows, "budget_year", rows["budget_year"], year))
    if "indicator_targets" in t:
        rows = filled(t["indicator_targets"], "deadline")
        found = rows["deadline"].str.slice(stop=4).astype("Int64")
        parts.append(statements("indicator_targets", rows, "deadline", found, year))
    for name, field in _NAMED:
        if name in t:
            parts.append(_year_in_name(name, t[name], field, year))
    return together(parts)


_NAMED = (
    ("annexes", "title"),
    ("annexes", "heading"),
    ("allocations", "project_name"),
    ("grants", "project_name"),
    ("target_sheets", "project_name"),
)


def _year_in_name(name: str, frame: pd.DataFrame, field: str, year: object) -> Statements:
    found = frame[field].str.extract(_YEAR_OF_TITLE, expand=False)
    named = frame[found.notna()]
    first = found[found.notna()].astype("Int64")
    # A project of several years names the budget year as one of them.
    several = named[field].str.contains(f"{year}", regex=False)
    return statements(name, named, field, first.where(~several, year), year)


def printed_year(t: Frames) -> Statements:
    """The year in the document number is the year in which the notice was printed.

    发文字号中的年份与印发日期的年份一致。

    Holds: 某财〔2020〕1号, printed on 2020-12-30.

    Breaks: 某财〔2021〕1号, printed on 2020-12-30.
    """
    notice = filled(t["notice"], "document_number", "printed_on")
    found = notice["document_number"].str.extract(r"〔([0-9]{4})〕", expand=False)
    return statements(
        "notice", notice, "document_number", found, notice["printed_on"].str.slice(stop=4)
    )


def running_numbers(t: Frames) -> Statements:
    """Running numbers count the rows of their table from 1 without a gap.

    各表的流水号从1起连续编号。

    Holds: allocations 1, 2, 3.

    Breaks: allocations 1, 2, 4.
    """
    numbered = [
        ("allocations", "allocation_id"),
        ("grants", "grant_id"),
        ("recipients", "recipient_id"),
        ("target_sheets", "sheet_id"),
        ("indicators", "indicator_id"),
        ("policies", "policy_id"),
        ("amounts", "amount_id"),
    ]
    parts = [
        statements(name, t[name], field, t[name][field], _count(t[name]))
        for name, field in numbered
        if name in t
    ]
    if "annexes" in t:
        annexes = t["annexes"]
        numbers = annexes["annex_no"].astype("string")
        # Numbers such as 3-1, and annexes without any, do not count on.
        plain = numbers.str.fullmatch("[0-9]+").fillna(value=False)
        rows = annexes if plain.all() else annexes.iloc[:0]
        count = _count(rows).astype("string")
        parts.append(statements("annexes", rows, "annex_no", numbers[rows.index], count))
    return together(parts)


def _count(frame: pd.DataFrame) -> pd.Series:
    return pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="Int64")


def positions(t: Frames) -> Statements:
    """Positions count from 1 without a gap within their sheet, value or clause.

    顺序号在每张表、每个指标值、每条之内从1起连续。

    Holds: indicators 1, 2, 3 of a sheet.

    Breaks: indicators 1, 3 of a sheet.
    """
    counted = [
        ("indicators", "sheet_id", "position"),
        ("sheet_policies", "sheet_id", "position"),
        ("indicator_targets", "indicator_id", "part_no"),
        ("clauses", "clause_no", "part_no"),
        ("layout", "table_no", "position"),
    ]
    parts = []
    for name, group, field in counted:
        if name in t:
            rows = filled(t[name], group)
            parts.append(
                statements(name, rows, field, rows[field], rows.groupby(group).cumcount() + 1)
            )
    parts += [
        statements(name, t[name], "position", t[name]["position"], _count(t[name]))
        for name in there(t, ("bases", "body_codes"))
    ]
    return together(parts)


def clause_numbers(t: Frames) -> Statements:
    """The clauses of the letter are numbered 一, 二, 三 … without a gap.

    正文各条从“一”起连续编号。

    Holds: 一, 二, 三.

    Breaks: 一, 三.
    """
    clauses = filled(t["clauses"], "clause_no")
    expected = clauses["clause_no"].rank(method="dense").astype("Int64")
    return statements("clauses", clauses, "clause_no", clauses["clause_no"], expected)
