"""Values as two 64-bit numbers: values that are equal to Python have equal fingerprints.

The first lane is Python's own hash, which holds across types (1, 1.0, True and Decimal(1) are
equal). The second tells apart what the first confuses: whole numbers by their value, texts by a
second keyed hash, other values by a number of their own. Both lanes together are therefore exact,
for texts as sure as 128 keyed bits can be. Where only the first lane is used, equality is
confirmed on the values.

Python's hash of texts and dates differs from process to process. Where several processes work on
one package they share a key, and inside ``using_key`` fingerprints follow from that key alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from struct import unpack
from typing import Any

import numpy as np

Lane = np.ndarray[Any, np.dtype[np.int64]]
Lanes = tuple[int, int]

# No number has such a hash: they lie within 61 bits.
NOTHING: Lanes = (0x6E6F7468696E6701, 0x6E6F7468696E6702)
# The types of fields whose values have the same fingerprints in all processes that share a key.
PORTABLE = frozenset(["any", "boolean", "date", "integer", "number", "string", "year"])
_key: ContextVar[bytes | None] = ContextVar("key", default=None)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_unequal = itertools.count(1)
# Times of the day, durations and the like: equal values have equal numbers, whatever makes them
# equal. They are few; what there may be millions of has a number without being remembered.
_interned: dict[Any, int] = {}


@contextmanager
def using_key(key: bytes | None) -> Iterator[None]:
    """Inside, in this thread, fingerprints follow from ``key``; None: as in no other process."""
    token = _key.set(key)
    try:
        yield
    finally:
        _key.reset(token)


def use_key(key: bytes | None) -> None:
    """As ``using_key``, for the rest of this thread's life."""
    _key.set(key)


def shared_key() -> bytes | None:
    """The key that this thread shares with others, if any."""
    return _key.get()


def _keyed(key: bytes, kind: bytes, text: str) -> Lanes:
    data = text.encode("utf-8", "surrogatepass")
    first, second = unpack("<qq", blake2b(data, digest_size=16, key=key, person=kind).digest())
    return first, second


def _portable(key: bytes, value: Any) -> Lanes | None:
    """The fingerprint of a text or a day; None for what is alike in all processes, or in none."""
    if isinstance(value, str):
        return _keyed(key, b"text", value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _keyed(key, b"date", value.isoformat())
    return None


def lanes_of(value: Any, *, both: bool = True) -> Lanes:
    """The fingerprint of a value as frictionless reads it; the second lane is 0 unless ``both``.

    Raises TypeError, or whatever the value raises, if it cannot be hashed.
    """
    if value is None:
        return NOTHING
    if value != value:  # noqa: PLR0124  NaN, which equals nothing
        return hash(("unequal", next(_unequal))), 0
    key = _key.get()
    found = None if key is None else _portable(key, value)
    if found is not None:
        return found
    return hash(value), _second(value) if both else 0


def _second(value: Any) -> int:
    if isinstance(value, str):
        return hash(("text", value))
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return _moment(value) if isinstance(value, datetime) else value.toordinal()
    return _interned.setdefault(value, len(_interned))


def _moment(value: datetime) -> int:
    """Microseconds since the beginning of the year 1, of those with a time zone in UTC."""
    # Without their zone moments are told apart by their first lane, where Python tells them apart.
    offset = value.replace(fold=0).utcoffset() or timedelta(0)
    since = value.replace(tzinfo=None) - datetime.min  # noqa: DTZ901  neither has a zone
    return (since - offset) // timedelta(microseconds=1)


def text_lanes(texts: list[str], *, both: bool) -> tuple[Lane, Lane]:
    """The fingerprints of many texts; the second lanes are 0 unless ``both``."""
    key = _key.get()
    if key is not None:
        found = np.array([_keyed(key, b"text", text) for text in texts], dtype=np.int64)
        pairs = found.reshape(-1, 2)
        return pairs[:, 0].copy(), pairs[:, 1].copy()
    first = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
    if not both:
        return first, np.zeros_like(first)
    seconds = (hash(("text", text)) for text in texts)
    return first, np.fromiter(seconds, dtype=np.int64, count=len(texts))


def _number(value: float | Decimal) -> int:
    try:
        exact = Fraction(value)
    except (OverflowError, ValueError):
        return _NOTHING_LIKE_IT[value > 0]
    whole = exact.denominator == 1 and _SMALLEST <= exact.numerator <= _LARGEST
    if whole:
        return exact.numerator
    key = _key.get()
    return hash(("number", str(exact))) if key is None else _keyed(key, b"number", str(exact))[0]


# The second lanes of both infinities.
_NOTHING_LIKE_IT = (0x696E66696E697401, 0x696E66696E697402)


def combine(columns: list[Lane]) -> Lane:
    """One lane out of several, for keys of more than one field; one alone stays as it is."""
    if len(columns) == 1:
        return columns[0]
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, key in zip(columns, _keys(_key.get()), strict=False):
        mixed = _scramble((mixed + column.view(np.uint64)) * np.uint64(key))
    return mixed.view(np.int64)


def _scramble(values: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return values ^ (values >> np.uint64(29))


@lru_cache(maxsize=16)
def _keys(key: bytes | None) -> list[int]:
    """Factors of the columns of a key: secret, so that nobody can craft collisions.

    Without a shared key they are others in each process, as Python's hash of texts is.
    """
    if key is None:
        return [hash(("key", number)) % 2**64 | 1 for number in range(1000)]
    return [_keyed(key, b"factor", str(number))[0] % 2**64 | 1 for number in range(1000)]
