"""A table as the DataStore is to hold it, and why it would not: columns, dictionary, key, rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fiscal_notice.package import Field, Package, Resource, Schema, open_typed
from fiscal_notice.package.cells import cell_text, exact_numbers
from fiscal_notice.package.limits import DATASTORE_COLUMNS
from fiscal_notice.package.words import both, by_language
from fiscal_notice_ckan.column_types import TICK, DatastoreColumn, Row, is_plain, survey
from fiscal_notice_ckan.datastore_values import Value, own_text, sent, their_text

#: PostgreSQL's limit for a name, in bytes; a Chinese character takes three.
MAX_COLUMN_BYTES = 63
# A row lies in one page of 8 kB, a key in a third of one.
_ROW_BYTES, _KEY_BYTES = 8160, 2700
# What PostgreSQL keeps in every table itself.
_SYSTEM = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})

Record = dict[str, Any]
Key = tuple[str, ...]
#: A row of the package, a value for each column in order.
Values = tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class DatastoreTable:
    """A resource as a DataStore table; ``digest`` changes with its rows, columns or dictionary.

    ``columns`` are the ``fields`` of ``datastore_create``, each with ``id``, ``type`` and ``info``
    (label, notes, unit, type_override …); ``key`` is its ``primary_key``, ``rows`` their number.
    ``notes`` say which columns are otherwise than their schema would have them, ``problems`` why
    the DataStore would not take the rows.
    """

    columns: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    digest: str
    rows: int
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    source: Callable[[], Iterator[Row]] = field(repr=False, compare=False)

    @cached_property
    def types(self) -> dict[str, str]:
        """Column → DataStore type, in order."""
        return {column["id"]: column["type"] for column in self.columns}

    @cached_property
    def _places(self) -> tuple[int, ...]:
        names = list(self.types)
        return tuple(names.index(name) for name in self.key)

    def values(self) -> Iterator[Values]:
        """The package's own rows, read one after the other; a cell without a value is None."""
        printed = [kind == "text" for kind in self.types.values()]
        for row in self.source():
            cells = zip(printed, row.texts, row.values, strict=True)
            yield tuple([text if as_text else value for as_text, text, value in cells])

    def records(self) -> Iterator[Record]:
        """The rows as they are sent."""
        return map(self.record, self.values())

    def record(self, values: Values) -> Record:
        """A row as it is sent."""
        return dict(zip(self.types, map(sent, values), strict=True))

    def key_of(self, values: Values) -> Key:
        """The primary key of a row of the package, as text."""
        return tuple([own_text(values[place]) for place in self._places])

    def print_of(self, values: Values) -> bytes:
        """A fingerprint of a row of the package: equal to that of an equal row on the portal."""
        return _print(map(own_text, values))

    def their_key(self, record: Mapping[str, Any]) -> Key:
        """The primary key of a row as the portal gives it."""
        return tuple([their_text(record.get(name), self.types[name]) for name in self.key])

    def their_print(self, record: Mapping[str, Any]) -> bytes:
        """The fingerprint of a row as the portal gives it."""
        return _print(their_text(record.get(name), kind) for name, kind in self.types.items())

    def unlike(self, values: Values, record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Column, value of the package and what the portal gives, where the two differ."""
        for (name, kind), value in zip(self.types.items(), values, strict=True):
            mine, theirs = own_text(value), their_text(record.get(name), kind)
            if mine != theirs:
                yield name, mine, theirs


def _print(cells: Iterable[str]) -> bytes:
    return hashlib.sha256(json.dumps(list(cells)).encode()).digest()[:16]


def table_of(
    package: Package, resource: Resource, sha256: str, tick: int = TICK
) -> DatastoreTable | None:
    """The DataStore table of a resource; None if it has no schema or no primary key.

    Without a key rows cannot be updated in place, and such a table is published as a file alone.

    ``tick`` are the microseconds between two times that the portal can tell apart.

    Raises PackageError if it cannot be read by its schema.
    """
    schema = resource.schema
    if schema is None or not schema.primary_key:
        return None
    with _opened(package, resource) as (fields, rows):
        found = survey(fields, schema.primary_key, rows, tick)

    def source() -> Iterator[Row]:
        with _opened(package, resource) as (_, again):
            yield from again

    columns = tuple(
        _column(each, seen, schema) for each, seen in zip(fields, found.columns, strict=True)
    )
    state = json.dumps([sha256, columns, schema.primary_key], ensure_ascii=False, sort_keys=True)
    name = resource.name
    return DatastoreTable(
        columns=columns,
        key=schema.primary_key,
        digest=hashlib.sha256(state.encode()).hexdigest(),
        rows=found.rows,
        notes=tuple(f"{name}.{each.name} is {each.note}" for each in found.columns if each.note),
        problems=(
            *(f"{name}, {each.name}: {each.problem}" for each in found.columns if each.problem),
            *(f"table {name}: {each}" for each in found.keys),
        ),
        source=source,
    )


@contextmanager
def _opened(
    package: Package, resource: Resource
) -> Iterator[tuple[tuple[Field, ...], Iterator[Row]]]:
    """The columns of a table and its rows, as ``validate`` reads them."""
    with open_typed(package, resource, exact_numbers) as (table, fields, rows):
        yield fields, (_row(each.values, each.cells, table.text) for each in rows)


def _row(values: Values, cells: tuple[Any, ...], text: bool) -> Row:
    pairs = zip(values, cells, strict=True)
    texts = [None if value is None else cell if text else cell_text(cell) for value, cell in pairs]
    return Row(values=values, texts=tuple(texts))


def _column(field: Field, seen: DatastoreColumn, schema: Schema) -> dict[str, Any]:
    zh, en = field.title("zh"), field.title("en")
    unit = str(field.raw.get("unit", ""))
    notes = [
        *by_language(field.raw, "description").values(),
        f"单位 Unit: {unit}." if unit else "",
        "时间为UTC Times are in UTC." if seen.utc and seen.kind == "timestamp" else "",
        _values(field),
    ]
    info = {
        "label": both(zh, en),
        "notes": " ".join(filter(None, notes)),
        "title_zh": zh,
        "title_en": en,
        "unit": unit,
        "primary_key": "yes" if field.name in schema.primary_key else "",
        # XLoader and DataPusher take a column's type from here when somebody lets them load again;
        # they read cells only as PostgreSQL does.
        "type_override": seen.kind if is_plain(field, schema) else "",
    }
    return {
        "id": field.name,
        "type": seen.kind,
        "info": {name: value for name, value in info.items() if value},
    }


def _values(field: Field) -> str:
    """What the codes of a column mean: readers of the preview see codes only."""
    named = [
        _value(each) for each in field.categories if isinstance(each, dict) and "value" in each
    ]
    return f"代码 Values: {'; '.join(named)}." if named else ""


def _value(category: Mapping[str, Any]) -> str:
    value, labels = category["value"], by_language(category, "label")
    named = f" = {labels['zh']}" if labels.get("zh", value) != value else ""
    return f"{value}{named}" + (f" ({labels['en']})" if "en" in labels else "")


def fits(table: DatastoreTable, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's table can be changed in place: no type and no key differs.

    Columns may come and go.
    """
    listed = list(fields)
    there = _types(listed)
    return _keyed(listed, table.key) and all(
        there.get(name, kind) == kind for name, kind in table.types.items()
    )


def same_columns(table: DatastoreTable, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's table has just these columns, types and key; in any order."""
    listed = list(fields)
    return fits(table, listed) and table.types == _types(listed)


def _keyed(fields: Iterable[Mapping[str, Any]], key: Iterable[str]) -> bool:
    """Whether just these columns have the table's key, which is an index.

    The data dictionary says so too, but CKAN's form for it drops what it has no field for. An index
    that somebody added to another column has another name.
    """
    indexes = {
        each["id"]: schema.get("index_name")
        for each in fields
        if (schema := each.get("schema") or {}).get("is_index")
    }
    names = {indexes.get(name) for name in key}
    of_key = {column for column, name in indexes.items() if name in names}
    return len(names) == 1 and None not in names and of_key == set(key)


def _types(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {each["id"]: each["type"] for each in fields if each["id"] != "_id"}


def same_dictionary(table: DatastoreTable, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's data dictionary says what ours says."""
    theirs = {each["id"]: each.get("info") or {} for each in fields}
    return all(theirs.get(column["id"]) == column["info"] for column in table.columns)


def schema_problems(name: str, schema: Schema) -> Iterator[str]:
    """Why the DataStore would not take a table of this schema, whatever its rows are."""
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


def limits(table: DatastoreTable) -> str:
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
