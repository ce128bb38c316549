"""What people call a row: its own name, and those of the rows that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Package, Schema
from fiscal_notice.package.tabular import read_records

# The fields that name a row, the best first.
_NAMES = ("name", "title", "label", "heading")
# Longer names are cut: they are to be known again, not read.
_LONGEST = 40
# A chain of references that is longer says no more of a row.
_DEEPEST = 4


def label_field(schema: Schema) -> str | None:
    """The field of text that names a row to people; None if there is none."""
    own = {name for key, _, _ in schema.foreign_keys for name in key} | set(schema.primary_key)
    texts = [f for f in schema.fields if f.type == "string" and f.name not in own]
    known = [name for name in _NAMES if any(f.name == name for f in texts)]
    plain = [f.name for f in texts if f.constraints.get("required") and not f.labels()]
    return next(iter([*known, *plain]), None)


class RowNames:
    """The names of rows of one package. Tables that rows refer to are read once, when needed."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._indexes: dict[tuple[str, tuple[str, ...]], Mapping[tuple[str, ...], _Cells]] = {}

    def of(self, table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
        """What a row belongs to by its first foreign key, the farthest first, and its own name.

        A table that cannot be read, or a reference to nothing, gives no name.
        """
        names: list[str] = []
        for _ in range(_DEEPEST):
            resource = self.package.resource(table)
            schema = resource.schema if resource else None
            if schema is None:
                break
            label = label_field(schema) or ""
            names.append(_short(cells.get(label) or ""))
            key = next(iter(schema.foreign_keys), None)
            if key is None:
                break
            own, target, fields = key
            table = target or table
            found = self._index(table, fields).get(tuple(cells.get(name, "") for name in own))
            if found is None:
                break
            cells = found
        return tuple(dict.fromkeys(name for name in reversed(names) if name))

    def _index(self, table: str, fields: tuple[str, ...]) -> Mapping[tuple[str, ...], _Cells]:
        place = table, fields
        if place not in self._indexes:
            resource = self.package.resource(table)
            try:
                records = read_records(self.package, resource) if resource else []
            except PackageError:
                records = []
            self._indexes[place] = {
                tuple(record.cells.get(name, "") for name in fields): record.cells
                for record in records
            }
        return self._indexes[place]


_Cells = Mapping[str, str]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
