"""The accept filter: proves a package clean with the standard library alone, or does not.

It refuses whatever it does not know: a property, a type, a format, a dialect. Refusing costs time
and nothing else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal_notice.package import Field, Package, Resource, Schema

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = re.compile(r"[a-z0-9._/-]+")
_CREATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")

# Properties whose meaning the filter knows, or that frictionless ignores.
_PACKAGE_KEYS = frozenset(
    [
        "$schema",
        "name",
        "title",
        "description",
        "version",
        "created",
        "keywords",
        "licenses",
        "sources",
        "contributors",
        "resources",
        "languages",
    ]
)
_RESOURCE_KEYS = frozenset(
    [
        "name",
        "type",
        "path",
        "title",
        "description",
        "format",
        "mediatype",
        "encoding",
        "schema",
        "hash",
        "bytes",
        "sources",
    ]
)
_SCHEMA_KEYS = frozenset(
    [
        "$schema",
        "name",
        "title",
        "description",
        "fieldsMatch",
        "missingValues",
        "fields",
        "primaryKey",
        "foreignKeys",
    ]
)
_FIELD_KEYS = frozenset(
    ["name", "type", "title", "description", "constraints", "unit", "columnType", "categories"]
)
_CONSTRAINTS = frozenset(
    ["required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength"]
)

_BOOLEANS = frozenset(("true", "True", "TRUE", "1", "false", "False", "FALSE", "0"))
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(slots=True)
class Accepted:
    """Whether the package was proven clean; sizes, hashes and counts as far as files were read."""

    proven: bool = True
    sizes: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)


def accept(package: Package) -> Accepted:
    """Try to prove ``package`` clean; never raises for its content."""
    result = Accepted(proven=_known_descriptor(package.descriptor))
    columns: dict[str, dict[str, list[str]]] = {}
    for resource in package.resources:
        data = _read(package, resource, result)
        if data is None:
            result.proven = False
        elif resource.schema is not None:
            table = _table(data, resource.schema)
            if table is not None:
                columns[resource.name] = table
                result.rows[resource.name] = len(next(iter(table.values()), []))
                result.cells[resource.name] = result.rows[resource.name] * len(table)
            result.proven &= table is not None and _clean(resource.schema, table)
    result.proven = result.proven and _foreign_keys_hold(package, columns)
    return result


def _read(package: Package, resource: Resource, result: Accepted) -> bytes | None:
    try:
        data = package.file(resource).read_bytes()
    except OSError:
        return None
    digest = hashlib.sha256(data).hexdigest()
    result.sizes[resource.name], result.hashes[resource.name] = len(data), digest
    raw = resource.raw
    known = _known_resource(raw)
    stated = raw.get("bytes", len(data)) == len(data) and raw.get("hash") in (
        None,
        f"sha256:{digest}",
    )
    return data if known and stated else None


def _table(data: bytes, schema: Schema) -> dict[str, list[str]] | None:
    """The columns of a CSV that has the schema's header and rows of the same length."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # frictionless's csv reader is sniffed; plain commas, quotes and line feeds are beyond doubt.
    if "\r" in text or "\0" in text or text.startswith("\ufeff") or not text.endswith("\n"):
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    width = len(schema.fields)
    if not rows or tuple(rows[0]) != schema.names or len(rows) < 2:  # noqa: PLR2004
        return None
    body = rows[1:]
    if any(len(row) != width or not any(row) for row in body):
        return None
    return dict(zip(schema.names, map(list, zip(*body, strict=True)), strict=True))


def _clean(schema: Schema, table: Mapping[str, list[str]]) -> bool:
    if not _known_schema(schema.raw):
        return False
    for one in schema.fields:
        proof = _field_proof(one)
        if proof is None:
            return False
        cells = table[one.name]
        if not all(proof(cell) for cell in set(cells)):
            return False
        if one.constraints.get("unique") and _repeats(cells):
            return False
    key = [table[name] for name in schema.primary_key]
    if not key:
        return True
    tuples = list(zip(*key, strict=True))
    return len(set(tuples)) == len(tuples) and all(all(parts) for parts in tuples)


