"""Bytes of a CSV to records, exactly as Python's csv module would cut them.

Most lines are records by themselves: their quotes open right after a delimiter and close right
before one. Numpy proves that for all lines at once. Only the others, with stray quotes or line
breaks inside a cell, are read by the csv module itself, from the line on which they begin.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

Positions = np.ndarray[Any, np.dtype[Any]]
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34


class IrregularError(Exception):
    """The bytes are not such that lines and characters can be told apart beyond doubt."""


@dataclass(frozen=True)
class Records:
    """The records of a block: how many, where each begins and ends, and which are no plain lines.

    ``odd`` maps the position of a record to its cells; all others are lines whose quotes are
    regular. ``used`` is the number of bytes that the records take. ``bounds`` are where the
    records begin and end; without, each line is a record.
    """

    data: bytes
    count: int
    used: int
    odd: dict[int, list[str]]
    bounds: tuple[Positions, Positions] | None = None

    def __len__(self) -> int:
        return self.count

    @cached_property
    def starts(self) -> Positions:
        """Where each record begins."""
        return self._found[0]

    @cached_property
    def ends(self) -> Positions:
        """Where each record ends, after its line end."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[Positions, Positions]:
        return self.bounds or _lines(self.data[: self.used], final=True)

    @property
    def quoted(self) -> bool:
        """Whether there may be quotes in records that are not odd."""
        return b'"' in self.data

    def plain(self) -> memoryview:
        """The bytes of all records that are not odd, one a line."""
        data = memoryview(self.data)
        if not self.odd:
            return data[: self.used]
        parts, begin = [], 0
        for position in sorted(self.odd):
            parts.append(data[begin : self.starts[position]])
            begin = int(self.ends[position])
        parts.append(data[begin : self.used])
        return memoryview(b"".join(parts))

    def cells(self, positions: Sequence[int], delimiter: str) -> Iterator[list[str]]:
        """The cells of the records at ``positions``, as Python's csv module reads them."""
        for position in positions:
            if position in self.odd:
                yield self.odd[position]
                continue
            line = self.data[self.starts[position] : self.ends[position]]
            yield next(csv.reader([line.decode("utf-8")], delimiter=delimiter))


def split_records(data: bytes, delimiter: str, *, final: bool) -> Records:
    """The whole records at the beginning of ``data``; all of it if it is the ``final`` block.

    Records are those of RFC 4180, as Python reads it: rows may end by line feeds alone. Raises
    IrregularError for a lone carriage return, a null or bytes that are not UTF-8.
    """
    plain = None if any(sign in data for sign in _SIGNS) else _plain_lines(data, final=final)
    if plain is not None:
        return plain
    starts, ends = _lines(data, final=final)
    used = int(ends[-1]) if len(ends) else 0
    buffer = np.frombuffer(data, dtype=np.uint8, count=used)
    _refuse(data, buffer, used)
    suspects = _blank_lines(buffer, starts, ends)
    if b'"' in data:
        suspects = np.union1d(suspects, _irregular_lines(buffer, ends, ord(delimiter)))
    if not len(suspects):
        return Records(data, len(starts), used, {}, (starts, ends))
    return _with_odd(data, starts, ends, suspects, delimiter, final=final)


# Without any of these, and without blank lines, each line is a record.
_SIGNS = (b'"', b"\r", b"\0")
# Bytes that are looked at together: few enough for the processor's cache.
_STRETCH = 256 * 1024


def _plain_lines(data: bytes, *, final: bool) -> Records | None:
    """Records of lines without quotes; None if there are blank lines."""
    used = len(data) if final else data.rfind(b"\n") + 1
    count = _count_lines(np.frombuffer(data, dtype=np.uint8, count=used))
    return None if count is None else Records(data, count, used, {})


