"""Keys over a whole table: which rows repeat a key, and which refer to none.

A key is its fingerprint and the number of its row. Fingerprints are kept eight bytes each, in
memory up to a bound and beyond it in a temporary file, and are compared part by part, so that
memory stays bounded however many rows there are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from fiscal_notice.schema_check.fingerprints import Lane

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

# Fingerprints that one store keeps in memory, and that are compared at once.
IN_MEMORY = 16_000_000
AT_ONCE = 12_000_000


class Store:
    """Rows of fingerprints: arrays of equal length that are added and later read in order."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self.count = 0
        self._in_memory = in_memory
        self._held: list[tuple[Lane, ...]] = []
        self._file: Any = None
        self._shapes: list[tuple[int, int]] = []

    def add(self, *arrays: Lane) -> None:
        """Add arrays; the same number of arrays each time."""
        self.count += len(arrays[0])
        self._held.append(arrays)
        if sum(len(held[0]) for held in self._held) > self._in_memory:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="fiscal-notice-")  # noqa: SIM115
        for arrays in self._held:
            self._shapes.append((len(arrays), len(arrays[0])))
            for array in arrays:
                self._file.write(np.ascontiguousarray(array, dtype=np.int64).tobytes())
        self._held = []

    def __iter__(self) -> Iterator[tuple[Lane, ...]]:
        if self._file is not None:
            self._file.flush()
            self._file.seek(0)
            for parts, length in self._shapes:
                data = self._file.read(8 * parts * length)
                yield tuple(np.frombuffer(data, dtype=np.int64).reshape(parts, length))
        yield from list(self._held)


class KeyPool:
    """The keys of one table: which rows have a key that some other row has as well."""

    def __init__(self, in_memory: int = IN_MEMORY, at_once: int = AT_ONCE) -> None:
        self._store = Store(in_memory)
        self._at_once = at_once
        self._last: int | None = None
        self._ascending = True

    def add(self, numbers: Numbers, lanes: Lane) -> None:
        """Add rows: their numbers and the first lane of their keys."""
        if not len(lanes):
            return
        self._store.add(numbers, lanes)
        if self._ascending:
            above = self._last is None or int(lanes[0]) > self._last
            self._ascending = above and bool((lanes[1:] > lanes[:-1]).all())
            self._last = int(lanes[-1])

    def repeated(self) -> Numbers:
        """The numbers of all rows whose key may stand in another row, ascending."""
        if self._ascending:
            return np.empty(0, dtype=np.int64)
        found = [self._repeated_in(part) for part in _parts(self._store.count, self._at_once)]
        return np.sort(np.concatenate(found))

    def _repeated_in(self, part: _Part) -> Numbers:
        values = np.concatenate([lanes[part.mask(lanes)] for _, lanes in self._store])
        values.sort()
        twice = values[1:][values[1:] == values[:-1]]
        if not len(twice):
            return twice
        hits = [numbers[_among(lanes, twice)] for numbers, lanes in self._store]
        return np.concatenate(hits)


class Target:
    """The keys that other rows may refer to."""

    def __init__(self, in_memory: int = IN_MEMORY, at_once: int = AT_ONCE) -> None:
        self._store = Store(in_memory)
        self._at_once = at_once

    def add(self, first: Lane, second: Lane) -> None:
        """Add keys by both lanes."""
        self._store.add(first, second)

    def missing(self, source: Store) -> Numbers:
        """The rows of ``source`` (numbers, both lanes) whose key is not here, ascending."""
        found = [np.empty(0, dtype=np.int64)]
        for part in _parts(max(self._store.count, source.count), self._at_once):
            first, second = self._sorted(part)
            for numbers, one, other in source:
                here = np.arange(len(one))[part.mask(one)]
                absent = ~_pairs_among(one[here], other[here], first, second)
                found.append(numbers[here[absent]])
        return np.sort(np.concatenate(found))

    def _sorted(self, part: _Part) -> tuple[Lane, Lane]:
        empty = np.empty(0, dtype=np.int64)
        chosen = [(one, other, part.mask(one)) for one, other in self._store]
        first = np.concatenate([empty, *(one[mask] for one, _, mask in chosen)])
        if all(one is other for one, other, _ in chosen):
            first.sort()
            return first, first
        second = np.concatenate([empty, *(other[mask] for _, other, mask in chosen)])
        order = np.argsort(first, kind="stable")
        return first[order], second[order]


class _Part:
    """Every ``of``-th fingerprint, chosen so that equal ones are in the same part."""

    def __init__(self, number: int, of: int) -> None:
        self.number, self.of = number, of

    def mask(self, lanes: Lane) -> Any:
        if self.of == 1:
            return slice(None)
        mixed = (lanes.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
        return mixed % np.uint64(self.of) == self.number


def _parts(count: int, at_once: int) -> Iterator[_Part]:
    of = max(1, -(-count // at_once))
    return (_Part(number, of) for number in range(of))


def _among(values: Lane, ordered: Lane) -> Mask:
    place = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[place] == values)


def _pairs_among(one: Lane, other: Lane, first: Lane, second: Lane) -> Mask:
    """Which pairs are among the pairs (``first``, ``second``), which are sorted by ``first``."""
    found = np.zeros(len(one), dtype=np.bool_)
    place = np.searchsorted(first, one)
    open_ = np.arange(len(one))
    while True:
        open_ = open_[place[open_] < len(first)]
        open_ = open_[first[place[open_]] == one[open_]]
        if not len(open_):
            return found
        same = second[place[open_]] == other[open_]
        found[open_[same]] = True
        # The same first lane with another second one: the pair may be the next one.
        open_ = open_[~same]
        place[open_] += 1
