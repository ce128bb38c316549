"""Table Schema → DataStore: columns, data dictionary, typed rows, and what differs. Pure.

| Table Schema | DataStore |
| --- | --- |
| integer | int8 |
| year | int4 |
| number | numeric |
| boolean | bool |
| date | date |
| datetime | timestamp |
| anything else, and whatever is written in a format of its own | text |
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from fiscal_notice.package import Field, Resource

TYPES = {
    "integer": "int8",
    "year": "int4",
    "number": "numeric",
    "boolean": "bool",
    "date": "date",
    "datetime": "timestamp",
}
# Properties that let a cell look otherwise than PostgreSQL would read it.
_OWN_FORMATS = frozenset(
    {"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "missingValues"}
)
# PostgreSQL's numeric has more digits than Python's usual 28.
_EXACT = Context(prec=20_000)
_TRUE = frozenset({"true", "True", "TRUE", "1"})

Record = dict[str, Any]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV as a DataStore table; ``digest`` changes with its rows, columns or dictionary."""

    columns: tuple[Mapping[str, Any], ...]
    key: tuple[str, ...]
    missing: frozenset[str]
    path: Path = field(compare=False)
    digest: str
    rows: int

    @property
    def types(self) -> dict[str, str]:
        """Column → DataStore type, in order."""
        return {column["id"]: column["type"] for column in self.columns}

    def records(self) -> Iterator[Record]:
        """The typed rows, read one after the other; an empty cell is None."""
        types = self.types
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                yield {name: _typed(row[name], types[name], self.missing) for name in types}

    def key_of(self, record: Mapping[str, Any]) -> Key:
        """The primary key of a row, as text."""
        return tuple(_printed(record.get(name), self.types[name]) for name in self.key)

    def print_of(self, record: Mapping[str, Any]) -> bytes:
        """A fingerprint of a row: equal for equal rows, here and on the portal."""
        cells = [_printed(record.get(name), kind) for name, kind in self.types.items()]
        return hashlib.sha256(json.dumps(cells).encode()).digest()[:16]


def table_of(resource: Resource, path: Path, sha256: str) -> Table | None:
    """The DataStore table of a resource; None if it has no schema."""
    schema = resource.schema
    if schema is None:
        return None
    columns = tuple(_column(each, schema.primary_key) for each in schema.fields)
    state = json.dumps([sha256, columns, schema.primary_key], ensure_ascii=False, sort_keys=True)
    return Table(
        columns=columns,
        key=schema.primary_key,
        missing=frozenset(_missing(schema.raw.get("missingValues", [""]))),
        path=path,
        digest=hashlib.sha256(state.encode()).hexdigest(),
        rows=_count(path),
    )


def _missing(values: Iterable[Any]) -> Iterator[str]:
    for each in values:
        yield str(each.get("value", "")) if isinstance(each, Mapping) else str(each)


