"""Keys over a whole table: which rows repeat a key, and which refer to none.

Keys are kept as fingerprints, eight bytes a lane, in memory up to a bound and beyond it in a
temporary file. They are compared part by part, so memory stays bounded however many there are.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fiscal_notice.schema_check.fingerprints import Lane, combine

Array = np.ndarray[Any, Any]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

# Bytes that one store keeps in memory, and fingerprints that are compared at once.
IN_MEMORY = 160 * 1024**2
AT_ONCE = 12_000_000
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class KeyLanes:
    """The keys of some rows: both lanes of each, or of each distinct key with ``codes`` to them."""

    first: Lane
    second: Lane
    codes: Array | None = None

    def __len__(self) -> int:
        return len(self.first if self.codes is None else self.codes)

    def only(self, mask: Mask) -> KeyLanes:
        """The keys of the rows that ``mask`` selects."""
        if self.codes is not None:
            return KeyLanes(self.first, self.second, self.codes[mask])
        first = self.first[mask]
        return KeyLanes(first, first if self.second is self.first else self.second[mask])

    def spread(self) -> tuple[Lane, Lane]:
        """Both lanes, one entry for each row."""
        if self.codes is None:
            return self.first, self.second
        return self.first[self.codes], self.second[self.codes]


class Store:
    """Tuples of arrays, read again in the order in which they were added."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._held: list[tuple[Array, ...]] = []
        self._bytes = 0
        self._file: Any = None
        self._spilled: list[int] = []

    def add(self, *arrays: Array) -> None:
        """Add a tuple; an array that is given twice is kept once."""
        self._held.append(arrays)
        self._bytes += sum(array.nbytes for array in {id(a): a for a in arrays}.values())
        if self._bytes > self._in_memory:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="fiscal-notice-")  # noqa: SIM115
            weakref.finalize(self, self._file.close)
        for arrays in self._held:
            self._spilled.append(len(arrays))
            for array in arrays:
                np.save(self._file, array, allow_pickle=False)
        self._held, self._bytes = [], 0

    def __iter__(self) -> Iterator[tuple[Array, ...]]:
        if self._file is not None:
            self._file.seek(0)
            for parts in self._spilled:
                yield tuple(np.load(self._file, allow_pickle=False) for _ in range(parts))
            self._file.seek(0, 2)
        yield from list(self._held)


class KeyPool:
    """The keys of one table: which rows have a key that some other row may have as well."""

    def __init__(self, in_memory: int = IN_MEMORY, at_once: int = AT_ONCE) -> None:
        self._store, self._at_once = Store(in_memory), at_once
        self._count, self._last, self._ascending = 0, -(2**63), True

    def add(self, numbers: Numbers, keys: KeyLanes) -> None:
        """Add rows: their numbers and their keys, of which only the first lanes are used."""
        lanes, _ = keys.spread()
        if not len(lanes):
            return
        self._store.add(_packed(numbers), lanes)
        self._count += len(lanes)
        if self._ascending:
            above = self._count == len(lanes) or int(lanes[0]) > self._last
            self._ascending = above and bool((lanes[1:] > lanes[:-1]).all())
            self._last = int(lanes[-1])

    def repeated(self) -> Numbers:
        """The numbers of all rows whose key may stand in another row, ascending."""
        if self._ascending:
            return _NONE
        found = [self._repeated_in(part) for part in _parts(self._count, self._at_once)]
        return np.sort(np.concatenate(found))

    def _repeated_in(self, part: _Part) -> Numbers:
        values = np.concatenate([lanes[part.mask(lanes)] for _, lanes in self._store])
        values.sort()
        twice = values[1:][values[1:] == values[:-1]]
        if not len(twice):
            return _NONE
        hits = [_unpacked(packed)[_among(lanes, twice)] for packed, lanes in self._store]
        return np.concatenate(hits)


