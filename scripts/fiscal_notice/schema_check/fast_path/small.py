"""Small packages proven clean with the standard library alone: each table read in one go."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from itertools import islice
from typing import Any

from fiscal_notice.package import Field, Package, Resource, Schema
from fiscal_notice.package.plain import DETECTED, SNIFFED
from fiscal_notice.schema_check.fast_path.field_checks import field_check, value_of
from fiscal_notice.schema_check.fast_path.supported import is_plain_csv

Columns = Mapping[str, list[str]]


def prove_small(package: Package) -> tuple[dict[str, int], int] | None:
    """Rows by table, and how many cells, if every cell and key is clean; None if there is doubt.

    The descriptor is one that the fast path supports. Raises OSError.
    """
    columns: dict[str, Columns] = {}
    for resource in package.tables:
        table = _columns(package.file(resource).read_bytes(), resource)
        if resource.schema is None or table is None or not _is_clean(resource.schema, table):
            return None
        columns[resource.name] = table
    if not _foreign_keys_hold(package, columns):
        return None
    rows = {name: len(next(iter(table.values()))) for name, table in columns.items()}
    return rows, sum(rows[name] * len(table) for name, table in columns.items())


def _columns(data: bytes, resource: Resource) -> Columns | None:
    """The columns of a CSV that has the schema's header and rows of the same length."""
    names = resource.schema.names if resource.schema else ()
    lines = list(islice(io.BytesIO(data), SNIFFED))
    if not is_plain_csv(data[:DETECTED], lines, resource):
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


def _is_clean(schema: Schema, table: Columns) -> bool:
    for one in schema.fields:
        check = field_check(one)
        if check is None:
            return False
        cells = table[one.name]
        if not all(check(cell) for cell in set(cells)):
            return False
        if one.constraints.get("unique") and _repeats(_values(one, cells)):
            return False
    return _key_holds(schema, table)


def _key_holds(schema: Schema, table: Columns) -> bool:
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


def _foreign_keys_hold(package: Package, columns: Mapping[str, Columns]) -> bool:
    for resource in package.tables:
        for own, target, fields in resource.schema.foreign_keys if resource.schema else ():
            if len(own) != 1 or len(fields) != 1:
                return False
            here = _column(package, columns, resource.name, own[0])
            there = _column(package, columns, target or resource.name, fields[0])
            if here is None or there is None or not set(here) <= set(there):
                return False
    return True


def _column(
    package: Package, columns: Mapping[str, Columns], table: str, name: str
) -> list[Any] | None:
    resource = package.resource(table)
    one = resource.schema.field(name) if resource and resource.schema else None
    cells = columns.get(table, {}).get(name)
    return None if one is None or cells is None else _values(one, cells)
