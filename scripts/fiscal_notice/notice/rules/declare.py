"""What rules are made of: a docstring that is published, and statements about cells."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from fiscal_notice.model import Compare, Rule, Severity, Statements

Frames = Mapping[str, pd.DataFrame]
Cells = np.ndarray[Any, np.dtype[Any]]


def rule(
    rule_id: str,
    compare: Compare,
    judges: str = "",
    *,
    reads: str = "",
    optional: str = "",
    severity: Severity = "error",
) -> Rule:
    """A Rule from a function whose docstring is the published statement.

    ``judges`` are the names of the tables in whose cells it finds something, any if there are
    none; ``optional`` those that it judges where they are there; ``reads`` what it needs besides.
    The docstring has four paragraphs: the statement, the statement in Chinese, ``Holds:`` and
    ``Breaks:``. ValueError if one is missing.
    """
    paragraphs = [" ".join(p.split()) for p in (inspect.getdoc(compare) or "").split("\n\n")]
    try:
        statement, statement_zh, holds, breaks = paragraphs
        return Rule(
            id=rule_id,
            severity=severity,
            statement=statement,
            statement_zh=statement_zh,
            holds=_after("Holds: ", holds),
            breaks=_after("Breaks: ", breaks),
            tables=(*judges.split(), *reads.split()),
            judges=(*judges.split(), *optional.split()),
            compare=compare,
        )
    except ValueError:
        raise ValueError(f"the docstring of {rule_id} is no statement of a rule") from None


def _after(label: str, text: str) -> str:
    if not text.startswith(label):
        raise ValueError(label)
    return text.removeprefix(label)


def statements(
    table: str, frame: pd.DataFrame, field: str, found: pd.Series, expected: object
) -> Statements:
    """One statement per row of ``frame``: that ``found`` is ``expected``.

    ``frame`` has ``_key`` and ``_line``; ``found`` and ``expected`` are series on its index, or
    ``expected`` is one value for all rows.
    """
    size = len(frame)
    if isinstance(expected, pd.Series):
        wanted = objects(expected)
    else:
        wanted = np.full(size, None if expected is pd.NA else expected, dtype=object)
    return Statements(
        table=np.full(size, table, dtype=object),
        key=objects(frame["_key"]),
        field=np.full(size, field, dtype=object),
        line=objects(frame["_line"]),
        found=objects(found),
        expected=wanted,
    )


def objects(series: pd.Series) -> Cells:
    """The values of a series as Python objects, every kind of missing value as None."""
    values: Cells = series.to_numpy(dtype=object)
    missing = series.isna().to_numpy()
    if missing.any():
        values = values.copy()
        values[missing] = None
    return values


def first_in_group(frame: pd.DataFrame, by: list[str], values: pd.Series) -> pd.Series:
    """For each row, the value of the first row of its group, also where that one is missing."""
    positions = pd.Series(np.arange(len(frame)), index=frame.index)
    groups = positions.groupby([frame[name] for name in by], dropna=False)
    first = groups.transform("min").to_numpy(dtype=np.int64)
    return pd.Series(values.iloc[first].array, index=frame.index)


def of_each(values: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """``function`` of every text, called once for each distinct one; missing ones stay missing."""
    known = {value: function(value) for value in values.dropna().unique()}
    made = [known.get(value) for value in values]
    return pd.Series(made, index=values.index, dtype=object)


def together(parts: Iterable[Statements]) -> Statements:
    """Several sets of statements as one."""
    filled = list(parts)
    return Statements(
        **{
            name: np.concatenate([getattr(part, name) for part in filled] or [np.empty(0, object)])
            for name in Statements.__slots__
        }
    )
