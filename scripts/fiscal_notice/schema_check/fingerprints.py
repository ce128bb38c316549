"""Values as two 64-bit numbers: values that are equal to Python have equal fingerprints.

The first lane is Python's own hash, which holds across types (1, 1.0, True and Decimal(1) are
equal). The second tells apart what the first confuses: whole numbers by their value, texts by a
second keyed hash, other values by a number of their own. Both lanes together are therefore exact,
for texts as sure as 128 keyed bits can be. Where only the first lane is used, equality is
confirmed on the values.
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

Lane = np.ndarray[Any, np.dtype[np.int64]]
Lanes = tuple[int, int]

NOTHING: Lanes = (hash("nothing"), hash("nothing at all"))
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_unequal = itertools.count(1)
# Dates, times and the like: equal values have equal numbers, whatever makes them equal.
_interned: dict[Any, int] = {}


def lanes_of(value: Any, *, both: bool = True) -> Lanes:
    """The fingerprint of a value as frictionless reads it; the second lane is 0 unless ``both``.

    Raises TypeError, or whatever the value raises, if it cannot be hashed.
    """
    if value is None:
        return NOTHING
    if value != value:  # noqa: PLR0124  NaN, which equals nothing
        return hash(("unequal", next(_unequal))), 0
    first = hash(value)
    if not both:
        return first, 0
    if isinstance(value, str):
        return first, hash(("text", value))
    if isinstance(value, int | float | Decimal):
        return first, _number(value)
    return first, _interned.setdefault(value, len(_interned))


def text_lanes(texts: list[str], *, both: bool) -> tuple[Lane, Lane]:
    """The fingerprints of many texts; the second lanes are 0 unless ``both``."""
    first = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
    if not both:
        return first, np.zeros_like(first)
    seconds = (hash(("text", text)) for text in texts)
    return first, np.fromiter(seconds, dtype=np.int64, count=len(texts))


def _number(value: float | Decimal) -> int:
    try:
        exact = Fraction(value)
    except (OverflowError, ValueError):
        return hash(("infinite", value > 0))
    whole = exact.denominator == 1 and _SMALLEST <= exact.numerator <= _LARGEST
    return exact.numerator if whole else hash(("number", str(exact)))


def combine(columns: list[Lane]) -> Lane:
    """One lane out of several, for keys of more than one field; one alone stays as it is."""
    if len(columns) == 1:
        return columns[0]
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, key in zip(columns, _KEYS, strict=False):
        mixed = _scramble((mixed + column.view(np.uint64)) * np.uint64(key))
    return mixed.view(np.int64)


def _scramble(values: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return values ^ (values >> np.uint64(29))


# Keyed anew in each process, as Python's hash of texts is, so that nobody can craft collisions.
_KEYS = [hash(("key", number)) % 2**64 | 1 for number in range(1000)]
