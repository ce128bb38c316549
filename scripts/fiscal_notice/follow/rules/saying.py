"""How the rules of a follow-up say what they compare: bounds, and what must not be empty.

A statement holds where found and expected are equal. What breaks a bound is held against the bound
in signs that need no translation: ``≤ 500000``, ``≥ 2021-01-01``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import Frames, statements

Some = TypeVar("Some", pd.DataFrame, pd.Series)
NOTICE = "notice:"
#: Days for passing on where a scheme says none (预算法 article 52).
GENERAL_DAYS = 30
#: The tables whose rows are of a region, in the order of a package.
OF_REGIONS = (
    *("evidence", "budgets", "stages", "payments", "confirmed_targets", "monitoring"),
    *("self_evaluations", "self_evaluation_funds", "self_evaluation_scores"),
    *("self_evaluation_answers", "scores", "unplaced"),
)


def those(rows: Some, chosen: Iterable[bool]) -> Some:
    """The rows that are chosen. An empty list in brackets would choose columns: none of them."""
    return rows[np.fromiter(chosen, dtype=bool)]


def either(found: pd.Series, fine: Iterable[object], otherwise: object) -> pd.Series:
    """For each row what is found where that is fine, else what should stand there.

    ``otherwise`` is one value for all rows, or a series.
    """
    others = otherwise.tolist() if isinstance(otherwise, pd.Series) else [otherwise] * len(found)
    chosen = [
        value if good is True or good is np.True_ else other
        for value, good, other in zip(found.tolist(), fine, others, strict=True)
    ]
    return pd.Series(chosen, index=found.index, dtype=object)


def bounded(
    table: str, frame: pd.DataFrame, field: str, found: pd.Series, sign: str, bound: object
) -> Statements:
    """One statement per row that ``found`` is ``sign`` (≤ or ≥) ``bound``, a value or a series.

    Where either is missing nothing is said.
    """
    limits = bound if isinstance(bound, pd.Series) else pd.Series([bound] * len(frame), frame.index)
    known = (found.notna() & limits.notna()).to_numpy(dtype=bool)
    frame, found, limits = frame[known], found[known], limits[known]
    pairs = zip(found.tolist(), limits.tolist(), strict=True)
    fine = [value <= limit if sign == "≤" else value >= limit for value, limit in pairs]
    said = [None if good else f"{sign} {shown(x)}" for good, x in zip(fine, limits, strict=True)]
    expected = either(found, fine, pd.Series(said, frame.index, dtype=object))
    return statements(table, frame, field, found, expected)


def among(
    table: str, frame: pd.DataFrame, field: str, known: Iterable[object], what: str
) -> Statements:
    """One statement per filled cell of ``field`` that it is among ``known``; else ``what`` is."""
    rows = frame[frame[field].notna()]
    found = rows[field]
    return statements(table, rows, field, found, either(found, found.isin([*known]), what))


def wanted(table: str, frame: pd.DataFrame, field: str, what: str) -> Statements:
    """One statement per row that the cell of ``field`` is filled; ``what`` should stand there."""
    found = frame[field]
    return statements(table, frame, field, found, either(found, found.notna(), what))


def of_notice(t: Frames, table: str) -> pd.DataFrame:
    """A table of the notice."""
    return t[NOTICE + table]


def iso(days: pd.Series) -> pd.Series:
    """Days as dates, to be counted with; what is none is missing."""
    return pd.to_datetime(days.astype(object), errors="coerce", format="%Y-%m-%d")


def as_of(t: Frames) -> str | None:
    """The day up to which things were looked at; None if the package does not say."""
    days = iso(t["about"]["asOf"]).dropna()
    return None if days.empty else str(days.iloc[0].date())


def parameters(t: Frames, name: str) -> dict[str, tuple[Decimal, str]]:
    """The value of a parameter, as a number, and its source by scheme; "" is the default scheme."""
    rows = t["parameters"]
    rows = rows[rows["parameter"].eq(name)]
    found = {}
    for scheme, value, source in zip(rows["scheme_id"], rows["value"], rows["source"], strict=True):
        try:
            found[str(scheme)] = (Decimal(str(value)), str(source))
        except InvalidOperation:
            continue
    return found


def parameter(t: Frames, name: str, otherwise: int) -> Decimal:
    """The number that the default scheme gives a parameter, else ``otherwise``."""
    return parameters(t, name).get("", (Decimal(otherwise), ""))[0]


def notice_day(t: Frames) -> str | None:
    """The day of the notice: that of its signature, else of its print; None if neither is known."""
    notice = t[NOTICE + "notice"]
    for name in ("signed_on", "printed_on"):
        if name in notice.columns:
            days = iso(notice[name]).dropna()
            if not days.empty:
                return str(days.iloc[0].date())
    return None


def budget_year(t: Frames) -> int | None:
    """The budget year of the notice."""
    years = t[NOTICE + "notice"]["budget_year"].dropna().tolist()
    return int(years[0]) if years else None


def last_day(t: Frames) -> str | None:
    """The last day for passing the money on.

    Counted from the day of the notice, or from the first of the budget year if that is later; by
    the days of the scheme, else by 30 (预算法 article 52, for a province; for a city by analogy).
    """
    day, year = notice_day(t), budget_year(t)
    if day is None:
        return None
    start = max(day, f"{year:04d}-01-01") if year else day
    days = int(parameter(t, "days.pass_on.general", GENERAL_DAYS))
    return str((pd.Timestamp(start) + pd.Timedelta(days=days)).date())


def since_notice(t: Frames) -> str | None:
    """The day up to which things were looked at, if the days for passing on are over; else None."""
    last, day = last_day(t), as_of(t)
    return day if last is not None and day is not None and day > last else None


def texts_of_parameter(t: Frames, pattern: str) -> dict[str, dict[str, dict[str, str]]]:
    """Parameters of the form ``pattern`` (groups name and what): scheme → name → what → value."""
    rows = t["parameters"]
    parts = rows["parameter"].str.extract(f"^{pattern}$")
    found: dict[str, dict[str, dict[str, str]]] = {}
    columns = (rows["scheme_id"], parts["name"], parts["what"], rows["value"])
    for scheme, name, what, value in zip(*(c.tolist() for c in columns), strict=True):
        if not pd.isna(name):
            found.setdefault(str(scheme), {}).setdefault(str(name), {})[str(what)] = str(value)
    return found
