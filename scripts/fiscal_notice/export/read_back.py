"""Every download read back and held against the tables, cell by cell, before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from typing import Any

from fiscal_notice.errors import ExportError
from fiscal_notice.export.download_form import Output, Rows, unchanged
from fiscal_notice.export.typed_tables import TypedTable, Values, ValueType, as_typed, reader_of
from fiscal_notice.model import Value

_EMPTY: Values = ()
_HINT = "report this, and what the package holds"


def check_output(output: Output, content: bytes) -> None:
    """ExportError that names the first cell of ``content`` that differs from the package."""
    try:
        held = output.read(content)
    except Exception as error:
        # Whatever a reader raises: the file cannot be read back.
        raise ExportError(
            f"the download cannot be read back: {error}", file=output.name, hint=_HINT
        ) from error
    for table in output.tables:
        compare(output.name, table, held[table.name], output.as_read)


def compare(
    name: str, table: TypedTable, held: Rows, as_read: Callable[[Value], Value] = unchanged
) -> None:
    """ExportError for the first cell of ``held`` that is not the table's, in value or type."""
    pairs = zip_longest(table.rows, held, fillvalue=_EMPTY)
    for number, (row, found) in enumerate(pairs, start=1):
        cells = zip_longest(table.schema.names, row, found)
        for field, value, other in cells:
            if _differ(other, as_read(value)):
                raise ExportError(
                    f"{table.name}, row {number}, {field} is not what the package holds",
                    file=name,
                    found=repr(other)[:80],
                    expected=repr(value)[:80],
                    hint=_HINT,
                )


def _differ(held: Value, value: Value) -> bool:
    if type(held) is not type(value) or held != value:
        return True
    # Moments in two zones may be the same moment, and are not the same cell.
    moments = datetime | time
    both = isinstance(held, moments) and isinstance(value, moments)
    return both and str(held) != str(value)


# What the readers of forms share.


def check_names(
    found: Sequence[object], table: TypedTable, as_read: Callable[[Value], Value] = unchanged
) -> None:
    """ValueError if the names that a file has are not those of the table's columns."""
    if list(found) != [as_read(name) for name in table.schema.names]:
        raise ValueError(f"{table.name} has the columns {found}")


def values_of(
    cells: Iterable[object], table: TypedTable, value: Callable[[ValueType, Any], Any]
) -> Values:
    """A row's cells as values; ``value`` turns one that is there into that of a value type.

    A cell that is of another type than a form holds such values as is given back as it is: then it
    differs.
    """
    return tuple(
        None if cell is None else value(column.value_type, cell)
        for column, cell in zip(table.columns, cells, strict=True)
    )


def rows_of_texts(
    lines: Iterable[Sequence[str]],
    table: TypedTable,
    clean: Callable[[str, ValueType], str] = lambda text, _: text,
) -> Rows:
    """The rows of cells that have the texts of the table's CSV; ValueError for one of no value.

    ``clean`` takes away what a form added to a text of a value type.
    """
    readers = [(c.value_type, reader_of(c, table.schema)) for c in table.columns]
    return [
        tuple(
            as_typed(read(clean(cell, value_type)), value_type)
            for (value_type, read), cell in zip(readers, cells, strict=True)
        )
        for cells in lines
    ]


def from_text(value_type: ValueType, cell: Any) -> Any:
    """A day or time that is held as text of ISO 8601; any other cell as it is."""
    if isinstance(cell, str):
        match value_type:
            case "date":
                return date.fromisoformat(cell)
            case "datetime":
                return datetime.fromisoformat(cell)
            case "time":
                return time.fromisoformat(cell)
    return cell
