"""SQLite: strict tables with their keys, views for the common questions, and what it all means.

Tables are STRICT (SQLite 3.37 or newer); days and times are text of ISO 8601. ``_package``,
``_tables``, ``_fields`` and ``_codes`` say in both languages what the database holds. The same
package gives the same bytes: the database is made in memory, in one order, with a fixed page size,
and nothing in it tells of a file, a clock or a machine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, time
from decimal import Decimal
from typing import Any

from fiscal_notice.errors import NotHeldError
from fiscal_notice.export.about import about, codes
from fiscal_notice.export.ddl import create_tables, quoted, storage
from fiscal_notice.export.download_form import Rows
from fiscal_notice.export.read_back import check_names, from_text, values_of
from fiscal_notice.export.typed_tables import TypedTable, ValueType
from fiscal_notice.export.views import View, column_titles, possible_views
from fiscal_notice.model import Value
from fiscal_notice.package import Package
from fiscal_notice.package.tabular import format_value

_PAGE = 4096
_WORDS = {
    "_package": "key TEXT PRIMARY KEY, zh TEXT, en TEXT",
    "_tables": "name TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('table', 'view')), "
    "title_zh TEXT, title_en TEXT, description_zh TEXT, description_en TEXT",
    "_fields": "table_name TEXT NOT NULL, position INT NOT NULL, field TEXT NOT NULL, "
    "title_zh TEXT, title_en TEXT, description_zh TEXT, description_en TEXT, type TEXT, unit TEXT, "
    "PRIMARY KEY (table_name, field)",
    "_codes": "table_name TEXT NOT NULL, field TEXT NOT NULL, code TEXT NOT NULL, "
    "label_zh TEXT, label_en TEXT, PRIMARY KEY (table_name, field, code)",
}


def sqlite_database(package: Package, tables: Sequence[TypedTable]) -> bytes:
    """The package as an SQLite file.

    Raises NotHeldError for tables that no database can hold: two rows with one key, an empty cell
    where one is required, names that differ only in case.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        try:
            database.execute(f"PRAGMA page_size = {_PAGE}")
            _fill(database, package, tables)
            database.execute("VACUUM")
            return database.serialize()
        except sqlite3.Error as error:
            raise NotHeldError(
                f"the tables make no database: {error}",
                file=package.shown,
                hint="run fiscal-notice validate, which names the rows; if it finds none, the name "
                "of a table or of a column stands in the way",
            ) from None


def _fill(database: sqlite3.Connection, package: Package, tables: Sequence[TypedTable]) -> None:
    database.execute("BEGIN")
    for name, columns in _WORDS.items():
        database.execute(f"CREATE TABLE {name} ({columns}) STRICT")
    for statement in create_tables(tables):
        database.execute(statement)
    for table in tables:
        _insert(database, table.name, _stored_rows(table), len(table.columns))
    views = possible_views(package, tables)
    for view in views:
        database.execute(f"CREATE VIEW {quoted(view.name)} AS{view.sql}")
    listed = ((c.table, c.field, c.value, c.zh, c.en) for c in codes(tuple(tables)))
    _insert(database, "_package", _of_package(package), 3)
    _insert(database, "_tables", _of_tables(tables, views), 6)
    fields = [*_of_fields(tables), *_of_views(database, views, tables)]
    _insert(database, "_fields", fields, 9)
    _insert(database, "_codes", listed, 5)
    database.execute("COMMIT")


def _stored_rows(table: TypedTable) -> Iterator[list[str | int | float | None]]:
    real = [c.value_type == "number" and storage(table, c) == "REAL" for c in table.columns]
    for row in table.rows:
        yield [stored(value, real=r) for value, r in zip(row, real, strict=True)]


def _insert(
    database: sqlite3.Connection, name: str, rows: Iterable[Sequence[object]], width: int
) -> None:
    places = ", ".join("?" * width)
    database.executemany(f"INSERT INTO {quoted(name)} VALUES ({places})", rows)  # noqa: S608


def stored(value: Value, *, real: bool) -> str | int | float | None:
    """A value as SQLite holds it: truth as 0 or 1, dates and not ``real`` numbers as text."""
    match value:
        case bool():
            return int(value)
        case Decimal():
            return float(value) if real else str(value)
        case date() | time():
            return format_value(value)
        case _:
            return value


def _of_package(package: Package) -> Iterator[tuple[str, str, str]]:
    zh, en = about(package, "zh"), about(package, "en")
    yield "name", str(package.descriptor.get("name", "")), str(package.descriptor.get("name", ""))
    yield "version", zh.version, en.version
    yield "created", zh.created, en.created
    yield "title", zh.title, en.title
    yield "description", "\n\n".join(zh.paragraphs), "\n\n".join(en.paragraphs)
    yield "licences", _listed(zh.licences), _listed(en.licences)
    yield "sources", _listed(zh.sources), _listed(en.sources)
    yield "citation", zh.citation, en.citation


def _listed(entries: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{title} {address}".strip() for title, address in entries)


def _of_tables(tables: Sequence[TypedTable], views: Sequence[View]) -> Iterator[tuple[str, ...]]:
    for t in tables:
        titles = (t.resource.title(), t.resource.title("en"))
        yield (t.name, "table", *titles, t.description("zh"), t.description("en"))
    for view in views:
        yield (view.name, "view", view.zh, view.en, view.about_zh, view.about_en)


def _of_fields(tables: Sequence[TypedTable]) -> Iterator[tuple[str | int | None, ...]]:
    for table in tables:
        for position, column in enumerate(table.columns, start=1):
            yield (
                table.name,
                position,
                column.name,
                column.field.title(),
                column.field.title("en"),
                column.description("zh"),
                column.description("en"),
                column.field.type,
                column.unit or None,
            )


def _of_views(
    database: sqlite3.Connection, views: Sequence[View], tables: Sequence[TypedTable]
) -> Iterator[tuple[str | int | None, ...]]:
    for view in views:
        names = view_columns(database, view.name)
        titles = column_titles(view, names, tables)
        for position, name in enumerate(names, start=1):
            zh, _, en = titles.get(name, name).partition(" · ")
            yield (view.name, position, name, zh, en or zh, None, None, None, None)


def view_columns(database: sqlite3.Connection, view: str) -> list[str]:
    """The names of a view's columns, in order."""
    return [row[1] for row in database.execute(f"PRAGMA table_info({quoted(view)})")]


def read_database(content: bytes, tables: Sequence[TypedTable]) -> dict[str, Rows]:
    """The rows of every table of an SQLite file; ValueError if its foreign keys do not hold."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        broken += [row for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if broken:
            raise ValueError(f"the database is not sound: {broken[0]}")
        return {table.name: _rows_of(database, table) for table in tables}


def _rows_of(database: sqlite3.Connection, table: TypedTable) -> Rows:
    # A column may have taken the name; without any of them the order is the same in practice.
    taken = {name.casefold() for name in table.schema.names}
    order = [f" ORDER BY {name}" for name in ("rowid", "_rowid_", "oid") if name not in taken]
    found = database.execute(f"SELECT * FROM {quoted(table.name)}{''.join(order[:1])}")  # noqa: S608
    check_names([column[0] for column in found.description], table)
    return [values_of(row, table, _value) for row in found]


def _value(value_type: ValueType, cell: Any) -> Any:
    match value_type, cell:
        case "boolean", 0 | 1:
            return bool(cell)
        case "number", float() | str():
            return Decimal(str(cell))
    return from_text(value_type, cell)
