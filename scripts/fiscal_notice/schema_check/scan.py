"""One pass over a table: rows proven clean in bulk, the others judged one by one.

What concerns more than one row is gathered on the way: the fingerprints of unique fields, primary
keys, foreign keys and of whatever other tables refer to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from fiscal_notice.schema_check.batches import Batch, Source
from fiscal_notice.schema_check.columns import Column, Mask
from fiscal_notice.schema_check.fingerprints import NOTHING, Lane, combine, lanes_of
from fiscal_notice.schema_check.keys import KeyPool, Store, Target
from fiscal_notice.schema_check.rows import Judged, Keys, Memory


class Judging(Protocol):
    """Whoever judges single rows."""

    def judge(self, number: int, cells: list[Any], memory: Memory | None = None) -> Judged:
        """All errors of a row, in frictionless's order."""


@dataclass(slots=True)
class Table:
    """A table to check: its columns as its header gives them, its keys, its rows, its judge."""

    name: str
    columns: Sequence[Column]
    keys: Keys
    source: Source
    judge: Judging

    def index(self, names: Sequence[str]) -> list[int]:
        """Where the columns called ``names`` stand."""
        order = [column.name for column in self.columns]
        return [order.index(name) for name in names]


@dataclass(slots=True)
class Scanned:
    """What one pass found: rows with errors of their own, and what the keys need.

    ``certain`` counts the errors that hold whatever the other rows say.
    """

    rows: int = 0
    cells: int = 0
    certain: int = 0
    faulty: dict[int, Judged] = field(default_factory=dict)
    unique: list[KeyPool] = field(default_factory=list)
    primary: KeyPool = field(default_factory=KeyPool)
    foreign: list[Store] = field(default_factory=list)
    targets: dict[tuple[str, ...], Target] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = 0


def scan(table: Table, limit: int, certain: int = 0) -> Scanned:
    """Read ``table`` once; stop where ``limit`` errors are certain, if 0 never.

    A table that others refer to is read to its end in any case. Raises IrregularError if the
    table's source cannot read it, FrictionlessException where frictionless's parser gives up.
    """
    keys = table.keys
    result = Scanned(certain=certain)
    result.unique = [KeyPool() for _ in keys.unique]
    result.foreign = [Store() for _ in keys.foreign]
    result.targets = {names: Target() for names in keys.targets}
    for batch in table.source.batches():
        _Pass(table, result).take(batch)
        if limit and result.certain >= limit and not keys.targets:
            break
    return result


@dataclass(slots=True)
class _Pass:
    """The work on one batch."""

    table: Table
    result: Scanned

    def take(self, batch: Batch) -> None:
        clean = self._clean(batch)
        self.result.rows += len(batch.where) + len(batch.odd)
        self.result.cells += len(batch.where) * len(self.table.columns)
        for entry in self._judge(batch, clean):
            self._enter_one(*entry)
        if clean.all():
            self._enter(batch.numbers[batch.where], batch.columns)
        else:
            import pyarrow as pa

            chosen = pa.array(clean)
            columns = {i: batch.columns[i].filter(chosen) for i in self._key_columns()}
            self._enter(batch.numbers[batch.where[clean]], columns)

    def _key_columns(self) -> set[int]:
        keys = self.table.keys
        groups = [keys.unique, keys.primary, *(fk.fields for fk in keys.foreign), *keys.targets]
        return {index for names in groups for index in self.table.index(names)}

    def _clean(self, batch: Batch) -> Mask:
        clean = np.ones(len(batch.where), dtype=np.bool_)
        if not len(clean):
            return clean
        blank = np.ones(len(clean), dtype=np.bool_)
        for column, cells in zip(self.table.columns, batch.columns, strict=True):
            clean &= column.clean(cells)
            if blank.any():
                blank &= column.absent(cells)
        clean &= ~blank
        primary = self.table.index(self.table.keys.primary)
        if primary:
            absent = [self.table.columns[i].absent(batch.columns[i]) for i in primary]
            clean &= ~np.logical_and.reduce(absent)
        return clean

    def _judge(self, batch: Batch, clean: Mask) -> Iterator[tuple[int, Judged]]:
        positions = sorted([*batch.where[~clean].tolist(), *batch.odd])
        given = [position for position in positions if position not in batch.odd]
        cells = dict(zip(given, batch.cells(given), strict=True)) | batch.odd
        for position in positions:
            number = int(batch.numbers[position])
            judged = self.table.judge.judge(number, cells[position])
            if judged.errors:
                self.result.faulty[number] = judged
                self.result.certain += len(judged.errors)
            yield number, judged

    def _enter_one(self, number: int, judged: Judged) -> None:
        """A row that was judged by itself joins the keys with the values that were read."""
        numbers = np.array([number])
        for names, add in self._stores():
            values = [judged.values[name] for name in names]
            if all(value is None for value in values):
                continue
            pairs = [_pair(value) for value in values]
            lanes = [combine([np.array([pair[i]], dtype=np.int64) for pair in pairs]) for i in (0, 1)]
            add(numbers, lanes[0], lanes[1])

    def _enter(self, numbers: Lane, columns: Mapping[int, Any] | Sequence[Any]) -> None:
        """Rows that are clean join the keys in bulk."""
        known: dict[int, tuple[Lane, Lane]] = {}
        for names, add in self._stores():
            indexes = self.table.index(names)
            for i in indexes:
                if i not in known:
                    known[i] = self.table.columns[i].lanes(columns[i])
            first = combine([known[i][0] for i in indexes])
            same = all(known[i][0] is known[i][1] for i in indexes)
            second = first if same and len(indexes) == 1 else combine([known[i][1] for i in indexes])
            absent = [self.table.columns[i].absent(columns[i]) for i in indexes]
            nothing = np.logical_and.reduce(absent)
            if nothing.any():
                kept = ~nothing
                add(numbers[kept], first[kept], second[kept])
            else:
                add(numbers, first, second)

    def _stores(self) -> Iterator[tuple[tuple[str, ...], Any]]:
        keys, result = self.table.keys, self.result
        for name, pool in zip(keys.unique, result.unique, strict=True):
            yield (name,), _first_lane(pool)
        if keys.primary:
            yield keys.primary, _first_lane(result.primary)
        for key, store in zip(keys.foreign, result.foreign, strict=True):
            yield key.fields, store.add
        for names, target in result.targets.items():
            yield names, _without_numbers(target)


def _first_lane(pool: KeyPool) -> Any:
    return lambda numbers, first, second: pool.add(numbers, first)  # noqa: ARG005


def _without_numbers(target: Target) -> Any:
    return lambda numbers, first, second: target.add(first, second)  # noqa: ARG005


def _pair(value: Any) -> tuple[int, int]:
    try:
        return lanes_of(value)
    except Exception:  # noqa: BLE001  no key: it is a cell that frictionless fails on
        return NOTHING
