"""The shape of a Table Schema: what must hold before anything can be read with it.

Whether a schema conforms to its standard is the schema check's business. Here stands only what
the readers rely on: names are text, keys name fields, constraints are of their kind. A schema of
another shape is broken, and the message says where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from fiscal_notice.errors import PackageError


def check_schema(raw: object, place: str) -> dict[str, Any]:
    """``raw`` if it has the shape of a Table Schema; PackageError that says what is wrong if not.

    ``place`` is the file, and the resource if the schema stands inside the descriptor.
    """
    fields = raw.get("fields") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(fields, list) or not fields:
        raise _broken("the schema has no fields", place, raw, "fields: a list of objects")
    for entry in fields:
        _check_field(entry, place)
    names = [entry["name"] for entry in fields]
    for name, times in Counter(names).items():
        if times > 1:
            raise _broken(f"two fields are called {name}", place, name, "each name once")
    if "primaryKey" in raw:
        _check_key(raw["primaryKey"], names, "primaryKey", place)
    _check_foreign_keys(raw.get("foreignKeys", []), names, place)
    return raw


def check_text(raw: Mapping[str, Any], name: str, place: str) -> None:
    """PackageError if ``raw`` has a property called ``name`` that is no text."""
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise _broken(f"the property {name} is no text", place, value, "text")


def names_of(value: str | list[str]) -> tuple[str, ...]:
    """The names in a key, which by Table Schema v1 may be one name instead of a list of them."""
    return (value,) if isinstance(value, str) else tuple(value)


def _check_field(entry: object, place: str) -> None:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"]:
        raise _broken("a field has no name", place, entry, "an object with a name")
    name = entry["name"]
    if not isinstance(entry.get("type", "any"), str):
        raise _broken(f"the type of the field {name} is no text", place, entry["type"], "a type")
    constraints = entry.get("constraints", {})
    if not isinstance(constraints, dict):
        raise _broken(f"the constraints of {name} are no object", place, constraints, "{ … }")
    for key, value in constraints.items():
        known = key not in _CONSTRAINTS or _CONSTRAINTS[key](value)
        if not known or (key in _BOUNDS and not _fits(value, entry.get("type", "any"))):
            raise _broken(f"the constraint {key} of {name} is broken", place, value, _KINDS[key])


def _check_foreign_keys(keys: object, names: Sequence[str], place: str) -> None:
    if not isinstance(keys, list):
        raise _broken("foreignKeys is no list", place, keys, "a list of objects")
    for key in keys:
        reference = key.get("reference") if isinstance(key, dict) else None
        if not isinstance(reference, dict) or not isinstance(reference.get("resource", ""), str):
            raise _broken(
                "a foreign key has no reference", place, key, "fields, and reference: { … }"
            )
        own = _check_key(key.get("fields"), names, "a foreign key's fields", place)
        there = _check_key(reference.get("fields"), None, "a reference's fields", place)
        if len(own) != len(there):
            raise _broken(
                "a foreign key and its reference differ in length", place, key, "as many fields"
            )


def _check_key(
    value: object, names: Sequence[str] | None, what: str, place: str
) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed or not all(isinstance(n, str) for n in listed):
        raise _broken(f"{what} is no name and no list of names", place, value, "names of fields")
    for name in listed:
        if names is not None and name not in names:
            raise _broken(f"{what}: there is no field {name}", place, value, ", ".join(names))
    return tuple(listed)


def check_references(schemas: Mapping[str, Mapping[str, Any] | None], place: str) -> None:
    """PackageError for a foreign key to a table or field that the package does not have.

    ``schemas`` maps each resource to its schema, None if it is no table.
    """
    for name, raw in schemas.items():
        for key in (raw or {}).get("foreignKeys", []):
            target = key["reference"].get("resource", "") or name
            there = schemas.get(target)
            if there is None:
                raise _broken(
                    f"a foreign key of {name} refers to {target}, which is no table of the package",
                    place,
                    target,
                    ", ".join(table for table, schema in schemas.items() if schema is not None),
                )
            fields = [field["name"] for field in there["fields"]]
            what = f"a foreign key of {name} to {target}"
            _check_key(key["reference"]["fields"], fields, what, place)


def _is_pattern(value: object) -> bool:
    try:
        re.compile(value if isinstance(value, str) else "(")
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_bound(value: object) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)


def _fits(bound: object, kind: str) -> bool:
    if kind not in ("integer", "number", "year"):
        return True
    try:
        return Decimal(str(bound)).is_finite()
    except InvalidOperation:
        return False


_BOUNDS = ("minimum", "maximum")
_CONSTRAINTS: dict[str, Callable[[object], bool]] = {
    "required": lambda value: isinstance(value, bool),
    "unique": lambda value: isinstance(value, bool),
    "enum": lambda value: isinstance(value, list) and bool(value),
    "pattern": _is_pattern,
    "minLength": _is_count,
    "maxLength": _is_count,
    "minimum": _is_bound,
    "maximum": _is_bound,
}
_KINDS = {
    "required": "true or false",
    "unique": "true or false",
    "enum": "a list of values",
    "pattern": "a regular expression",
    "minLength": "a count",
    "maxLength": "a count",
    "minimum": "a number",
    "maximum": "a number",
}


def _broken(problem: str, place: str, found: object, expected: str) -> PackageError:
    return PackageError(
        problem,
        file=place,
        found=str(found)[:80],
        expected=expected,
        hint="correct the file, or restore it",
    )
