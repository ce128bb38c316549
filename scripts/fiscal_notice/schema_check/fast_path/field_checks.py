"""Checks of single cells, field by field, with the calls that frictionless itself uses.

Proofs, not readers: a check gives no value, and says of a cell only that its field finds nothing
wrong with it. What a cell means is read in ``package.cells`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from fiscal_notice.package import Field
from fiscal_notice.package.cells import FALSE, TRUE, YEAR, plain_date
from fiscal_notice.schema_check.fast_path.supported import has_only

_FIELD_KEYS = frozenset(
    ["name", "type", "title", "description", "constraints", "unit", "columnType", "categories"]
)
_CONSTRAINTS = frozenset(
    ["required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"]
)
_TEXT_CONSTRAINTS: dict[str, Callable[[Any], bool]] = {
    "enum": lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    "pattern": lambda value: isinstance(value, str),
    "minLength": lambda value: type(value) is int,
    "maxLength": lambda value: type(value) is int,
}
_BOOLEANS = frozenset((*TRUE, *FALSE))
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")


def field_check(one: Field) -> Callable[[str], bool] | None:
    """A test that a cell is clean, or None if the field is not supported.

    It holds no cell for clean that frictionless would not, but doubts some that it takes: numbers
    with exponents, dates in other forms, other words for true.
    """
    raw, constraints = one.raw, one.constraints
    known = (
        has_only(raw, _FIELD_KEYS)
        and set(constraints) <= _CONSTRAINTS
        and isinstance(raw.get("title", ""), str)
        and isinstance(raw.get("description", ""), str)
    )
    by_type = _TYPES.get(one.type)
    if not known or by_type is None:
        return None
    try:
        checks = _constraint_checks(one.type, constraints)
    except re.error:
        return None
    if checks is None:
        return None
    required = bool(constraints.get("required"))

    def check_cell(cell: str) -> bool:
        if not cell:
            return not required
        return by_type(cell) and all(check(cell) for check in checks)

    return check_cell


def _constraint_checks(
    kind: str, constraints: Mapping[str, Any]
) -> list[Callable[[str], bool]] | None:
    checks: list[Callable[[str], bool]] = []
    for name, value in constraints.items():
        if name in ("required", "unique"):
            if not isinstance(value, bool):
                return None
        elif name in _TEXT_CONSTRAINTS and kind == "string":
            if not _TEXT_CONSTRAINTS[name](value):
                return None
            checks.append(_text_check(name, value))
        elif name in ("minimum", "maximum") and kind in ("integer", "number", "year"):
            if not _is_bound(kind, value):
                return None
            checks.append(_bound_check(name, value))
        else:
            return None
    return checks


def _text_check(name: str, value: Any) -> Callable[[str], bool]:
    if name == "enum":
        allowed = frozenset(value)
        return lambda cell: cell in allowed
    if name == "pattern":
        # Put together as frictionless does it: of "a|b" this anchors neither end of each part.
        compiled = re.compile(f"^{value}$")
        return lambda cell: compiled.match(cell) is not None
    if name == "minLength":
        return lambda cell: len(cell) >= value
    return lambda cell: len(cell) <= value


def _bound_check(name: str, value: Any) -> Callable[[str], bool]:
    bound = Decimal(str(value))
    if name == "minimum":
        return lambda cell: Decimal(cell) >= bound
    return lambda cell: Decimal(cell) <= bound


def _is_bound(kind: str, value: Any) -> bool:
    """Whether frictionless can read a bound: if not, it fails on every cell."""
    if kind == "number":
        return isinstance(value, int | float | str)
    return isinstance(value, int) and (kind == "integer" or 0 <= value <= 9999)  # noqa: PLR2004


def value_of(kind: str, cell: str) -> Any:
    """The value of a clean cell of a field of type ``kind``; None for an empty one."""
    return _VALUES[kind](cell) if cell else None


_TYPES: dict[str, Callable[[str], bool]] = {
    "string": lambda cell: True,  # noqa: ARG005
    "integer": lambda cell: _INTEGER.fullmatch(cell) is not None,
    "number": lambda cell: _NUMBER.fullmatch(cell) is not None,
    "boolean": lambda cell: cell in _BOOLEANS,
    "year": lambda cell: YEAR.fullmatch(cell) is not None,
    "date": lambda cell: plain_date(cell) is not None,
}
_VALUES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": lambda cell: cell in TRUE,
    "year": int,
    "date": plain_date,
}