def _count(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return max(0, sum(1 for _ in csv.reader(file, strict=True)) - 1)


def _column(field: Field, key: Iterable[str]) -> dict[str, Any]:
    zh, en, kind = field.title("zh"), field.title("en"), _kind(field)
    unit = str(field.raw.get("unit", ""))
    notes = [
        str(field.raw.get("description@zh", "")),
        str(field.raw.get("description", "")),
        f"单位 Unit: {unit}." if unit else "",
        _values(field),
    ]
    info = {
        "label": zh if zh == en else f"{zh} · {en}",
        "notes": " ".join(filter(None, notes)),
        "title_zh": zh,
        "title_en": en,
        "unit": unit,
        "primary_key": "yes" if field.name in key else "",
        # XLoader and DataPusher take a column's type from here when somebody lets them load again.
        "type_override": kind,
    }
    return {
        "id": field.name,
        "type": kind,
        "info": {name: value for name, value in info.items() if value},
    }


def _kind(field: Field) -> str:
    plain = field.raw.get("format", "default") == "default"
    return (
        TYPES.get(field.type, "text") if plain and not field.raw.keys() & _OWN_FORMATS else "text"
    )


def _values(field: Field) -> str:
    """What the codes of a column mean: readers of the preview see codes only."""
    categories = field.raw.get("categories", [])
    named = [_value(each) for each in categories if isinstance(each, dict) and "value" in each]
    return f"代码 Values: {'; '.join(named)}." if named else ""


def _value(category: Mapping[str, Any]) -> str:
    value, zh, en = category["value"], category.get("label"), category.get("label@en")
    named = f" = {zh}" if zh and zh != value else ""
    return f"{value}{named}" + (f" ({en})" if en else "")


def _typed(cell: str | None, kind: str, missing: frozenset[str]) -> Any:
    if cell is None or cell in missing:
        return None
    if kind in ("int8", "int4"):
        return int(cell)
    return cell in _TRUE if kind == "bool" else cell


def _printed(value: Any, kind: str) -> str:
    if kind == "timestamp" and isinstance(value, str):
        # PostgreSQL leaves out the zone, and gives a T for a blank.
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat()
    return as_text(value)


def as_text(value: Any) -> str:
    """A cell as text that is equal for equal values, whichever side writes them."""
    if value is None:
        return "\0"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        number = _EXACT.normalize(Decimal(str(value)))
        return format(number, "f") if number else "0"
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What separates a table on the portal from the wanted one, which has ``wanted`` rows.

    ``same`` are the keys whose rows need nothing, ``changed`` those whose rows are there with
    other cells; ``stale`` the rows that have to go: their keys' cells and the portal's ``_id``.
    """

    same: frozenset[Key] = frozenset()
    changed: frozenset[Key] = frozenset()
    stale: tuple[Record, ...] = ()
    wanted: int = 0

    @property
    def left(self) -> tuple[Record, ...]:
        """The stale rows that no new row takes the place of, so that they have to be deleted."""
        return self.stale[self.wanted - len(self.same) - len(self.changed) :]


def difference(table: Table, remote: Iterable[Mapping[str, Any]]) -> Difference:
    """Compare with the rows of the portal, keeping keys and fingerprints in memory only."""
    wanted = {
        table.key_of(record): table.print_of(_numeric(record, table)) for record in table.records()
    }
    same: set[Key] = set()
    changed: set[Key] = set()
    stale: list[Record] = []
    for record in remote:
        key = table.key_of(record)
        if key not in wanted:
            stale.append({name: record.get(name) for name in ("_id", *table.key)})
        elif wanted[key] == table.print_of(record):
            same.add(key)
        else:
            changed.add(key)
    return Difference(
        same=frozenset(same), changed=frozenset(changed), stale=tuple(stale), wanted=len(wanted)
    )


def _numeric(record: Record, table: Table) -> Record:
    """The row with its decimal numbers as numbers: 1.50 and 1.5 are equal."""
    return {
        name: Decimal(value) if table.types[name] == "numeric" and value is not None else value
        for name, value in record.items()
    }


def upserts(table: Table, found: Difference) -> Iterator[Record]:
    """The rows to write. New ones take the place (``_id``) of stale ones, as far as there are any.

    So a table that doesn't shrink goes from the old rows to the new ones in one statement.
    """
    places = iter([record["_id"] for record in found.stale])
    for record in table.records():
        key = table.key_of(record)
        if key in found.same:
            continue
        place = None if key in found.changed else next(places, None)
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


def fits(table: Table, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's table can be changed in place: no type and no key differs.

    Columns may come and go.
    """
    listed = list(fields)
    there = _types(listed)
    key = tuple(each["id"] for each in listed if (each.get("info") or {}).get("primary_key"))
    return set(table.key) == set(key) and all(
        there.get(name, kind) == kind for name, kind in table.types.items()
    )


def same_columns(table: Table, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's table has just these columns, types and key; in any order."""
    listed = list(fields)
    return fits(table, listed) and table.types == _types(listed)


def _types(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {each["id"]: each["type"] for each in fields if each["id"] != "_id"}


def same_dictionary(table: Table, fields: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the portal's data dictionary says what ours says."""
    theirs = {each["id"]: each.get("info") or {} for each in fields}
    return all(theirs.get(column["id"]) == column["info"] for column in table.columns)
