"""The SQL that makes a database of tables: STRICT types, keys, foreign keys, checks, indexes.

A foreign key is made only if the data keep it and its target is unique, as SQLite needs it to be:
the file must open without a complaint. Whether a package keeps its keys is the validation's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fiscal_notice.export.typed_tables import TypedColumn, TypedTable, Values

ForeignKey = tuple[tuple[str, ...], str, tuple[str, ...]]


def quoted(name: str) -> str:
    """A name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text of SQL."""
    return "'" + text.replace("'", "''") + "'"


def create_tables(tables: Sequence[TypedTable]) -> list[str]:
    """The statements that make all tables and their indexes."""
    by_name = {table.name: table for table in tables}
    keys = {table.name: list(_kept_keys(table, by_name)) for table in tables}
    wanted: dict[str, list[tuple[str, ...]]] = {table.name: [] for table in tables}
    for target, fields in ((key[1], key[2]) for listed in keys.values() for key in listed):
        wanted[target].append(fields)
    statements = []
    for table in tables:
        statements.append(_create(table, keys[table.name], wanted[table.name]))
        statements += [_index(table, key[0]) for key in keys[table.name]]
    return list(dict.fromkeys(statements))


def _create(table: TypedTable, keys: list[ForeignKey], targets: list[tuple[str, ...]]) -> str:
    primary = table.schema.primary_key
    whole = _is_whole(table, primary)
    needed = primary if whole else ()
    parts = [_column(table, column, needed=column.name in needed) for column in table.columns]
    if primary:
        parts.append(f"{'PRIMARY KEY' if whole else 'UNIQUE'} ({_names(primary)})")
    unique = [(c.name,) for c in table.columns if c.field.constraints.get("unique") is True]
    parts += [f"UNIQUE ({_names(u)})" for u in dict.fromkeys(unique + targets) if u != primary]
    parts += [
        f"FOREIGN KEY ({_names(own)}) REFERENCES {quoted(target)} ({_names(fields)})"
        for own, target, fields in keys
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"


def _is_whole(table: TypedTable, key: tuple[str, ...]) -> bool:
    """Whether no part of the key is empty in any row: SQLite has no primary key with gaps."""
    return all(None not in cells for cells in _tuples(table, key))


def _index(table: TypedTable, fields: tuple[str, ...]) -> str:
    name = quoted(f"{table.name}.{'.'.join(fields)}")
    return f"CREATE INDEX {name} ON {quoted(table.name)} ({_names(fields)})"


def _column(table: TypedTable, column: TypedColumn, *, needed: bool) -> str:
    # SQLite, unlike every other database, allows NULL in a primary key unless it is told.
    needed = needed or column.field.constraints.get("required") is True
    parts = [quoted(column.name), storage(table, column), "NOT NULL" if needed else ""]
    return " ".join(part for part in (*parts, _check(column)) if part)


def storage(table: TypedTable, column: TypedColumn) -> str:
    """The type of a column: INT, REAL or TEXT.

    INT and not INTEGER: a key of that word would become the order of the rows. REAL only where no
    digit is lost, else the numbers stay text.
    """
    if column.value_type in ("integer", "year", "boolean"):
        return "INT"
    if column.value_type != "number":
        return "TEXT"
    at = table.columns.index(column)
    numbers = (row[at] for row in table.rows)
    exact = all(Decimal(repr(float(n))) == n for n in numbers if isinstance(n, Decimal))
    return "REAL" if exact else "TEXT"


def _check(column: TypedColumn) -> str:
    if column.value_type == "boolean":
        return f"CHECK ({quoted(column.name)} IN (0, 1))"
    allowed = column.field.constraints.get("enum")
    if column.value_type != "string" or not isinstance(allowed, list):
        return ""
    # A schema may list other values, of which a cell has the text.
    if not allowed or not all(isinstance(value, str) for value in allowed):
        return ""
    return f"CHECK ({quoted(column.name)} IN ({', '.join(map(literal, allowed))}))"


def _names(fields: Sequence[str]) -> str:
    return ", ".join(quoted(name) for name in fields)


def _kept_keys(table: TypedTable, tables: dict[str, TypedTable]) -> Iterator[ForeignKey]:
    for own, resource, fields in table.schema.foreign_keys:
        target = tables[resource or table.name]
        there = list(_tuples(target, fields))
        unique = len(set(there)) == len(there) and all(None not in cells for cells in there)
        here = {cells for cells in _tuples(table, own) if None not in cells}
        if unique and here <= set(there):
            yield own, target.name, fields


def _tuples(table: TypedTable, fields: Sequence[str]) -> Iterator[Values]:
    places = [table.schema.names.index(name) for name in fields]
    return (tuple(row[at] for at in places) for row in table.rows)
