"""From a statement to its outcome: the one place where comparisons become pandera checks.

A rule's ``compare`` gives one row per statement checked; the check is that ``found`` equals
``expected``. Its failure cases become findings, so that all failures read alike.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from fiscal_notice.model import (
    NOT_AVAILABLE,
    NOTHING_TO_CHECK,
    Compare,
    Finding,
    Outcome,
    Rule,
    Severity,
    Statements,
)

Frames = Mapping[str, pd.DataFrame]
Cells = np.ndarray[Any, np.dtype[Any]]

# Rules are checked together, as many as fit: a call of pandera costs milliseconds whatever it
# checks, and a million statements at a time bound the memory.
BATCH = 1_000_000


def rule(rule_id: str, compare: Compare, *tables: str, severity: Severity = "error") -> Rule:
    """A Rule from a function whose docstring is the published statement.

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
            tables=tables,
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


def agrees(found: pd.Series, expected: pd.Series) -> pd.Series:
    """Where two series of objects agree; two missing values (None) agree, one alone does not.

    With nullable columns a plain ``==`` gives ``<NA>`` for a missing value, and pandera lets such
    a row pass; hence objects, in which None equals None and nothing else.
    """
    equal = found.to_numpy(dtype=object) == expected.to_numpy(dtype=object)
    return pd.Series(equal, index=found.index, dtype=bool)


SCHEMA = pa.DataFrameSchema(
    checks=[
        pa.Check(
            lambda frame: agrees(frame["found"], frame["expected"]),
            name="found is expected",
            # Missing values are what many rules look for.
            ignore_na=False,
        )
    ]
)


def judge_all(rules: Iterable[Rule], frames: Frames) -> list[Outcome]:
    """Check rules on the tables that they need; the outcomes are in the order of the rules.

    A rule whose tables are not all there, or that finds nothing to check, is skipped and says
    why; it has not passed.
    """
    places = _places(frames)
    outcomes: list[Outcome] = []
    waiting: list[tuple[Rule, Statements]] = []
    size = 0
    for declared in rules:
        absent = [name for name in declared.tables if name not in frames]
        compared = None if absent else declared.compare(frames)
        if compared is None or not len(compared):
            reason = NOT_AVAILABLE + ", ".join(absent) if absent else NOTHING_TO_CHECK
            waiting.append((declared, together([])))
            outcomes.append(Outcome(rule=declared, checked=0, skipped=reason))
            continue
        outcomes.append(Outcome(rule=declared, checked=len(compared)))
        waiting.append((declared, compared))
        size += len(compared)
        if size > BATCH:
            outcomes = _with_findings(outcomes, waiting, places)
            waiting, size = [], 0
    return _with_findings(outcomes, waiting, places)


def _with_findings(
    outcomes: list[Outcome],
    waiting: list[tuple[Rule, Statements]],
    places: Mapping[tuple[str, str, str], int],
) -> list[Outcome]:
    """``outcomes`` with the failures of the last ones, those of ``waiting``, filled in."""
    failing = _failing(
        _joined([compared.found for _, compared in waiting]),
        _joined([compared.expected for _, compared in waiting]),
    )
    start = 0
    done = outcomes[: len(outcomes) - len(waiting)]
    for outcome, (declared, compared) in zip(outcomes[len(done) :], waiting, strict=True):
        own = failing[(failing >= start) & (failing < start + len(compared))]
        found = tuple(_finding(declared, compared, int(row) - start, places) for row in own)
        done.append(replace(outcome, findings=found))
        start += len(compared)
    return done


def _joined(parts: list[Cells]) -> Cells:
    """Arrays as one; a single one as it is, as it may be large."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.empty(0, object)])


def _failing(found: Cells, expected: Cells) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The positions of the statements that pandera's check refuses, ascending."""
    failing = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(found), BATCH):
        stop = start + BATCH
        frame = pd.DataFrame(
            {"found": found[start:stop], "expected": expected[start:stop]}, dtype=object
        )
        try:
            SCHEMA.validate(frame, lazy=True)
        except SchemaErrors as error:
            places = error.failure_cases["index"].to_numpy(dtype=np.int64)
            failing.append(start + np.unique(places))
    return np.concatenate(failing)


def _places(frames: Frames) -> dict[tuple[str, str, str], int]:
    """Lines of the cells that stand on another line than their row."""
    table = frames.get("field_lines")
    if table is None:
        return {}
    cells = zip(table["resource"], table["key"], table["field"], strict=True)
    return dict(zip(cells, table["source_line"], strict=True))


def _finding(
    declared: Rule, compared: Statements, row: int, places: Mapping[tuple[str, str, str], int]
) -> Finding:
    cell = (str(compared.table[row]), str(compared.key[row]), str(compared.field[row]))
    line = places.get(cell, compared.line[row])
    return Finding(
        rule=declared.id,
        severity=declared.severity,
        table=cell[0],
        key=cell[1],
        field=cell[2],
        line=None if line is None or pd.isna(line) else int(line),
        found=shown(compared.found[row]),
        expected=shown(compared.expected[row]),
    )


def shown(value: object) -> str | None:
    """A value in the words of a finding: None if it is missing, whole numbers without a point."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
