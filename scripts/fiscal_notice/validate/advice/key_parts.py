"""Primary keys of several fields, one of which is empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiscal_notice.package import Field, Schema
from fiscal_notice.package.cells import missing_values
from fiscal_notice.validate.advice.hits import Hit, Watcher
from fiscal_notice.validate.advice.inspected import Inspected


def key_parts(inspected: Inspected) -> list[Watcher]:
    """No part of a primary key is empty.

    主键的各组成字段均不为空。

    Holds: every row has a value in each field of the primary key.

    Breaks: the key is region and year, and a row has a region but no year.

    Basis: Table Schema wants a value in every field of a primary key; frictionless only finds keys
    all of whose fields are empty, and databases refuse such rows.
    """
    schema = inspected.resource.schema
    if schema is None or len(schema.primary_key) < 2:  # noqa: PLR2004  others frictionless finds
        return []
    parts = [schema.field(name) for name in schema.primary_key]
    fields = [part for part in parts if part is not None]
    if len(fields) < len(parts) or all(part.constraints.get("required") for part in fields):
        return []
    return [_Parts(fields, schema)]


class _Parts:
    def __init__(self, fields: Sequence[Field], schema: Schema) -> None:
        self.fields = [field.name for field in fields]
        self._empty = [missing_values(field, schema) for field in fields]
        self._found: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        suspects: set[int] = set()
        for empty, column in zip(self._empty, columns, strict=True):
            if not empty.isdisjoint(column):
                suspects.update(place for place, cell in enumerate(column) if cell in empty)
        for place in sorted(suspects):
            cells = tuple(column[place] for column in columns)
            missing = tuple(
                name
                for name, empty, cell in zip(self.fields, self._empty, cells, strict=True)
                if cell in empty
            )
            if len(missing) < len(cells):
                self._found.append((numbers[place], missing, cells))

    def hits(self) -> Iterator[Hit]:
        for number, missing, cells in self._found:
            key = ", ".join(f"{n}={c}" for n, c in zip(self.fields, cells, strict=True))
            yield Hit(
                kind="empty-key-part",
                field=", ".join(missing),
                row=number,
                found=key,
                words={"key": ", ".join(self.fields)},
            )
