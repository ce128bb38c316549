"""The one reader of tables: the rows of a resource, as ``validate`` reads them.

A plain CSV is read by the csv module, row by row; what is not plain (see ``plain``) is opened by
frictionless. Nothing is held but the row under way.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from fiscal_notice.errors import PackageError
from fiscal_notice.package.cells import CellError, Read, cell_reader, cell_text, cell_writer
from fiscal_notice.package.descriptor import Field, Package, Resource, Schema
from fiscal_notice.package.parsing import Lines, UnclosedError, no_text
from fiscal_notice.package.plain import plain_encoding
from fiscal_notice.package.table_place import REBUILD, TablePlace
from fiscal_notice.package.visible import visible

Cells = Sequence[Any]
Numbered = tuple[int, Cells]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """An open table: its columns, and its rows as pairs of line and cells.

    ``names`` are the fields of the columns, in the order of the file; a column that the schema
    lacks has its label for a name. ``labels`` is the header as it stands; empty if there is none.
    ``encoding`` is the one it is read in, "" for inline data, and ``dialect`` how the rows are told
    apart, as far as that is not as in a plain CSV. Cells are
    text if ``text``, else values of JSON or of a spreadsheet. ``plain`` says that the file is CSV
    in UTF-8 with commas. Lines count from 1 over all parts; where there are none, rows do.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    encoding: str
    dialect: Mapping[str, Any]
    text: bool
    plain: bool
    _rows: Iterator[Numbered]

    def __iter__(self) -> Iterator[Numbered]:
        """Each row once. Raises PackageError for what cannot be read, and for a row too long."""
        return self._rows


@contextmanager
def open_table(package: Package, resource: Resource) -> Iterator[TableRows]:
    """Open a table of ``package`` for reading its rows; they are there only inside the block.

    The columns are those of the file, in its order, whatever ``fieldsMatch`` says of theirs.

    Raises PackageError, with file and line, if a file is missing or cannot be read as it is
    declared, or lacks a column that its schema has to have; so does reading the rows.
    """
    place = TablePlace(package, resource)
    place.check_files()
    encoding = _plain_encoding(package, resource)
    if encoding:
        with package.file(resource).open(encoding=encoding, newline="") as file:
            found = _plain(Lines(file), encoding, resource.schema, place)
            if found is not None:
                yield found
                return
    from fiscal_notice.package.foreign import open_foreign  # noqa: PLC0415  heavy

    with open_foreign(package, resource, place.shown) as opened:
        names = opened.names or _by_name(opened.labels, resource.schema, place)
        rows = _checked(opened.rows, len(names), place, opened.encoding, lambda: 0)
        yield TableRows(
            names=names,
            labels=opened.header,
            dialect=opened.dialect,
            encoding=opened.encoding if resource.paths else "",
            text=opened.text,
            plain=False,
            _rows=rows,
        )


def _plain_encoding(package: Package, resource: Resource) -> str | None:
    return plain_encoding(package.file(resource), resource) if resource.paths else None


def _plain(
    lines: Lines, encoding: str, schema: Schema | None, place: TablePlace
) -> TableRows | None:
    """The rows of a plain CSV; None if its first row is not its header beyond doubt."""
    rows = lines.numbered()
    try:
        _, header = next(rows, (0, []))
    except (csv.Error, UnclosedError, UnicodeError):
        return None
    known = frozenset(schema.names if schema else ())
    names = tuple(label if label in known else label.strip() for label in header)
    if not known or not known <= set(names) or len(set(names)) < len(names):
        return None
    return TableRows(
        names=names,
        labels=tuple(header),
        dialect={},
        encoding=encoding,
        text=True,
        plain=True,
        _rows=_checked(rows, len(header), place, encoding, lambda: lines.line),
    )


def _by_name(labels: tuple[str, ...], schema: Schema | None, place: TablePlace) -> tuple[str, ...]:
    """The labels of a header that validation objects to, if they tell the fields all the same."""
    known = schema.names if schema else ()
    missing = [name for name in known if name not in labels]
    repeated = sorted({name for name in labels if labels.count(name) > 1})
    if missing or repeated or not labels:
        raise PackageError(
            "the header does not fit the schema",
            file=place.shown,
            line=1,
            found=visible(",".join(labels))[:120] or "(nothing)",
            expected=("no column twice: " + visible(", ".join(repeated)))
            if repeated
            else "the columns " + visible(", ".join(missing)),
            hint=REBUILD,
        )
    return labels


