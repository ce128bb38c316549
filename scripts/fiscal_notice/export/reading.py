"""Every download back into the values of its table, each with the reader of its own format."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from fiscal_notice.export.csv_excel import unguard, unguarded
from fiscal_notice.export.ddl import quoted
from fiscal_notice.export.layout import as_text
from fiscal_notice.export.tables import Cells, Column, Kind, Table, as_kind, reader_of
from fiscal_notice.export.xlsx import TOP
from fiscal_notice.model import Value
from fiscal_notice.package.parsing import Lines

Rows = list[Cells]


def read_csv(content: bytes, table: Table) -> Rows:
    """The rows of a CSV; ValueError if the header is not the schema's or a cell has no value."""
    lines = _lines(content)
    _same_names(next(lines, []), table)
    return _typed_rows(lines, table, lambda text, _: text)


def read_csv_for_excel(content: bytes, table: Table) -> Rows:
    """The rows of a CSV for Excel, guards taken away."""
    lines = _lines(content)
    _same_names([unguard(name) for name in next(lines, [])], table)
    return _typed_rows(lines, table, lambda text, column: unguarded(text, column.kind))


def _lines(content: bytes) -> Iterator[list[str]]:
    return iter(Lines(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _typed_rows(
    lines: Iterator[list[str]], table: Table, clean: Callable[[str, Column], str]
) -> Rows:
    readers = [(c, reader_of(c, table.schema)) for c in table.columns]
    return [
        tuple(
            as_kind(read(clean(cell, c)), c.kind)
            for (c, read), cell in zip(readers, cells, strict=True)
        )
        for cells in lines
    ]


def read_json_lines(content: bytes, table: Table) -> Rows:
    """The rows of a file of JSON Lines."""
    rows = []
    for line in content.decode().split("\n")[:-1]:
        entry = json.loads(line, parse_float=Decimal)
        _same_names(list(entry), table)
        rows.append(_values(entry.values(), table, _of_json))
    return rows


def read_parquet(content: bytes, table: Table) -> Rows:
    """The rows of a Parquet file."""
    import pyarrow as pa  # noqa: PLC0415  heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    held = pq.read_table(pa.BufferReader(content))
    _same_names(held.column_names, table)
    columns = [
        [_of_text(column.kind, cell) for cell in cells.to_pylist()]
        for column, cells in zip(table.columns, held.columns, strict=True)
    ]
    return list(zip(*columns, strict=True))


def read_database(content: bytes, tables: Sequence[Table]) -> dict[str, Rows]:
    """The rows of every table of an SQLite file; ValueError if its foreign keys do not hold."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        broken += [row for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if broken:
            raise ValueError(f"the database is not sound: {broken[0]}")
        return {table.name: _table_of(database, table) for table in tables}


def _table_of(database: sqlite3.Connection, table: Table) -> Rows:
    # A column may have taken the name; without any of them the order is the same in practice.
    taken = {name.casefold() for name in table.schema.names}
    order = [f" ORDER BY {name}" for name in ("rowid", "_rowid_", "oid") if name not in taken]
    found = database.execute(f"SELECT * FROM {quoted(table.name)}{''.join(order[:1])}")  # noqa: S608
    _same_names([column[0] for column in found.description], table)
    return [_values(row, table, _of_database) for row in found]


def read_workbook(content: bytes, tables: Sequence[Table]) -> dict[str, Rows]:
    """The rows of every table of an XLSX; ValueError for a formula."""
    import openpyxl  # noqa: PLC0415  heavy

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        # The two first sheets are the pages in front.
        sheets = zip(tables, book.worksheets[2:], strict=True)
        return {table.name: _sheet_of(sheet, table) for table, sheet in sheets}
    finally:
        book.close()


def _sheet_of(sheet: Any, table: Table) -> Rows:
    rows = list(sheet.iter_rows(max_col=len(table.columns)))
    _same_names([cell.value for cell in rows[TOP - 1]], table)
    formulas = [cell.coordinate for row in rows for cell in row if cell.data_type == "f"]
    if formulas:
        raise ValueError(f"{table.name} has a formula in {formulas[0]}")
    return [_values((cell.value for cell in row), table, _of_sheet) for row in rows[TOP:]]


def _same_names(found: Sequence[object], table: Table) -> None:
    if tuple(found) != table.schema.names:
        raise ValueError(f"{table.name} has the columns {found}")


def _values(cells: Iterable[object], table: Table, value: Callable[[Kind, Any], Any]) -> Cells:
    return tuple(
        None if cell is None else value(column.kind, cell)
        for column, cell in zip(table.columns, cells, strict=True)
    )


# What a format holds for a value of a kind. A cell that is of another type than the kind is held as
# is given back as it is: then it differs.


def _of_text(kind: Kind, cell: Any) -> Any:
    """A day or time that is held as text."""
    if isinstance(cell, str):
        match kind:
            case "date":
                return date.fromisoformat(cell)
            case "datetime":
                return datetime.fromisoformat(cell)
            case "time":
                return time.fromisoformat(cell)
    return cell


def _of_json(kind: Kind, cell: Any) -> Any:
    match kind, cell:
        case "number", int() | Decimal() if not isinstance(cell, bool):
            return Decimal(cell)
    return _of_text(kind, cell)


def _of_database(kind: Kind, cell: Any) -> Any:
    match kind, cell:
        case "boolean", 0 | 1:
            return bool(cell)
        case "number", float() | str():
            return Decimal(str(cell))
    return _of_text(kind, cell)


def _of_sheet(kind: Kind, cell: Any) -> Any:
    match kind, cell:
        case "date", datetime():
            return cell.date()
        case "number", int() | float() if not isinstance(cell, bool):
            return Decimal(repr(cell))
        case "date" | "datetime" | "time" | "number" | "integer" | "year", str():
            value = _FROM_TEXT[kind](cell)
            return value if as_text(value) else cell
    return cell


_FROM_TEXT: dict[Kind, Callable[[str], Value]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "number": Decimal,
    "integer": int,
    "year": int,
}
