"""Rows that repeat a unique key of their table."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from fiscal_notice.package import Field, Schema
from fiscal_notice.validate.advice.hits import Hit, Misshapen, Watcher, as_declared
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.watched_rows import cells_of, comparable


def unique_keys(inspected: Inspected) -> list[Watcher]:
    """No two rows have the same values in the fields of a unique key.

    同一唯一键（uniqueKeys）的取值不重复。

    Holds: each combination of values stands in one row only; rows with an empty field do not count.

    Breaks: uniqueKeys has name and year, and two rows have the same name and year.

    Basis: Table Schema 2 has uniqueKeys; frictionless does not look at them.
    """
    schema = inspected.resource.schema
    listed = schema.raw.get("uniqueKeys") if schema is not None else None
    if schema is None or listed is None:
        return []
    if not isinstance(listed, list):
        return [Misshapen(Hit(kind="unique-keys-misshapen", found=as_declared(listed)))]
    watchers: list[Watcher] = []
    for names in listed:
        wanted = [names] if isinstance(names, str) else names
        if not isinstance(wanted, list):
            watchers.append(Misshapen(Hit(kind="unique-keys-misshapen", found=as_declared(names))))
            continue
        fields = [schema.field(n) for n in wanted]
        known = [field for field in fields if field is not None]
        if known and len(known) == len(fields) and tuple(wanted) != schema.primary_key:
            watchers.append(_UniqueKey(inspected, known, schema))
    return watchers


class _UniqueKey:
    """Keys by their hash, in bounded memory; what may be equal is compared once more."""

    def __init__(self, inspected: Inspected, fields: Sequence[Field], schema: Schema) -> None:
        from fiscal_notice.schema_check.keys import KeyPool  # noqa: PLC0415  needs numpy

        self.fields = [field.name for field in fields]
        self._inspected, self._pool = inspected, KeyPool()
        self._read = [comparable(field, schema) for field in fields]

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        import numpy as np  # noqa: PLC0415

        from fiscal_notice.schema_check.keys import KeyLanes  # noqa: PLC0415

        keys = [
            (number, self._key(cells)) for number, *cells in zip(numbers, *columns, strict=True)
        ]
        whole = [(number, hash(key)) for number, key in keys if key is not None]
        lane = np.array([hashed for _, hashed in whole], dtype=np.int64)
        self._pool.add(np.array([n for n, _ in whole], dtype=np.int64), KeyLanes(lane, lane))

    def _key(self, cells: Sequence[str]) -> tuple[Hashable, ...] | None:
        """The values of a key; None if one of them is missing."""
        key = tuple(read(cell) for read, cell in zip(self._read, cells, strict=True))
        return None if None in key else key

    def hits(self) -> Iterator[Hit]:
        suspects = self._pool.repeated().tolist()
        first: dict[tuple[Hashable, ...], int] = {}
        again = cells_of(self._inspected, self.fields, suspects) if suspects else ()
        for number, cells in again:
            key = self._key(cells)
            assert key is not None  # noqa: S101  only whole keys are in the pool
            if first.setdefault(key, number) != number:
                yield Hit(
                    kind="unique-key",
                    field=", ".join(self.fields),
                    row=number,
                    found=", ".join(cells),
                    words={"first": first[key]},
                )
