"""The rows of every table, typed by its schema: the one place that all downloads come from.

A value is ``None`` for a missing cell, else ``int``, ``Decimal``, ``bool``, ``date`` or ``str``.
A field whose type or format is not among these keeps its text, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Value
from fiscal_notice.package import Field, Package, Record, Resource, Schema, read_records
from fiscal_notice.package.tabular import read_header

Kind = Literal["integer", "year", "number", "boolean", "date", "string"]
Cells = tuple[Value, ...]

_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_YEAR = re.compile(r"[+-]?[0-9]{4,6}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")
# Whole numbers of 64 bits are what Parquet and SQLite hold.
_MOST = 2**63
# What makes a number, date or truth value read otherwise than by its type's default.
_OTHER_FORM = ("decimalChar", "groupChar", "bareNumber")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field, and the kind of values that its column holds."""

    field: Field
    kind: Kind

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
        return described(self.field.raw, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns, its ``rows`` of typed values, and its ``texts`` as the CSV has them.

    ``source`` is the CSV to the byte.
    """

    resource: Resource
    schema: Schema
    columns: tuple[Column, ...]
    rows: tuple[Cells, ...] = field(repr=False)
    texts: tuple[tuple[str, ...], ...] = field(repr=False)
    source: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name

    def description(self, lang: str) -> str:
        """What the table holds, in Chinese (``zh``) or English (``en``)."""
        return described(self.resource.raw, lang)


def read_tables(package: Package) -> tuple[Table, ...]:
    """Every table of the package, in the descriptor's order.

    Raises PackageError for a table that cannot be read, and names the first cell that is no value
    of its field's type.
    """
    return tuple(_read(package, resource) for resource in package.tables)


def _read(package: Package, resource: Resource) -> Table:
    schema = resource.schema
    assert schema is not None  # noqa: S101  only tables come here
    records = read_records(package, resource)
    shown = package.shown_path(resource.path)
    unknown = set(read_header(package, resource)) - set(schema.names)
    if unknown:
        raise PackageError(
            "the table has columns that its schema lacks",
            file=shown,
            line=1,
            found=", ".join(sorted(unknown)),
            hint="add them to the schema, or restore the table",
        )
    columns = tuple(Column(field=f, kind=kind_of(f)) for f in schema.fields)
    readers = [(c, reader_of(c, schema)) for c in columns]
    return Table(
        resource=resource,
        schema=schema,
        columns=columns,
        rows=tuple(_typed(record, readers, shown) for record in records),
        texts=tuple(tuple(record.cells[name] for name in schema.names) for record in records),
        source=package.file(resource).read_bytes(),
    )


def kind_of(definition: Field) -> Kind:
    """The kind of values of a field; ``string`` for a type or form that is not read further."""
    raw = definition.raw
    if raw.get("format", "default") != "default" or any(name in raw for name in _OTHER_FORM):
        return "string"
    match definition.type:
        case "integer" | "year" | "number" | "boolean" | "date" as kind:
            return kind
        case _:
            return "string"


def reader_of(column: Column, schema: Schema) -> Callable[[str], Value]:
    """What turns the text of a cell into its value; it raises ValueError if it is none."""
    missing = _missing(column.field.raw, schema.raw)
    parse = _parser(column)
    return lambda text: None if text in missing else parse(text)


def _missing(raw: Mapping[str, Any], schema: Mapping[str, Any]) -> frozenset[str]:
    """The texts that stand for a missing value: the field's, or else the schema's."""
    listed = raw.get("missingValues", schema.get("missingValues", [""]))
    entries = listed if isinstance(listed, list) else [""]
    values = (entry.get("value") if isinstance(entry, dict) else entry for entry in entries)
    return frozenset(value for value in values if isinstance(value, str))


def _parser(column: Column) -> Callable[[str], Value]:
    if column.kind == "boolean":
        true, false = (column.field.raw.get(k) for k in ("trueValues", "falseValues"))
        words = dict.fromkeys(_TRUE if true is None else true, True)
        words |= dict.fromkeys(_FALSE if false is None else false, False)
        return lambda text: _word(words, text)
    return _PARSERS[column.kind]


def _word(words: Mapping[str, bool], text: str) -> bool:
    if text not in words:
        raise ValueError(text)
    return words[text]


def _integer(text: str) -> int:
    value = int(_matched(_INTEGER, text))
    if not -_MOST <= value < _MOST:
        raise ValueError(text)
    return value


def _matched(pattern: re.Pattern[str], text: str) -> str:
    # int(), Decimal() and fromisoformat() read more than a Table Schema allows.
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


_PARSERS: Mapping[Kind, Callable[[str], Value]] = {
    "integer": _integer,
    "year": lambda text: int(_matched(_YEAR, text)),
    "number": lambda text: Decimal(_matched(_NUMBER, text)),
    "date": lambda text: date.fromisoformat(_matched(_DATE, text)),
    "string": lambda text: text,
}


def _typed(
    record: Record, readers: list[tuple[Column, Callable[[str], Value]]], shown: str
) -> Cells:
    values = []
    for column, read in readers:
        try:
            values.append(read(record.cells[column.name]))
        except ValueError:
            raise PackageError(
                f"a cell of {column.name} is no {column.kind} that can be exported",
                file=shown,
                line=record.line,
                found=record.cells[column.name][:80],
                expected=_EXPECTED[column.kind],
                hint="run fiscal-notice validate, which lists all such cells",
            ) from None
    return tuple(values)


_EXPECTED = {
    "integer": "a whole number of at most 64 bits",
    "year": "a year of four digits",
    "number": "a finite number",
    "boolean": "true or false",
    "date": "YYYY-MM-DD",
    "string": "text",
}


def described(raw: Mapping[str, Any], lang: str) -> str:
    """The description of a descriptor, table or field in ``lang``; the other one if it has none."""
    chinese = text_of(raw, "description@zh")
    english = text_of(raw, "description")
    return (chinese or english) if lang == "zh" else (english or chinese)


def text_of(raw: Mapping[str, Any], name: str) -> str:
    """A property that is text; empty if it is missing or is none."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""
