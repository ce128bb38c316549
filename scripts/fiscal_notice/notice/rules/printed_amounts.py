"""Amounts of any table as printed: their totals and columns, and what the letter says of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    statements,
    there,
    together,
)

#: The parts of the letter's total, and how columns of the annexes are headed that have them.
_PARTS = {"body_central_yuan": "中央", "body_provincial_yuan": "省级|省财政"}
_OTHER_BEARERS = "市级|州级|县级|区级|地方|自筹"
# The levels of rows, the widest first.
_LEVELS = ("total", "group", "region", "detail")


def table_totals(t: Frames) -> Statements:
    """In any other table of money a printed total is the sum of the rows that it covers.

    其他金额表中所印的总计等于其所含各行之和，按栏计算。

    Holds: 合计 100, and rows of 60 and 40, in each column; a total that stands without its rows.

    Breaks: 合计 100, and rows of 60 and 50.
    """
    return _sums(t, "total")


def table_groups(t: Frames) -> Statements:
    """In any other table of money a group's printed total is the sum of its rows.

    其他金额表中每一组的合计等于该组各行之和，按栏计算。

    Holds: 一、各市合计 100, and below it rows of 60 and 40.

    Breaks: 一、各市合计 100, and below it rows of 60 and 50.
    """
    return _sums(t, "group")


def table_regions(t: Frames) -> Statements:
    """In any other table of money a region's printed subtotal is the sum of its lines.

    其他金额表中每一地区的小计等于该地区各行之和，按栏计算。

    Holds: 甲市小计 100, and below it lines of 60 and 40; 甲市 100, which has no lines of its own.

    Breaks: 甲市小计 100, and below it lines of 60 and 50.
    """
    return _sums(t, "region")


def _sums(t: Frames, level: str) -> Statements:
    amounts = filled(t["amounts"], "table_no", "row_no", "column", "level")
    # Rules of their own are for annexes that became tables of allocations, grants and targets.
    own = {
        line
        for name in there(t, ("allocations", "grants", "target_sheets"))
        for line in t[name]["_line"].dropna()
    }
    known = set(amounts.loc[amounts["_line"].isin(own), "table_no"])
    amounts = amounts[~amounts["table_no"].isin(known)]
    amounts = amounts.assign(_exact=exact(amounts["amount_yuan"]))
    rows: list[int] = []
    sums: list[object] = []
    for _, column in amounts.groupby(["table_no", "column"], sort=False):
        for row, total in _covered(column, level):
            rows.append(row)
            sums.append(total)
    found = amounts.loc[rows]
    expected = pd.Series(sums, index=found.index, dtype=object)
    return statements("amounts", found, "amount_yuan", found["_exact"], expected)


def _covered(column: pd.DataFrame, level: str) -> Iterator[tuple[int, Decimal | int]]:
    """The rows of a level with the sum of what they cover; those without any are left out."""
    at = _LEVELS.index(level)
    ranks = [_LEVELS.index(name) if name in _LEVELS else len(_LEVELS) for name in column["level"]]
    places = list(column.index)
    amounts = column["_exact"].tolist()
    heads = [place for place, rank in enumerate(ranks) if rank == at]
    # Totals stand above what they cover, or below it: then the first row of all is a part.
    below = bool(ranks) and ranks[0] > at
    for number, head in enumerate(heads):
        if below:
            start = heads[number - 1] + 1 if number else 0
            span = range(start, head)
        else:
            end = heads[number + 1] if number + 1 < len(heads) else len(ranks)
            span = range(head + 1, end)
        inside = [place for place in span if ranks[place] > at]
        wider = [place for place in span if ranks[place] < at]
        if wider:
            # A wider total ends what is covered.
            inside = [p for p in inside if (p > max(wider) if below else p < min(wider))]
        widest = min((ranks[place] for place in inside), default=None)
        if widest is not None:
            yield places[head], sum(amounts[p] for p in inside if ranks[p] == widest)


def layout_known(t: Frames) -> Statements:
    """What every column of a table of money means is known.

    金额表每一栏的含义均已明确。

    Holds: a column 补助金额 that is an amount; a column that a person has said to be ignored.

    Breaks: a column whose meaning nobody has told.
    """
    columns = t["layout"]
    known = columns["meaning"].mask(columns["meaning"].eq("unknown"))
    return statements("layout", columns, "meaning", columns["meaning"], known)


def body_total(t: Frames) -> Statements:
    """The total that the letter states in its text is that of the annexes.

    正文所述总金额等于附件合计。

    Holds: 15,920.2万元 in the letter, 159,202,000 yuan in annex 1.

    Breaks: 15,920.2万元 in the letter, 159,200,000 yuan in annex 1.
    """
    notice = filled(t["notice"], "body_total_yuan", "total_yuan")
    return statements(
        "notice",
        notice,
        "body_total_yuan",
        exact(notice["body_total_yuan"]),
        exact(notice["total_yuan"]),
    )


def body_parts(t: Frames) -> Statements:
    """The central and the provincial part that the letter states add up to the total it states.

    正文所述中央资金与省级资金之和等于正文所述总金额。

    Holds: 共1000万元（其中：中央资金600万元，省级资金400万元）; a letter that names 市级资金 too.

    Breaks: 共1000万元（其中：中央资金600万元，省级资金300万元）.
    """
    notice = filled(t["notice"], "body_total_yuan", *_PARTS)
    others = notice["preamble"].str.contains(_OTHER_BEARERS, regex=True).fillna(value=False)
    notice = notice[~others.astype(bool)]
    central, provincial = (exact(notice[name]) for name in _PARTS)
    return statements(
        "notice",
        notice,
        "body_total_yuan",
        exact(notice["body_total_yuan"]),
        central + provincial,
    )


def parts_in_annexes(t: Frames) -> Statements:
    """A part of the total that the letter states is the total of the annexes' column of that part.

    正文所述中央资金、省级资金等于附件相应栏目的合计。

    Holds: 中央资金600万元 in the letter, and 600 as the total of the column 中央资金.

    Breaks: 中央资金600万元 in the letter, and 500 as the total of the column 中央资金.
    """
    amounts = t["amounts"]
    totals = filled(amounts[amounts["level"].eq("total").fillna(value=False)], "column")
    found = []
    for name, word in _PARTS.items():
        # Of several such columns nobody knows which one the letter means.
        own = totals[totals["column"].str.contains(word, regex=True)]
        notice = filled(t["notice"], name) if len(own) == 1 else t["notice"].iloc[:0]
        expected = exact(own["amount_yuan"]).tolist() if len(own) == 1 else []
        printed = pd.Series(expected * len(notice), index=notice.index, dtype=object)
        found.append(statements("notice", notice, name, exact(notice[name]), printed))
    return together(found)


def body_functions(t: Frames) -> Statements:
    """A functional code in the text of the letter is printed in the annexes, or part of it is.

    正文所列支出功能分类科目与附件所印科目一致（类、款、项逐级相符）。

    Holds: 213 in the letter, 2130135 in annex 1; codes in the letter alone.

    Breaks: 213 in the letter, and 2011409 as the only code of annex 1.
    """
    body = t["body_codes"]
    rows = filled(body[body["kind"].eq("function").fillna(value=False)], "code")
    printed = {
        str(code)
        for name in there(t, ("allocations", "amounts"))
        for code in t[name]["function_code"].dropna().unique()
    }
    if not printed:
        rows = rows.iloc[:0]
    parts = {code[:size] for code in printed for size in (3, 5, 7)}
    found = [
        code in parts or any(code[:size] in printed for size in (3, 5))
        for code in rows["code"].astype(str)
    ]
    return statements(
        "body_codes", rows, "code", pd.Series(found, rows.index, dtype=bool), expected=True
    )


def signed_first(t: Frames) -> Statements:
    """A notice is signed on or before the day on which it is printed.

    成文日期不晚于印发日期。

    Holds: signed on 2020-12-29, printed on 2020-12-30.

    Breaks: signed on 2021-12-29, printed on 2020-12-30.

    Basis: GB/T 9704, format of official documents: 印发日期 is the day of sending it to print.
    """
    notice = filled(t["notice"], "signed_on", "printed_on")
    signed, printed = notice["signed_on"], notice["printed_on"]
    return statements(
        "notice", notice, "signed_on", signed, signed.where(signed <= printed, printed)
    )


def deadline_is_a_day(t: Frames) -> Statements:
    """A deadline that is written as a full date is a day of the calendar.

    以完整日期表示的期限为真实存在的日期。

    Holds: 2021-06-30; 收到本通知之日起30日内.

    Breaks: 2021-06-31.
    """
    clauses = filled(t["clauses"], "deadline")
    written = clauses["deadline"].str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    rows = clauses[written.fillna(value=False)]
    days = pd.to_datetime(rows["deadline"].astype(object), errors="coerce", format="%Y-%m-%d")
    return statements(
        "clauses", rows, "deadline", rows["deadline"], rows["deadline"].where(days.notna())
    )
