"""What rules are made of: a docstring that is published, and statements about cells."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from fiscal_notice.model import Compare, Rule, Severity, Statements

Frames = Mapping[str, pd.DataFrame]
Cells = np.ndarray[Any, np.dtype[Any]]
_BASIS = "Basis:"


def rule(
    rule_id: str,
    compare: Compare,
    judges: str = "",
    *,
    reads: str = "",
    optional: str = "",
    needs: str = "",
    severity: Severity = "error",
) -> Rule:
    """A Rule from a function whose docstring is the published statement.

    ``judges`` are the names of the tables in whose cells it finds something, any if there are
    none; ``optional`` those that it judges where they are there; ``reads`` what it needs besides;
    ``needs`` the columns (TABLE.COLUMN) without which it has nothing to say.
    The docstring has four paragraphs: the statement, the statement in Chinese, ``Holds:`` and
    ``Breaks:``; a fifth one, ``Basis:``, says what it rests on. ValueError if one is missing.
    """
    paragraphs = [" ".join(p.split()) for p in (inspect.getdoc(compare) or "").split("\n\n")]
    basis = paragraphs.pop() if paragraphs[-1].startswith(_BASIS) else _BASIS
    try:
        statement, statement_zh, holds, breaks = paragraphs
        return Rule(
            id=rule_id,
            severity=severity,
            statement=statement,
            statement_zh=statement_zh,
            holds=_after("Holds: ", holds),
            breaks=_after("Breaks: ", breaks),
            basis=basis.removeprefix(_BASIS).strip(),
            tables=(*judges.split(), *reads.split()),
            judges=(*judges.split(), *optional.split()),
            needs=tuple(needs.split()),
            compare=compare,
        )
    except ValueError:
        raise ValueError(f"the docstring of {rule_id} is no statement of a rule") from None


def _after(label: str, text: str) -> str:
    if not text.startswith(label):
        raise ValueError(label)
    return text.removeprefix(label)


ABSENT = "absent"
"""In ``attrs`` of a frame: the columns that its table has not; they stand there without a value."""


def there(t: Frames, names: Iterable[str]) -> list[str]:
    """Those of the tables ``names`` that a notice has."""
    return [name for name in names if name in t]


def exact(amounts: pd.Series) -> pd.Series:
    """Amounts that add up exactly: whole ones as they are, others as Decimal; missing ones stay."""
    if not pd.api.types.is_float_dtype(amounts):
        return amounts
    values = [None if pd.isna(value) else Decimal(repr(float(value))) for value in amounts]
    return pd.Series(values, index=amounts.index, dtype=object)


def summed(amounts: pd.Series, *by: pd.Series) -> dict[Any, Any]:
    """The exact sums of ``amounts`` by the values of one or several series; missing ones aside."""
    sums: dict[Any, Any] = {}
    for amount, *place in zip(exact(amounts).tolist(), *by, strict=True):
        if not pd.isna(amount) and not any(pd.isna(part) for part in place):
            key = place[0] if len(place) == 1 else tuple(place)
            sums[key] = sums.get(key, 0) + amount
    return sums


def in_all(amounts: pd.Series) -> Any:
    """The exact sum of ``amounts``; of none 0."""
    return sum(exact(amounts).dropna().tolist())


def matched(values: Mapping[Any, Any], *places: pd.Series, default: object = None) -> pd.Series:
    """For each row the value at its place, which one or several series say; else ``default``."""
    keys = places[0] if len(places) == 1 else zip(*places, strict=True)
    # What is missing is a key of nothing.
    found = [values.get(key, default) if key is not pd.NA else default for key in keys]
    return pd.Series(found, index=places[0].index, dtype=object)


def filled(frame: pd.DataFrame, *fields: str) -> pd.DataFrame:
    """The rows in which none of these cells is missing."""
    return frame[frame[list(fields)].notna().all(axis=1)]


def statements(
    table: str, frame: pd.DataFrame, field: str, found: pd.Series, expected: object
) -> Statements:
    """One statement per row of ``frame``: that ``found`` is ``expected``.

    ``frame`` has ``_key`` and ``_line``; ``found`` and ``expected`` are series on its index, or
    ``expected`` is one value for all rows. Of a column that the table has not there are none.
    """
    if field in frame.attrs.get(ABSENT, ()):
        frame, found, expected = frame.iloc[:0], found.iloc[:0], None
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
