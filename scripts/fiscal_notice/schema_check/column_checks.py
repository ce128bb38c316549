"""Whole columns proven clean at once, for the plain forms of the common types.

Each has a fixed form of its own, narrower than what frictionless reads: texts without a pattern,
whole numbers and decimals of up to 18 ASCII characters. What a check does not prove is asked of the
field's reader, so it need only be right where it says yes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fiscal_notice.schema_check.arrow import Mask, mask_of, numbers_of, selected, strings

ColumnCheck = Callable[[pa.StringArray], Mask]

_DIGITS = 18
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def column_check_for(
    raw: Mapping[str, Any], bound: Callable[[Any], Any], missing: frozenset[str]
) -> ColumnCheck | None:
    """The check for a column of the field with the descriptor ``raw``, or None.

    ``raw`` is as Table Schema v2 has it; ``bound`` reads a bound as the field's reader reads a
    cell. A field is left to its reader if a text that stands for no value would pass the check.
    """
    maker = _MAKERS.get((raw.get("type", "any"), raw.get("format", "default")))
    constraints = dict(raw.get("constraints") or {})
    constraints.pop("unique", None)
    if maker is None:
        check = _text(constraints, missing) if raw.get("type", "any") in _TEXTS else None
        return check if raw.get("format", "default") == "default" else None
    constraints.pop("required", None)
    check = maker(raw, constraints, bound)
    passing = strings(sorted(missing))
    return check if check is not None and not check(passing).any() else None


def absent(cells: pa.StringArray, missing: frozenset[str]) -> Mask:
    """Which cells are texts that stand for no value."""
    if missing == {""}:
        return np.asarray(sizes_of(cells) == 0)
    return mask_of(pc.is_in(cells, value_set=strings(sorted(missing))))


def sizes_of(cells: pa.StringArray) -> np.ndarray[Any, np.dtype[np.int32]]:
    """How many bytes each cell has."""
    return numbers_of(pc.binary_length(cells))


def short_digits(cells: pa.StringArray) -> Mask:
    """Which cells are nothing but ASCII digits, few enough for 64 bits."""
    return np.asarray(mask_of(pc.ascii_is_decimal(cells)) & (sizes_of(cells) <= _DIGITS))


def _text(constraints: Mapping[str, Any], missing: frozenset[str]) -> ColumnCheck | None:
    if not set(constraints) <= {"required", "minLength", "maxLength"}:
        return None
    least, most = constraints.get("minLength"), constraints.get("maxLength")

    def check(cells: pa.StringArray) -> Mask:
        mask = np.ones(len(cells), dtype=np.bool_)
        if least is not None or most is not None:
            mask &= _lengths_within(cells, least or 0, most)
            mask |= absent(cells, missing)
        if constraints.get("required"):
            mask &= ~absent(cells, missing)
        return mask

    return check


def _lengths_within(cells: pa.StringArray, least: int, most: int | None) -> Mask:
    sizes = sizes_of(cells)
    # A text has no more characters than bytes, and at least a quarter as many.
    if (most is None or (sizes <= most).all()) and (sizes >= 4 * least).all():
        return np.ones(len(cells), dtype=np.bool_)
    lengths = numbers_of(pc.utf8_length(cells))
    return np.asarray((lengths >= least) & (most is None or lengths <= most))


def _integer(
    raw: Mapping[str, Any], constraints: Mapping[str, Any], bound: Callable[[Any], Any]
) -> ColumnCheck | None:
    bounds = _read_bounds(constraints, bound)
    if bounds is None or "bareNumber" in raw:
        return None
    if not all(isinstance(b, int) and abs(b) < 10**_DIGITS for b in bounds.values()):
        return None

    def check(cells: pa.StringArray) -> Mask:
        mask = short_digits(cells)
        if bounds:
            numbers = _cast(cells, mask, pa.int64())
            for name, value in bounds.items():
                mask &= _COMPARE[name](numbers, value)
        return mask

    return check


def _number(
    raw: Mapping[str, Any], constraints: Mapping[str, Any], bound: Callable[[Any], Any]
) -> ColumnCheck | None:
    bounds = _read_bounds(constraints, bound)
    if bounds is None or {"bareNumber", "decimalChar", "groupChar"} & set(raw):
        return None
    floats = {name: float(value) for name, value in bounds.items()}
    # Not asked of the float: the least of them that is more than 0 may be more than the bound.
    natural = set(bounds) <= {"minimum"} and bounds.get("minimum", 0) <= 0

    def check(cells: pa.StringArray) -> Mask:
        mask, signed = plain_decimals(cells)
        if not signed and natural:
            return mask
        numbers = _cast(cells, mask, pa.float64())
        for name, value in floats.items():
            # Rounding keeps the order, so what is strictly beyond the bound is beyond doubt.
            compare = np.greater if "inimum" in name else np.less
            mask &= compare(numbers, value)
        return mask

    return check


def _cast(cells: pa.StringArray, mask: Mask, kind: pa.DataType) -> Any:
    """The numbers that the cells stand for, 0 for those that ``mask`` leaves out."""
    if mask.all():
        return numbers_of(pc.cast(cells, kind))
    chosen = numbers_of(pc.cast(selected(cells, mask), kind))
    numbers = np.zeros(len(mask), dtype=chosen.dtype)
    numbers[mask] = chosen
    return numbers


def plain_decimals(cells: pa.StringArray) -> tuple[Mask, bool]:
    """Which cells are digits with perhaps a sign and a point between digits; if any has a sign.

    The bytes of all cells are looked at together, which is faster than a regular expression.
    """
    text, starts, ends = _bytes_of(cells)
    mask = (ends > starts) & (ends - starts <= _DIGITS)
    places = np.flatnonzero((text < ord("0")) | (text > ord("9")))
    sign, cell = text[places], np.searchsorted(ends, places, side="right")
    minus = (sign == ord("-")) & (places == starts[cell])
    point = (sign == ord(".")) & (places > starts[cell]) & (text[places - 1] != ord("-"))
    mask[cell[~((minus | point) & (places < ends[cell] - 1))]] = False
    pointed = cell[point]
    mask[pointed[1:][pointed[1:] == pointed[:-1]]] = False
    return mask, bool(minus.any())


def _bytes_of(cells: pa.StringArray) -> tuple[Any, Any, Any]:
    """The bytes of all cells in one array, and where each cell begins and ends in it."""
    _, offsets, data = cells.buffers()
    if data is None or not len(cells):
        return np.empty(0, np.uint8), np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int64)
    places = np.frombuffer(offsets, dtype=np.int32, count=cells.offset + len(cells) + 1)
    places = places[cells.offset :]
    text = np.frombuffer(data, dtype=np.uint8)[places[0] : places[-1]]
    return text, places[:-1] - places[0], places[1:] - places[0]


def _read_bounds(
    constraints: Mapping[str, Any], bound: Callable[[Any], Any]
) -> dict[str, Any] | None:
    if not set(constraints) <= set(_BOUNDS):
        return None
    bounds = {name: bound(value) for name, value in constraints.items()}
    return None if any(value is None or value != value for value in bounds.values()) else bounds  # noqa: PLR0124


_COMPARE: dict[str, Callable[[Any, Any], Mask]] = {
    "minimum": np.greater_equal,
    "maximum": np.less_equal,
    "exclusiveMinimum": np.greater,
    "exclusiveMaximum": np.less,
}
_TEXTS = ("string", "any")
_MAKERS: dict[tuple[str, str], Callable[..., ColumnCheck | None]] = {
    ("integer", "default"): _integer,
    ("number", "default"): _number,
}
