"""How the rules of a follow-up say what they compare: bounds, and what must not be empty.

A statement holds where found and expected are equal. What breaks a bound is held against the bound
in signs that need no translation: ``≤ 500000``, ``≥ 2021-01-01``.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import Frames, statements

NOTICE = "notice:"
#: The tables whose rows are of a region, in the order of a package.
OF_REGIONS = (
    *("evidence", "budgets", "stages", "payments", "confirmed_targets", "monitoring"),
    *("self_evaluations", "self_evaluation_funds", "self_evaluation_scores"),
    *("self_evaluation_answers", "scores", "unplaced"),
)


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
