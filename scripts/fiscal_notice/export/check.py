"""Every download read back and held against the tables, cell by cell, before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from itertools import zip_longest

from fiscal_notice.errors import ExportError
from fiscal_notice.export import reading
from fiscal_notice.export.tables import Cells, Table
from fiscal_notice.model import Value

Change = Callable[[Value], Value]
_EMPTY: Cells = ()
_ESCAPED = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def check_downloads(contents: Mapping[str, bytes], tables: Sequence[Table]) -> None:
    """ExportError that names the first cell of a download that differs from the package.

    ``contents`` maps the names of the downloads to their bytes.
    """
    for name, content in contents.items():
        try:
            _check(name, content, tables)
        except ExportError:
            raise
        except Exception as error:
            # Whatever a reader raises: the file cannot be read back.
            raise ExportError(
                f"the download cannot be read back: {error}",
                file=name,
                hint="report this, and what the package holds",
            ) from error


_READERS: Mapping[str, Callable[[bytes, Table], reading.Rows]] = {
    "csv": reading.read_csv,
    "csv-excel": reading.read_csv_for_excel,
    "jsonl": reading.read_json_lines,
    "parquet": reading.read_parquet,
}


def _check(name: str, content: bytes, tables: Sequence[Table]) -> None:
    folder, _, file = name.rpartition("/")
    if folder in _READERS:
        table = next(t for t in tables if t.name == file.rpartition(".")[0])
        compare(name, table, _READERS[folder](content, table))
        return
    workbook = name.endswith(".xlsx")
    read = reading.read_workbook if workbook else reading.read_database
    held = read(content, tables)
    for table in tables:
        compare(name, table, held[table.name], _as_in_workbook if workbook else _same)


def _same(value: Value) -> Value:
    return value


def _as_in_workbook(value: Value) -> Value:
    """A text as openpyxl gives it back: in Excel's escapes, but for one mark, which it drops."""
    if not isinstance(value, str):
        return value
    escaped = _ESCAPED.sub(r"_x005F\1", value)
    return _CONTROL.sub(lambda sign: f"_x{ord(sign.group()):04X}_", escaped).replace("x005F_", "")


def _differ(held: Value, value: Value) -> bool:
    if type(held) is not type(value) or held != value:
        return True
    # Moments in two zones may be the same moment, and are not the same cell.
    moments = datetime | time
    both = isinstance(held, moments) and isinstance(value, moments)
    return both and str(held) != str(value)


def compare(name: str, table: Table, held: Sequence[Cells], change: Change = _same) -> None:
    """ExportError for the first cell of ``held`` that is not the table's, in value or type."""
    pairs = zip_longest(table.rows, held, fillvalue=_EMPTY)
    for number, (row, found) in enumerate(pairs, start=1):
        cells = zip_longest(table.schema.names, row, found)
        for field, value, other in cells:
            if _differ(other, change(value)):
                raise ExportError(
                    f"{table.name}, row {number}, {field} is not what the package holds",
                    file=name,
                    found=repr(other)[:80],
                    expected=repr(value)[:80],
                    hint="report this, and what the package holds",
                )
