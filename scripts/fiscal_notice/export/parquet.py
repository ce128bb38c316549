"""Parquet: exact types, with titles, units and descriptions in the metadata of each field.

Integers and years are int64, numbers decimal128 with as many places as the column needs, dates
date32, times of day and moments in microseconds, moments with the zone that all of them have. A
column whose moments have several zones, or whose times of day have any, is text: Parquet would turn
them into those of one zone. Compressed with snappy, which every reader knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fiscal_notice.errors import NotHeldError
from fiscal_notice.export.download_form import Rows
from fiscal_notice.export.read_back import check_names, from_text
from fiscal_notice.export.typed_tables import TypedColumn, TypedTable
from fiscal_notice.model import Value
from fiscal_notice.package.limits import DIGITS
from fiscal_notice.package.tabular import format_value

# The tables of a notice fit in one group of rows; a fixed size keeps the bytes the same.
_ROWS = 1_000_000


def parquet(table: TypedTable) -> bytes:
    """The table as a Parquet file.

    Raises NotHeldError for numbers of more than 38 digits.
    """
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    types = [_type(table, c, v) for c, v in zip(table.columns, columns, strict=True)]
    schema = pa.schema(
        [
            pa.field(column.name, kind, metadata=_words(column))
            for column, kind in zip(table.columns, types, strict=True)
        ],
        metadata=_table_words(table),
    )
    arrays = [_array(v, kind) for v, kind in zip(columns, types, strict=True)]
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        compression="snappy",
        version="2.6",
        row_group_size=_ROWS,
    )
    return bytes(sink.getvalue())


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _array(values: Sequence[Value], kind: Any) -> Any:
    if not pa.types.is_timestamp(kind):
        return pa.array(_held(values, kind), kind)
    # Counted here: the library takes zones into account or not by what else was imported.
    micro = timedelta(microseconds=1)
    counts = [
        (v if v.tzinfo else v.replace(tzinfo=UTC)) - _EPOCH if isinstance(v, datetime) else None
        for v in values
    ]
    whole = [None if count is None else count // micro for count in counts]
    return pa.array(whole, pa.int64()).cast(kind)


def _held(values: Sequence[Value], kind: Any) -> Sequence[Value]:
    if kind != pa.string():
        return values
    return [format_value(v) if isinstance(v, datetime | time) else v for v in values]


def _type(table: TypedTable, column: TypedColumn, values: Sequence[Value]) -> Any:
    match column.value_type:
        case "integer" | "year":
            return pa.int64()
        case "boolean":
            return pa.bool_()
        case "date":
            return pa.date32()
        case "datetime" | "time":
            return _moments([v for v in values if isinstance(v, datetime | time)], column)
        case "string":
            return pa.string()
    numbers = [value for value in values if isinstance(value, Decimal)]
    places = max((-_exponent(n) for n in numbers if _exponent(n) < 0), default=0)
    whole = max((n.adjusted() + 1 for n in numbers), default=0)
    if places + max(whole, 0) > DIGITS:
        raise NotHeldError(
            f"the numbers of {column.name} have too many digits for Parquet",
            file=table.resource.path,
            found=f"{max(whole, 0)} before the point, {places} after it",
            expected=f"{DIGITS} in all",
            hint="declare the field as text (type string)",
        )
    return pa.decimal128(DIGITS, places)


def _moments(values: Sequence[datetime | time], column: TypedColumn) -> Any:
    """The type of a column of times; that of text if their zones differ."""
    offsets = {value.utcoffset() for value in values}
    if column.value_type == "time":
        return pa.string() if offsets - {None} else pa.time64("us")
    if len(offsets) > 1:
        return pa.string()
    offset = next(iter(offsets), None)
    if offset is None:
        return pa.timestamp("us")
    minutes, rest = divmod(offset, timedelta(minutes=1))
    # Zones are named to the minute.
    return pa.string() if rest else pa.timestamp("us", tz=_zone(minutes))


def _zone(minutes: int) -> str:
    if not minutes:
        return "UTC"
    hours, left = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{left:02d}"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101  no number that was read is infinite
    return exponent


def _words(column: TypedColumn) -> dict[str, str]:
    words = {
        "title": column.field.title(),
        "title@en": column.field.title("en"),
        "unit": column.unit,
        "description@zh": column.description("zh"),
        "description": column.description("en"),
    }
    return {name: text for name, text in words.items() if text}


def _table_words(table: TypedTable) -> dict[str, str]:
    return {
        "title": table.resource.title(),
        "title@en": table.resource.title("en"),
        "description@zh": table.description("zh"),
        "description": table.description("en"),
    }


def read_parquet(content: bytes, table: TypedTable) -> Rows:
    """The rows of a Parquet file; ValueError if the names are not the schema's."""
    held = pq.read_table(pa.BufferReader(content))
    check_names(held.column_names, table)
    columns = [
        [from_text(column.value_type, cell) for cell in cells.to_pylist()]
        for column, cells in zip(table.columns, held.columns, strict=True)
    ]
    return list(zip(*columns, strict=True))
