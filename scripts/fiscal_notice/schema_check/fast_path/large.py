"""Large packages proven clean: every table scanned by whole columns, see ``scan``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice.package import Field, Package, Resource, Schema
from fiscal_notice.package.shape import names_of
from fiscal_notice.schema_check.batches import FileSource, RowSource
from fiscal_notice.schema_check.column_checks import column_check_for
from fiscal_notice.schema_check.fast_path.field_checks import field_check, value_of
from fiscal_notice.schema_check.fast_path.supported import is_plain_csv_at
from fiscal_notice.schema_check.records import IrregularError
from fiscal_notice.schema_check.row_state import ForeignKey, Keys
from fiscal_notice.schema_check.scan import Scan, Scanned, TableCheck, scan
from fiscal_notice.schema_check.text_columns import TextColumn


class DoubtError(Exception):
    """Something that is not proven clean."""


class _Doubt:
    """In the place of frictionless's judge: no row may need to be judged."""

    def judge(self, *_: Any) -> Any:
        """Give up."""
        raise DoubtError


def scan_all(package: Package, read: Scan | None = None) -> tuple[dict[str, int], int]:
    """Rows by table, and how many cells, of a package that is clean.

    ``read`` reads the tables, by default ``scan``. Raises DoubtError where anything is not proven,
    OSError.
    """
    scanned: dict[str, tuple[TableCheck, Scanned]] = {}
    for resource in package.tables:
        table = _table(package, resource)
        try:
            scanned[resource.name] = (table, (read or scan)(table, 0))
        except IrregularError:
            raise DoubtError from None
    targets = {name: found.targets for name, (_, found) in scanned.items()}
    for table, found in scanned.values():
        _check_keys(table, found, targets)
    rows = {name: found.rows for name, (_, found) in scanned.items()}
    return rows, sum(found.cells for _, found in scanned.values())


def _check_keys(table: TableCheck, found: Scanned, targets: Mapping[str, Any]) -> None:
    if any(len(pool.repeated()) for pool in (*found.unique, *found.primary)):
        raise DoubtError
    for key, references in zip(table.keys.foreign, found.foreign, strict=True):
        if len(targets[key.resource or table.name][key.reference].missing(references)):
            raise DoubtError


def _table(package: Package, resource: Resource) -> TableCheck:
    path = package.file(resource)
    if resource.schema is None or not is_plain_csv_at(path, resource):
        raise DoubtError
    keys = _keys(package, resource.name, resource.schema)
    spec = FastPathSpec(resource.name, resource.schema.fields, keys)
    return spec.table(FileSource(path, ",", len(resource.schema.fields)))


@dataclass(frozen=True, slots=True)
class FastPathSpec:
    """See TableSpec: a table whose rows are proven clean, or doubted."""

    name: str
    fields: tuple[Field, ...]
    keys: Keys

    def table(self, source: RowSource) -> TableCheck:
        """See TableSpec. Raises DoubtError for a field that the fast path does not support."""
        columns = [_column(one, self.keys) for one in self.fields]
        return TableCheck(self.name, columns, self.keys, source, _Doubt(), self)


def _keys(package: Package, name: str, schema: Schema) -> Keys:
    targets = [
        names_of(key["reference"]["fields"])
        for table in package.tables
        for key in (table.schema.raw.get("foreignKeys", []) if table.schema else [])
        if (key["reference"].get("resource") or table.name) == name
    ]
    return Keys(
        unique=tuple(f.name for f in schema.fields if f.constraints.get("unique")),
        primary=schema.primary_key,
        foreign=tuple(ForeignKey(*key) for key in schema.foreign_keys),
        targets=tuple(dict.fromkeys(targets)),
    )


def _column(one: Field, keys: Keys) -> TextColumn:
    check, missing = field_check(one), frozenset([""])
    if check is None:
        raise DoubtError
    return TextColumn(
        name=one.name,
        kind=one.type,
        read=lambda cell: (value_of(one.type, cell), True) if check(cell) else (None, False),
        missing=missing,
        check=column_check_for(one.raw, _bound(one.type), missing),
        keyed=one.name in keys.parts(),
        both=one.name in keys.parts(references=True),
    )


def _bound(kind: str) -> Callable[[Any], Any]:
    return lambda value: value_of(kind, str(value))