def _count_lines(buffer: Positions) -> int | None:
    """How many lines there are, the last perhaps without an end; None if one of them is blank."""
    count, before = 0, True
    for begin in range(0, len(buffer), _STRETCH):
        ends = buffer[begin : begin + _STRETCH] == _NEWLINE
        if (before and ends[0]) or (ends[1:] & ends[:-1]).any():
            return None
        count, before = count + int(np.count_nonzero(ends)), bool(ends[-1])
    return count + (not before)


def _lines(data: bytes, *, final: bool) -> tuple[Positions, Positions]:
    ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _NEWLINE) + 1
    last = int(ends[-1]) if len(ends) else 0
    if final and last < len(data):
        ends = np.append(ends, len(data))
    return np.concatenate([np.zeros(min(1, len(ends)), dtype=np.int64), ends[:-1]]), ends


def _refuse(data: bytes, buffer: Positions, used: int) -> None:
    if b"\0" in data:
        raise IrregularError("a null character")
    if b"\r" not in data:
        return
    after = np.flatnonzero(buffer == _RETURN) + 1
    inside = after[after < used]
    if len(inside) < len(after) or (buffer[inside] != _NEWLINE).any():
        raise IrregularError("a lone carriage return")


def _blank_lines(buffer: Positions, starts: Positions, ends: Positions) -> Positions:
    first = buffer[starts] if len(starts) else buffer[:0]
    return np.flatnonzero((first == _NEWLINE) | ((first == _RETURN) & (ends - starts == 2)))  # noqa: PLR2004


def _irregular_lines(buffer: Positions, ends: Positions, delimiter: int) -> Positions:
    """The lines in which some quote neither opens nor closes a cell, or stays open."""
    quotes = np.flatnonzero(buffer == _QUOTE)
    upto = np.searchsorted(quotes, ends)
    counts = np.diff(upto, prepend=0)
    ordinal = np.arange(len(quotes)) - np.repeat(upto - counts, counts)
    opens = ordinal % 2 == 0
    before = np.where(quotes > 0, buffer[quotes - 1], _NEWLINE)
    after = np.full(len(quotes), _NEWLINE, dtype=np.uint8)
    inside = quotes + 1 < len(buffer)
    after[inside] = buffer[quotes[inside] + 1]
    neighbour = np.where(opens, before, after)
    regular = (neighbour == delimiter) | (neighbour == _NEWLINE) | (neighbour == _QUOTE)
    regular |= ~opens & (neighbour == _RETURN)
    line_of = np.repeat(np.arange(len(ends)), counts)
    return np.union1d(np.flatnonzero(counts % 2), line_of[~regular])


class _Lines:
    """Lines of a block as text, from one of them on; counts them and knows if they ran out."""

    def __init__(self, data: bytes, starts: Positions, ends: Positions, first: int) -> None:
        self.data, self.starts, self.ends = data, starts, ends
        self.next, self.ran_out = first, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.next >= len(self.ends):
            self.ran_out = True
            raise StopIteration
        line = self.data[self.starts[self.next] : self.ends[self.next]]
        self.next += 1
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            raise IrregularError("bytes that are not UTF-8") from None


def _with_odd(
    data: bytes,
    starts: Positions,
    ends: Positions,
    suspects: Positions,
    delimiter: str,
    *,
    final: bool,
) -> Records:
    odd: dict[int, tuple[list[str], int]] = {}
    count, line = len(starts), 0
    for first in suspects.tolist():
        if first < line:
            continue
        lines = _Lines(data, starts, ends, first)
        cells = next(csv.reader(lines, delimiter=delimiter))
        if lines.ran_out and not final:
            # The record goes on in the next block.
            count = first
            break
        line = lines.next
        odd[first] = (cells, line)
    keep = np.ones(count, dtype=bool)
    last = ends[:count].copy()
    for first, (_, after) in odd.items():
        keep[first + 1 : after] = False
        last[first] = ends[after - 1]
    position = np.cumsum(keep) - 1
    kept = {int(position[first]): cells for first, (cells, _) in odd.items()}
    used = int(ends[count - 1]) if count else 0
    bounds = starts[:count][keep], last[keep]
    return Records(data, len(bounds[0]), used, kept, bounds)
