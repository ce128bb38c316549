"""Why the DataStore would not take a table: its columns, its key, its cells. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from fiscal_notice.package import Resource
from fiscal_notice_ckan.tables import Table

#: PostgreSQL's limit for a name, in bytes; a Chinese character takes three.
MAX_COLUMN_BYTES = 63
# What PostgreSQL keeps in every table itself.
_SYSTEM = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
_RANGES = {"int8": 2**63, "int4": 2**31}


def table_problems(name: str, table: Table) -> Iterator[str]:
    """Why the DataStore would not take this table, if it would not."""
    if not table.key:
        yield f"table {name} has no primary key, so its rows could not be updated in place"
    for column in table.key:
        if table.types.get(column) == "numeric":
            # 1.5 and 1.50 are one key to the DataStore and two to a CSV.
            yield f"table {name} has numbers with decimals in its primary key ({column})"
    for column in table.types:
        yield from _column_problems(name, column)
    yield from _value_problems(name, table)


def unreadable(resource: Resource, error: Exception) -> str:
    """That a file cannot be read as CSV at all."""
    return f"{resource.name} ({resource.path}) cannot be read as CSV in UTF-8: {error}"


def _column_problems(name: str, column: str) -> Iterator[str]:
    if len(column.encode()) > MAX_COLUMN_BYTES:
        yield f"column {column} of {name} is longer than {MAX_COLUMN_BYTES} bytes"
    if column.startswith("_") or '"' in column or column != column.strip() or not column:
        yield f"column {column!r} of {name}: the DataStore takes no leading _, quote or outer space"
    if column.lower() in _SYSTEM:
        yield f"column {column!r} of {name}: PostgreSQL has a column of its own of this name"


def _value_problems(name: str, table: Table) -> Iterator[str]:
    """The first cell that PostgreSQL would refuse, if there is one."""
    try:
        for number, record in enumerate(table.records(), start=1):
            for column, kind in table.types.items():
                reason = _refused(record[column], kind)
                if reason:
                    yield f"{name}, data row {number}, {column}: {reason}"
                    return
    except (ValueError, KeyError, csv.Error) as error:
        yield f"{name} cannot be read by its schema: {error}"


def _refused(value: Any, kind: str) -> str:
    limit = _RANGES.get(kind)
    if limit and isinstance(value, int) and not -limit <= value < limit:
        return f"{value} is too large for {kind}"
    if not isinstance(value, str):
        return ""
    if "\0" in value:
        return "it holds a NUL character"
    try:
        if kind == "date":
            date.fromisoformat(value)
        elif kind == "timestamp":
            datetime.fromisoformat(value)
        elif kind == "numeric":
            Decimal(value)
    except (ValueError, InvalidOperation):
        return f"{value!r} is no {kind}"
    return ""