class References:
    """The keys by which the rows of one table refer to another."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._store = Store(in_memory)

    def add(self, numbers: Numbers, keys: KeyLanes) -> None:
        """Add rows: their numbers and the keys that they refer to."""
        codes = [] if keys.codes is None else [keys.codes]
        if len(keys):
            self._store.add(_packed(numbers), keys.first, keys.second, *codes)

    def __iter__(self) -> Iterator[tuple[Numbers, KeyLanes]]:
        for packed, first, second, *codes in self._store:
            yield _unpacked(packed), KeyLanes(first, second, codes[0] if codes else None)


class ReferencedKeys:
    """The keys that other rows may refer to."""

    def __init__(self, in_memory: int = IN_MEMORY, at_once: int = AT_ONCE) -> None:
        self._store, self._at_once = Store(in_memory), at_once
        self._count = 0

    def add(self, numbers: Numbers, keys: KeyLanes) -> None:  # noqa: ARG002  as the others have it
        """Add keys."""
        self._store.add(
            *((keys.first,) if keys.first is keys.second else (keys.first, keys.second))
        )
        self._count += len(keys.first)

    def missing(self, references: References) -> Numbers:
        """The numbers of the rows whose reference is not here, ascending."""
        found = [_NONE]
        for part in _parts(self._count, self._at_once):
            first, second = self._sorted(part)
            for numbers, keys in references:
                absent = part.mask(keys.first) & ~_pairs_among(keys, first, second)
                if absent.any():
                    found.append(numbers[absent if keys.codes is None else absent[keys.codes]])
        return np.sort(np.concatenate(found))

    def _sorted(self, part: _Part) -> tuple[Lane, Lane]:
        chosen = [(lanes[0], lanes[-1], part.mask(lanes[0])) for lanes in self._store]
        first = np.concatenate([_NONE, *(one[mask] for one, _, mask in chosen)])
        if all(one is other for one, other, _ in chosen):
            first.sort()
            return first, first
        second = np.concatenate([_NONE, *(other[mask] for _, other, mask in chosen)])
        order = np.argsort(first, kind="stable")
        return first[order], second[order]


@dataclass(frozen=True, slots=True)
class _Part:
    """Every ``of``-th fingerprint, chosen so that equal ones are in the same part."""

    number: int
    of: int

    def mask(self, lanes: Lane) -> Mask:
        if self.of == 1:
            return np.ones(len(lanes), dtype=np.bool_)
        mixed = (lanes.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
        return np.asarray(mixed % np.uint64(self.of) == self.number)


def _parts(count: int, at_once: int) -> Iterator[_Part]:
    of = max(1, -(-count // at_once))
    return (_Part(number, of) for number in range(of))


def _packed(numbers: Numbers) -> Numbers:
    """Consecutive numbers as the first of them and how many there are, the latter negative."""
    if len(numbers) and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return np.array([numbers[0], -len(numbers)], dtype=np.int64)
    return numbers


def _unpacked(packed: Numbers) -> Numbers:
    if len(packed) == 2 and packed[1] < 0:  # noqa: PLR2004
        return np.arange(packed[0], packed[0] - packed[1])
    return packed


def _among(values: Lane, ordered: Lane) -> Mask:
    place = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[place] == values)


def _pairs_among(keys: KeyLanes, first: Lane, second: Lane) -> Mask:
    """Which distinct keys are among the pairs (``first``, ``second``), sorted by ``first``."""
    found = np.zeros(len(keys.first), dtype=np.bool_)
    # Looked up in their order, keys are found near each other: many times as fast.
    order = np.argsort(keys.first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.searchsorted(first, keys.first[order])
    left = np.arange(len(keys.first))
    while True:
        left = left[place[left] < len(first)]
        left = left[first[place[left]] == keys.first[left]]
        if not len(left):
            return found
        same = second[place[left]] == keys.second[left]
        found[left[same]] = True
        # The same first lane with another second one: the pair may be the next one.
        left = left[~same]
        place[left] += 1


def joined(columns: Sequence[KeyLanes]) -> KeyLanes:
    """Keys of several columns as one; of one column as they are."""
    if len(columns) == 1:
        return columns[0]
    spread = [column.spread() for column in columns]
    return KeyLanes(combine([one for one, _ in spread]), combine([two for _, two in spread]))
