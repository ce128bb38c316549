"""One pass over a table: rows proven clean in bulk, the others judged one by one.

What concerns more than one row is gathered on the way: the fingerprints of unique fields, primary
keys, foreign keys and of whatever other tables refer to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import numpy as np

from fiscal_notice.schema_check.arrow import Mask
from fiscal_notice.schema_check.batches import Batch, RowSource
from fiscal_notice.schema_check.fingerprints import NOTHING, lanes_of, shared_key, use_key
from fiscal_notice.schema_check.keys import (
    KeyLanes,
    KeyPool,
    Numbers,
    ReferencedKeys,
    References,
    joined,
)
from fiscal_notice.schema_check.packed import Errors
from fiscal_notice.schema_check.row_state import Judged, Keys, RowState
from fiscal_notice.schema_check.text_columns import ColumnCells, TextColumn

# pyarrow and numpy let other threads work; more than two gain nothing beside reading and hashing.
WORKERS = 2


class Judging(Protocol):
    """Whoever judges single rows."""

    def judge(self, number: int, cells: list[Any], state: RowState | None = None) -> Judged:
        """All errors of a row, in frictionless's order."""


class TableSpec(Protocol):
    """What a table is made of but for its rows; it can be pickled."""

    def table(self, source: RowSource) -> TableCheck:
        """The table with the rows of ``source``."""


@dataclass(slots=True)
class TableCheck:
    """A table to check: its columns as its header gives them, its keys, its rows, its judge.

    ``spec`` makes the same table in another process; None if nothing can.
    """

    name: str
    columns: Sequence[TextColumn]
    keys: Keys
    source: RowSource
    judge: Judging
    spec: TableSpec | None = None

    def index(self, names: Sequence[str]) -> list[int]:
        """Where the columns called ``names`` stand."""
        order = [column.name for column in self.columns]
        return [order.index(name) for name in names]


@dataclass(slots=True)
class Scanned:
    """What one pass found: errors of rows by themselves, and what the keys need.

    ``certain`` counts the errors that hold whatever the other rows say.
    """

    rows: int = 0
    cells: int = 0
    certain: int = 0
    faulty: Errors = field(default_factory=Errors)
    unique: list[KeyPool] = field(default_factory=list)
    primary: list[KeyPool] = field(default_factory=list)
    foreign: list[References] = field(default_factory=list)
    targets: dict[tuple[str, ...], ReferencedKeys] = field(default_factory=dict)

    @classmethod
    def empty(cls, keys: Keys, certain: int) -> Scanned:
        """Nothing found yet but ``certain`` errors before the rows."""
        return cls(
            certain=certain,
            unique=[KeyPool() for _ in keys.unique],
            primary=[KeyPool()] if keys.primary else [],
            foreign=[References() for _ in keys.foreign],
            targets={names: ReferencedKeys() for names in keys.targets},
        )

    def stores(self) -> list[KeyPool | References | ReferencedKeys]:
        """Where keys go, in the order of ``Keys.all``."""
        return [*self.unique, *self.primary, *self.foreign, *self.targets.values()]


class Scan(Protocol):
    """Reads a table once, here or elsewhere: ``scan``, or what gives the same."""

    def __call__(self, table: TableCheck, limit: int, certain: int = 0) -> Scanned:
        """See ``scan``."""


def scan(table: TableCheck, limit: int, certain: int = 0) -> Scanned:
    """Read ``table`` once; stop where ``limit`` errors are certain, if 0 never.

    A table that others refer to is read to its end in any case. Raises IrregularError if the
    table's source cannot read it.
    """
    key = shared_key()
    with ThreadPoolExecutor(WORKERS, "scan", initializer=use_key, initargs=(key,)) as pool:
        examined = _ahead(pool, partial(_examine, table), table.source.batches())
        found = (_found(table, one, limit) for one in examined)
        return gather(table.keys, found, limit, certain)


def find(table: TableCheck, make: Callable[[], Batch], limit: int) -> Found:
    """What one batch of ``table`` gives. Raises IrregularError as the batch does."""
    return _found(table, _examine(table, make), limit)


def gather(keys: Keys, found: Iterable[Found], limit: int, certain: int) -> Scanned:
    """What the batches of a table give together; taken in order, and no further than needed."""
    result = Scanned.empty(keys, certain)
    for one in found:
        _absorb(result, one, limit)
        if limit and result.certain >= limit and not keys.targets:
            break
    return result


def _ahead(
    pool: ThreadPoolExecutor,
    examine: Callable[[Callable[[], Batch]], Examined],
    batches: Iterator[Callable[[], Batch]],
) -> Iterator[Examined]:
    """The batches, examined in threads, in their order and not many at a time."""
    waiting: deque[Future[Examined]] = deque()
    for make in batches:
        waiting.append(pool.submit(examine, make))
        if len(waiting) > WORKERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class Examined:
    """A batch, which of its fitting rows are clean, and the keys of those, store by store.

    Each of ``keys`` has the numbers of the rows that have such a key at all.
    """

    batch: Batch
    clean: Mask
    keys: Sequence[tuple[Numbers, KeyLanes]]