def _repeats(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(set(filled)) != len(filled)


def _foreign_keys_hold(package: Package, columns: Mapping[str, Mapping[str, list[str]]]) -> bool:
    for resource in package.tables:
        if resource.schema is None or resource.name not in columns:
            return False
        for own, target, fields in resource.schema.foreign_keys:
            there = columns.get(target or resource.name)
            if there is None or len(own) != 1 or len(fields) != 1 or fields[0] not in there:
                return False
            here = columns[resource.name][own[0]]
            if not {cell for cell in here if cell} <= set(there[fields[0]]):
                return False
    return True


def _field_proof(one: Field) -> Callable[[str], bool] | None:
    """A test that a cell is clean, or None if the filter does not know the field."""
    raw, constraints = one.raw, one.constraints
    known = (
        _keys_known(raw, _FIELD_KEYS)
        and set(constraints) <= _CONSTRAINTS
        and isinstance(raw.get("title", ""), str)
        and isinstance(raw.get("description", ""), str)
    )
    by_type = _TYPES.get(one.type)
    if not known or by_type is None:
        return None
    checks = _constraint_checks(one.type, constraints)
    if checks is None:
        return None
    required = bool(constraints.get("required"))

    def proof(cell: str) -> bool:
        if not cell:
            return not required
        return by_type(cell) and all(check(cell) for check in checks)

    return proof


def _constraint_checks(
    kind: str, constraints: Mapping[str, Any]
) -> list[Callable[[str], bool]] | None:
    checks: list[Callable[[str], bool]] = []
    for name, value in constraints.items():
        if name in ("required", "unique"):
            if not isinstance(value, bool):
                return None
        elif name in ("enum", "pattern", "minLength", "maxLength") and kind == "string":
            checks.append(_text_check(name, value))
        elif name in ("minimum", "maximum") and kind in ("integer", "number", "year"):
            checks.append(_bound_check(name, value))
        else:
            return None
    return checks


def _text_check(name: str, value: Any) -> Callable[[str], bool]:
    if name == "enum":
        allowed = frozenset(value)
        return lambda cell: cell in allowed
    if name == "pattern":
        compiled = re.compile(value)
        return lambda cell: compiled.fullmatch(cell) is not None
    if name == "minLength":
        return lambda cell: len(cell) >= value
    return lambda cell: len(cell) <= value


def _bound_check(name: str, value: Any) -> Callable[[str], bool]:
    bound = Decimal(str(value))
    if name == "minimum":
        return lambda cell: Decimal(cell) >= bound
    return lambda cell: Decimal(cell) <= bound


def _is_date(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


_TYPES: dict[str, Callable[[str], bool]] = {
    "string": lambda cell: True,  # noqa: ARG005
    "integer": lambda cell: _INTEGER.fullmatch(cell) is not None,
    "number": lambda cell: _NUMBER.fullmatch(cell) is not None,
    "boolean": lambda cell: cell in _BOOLEANS,
    "year": lambda cell: _YEAR.fullmatch(cell) is not None,
    "date": _is_date,
}


def _keys_known(raw: Mapping[str, Any], known: frozenset[str]) -> bool:
    # A property with a language tag (title@en) is carried along and not interpreted.
    return all(key in known or ("@" in key and isinstance(raw[key], str)) for key in raw)


def _known_descriptor(raw: Mapping[str, Any]) -> bool:
    texts = ("title", "description", "version")
    return (
        _keys_known(raw, _PACKAGE_KEYS)
        and raw.get("$schema") == PACKAGE_PROFILE
        and isinstance(raw.get("name"), str)
        and _NAME.fullmatch(raw["name"]) is not None
        and all(isinstance(raw.get(key, ""), str) for key in texts)
        and _CREATED.fullmatch(str(raw.get("created", "2000-01-01T00:00:00Z"))) is not None
        and _texts(raw.get("keywords", ["x"]))
        and _entries(raw.get("licenses", [{"name": "x", "path": "https://x.org/"}]), "name")
        and _entries(raw.get("sources", [{"title": "x"}]), "title")
        and _entries(raw.get("contributors", [{"title": "x"}]), "title")
    )


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v for v in value)


def _entries(value: object, needed: str) -> bool:
    if not isinstance(value, list) or not value:
        return False
    for entry in value:
        if not isinstance(entry, dict) or not isinstance(entry.get(needed), str):
            return False
        if not set(entry) <= {"name", "title", "path", "roles"}:
            return False
        if "path" in entry and not _URL.fullmatch(str(entry["path"])):
            return False
        if "roles" in entry and not _texts(entry["roles"]):
            return False
    return True


def _known_resource(raw: Mapping[str, Any]) -> bool:
    return (
        _keys_known(raw, _RESOURCE_KEYS)
        and _NAME.fullmatch(str(raw.get("name"))) is not None
        and raw.get("type", "table") == "table"
        and raw.get("encoding", "utf-8") == "utf-8"
        and isinstance(raw.get("path"), str)
        and all(isinstance(raw.get(key, ""), str) for key in ("title", "description", "mediatype"))
        and isinstance(raw.get("bytes", 0), int)
        and (raw.get("format", "csv") == "csv" or raw.get("schema") is None)
        and _entries(raw.get("sources", [{"title": "x"}]), "title")
        # Compressed and remote files, and tables that are no CSV, are frictionless's.
        and (raw.get("schema") is None or str(raw["path"]).endswith(".csv"))
    )


def _known_schema(raw: Mapping[str, Any]) -> bool:
    return (
        _keys_known(raw, _SCHEMA_KEYS)
        and raw.get("fieldsMatch", "exact") == "exact"
        and raw.get("missingValues", [""]) == [""]
    )
