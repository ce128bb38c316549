"""Which resources can be checked in bulk, and how: asked of frictionless itself.

frictionless opens the resource: it detects the encoding, sniffs the dialect, reads the labels and
finds the fields that they stand for. What it found is taken over as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from frictionless.exception import FrictionlessException
from frictionless.resources import TableResource

from fiscal_notice.package.cells import plain_date
from fiscal_notice.schema_check.batches import FileSource, RowSource
from fiscal_notice.schema_check.column_checks import column_check_for
from fiscal_notice.schema_check.frictionless_rows import open_unlinked
from fiscal_notice.schema_check.row_state import ForeignKey, Keys
from fiscal_notice.schema_check.rows import Judge
from fiscal_notice.schema_check.scan import TableCheck
from fiscal_notice.schema_check.streaming import ROWS, StreamSource
from fiscal_notice.schema_check.text_columns import ReadCell, TextColumn

# frictionless cannot look up values of these types: it fails.
_UNHASHABLE = frozenset(["array", "object", "geojson", "list"])


class NotBulkError(Exception):
    """A resource that frictionless checks whole; the message says why."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is read at once: bytes of a file, rows of a stream; ``stream`` forces the latter."""

    chunk: int = 8 * 1024**2
    rows: int = ROWS
    stream: bool = False


@dataclass(slots=True)
class OpenedTable:
    """A resource that frictionless has opened without looking up its foreign keys."""

    resource: Any
    again: Callable[[], Any]
    keys: Keys
    sizes: Sizes
    path: Path | None = None

    def table(self, *, stream: bool = False) -> TableCheck:
        """The table to check; its rows by frictionless's own parser if ``stream``."""
        fields = self.resource.header.get_expected_fields()
        spec = OpenedSpec(self.resource.name, fields, self.keys)
        return spec.table(self._source(len(fields), stream=stream))

    def _source(self, width: int, *, stream: bool) -> RowSource:
        if self.path is None or stream:
            return StreamSource(self.resource, self.again, width, self.sizes.rows)
        control = self.resource.dialect.get_control("csv")
        return FileSource(
            path=self.path,
            delimiter=control.delimiter,
            width=width,
            begin=3 if self.resource.encoding == "utf-8-sig" else 0,
            header=len(self.resource.dialect.header_rows) if self.resource.dialect.header else 0,
            chunk=self.sizes.chunk,
        )


@dataclass(slots=True)
class OpenedSpec:
    """See TableSpec: a table whose fields are those that frictionless expects in the data."""

    name: str
    fields: Sequence[Any]
    keys: Keys

    def table(self, source: RowSource) -> TableCheck:
        """See TableSpec."""
        keyed, both = self.keys.parts(), self.keys.parts(references=True)
        columns = [
            _column(field, keyed=field.name in keyed, both=field.name in both)
            for field in self.fields
        ]
        return TableCheck(
            self.name, columns, self.keys, source, Judge(self.fields, self.keys), self
        )

    def __getstate__(self) -> tuple[Any, ...]:
        # Pickled by themselves, fields and schemas forget which of their properties were stated.
        schemas = [field.schema for field in self.fields]
        stated = [
            (vars(one), vars(it) if it else {})
            for one, it in zip(self.fields, schemas, strict=True)
        ]
        return self.name, self.fields, self.keys, stated

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.name, self.fields, self.keys, stated = state
        for field, (own, schema) in zip(self.fields, stated, strict=True):
            vars(field).update(own)
            if field.schema:
                vars(field.schema).update(schema)


def open_resource(resource: Any, again: Callable[[], Any], sizes: Sizes) -> OpenedTable:
    """Open ``resource`` to check it in bulk; ``again`` gives the same resource anew, closed.

    Raises NotBulkError with the reason why frictionless has to check it whole.
    """
    if not isinstance(resource, TableResource):
        raise NotBulkError("it is no table")
    if resource.format not in ("csv", "tsv") or resource.memory:
        raise NotBulkError("it is no CSV file")
    try:
        foreign = _foreign_keys(resource)
        open_unlinked(resource)
    except FrictionlessException as exception:
        raise NotBulkError(f"it cannot be opened: {exception.error.message}") from None
    if not resource.header.get_expected_fields():
        raise NotBulkError("it has no fields")
    keys = _keys(resource, foreign)
    path = None if sizes.stream else _plain_path(resource)
    return OpenedTable(resource, lambda: open_unlinked(again()), keys, sizes, path)


