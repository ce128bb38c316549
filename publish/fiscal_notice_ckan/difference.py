"""What separates a table on the portal from the wanted one, and the rows to write. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice_ckan.datastore_tables import DatastoreTable, Key, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What separates a table on the portal from the wanted one, which has ``wanted`` rows.

    ``same`` are the keys whose rows need nothing, ``changed`` those whose rows are there with
    other cells, with the portal's ``_id``; ``stale`` the rows that have to go: their keys' cells
    and ``_id``.
    """

    same: frozenset[Key] = frozenset()
    changed: Mapping[Key, Any] = field(default_factory=dict)
    stale: tuple[Record, ...] = ()
    wanted: int = 0

    @property
    def left(self) -> tuple[Record, ...]:
        """The stale rows that no new row takes the place of, so that they have to be deleted."""
        return self.stale[self.wanted - len(self.same) - len(self.changed) :]


def difference(table: DatastoreTable, remote: Iterable[Mapping[str, Any]]) -> Difference:
    """Compare with the rows of the portal, keeping keys and fingerprints in memory only.

    ``remote`` are records as ``datastore_search`` gives them, with ``_id``, in any order.
    """
    wanted = {table.key_of(values): table.print_of(values) for values in table.values()}
    same: set[Key] = set()
    changed: dict[Key, Any] = {}
    stale: list[Record] = []
    for record in remote:
        key = table.their_key(record)
        if key not in wanted or key in same or key in changed:
            stale.append({name: record.get(name) for name in ("_id", *table.key)})
        elif wanted[key] == table.their_print(record):
            same.add(key)
        else:
            changed[key] = record.get("_id")
    return Difference(same=frozenset(same), changed=changed, stale=tuple(stale), wanted=len(wanted))


def upserts(table: DatastoreTable, found: Difference) -> Iterator[Record]:
    """The rows to write. New ones take the place (``_id``) of stale ones, as far as there are any.

    So a table that doesn't shrink goes from the old rows to the new ones in one statement. Changed
    rows go by ``_id`` too: a key with an empty cell is equal to none in PostgreSQL.
    """
    places = iter([record["_id"] for record in found.stale])
    for values in table.values():
        key = table.key_of(values)
        if key in found.same:
            continue
        place = found.changed[key] if key in found.changed else next(places, None)
        record = table.record(values)
        yield record if place is None else {**record, "_id": place}


def chunks(
    records: Iterable[Record], rows: int = 5000, bytes_: int = 2_000_000
) -> Iterator[list[Record]]:
    """The rows in portions of so many rows or characters."""
    portion: list[Record] = []
    weight = 0
    for record in records:
        portion.append(record)
        weight += sum(len(str(value)) for value in record.values())
        if len(portion) >= rows or weight >= bytes_:
            yield portion
            portion, weight = [], 0
    if portion:
        yield portion


def examples(
    table: DatastoreTable, remote: Iterable[Mapping[str, Any]], most: int = 3
) -> Iterator[str]:
    """The first cells that the portal gives back otherwise, and rows that it lacks."""
    own = {
        table.key_of(values): values
        for values, _ in zip(table.values(), range(_LOOKED_AT), strict=False)
    }
    told = 0
    for record in remote:
        values = own.pop(table.their_key(record), None)
        if values is None:
            continue
        for name, mine, theirs in table.unlike(values, record):
            yield f"{'/'.join(table.key_of(values))}, {name}: {mine} became {theirs}"
            told += 1
            if told == most:
                return
    for key in list(own)[: most - told]:
        yield f"the row {'/'.join(key)} is missing"


# Rows that are kept in memory to find an example among them.
_LOOKED_AT = 100_000
