"""The rows of every table, typed by its schema: the one place that all downloads come from.

A value is ``None`` for a missing cell, else ``int``, ``Decimal``, ``bool``, ``date``, ``datetime``,
``time`` or ``str``. A field whose type is not among these keeps its text, and so does a column of
numbers of which one is not finite: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal, get_args

from fiscal_notice.model import Value
from fiscal_notice.package import Field, Package, Resource, Schema, cell_reader, open_typed
from fiscal_notice.package.cells import cell_text, cell_writer, exact_numbers
from fiscal_notice.package.table_reader import TypedRow
from fiscal_notice.package.tabular import format_cells
from fiscal_notice.package.words import said, text_of

#: Those of Table Schema whose values every form tells apart.
ValueType = Literal["integer", "year", "number", "boolean", "date", "datetime", "time", "string"]
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)
#: The values of a row, in the order of the columns.
Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedColumn:
    """A field, and the type of the values that its column holds."""

    field: Field
    value_type: ValueType

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def unit(self) -> str:
        """The unit of the values, empty if the schema names none."""
        return text_of(self.field.raw, "unit")

    def description(self, lang: str) -> str:
        """What the field means, in Chinese (``zh``) or English (``en``)."""
        return said(self.field.raw, "description", lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTable:
    """A table: its columns, its ``rows`` of typed values, and its ``texts`` as the file has them.

    ``schema`` has a field for every column, those that the package's schema lacks at the end.
    ``lines`` are those of the rows in the file. ``source`` is the table as CSV in UTF-8: the file
    to the byte if it is such a CSV.
    """

    resource: Resource
    schema: Schema
    columns: tuple[TypedColumn, ...]
    rows: tuple[Values, ...] = field(repr=False)
    texts: tuple[tuple[str, ...], ...] = field(repr=False)
    lines: tuple[int, ...] = field(repr=False)
    source: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name

    def description(self, lang: str) -> str:
        """What the table holds, in Chinese (``zh``) or English (``en``)."""
        return said(self.resource.raw, "description", lang)


def read_tables(package: Package) -> tuple[TypedTable, ...]:
    """Every table of the package, in the descriptor's order.

    Raises PackageError as ``open_typed`` does.
    """
    return tuple(_read(package, resource) for resource in package.tables)


def _read(package: Package, resource: Resource) -> TypedTable:
    with open_typed(package, resource, _as_exported) as (table, fields, found):
        rows = list(found)
        same = table.plain and table.labels == tuple(one.name for one in fields)
    given = resource.schema
    assert given is not None  # noqa: S101  only tables come here
    schema = replace(given, fields=fields)
    columns = tuple(_column(one, at, rows) for at, one in enumerate(fields))
    types = [column.value_type for column in columns]
    # Where every cell is a text, values and texts are as they were read.
    whole = table.text and len(table.names) == len(fields) and not _demoted(columns)
    writers = [cell_writer(one, schema) for one in fields]
    texts = tuple(row.cells if whole else _texts(row, writers) for row in rows)
    source = package.file(resource).read_bytes() if same else format_cells(schema.names, texts)
    return TypedTable(
        resource=resource,
        schema=schema,
        columns=columns,
        rows=tuple(row.values if whole else _values(row, types) for row in rows),
        texts=texts,
        lines=tuple(row.line for row in rows),
        source=source,
    )


def value_type_of(definition: Field) -> ValueType:
    """The type of a field's values; ``string`` for a type that keeps its text."""
    return next((one for one in VALUE_TYPES if one == definition.type), "string")


def _as_exported(definition: Field) -> Field:
    """How a field is read: its text where that is kept, and numbers with all their digits."""
    if value_type_of(definition) == "string":
        return replace(definition, type="any")
    return exact_numbers(definition)


def _column(definition: Field, at: int, rows: Sequence[TypedRow]) -> TypedColumn:
    value_type = value_type_of(definition)
    finite = value_type != "number" or all(_is_finite(row.values[at]) for row in rows)
    return TypedColumn(field=definition, value_type=value_type if finite else "string")


def _demoted(columns: Sequence[TypedColumn]) -> bool:
    return any(column.value_type != value_type_of(column.field) for column in columns)


def _is_finite(value: object) -> bool:
    return not isinstance(value, Decimal) or value.is_finite()


def _values(row: TypedRow, types: Sequence[ValueType]) -> Values:
    return tuple(
        None if value is None else as_typed(cell if value_type == "string" else value, value_type)
        for value, cell, value_type in zip(row.values, row.cells, types, strict=True)
    )


def as_typed(value: Any, value_type: ValueType) -> Value:
    """A value that was read as one of its type: JSON has whole numbers without a point."""
    if value is None:
        return None
    match value_type:
        case "string":
            return cell_text(value)
        case "number":
            return value if isinstance(value, Decimal) else Decimal(value)
    found: Value = value
    return found


def _texts(row: TypedRow, writers: Sequence[Callable[[Any], str]]) -> tuple[str, ...]:
    return tuple([write(cell) for write, cell in zip(writers, row.cells, strict=True)])


def reader_of(column: TypedColumn, schema: Schema) -> Callable[[str], Value]:
    """What turns the text of a cell into its value; it raises ValueError if it is none."""
    if column.value_type == "string":
        return cell_reader(replace(column.field, type="any"), schema)
    return cell_reader(exact_numbers(column.field), schema)