def _examine(table: TableCheck, make: Callable[[], Batch]) -> Examined:
    batch = make()
    columns = [
        column.prepared(cells) for column, cells in zip(table.columns, batch.columns, strict=True)
    ]
    clean, numbers = _clean(table, columns, len(batch.where)), batch.numbers[batch.where]
    groups = [table.index(names) for names in table.keys.all()]
    if not clean.all():
        numbers = numbers[clean]
        for i in {i for group in groups for i in group}:
            columns[i] = table.columns[i].only(columns[i], clean)
    lanes = {i: table.columns[i].lanes(columns[i]) for group in groups for i in group}
    nothing = {i: table.columns[i].absent(columns[i]) for i in lanes}
    keys = []
    for group in groups:
        key = joined([lanes[i] for i in group])
        absent = np.logical_and.reduce([nothing[i] for i in group])
        keys.append((numbers[~absent], key.only(~absent)) if absent.any() else (numbers, key))
    return Examined(batch, clean, keys)


def _clean(table: TableCheck, columns: Sequence[ColumnCells], count: int) -> Mask:
    clean, blank = np.ones(count, dtype=np.bool_), np.ones(count, dtype=np.bool_)
    if not count:
        return clean
    for column, cells in zip(table.columns, columns, strict=True):
        clean &= column.clean(cells)
        if blank.any():
            blank &= column.absent(cells)
    clean &= ~blank
    primary = table.index(table.keys.primary)
    if primary:
        absent = [table.columns[i].absent(columns[i]) for i in primary]
        clean &= ~np.logical_and.reduce(absent)
    return clean


@dataclass(frozen=True, slots=True)
class Found:
    """What a batch gives: how many rows and cells, the errors of rows, the keys of the others.

    Each of ``keys`` has what goes into a store, in the order of ``Keys.all``. All of it can be
    pickled.
    """

    rows: int
    cells: int
    faulty: Errors
    keys: Sequence[list[tuple[Numbers, KeyLanes]]]


def _found(table: TableCheck, examined: Examined, limit: int) -> Found:
    """What a batch gives; with a ``limit`` no more rows are judged than give so many errors."""
    batch, clean = examined.batch, examined.clean
    faulty = Errors()
    stores = [[keys] for keys in examined.keys]
    if batch.odd or not clean.all():
        rows: list[tuple[int, Mapping[str, Any]]] = []
        for number, judged in _judged(table, batch, clean):
            enough = limit and len(faulty) >= limit
            if enough and not table.keys.targets:
                break
            if stores:
                rows.append((number, judged.values))
            if not enough:
                faulty.extend(judged.errors)
        for store, names in zip(stores, table.keys.all(), strict=True):
            store.append(_keys_of(rows, names))
    count = len(batch.where) + len(batch.odd)
    return Found(count, len(batch.where) * len(table.columns), faulty, stores)


def _absorb(result: Scanned, found: Found, limit: int) -> None:
    result.rows += found.rows
    result.cells += found.cells
    if not limit:
        result.faulty.extend(found.faulty)
        result.certain += len(found.faulty)
    elif result.certain < limit:
        for _, errors in found.faulty.rows():
            result.faulty.extend(errors)
            result.certain += len(errors)
            if result.certain >= limit:
                break
    for store, keys in zip(result.stores(), found.keys, strict=True):
        for numbers, lanes in keys:
            store.add(numbers, lanes)


def _keys_of(
    rows: Sequence[tuple[int, Mapping[str, Any]]], names: tuple[str, ...]
) -> tuple[Numbers, KeyLanes]:
    """The keys over ``names`` of rows that were judged one by one, without empty ones."""
    values = [(number, [values[name] for name in names]) for number, values in rows]
    kept = [(number, parts) for number, parts in values if any(p is not None for p in parts)]
    lanes = np.array([[_pair(part) for part in parts] for _, parts in kept], dtype=np.int64)
    lanes = lanes.reshape(len(kept), len(names), 2)
    columns = [KeyLanes(lanes[:, i, 0].copy(), lanes[:, i, 1].copy()) for i in range(len(names))]
    return np.array([number for number, _ in kept], dtype=np.int64), joined(columns)


def _judged(table: TableCheck, batch: Batch, clean: Mask) -> Iterator[tuple[int, Judged]]:
    positions = sorted([*batch.where[~clean].tolist(), *batch.odd])
    fitting = [position for position in positions if position not in batch.odd]
    # Read one by one: perhaps no more than the first are needed.
    cells = iter(batch.cells(fitting))
    for position in positions:
        row = batch.odd[position] if position in batch.odd else next(cells)
        yield int(batch.numbers[position]), table.judge.judge(int(batch.numbers[position]), row)


def _pair(value: Any) -> tuple[int, int]:
    try:
        return lanes_of(value)
    except Exception:
        return NOTHING
