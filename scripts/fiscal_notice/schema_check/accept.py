"""The accept filter: proves a package clean with the standard library alone, or does not.

It refuses whatever it does not know: a property, a type, a format, a dialect. Refusing costs time
and nothing else.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from fiscal_notice.package import Field, Package, Resource, Schema
from fiscal_notice.package.plain import DETECTED, SNIFFED
from fiscal_notice.schema_check.cells import field_proof, value_of
from fiscal_notice.schema_check.supported import (
    known_descriptor,
    known_resource,
    known_schema,
    plain_form,
)


@dataclass(slots=True)
class Accepted:
    """Whether the package was proven clean; sizes, hashes and counts as far as files were read."""

    proven: bool = True
    sizes: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)


def size_of(package: Package) -> int:
    """The bytes of all resources together, as far as they are there."""
    return sum(_size(package, resource) for resource in package.resources)


def _size(package: Package, resource: Resource) -> int:
    try:
        return package.file(resource).stat().st_size
    except OSError:
        return 0


def accept(package: Package) -> Accepted:
    """Try to prove ``package`` clean; never raises for its content."""
    result = Accepted(proven=known_descriptor(package.descriptor))
    columns: dict[str, dict[str, list[str]]] = {}
    for resource in package.resources:
        data = _read(package, resource, result)
        if data is None or not result.proven:
            result.proven = False
            return result
        if resource.schema is not None:
            table = _table(data, resource)
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
    known = known_resource(raw)
    stated = raw.get("bytes", len(data)) == len(data) and raw.get("hash") in (
        None,
        f"sha256:{digest}",
    )
    result.proven = result.proven and known and stated
    return data


def _table(data: bytes, resource: Resource) -> dict[str, list[str]] | None:
    """The columns of a CSV that has the schema's header and rows of the same length."""
    names = resource.schema.names if resource.schema else ()
    lines = list(islice(io.BytesIO(data), SNIFFED))
    if not plain_form(data[:DETECTED], lines, resource):
        return None
    if b"\r" in data or b"\0" in data or not data.endswith(b"\n"):
        return None
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    width = len(names)
    body = rows[1:]
    if not rows or not width or any(len(row) != width or not any(row) for row in body):
        return None
    columns = map(list, zip(*body, strict=True)) if body else ([] for _ in names)
    return dict(zip(names, columns, strict=True))


def _clean(schema: Schema, table: Mapping[str, list[str]]) -> bool:
    if not known_schema(schema.raw):
        return False
    for one in schema.fields:
        proof = field_proof(one)
        if proof is None:
            return False
        cells = table[one.name]
        if not all(proof(cell) for cell in set(cells)):
            return False
        if one.constraints.get("unique") and _repeats(_values(one, cells)):
            return False
    return _key_holds(schema, table)


def _key_holds(schema: Schema, table: Mapping[str, list[str]]) -> bool:
    parts = [(schema.field(name), table.get(name, [])) for name in schema.primary_key]
    values = [_values(one, cells) for one, cells in parts if one and all(cells)]
    if len(values) != len(parts):
        return False
    return not values or not _repeats(list(zip(*values, strict=True)))


def _values(one: Field, cells: list[str]) -> list[Any]:
    """The values of the cells that have one: 1 and true are one value, so are 1.0 and 1.00."""
    return [value_of(one.type, cell) for cell in cells if cell]


def _repeats(values: list[Any]) -> bool:
    return len(set(values)) != len(values)


def _foreign_keys_hold(package: Package, columns: Mapping[str, Mapping[str, list[str]]]) -> bool:
    for resource in package.tables:
        if resource.schema is None or resource.name not in columns:
            return False
        for own, target, fields in resource.schema.foreign_keys:
            if len(own) != 1 or len(fields) != 1:
                return False
            here = _column(package, columns, resource.name, own[0])
            there = _column(package, columns, target or resource.name, fields[0])
            if here is None or there is None or not set(here) <= set(there):
                return False
    return True


def _column(
    package: Package, columns: Mapping[str, Mapping[str, list[str]]], table: str, name: str
) -> list[Any] | None:
    resource = package.resource(table)
    one = resource.schema.field(name) if resource and resource.schema else None
    cells = columns.get(table, {}).get(name)
    return None if one is None or cells is None else _values(one, cells)