def _checked(
    rows: Iterator[Numbered], width: int, place: TablePlace, encoding: str, line: Callable[[], int]
) -> Iterator[Numbered]:
    """The rows, each of ``width`` cells; ``line`` is where reading has come to."""
    at = 0
    try:
        for numbered in rows:
            if len(numbered[1]) != width:
                # If it is the last row, a quote that is never closed says more.
                next(rows, None)
                raise place.ragged(numbered[0], len(numbered[1]), width)  # noqa: TRY301
            at = numbered[0]
            yield numbered
    except PackageError:
        raise
    except UnclosedError:
        raise place.error(
            "broken CSV: a quote is never closed",
            at + 1,
            expected="a quote at the end of the cell that begins with one in this row",
            hint="close it, or write a quote inside a cell twice",
        ) from None
    except csv.Error as error:
        raise place.error(f"broken CSV: {error}", line() or at + 1, hint=REBUILD) from None
    except UnicodeError:
        raise no_text(encoding, place.shown) from None
    except Exception as error:
        from fiscal_notice.package.foreign import foreign_error  # noqa: PLC0415  heavy

        raise foreign_error(error, place.package, place.shown, encoding) from None


def text_rows(table: TableRows, resource: Resource) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of an open table, each its line and cells of text that their fields read alike."""
    if table.text:
        return iter(table)
    schema = resource.schema or _EMPTY_SCHEMA
    by_name = {field.name: field for field in fields_of(table.names, resource.schema)}
    writers = [cell_writer(by_name[name], schema) for name in table.names]
    return (
        (line, [write(cell) for write, cell in zip(writers, cells, strict=True)])
        for line, cells in table
    )


class TypedRow(NamedTuple):
    """A row: its line, and a value and a cell for each field."""

    line: int
    values: tuple[Any, ...]
    cells: tuple[Any, ...]


def fields_of(names: Sequence[str], schema: Schema | None) -> tuple[Field, ...]:
    """The fields of a table: those of its schema, then a field of any type for further columns."""
    known = schema.fields if schema else ()
    own = {field.name for field in known}
    more = [name for name in names if name not in own]
    return (
        *known,
        *(Field(name=name, type="any", raw={"name": name, "type": "any"}) for name in more),
    )


@contextmanager
def open_typed(
    package: Package, resource: Resource, read_as: Callable[[Field], Field] = lambda field: field
) -> Iterator[tuple[TableRows, tuple[Field, ...], Iterator[TypedRow]]]:
    """Open a table for its values: the table, its fields (see ``fields_of``), and its rows.

    A field without a column has None in every row. ``read_as`` may change how a field is read.
    Raises as ``open_table`` does, and PackageError for the first cell that is no value of its
    field's type.
    """
    with open_table(package, resource) as table:
        fields = fields_of(table.names, resource.schema)
        yield table, fields, _typed(table, fields, TablePlace(package, resource), read_as)


_EMPTY_SCHEMA = Schema(fields=(), primary_key=(), raw={})


def _typed(
    table: TableRows, fields: Sequence[Field], place: TablePlace, read_as: Callable[[Field], Field]
) -> Iterator[TypedRow]:
    schema = place.resource.schema or _EMPTY_SCHEMA
    at = {name: number for number, name in enumerate(table.names)}
    readers: list[tuple[int, Read, Field]] = [
        (at.get(field.name, -1), cell_reader(read_as(field), schema), field) for field in fields
    ]
    for line, found in table:
        cells = tuple([found[number] if number >= 0 else None for number, _, _ in readers])
        try:
            values = tuple([each[1](cell) for each, cell in zip(readers, cells, strict=True)])
        except CellError:
            raise _no_value(readers, cells, place, line) from None
        yield TypedRow(line, values, cells)


def _no_value(
    readers: Sequence[tuple[int, Read, Field]], cells: Cells, place: TablePlace, line: int
) -> PackageError:
    """What is wrong with the first cell that is no value."""
    field, cell = next(
        (field, cell)
        for (_, read, field), cell in zip(readers, cells, strict=True)
        if not _is_value(read, cell)
    )
    return place.error(
        f"a cell of {field.name} is no {field.type}",
        line,
        found=visible(cell_text(cell))[:80],
        expected=_EXPECTED.get(field.type, f"a value of type {field.type}"),
        hint="run fiscal-notice validate, which lists all such cells",
    )


def _is_value(read: Read, cell: Any) -> bool:
    try:
        read(cell)
    except CellError:
        return False
    return True


_EXPECTED = {
    "integer": "a whole number",
    "year": "a year of four digits",
    "number": "a number",
    "boolean": "a word for true or false",
    "date": "YYYY-MM-DD, or as the field's format says",
    "string": "text",
}
