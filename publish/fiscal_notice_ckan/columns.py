"""Why the DataStore would not take a table: its columns, its key, its cells. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.package import Schema
from fiscal_notice.package.limits import DATASTORE_COLUMNS
from fiscal_notice_ckan.tables import Table
from fiscal_notice_ckan.values import Value, own_text

#: PostgreSQL's limit for a name, in bytes; a Chinese character takes three.
MAX_COLUMN_BYTES = 63
# A row lies in one page of 8 kB, a key in a third of one.
_ROW_BYTES, _KEY_BYTES = 8160, 2700
# What PostgreSQL keeps in every table itself.
_SYSTEM = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})


def schema_problems(name: str, schema: Schema) -> Iterator[str]:
    """Why the DataStore would not take a table of this schema, whatever its rows are."""
    if not schema.primary_key:
        yield f"table {name} has no primary key, so its rows could not be updated in place"
    if len(schema.fields) > DATASTORE_COLUMNS:
        yield (
            f"table {name} has {len(schema.fields):,} columns, and PostgreSQL holds "
            f"{DATASTORE_COLUMNS:,} beside two of the DataStore's own: part it, or leave out its "
            "schema to publish the file alone"
        )
    for column in schema.primary_key:
        if column not in schema.names:
            yield f"table {name} has no column {column}, which its primary key names"
    for column in schema.names:
        yield from _column_problems(name, column)


def _column_problems(name: str, column: str) -> Iterator[str]:
    if len(column.encode(errors="surrogatepass")) > MAX_COLUMN_BYTES:
        yield f"column {column} of {name} is longer than {MAX_COLUMN_BYTES} bytes"
    if column.startswith("_") or '"' in column or column != column.strip() or not column:
        yield f"column {column!r} of {name}: the DataStore takes no leading _, quote or outer space"
    if column.lower() in _SYSTEM:
        yield f"column {column!r} of {name}: PostgreSQL has a column of its own of this name"


def limits(table: Table) -> str:
    """PostgreSQL's limits for rows and keys, and how large those of the table are."""
    widest, longest = 0, 0
    for values in table.values():
        widest = max(widest, sum(map(_size, values)))
        longest = max(longest, sum(map(len, map(str.encode, table.key_of(values)))))
    return (
        f"PostgreSQL takes about {_ROW_BYTES:,} bytes a row, of a long text only a pointer of 18, "
        f"and about {_KEY_BYTES:,} of a key; this table has {len(table.columns):,} columns, rows "
        f"of up to {widest:,} bytes and keys of up to {longest:,}: part it, shorten the key, or "
        "leave out its schema to publish the file alone"
    )


def _size(value: Value) -> int:
    return len(own_text(value).encode(errors="surrogatepass"))
