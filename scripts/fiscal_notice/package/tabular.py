"""Rows ↔ canonical CSV: UTF-8 without byte-order mark, line feeds, quotes only where needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Row, Value
from fiscal_notice.package.descriptor import Package, Resource, Schema
from fiscal_notice.package.table_reader import open_table, text_rows

_BOTH = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a table as text: its line in the file and its cells by field name."""

    line: int
    cells: dict[str, str]


def format_value(value: Value) -> str:
    """The canonical text of a value, as Table Schema reads it without options; empty for None.

    Decimals have no zeros at the end, moments no offset but ``Z`` for UTC.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            # normalize() would round to the precision of the context.
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case datetime() | time():
            return value.isoformat().removesuffix("+00:00") + ("Z" if _is_utc(value) else "")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _is_utc(value: datetime | time) -> bool:
    return value.isoformat().endswith("+00:00")


class _LineFeeds(io.StringIO):
    """Rows that end with a line feed alone.

    csv quotes a cell for the signs of the row end that it is told. Readers take a carriage return
    for a row end too, so it is told both.
    """

    def write(self, row: str) -> int:
        return super().write(row.removesuffix(_BOTH) + "\n")


def format_rows(schema: Schema, rows: Sequence[Row], place: str | None = None) -> str:
    """The CSV of ``rows``: the schema's fields in the schema's order, with a header.

    Raises PackageError that names ``place`` if a row has a field that the schema lacks.
    """
    cells = []
    for row in rows:
        unknown = set(row) - set(schema.names)
        if unknown:
            raise PackageError(
                "the schema lacks fields that the notice fills",
                file=place,
                found=", ".join(sorted(unknown)),
                hint="restore the schema, or add the fields to it",
            )
        cells.append([format_value(row.get(name)) for name in schema.names])
    return format_cells(schema.names, cells).decode()


def format_cells(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The canonical CSV, in UTF-8, of rows of text under a header of ``names``.

    RFC 4180 but for line feeds as row ends.
    """
    buffer = _LineFeeds()
    writer = csv.writer(buffer, lineterminator=_BOTH)
    writer.writerow(names)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def read_records(package: Package, resource: Resource) -> list[Record]:
    """The rows of a table as text, with a cell for every field of its schema.

    Raises PackageError as ``open_table`` does.
    """
    with open_table(package, resource) as table:
        names, known = table.names, resource.schema.names if resource.schema else ()
        empty = dict.fromkeys((name for name in known if name not in names), "")
        records = [
            Record(line=line, cells=dict(zip(names, cells, strict=True)))
            for line, cells in text_rows(table, resource)
        ]
    if empty:
        for record in records:
            record.cells.update(empty)
    return records


def record_key(schema: Schema, cells: dict[str, str]) -> str:
    """The primary key of a row as text, parts joined by ``/``; all cells if there is no key."""
    names = schema.primary_key or schema.names
    return "/".join(cells.get(name, "") for name in names)