def _foreign_keys(resource: Any) -> tuple[ForeignKey, ...]:
    return tuple(
        ForeignKey(
            tuple(key["fields"]),
            key["reference"]["resource"],
            tuple(key["reference"]["fields"]),
        )
        for key in (resource.schema.foreign_keys if resource.schema else [])
    )


def _keys(resource: Any, foreign: tuple[ForeignKey, ...]) -> Keys:
    fields = resource.header.get_expected_fields()
    types = {field.name: field.type for field in fields}
    primary = tuple(resource.schema.primary_key)
    if not set(primary) <= set(types):
        primary = ()
    elif not resource.dialect.header_case:
        lower = {name.lower() for name in primary}
        primary = tuple(name for name in types if name.lower() in lower)
    return Keys(
        unique=tuple(field.name for field in fields if field.constraints.get("unique")),
        primary=primary,
        foreign=tuple(key for key in foreign if set(key.fields) <= set(types)),
    )


def check_referable(types: dict[str, str], names: tuple[str, ...]) -> None:
    """Raise NotBulkError unless foreign keys can refer to these fields."""
    for name in names:
        if name not in types:
            raise NotBulkError(f"a foreign key refers to {name}, which the table lacks")
        if types[name] in _UNHASHABLE:
            raise NotBulkError(f"a foreign key refers to {name}, of type {types[name]}")


def with_target(keys: Keys, names: tuple[str, ...]) -> Keys:
    """``keys`` of a table that others refer to by ``names``."""
    return keys if names in keys.targets else replace(keys, targets=(*keys.targets, names))


def _plain_path(resource: Any) -> Path | None:
    """Where the file lies if pyarrow can read it as frictionless does, else None."""
    dialect, control = resource.dialect, resource.dialect.get_control("csv")
    plain = (
        resource.scheme == "file"
        and resource.format == "csv"
        and not (resource.compression or resource.multipart or resource.innerpath)
        and not resource.normpath.startswith("file://")
        and resource.encoding in ("utf-8", "utf-8-sig")
        and (not dialect.header or dialect.header_rows == [1])
        and not (dialect.comment_char or dialect.comment_rows or dialect.skip_blank_rows)
    )
    form = control.to_python()
    known = (
        len(form.delimiter) == 1
        and form.delimiter.isascii()
        and form.delimiter not in '"\r\n\0'
        and form.quotechar == '"'
        and form.escapechar is None
        and not form.skipinitialspace
    )
    return Path(resource.normpath) if plain and known else None


def _column(field: Any, *, keyed: bool, both: bool) -> TextColumn:
    missing = field.missing_values
    if not field.has_defined("missing_values") and field.schema:
        missing = field.schema.missing_values
    texts = frozenset(missing)
    raw = field.to_descriptor()
    check = column_check_for(raw, field.create_value_reader(), texts) if field.builtin else None
    return TextColumn(field.name, field.type, _reader(field, texts), texts, check, keyed, both)


def _reader(field: Any, missing: frozenset[str]) -> ReadCell:
    cell_reader = field.create_cell_reader()

    def read(cell: str) -> tuple[Any, bool]:
        value, notes = cell_reader(cell)
        return value, not notes

    plain = field.builtin and field.type == "date" and field.format == "default"
    if not plain or set(field.constraints) - {"required", "unique"}:
        return read
    if any(plain_date(text) for text in missing):
        return read
    # The same days ten times as fast; whatever is written otherwise goes the long way.
    return lambda cell: (day, True) if (day := plain_date(cell)) is not None else read(cell)
