"""Keys over a whole table: exact whatever the bounds on memory are."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.schema_check import fingerprints
from fiscal_notice.schema_check.fingerprints import combine, lanes_of
from fiscal_notice.schema_check.keys import KeyLanes, KeyPool, ReferencedKeys, References

BOUNDS = [(10**9, 10**9), (1, 10**9), (10**9, 3), (1, 1)]
OFFSETS = st.sampled_from([timedelta(hours=hours) for hours in (-1, 0, 8)])
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.decimals(allow_nan=False),
    st.floats(allow_nan=False),
    st.text(max_size=2),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.builds(timezone, OFFSETS)),
)


def lanes(values: list[Any]) -> KeyLanes:
    pairs = np.array([lanes_of(value) for value in values], dtype=np.int64).reshape(-1, 2)
    return KeyLanes(pairs[:, 0].copy(), pairs[:, 1].copy())


@given(first=VALUES, second=VALUES)
def test_fingerprints_are_equal_where_values_are(first: Any, second: Any) -> None:
    assert (lanes_of(first) == lanes_of(second)) is bool(first == second)


def test_what_python_hashes_alike_is_told_apart() -> None:
    assert hash(-1) == hash(-2)
    assert lanes_of(-1) != lanes_of(-2)
    assert lanes_of(1) == lanes_of(Decimal("1.0")) == lanes_of(True)
    assert lanes_of(float("nan")) != lanes_of(float("nan"))


def test_the_same_moment_in_two_time_zones() -> None:
    there = datetime(2021, 1, 2, tzinfo=UTC)
    here = there.astimezone(timezone(timedelta(hours=8)))
    assert lanes_of(here) == lanes_of(there) != lanes_of(there.replace(tzinfo=None))


def test_days_and_moments_are_not_remembered() -> None:
    before = len(fingerprints._interned)
    for number in range(1, 1000):
        lanes_of(date.fromordinal(number))
        lanes_of(datetime.fromordinal(number))
    assert len(fingerprints._interned) == before


def test_the_order_of_parts_matters() -> None:
    one, two = np.array([1, 2]), np.array([2, 1])
    assert combine([one, two])[0] != combine([one, two])[1]


@pytest.mark.parametrize("bounds", BOUNDS)
def test_repeated_keys(bounds: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    keys = rng.integers(0, 60, 100)
    pool = KeyPool(*bounds)
    for begin in range(0, 100, 7):
        part = keys[begin : begin + 7].astype(np.int64)
        pool.add(np.arange(begin, begin + len(part)), KeyLanes(part, part))
    often = Counter(keys.tolist())
    assert pool.repeated().tolist() == [i for i in range(100) if often[int(keys[i])] > 1]


def test_ascending_keys_repeat_nothing() -> None:
    pool = KeyPool()
    for begin in (0, 10):
        part = np.arange(begin, begin + 10)
        pool.add(part, KeyLanes(part, part))
    assert not len(pool.repeated())
    pool.add(np.array([20]), KeyLanes(np.array([19]), np.array([19])))
    assert pool.repeated().tolist() == [19, 20]


@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize("coded", [False, True])
def test_references_to_nothing(bounds: tuple[int, int], coded: bool) -> None:
    there: list[Any] = [*range(20), -1, "a", "b"]
    here: list[Any] = [3, 30, "a", "c", -2, -1, True, "3", 19, 20] * 3
    target, references = ReferencedKeys(*bounds), References(bounds[0])
    for begin in range(0, len(there), 5):
        target.add(np.arange(5), lanes(there[begin : begin + 5]))
    for begin in range(0, len(here), 10):
        part = lanes(here[begin : begin + 10])
        if coded:
            codes = np.arange(10, dtype=np.int32)[::-1].copy()
            part = KeyLanes(part.first[::-1].copy(), part.second[::-1].copy(), codes)
        references.add(np.arange(begin, begin + 10), part)
    expected = [i for i, value in enumerate(here) if value not in there]
    assert target.missing(references).tolist() == expected


def test_references_that_share_a_first_lane_are_told_apart() -> None:
    assert hash(-1) == hash(-2)
    for there, here, lost in (([-1, -2], [-2, -1], []), ([-1, 5], [-2, -1], [0]), ([], [-1], [0])):
        target, references = ReferencedKeys(), References()
        target.add(np.arange(len(there)), lanes(there))
        references.add(np.arange(len(here)), lanes(here))
        assert target.missing(references).tolist() == lost


@pytest.mark.parametrize("numbers", [[], [7], [7, 8], [3, 4, 5, 6], [1, 2, 4], [1, 3], [1, 2, 9]])
def test_rows_without_a_target_are_named_by_their_own_numbers(numbers: list[int]) -> None:
    references, known = References(), ReferencedKeys()
    known.add(np.array([1], dtype=np.int64), lanes(["there"]))
    references.add(np.array(numbers, dtype=np.int64), lanes(["lost"] * len(numbers)))
    assert known.missing(references).tolist() == numbers


@pytest.mark.parametrize("blocks", [[[1, 2, 2, 3]], [[1, 2], [2, 3]], [[2], [2]]])
def test_equal_neighbours_among_ascending_keys_are_repeated(blocks: list[list[int]]) -> None:
    pool, begin = KeyPool(), 0
    for block in blocks:
        part = np.array(block, dtype=np.int64)
        pool.add(np.arange(begin, begin + len(part)), KeyLanes(part, part))
        begin += len(part)
    whole = [key for block in blocks for key in block]
    assert pool.repeated().tolist() == [at for at, key in enumerate(whole) if key == 2]
