"""Which DataStore type each column takes, and which cells none would: one pass over a table. Pure.

| Table Schema | DataStore |
| --- | --- |
| integer | int8; numeric if a value is beyond 64 bits |
| year | int4 |
| number | numeric |
| boolean | bool |
| date | date |
| datetime | timestamp; times with a zone as instants in UTC |
| anything else | text, as printed |

A column with a value that its type would change is text: microseconds, for one, as CKAN gives back
milliseconds. A note says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from fiscal_notice.package import Field, Schema
from fiscal_notice_ckan.values import Value, own_text

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
_RANGES = {"int8": 2**63, "int4": 2**31}
#: Digits of PostgreSQL's numeric before and after the point.
_WHOLE, _FRACTION = 131_072, 16_383
_MILLISECOND = 1000
_SURROGATES = range(0xD800, 0xE000)
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the package: each cell as printed and its value; None where there is none."""

    texts: Mapping[str, str | None]
    values: Mapping[str, Value]


@dataclass(slots=True, kw_only=True)
class Column:
    """A column: ``kind`` is its DataStore type so far, ``note`` why it is not the usual one."""

    name: str
    kind: str
    note: str = ""
    problem: str = ""
    utc: bool = False
    zoneless: bool = False

    def see(self, row: int, value: Value, text: str | None) -> None:
        """Take a cell of the ``row``-th data row into account."""
        if text is None or (self.kind == "text" and text.isascii() and "\0" not in text):
            return
        if self.kind == "text":
            self.problem = self.problem or _unstorable(row, text)
            return
        kind, why = self._fitting(value)
        if kind != self.kind:
            found = f"data row {row}: {_cut(text)}"
            self.kind, self.note = kind, f"{kind} in the DataStore: {why} ({found})"

    def _fitting(self, value: Value) -> tuple[str, str]:
        match value:
            case bool():
                pass
            case int() if self.kind in _RANGES and not self._within(value):
                return "numeric", f"a number is beyond {self.kind}"
            case Decimal() if not _holds(value):
                return "text", f"numbers there have {_WHOLE:,} digits, and {_FRACTION:,} after it"
            case datetime():
                return self._instant(value)
        return self.kind, ""

    def _within(self, value: int) -> bool:
        limit = _RANGES[self.kind]
        return -limit <= value < limit

    def _instant(self, value: datetime) -> tuple[str, str]:
        self.utc |= value.tzinfo is not None
        self.zoneless |= value.tzinfo is None
        if self.utc and self.zoneless:
            return "text", "some times have a zone and some have none"
        if value.microsecond % _MILLISECOND:
            return "text", "times have microseconds, and CKAN gives back milliseconds"
        try:
            value.astimezone(UTC) if value.tzinfo else value
        except OverflowError:
            return "text", "a time is outside the years 1 to 9999 in UTC"
        return self.kind, ""


def _holds(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return True  # NaN and infinite numbers have their own place in numeric.
    return value.adjusted() < _WHOLE and -exponent <= _FRACTION


def _unstorable(row: int, text: str) -> str:
    if "\0" in text:
        return f"data row {row} holds a NUL character: PostgreSQL takes none"
    if any(ord(sign) in _SURROGATES for sign in text):
        return f"data row {row} holds half of a surrogate pair, which is no character"
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


@dataclass(slots=True, kw_only=True)
class Survey:
    """What a pass over a table found: columns, number of rows, what is wrong with the key."""

    columns: list[Column]
    rows: int = 0
    keys: list[str] = field(default_factory=list)


def usual_type(field: Field) -> str:
    """The DataStore type of a field, whatever its values are."""
    plain = field.raw.get("format", "default") == "default"
    return (
        TYPES.get(field.type, "text") if plain and not field.raw.keys() & _OWN_FORMATS else "text"
    )


def survey(schema: Schema, rows: Iterable[Row]) -> Survey:
    """Look at every cell of a table."""
    found = Survey(columns=[Column(name=f.name, kind=usual_type(f)) for f in schema.fields])
    first: dict[bytes, int] = {}
    for number, row in enumerate(rows, start=1):
        found.rows = number
        for column in found.columns:
            column.see(number, row.values[column.name], row.texts[column.name])
        found.keys += _repeated(first, schema.primary_key, number, row)
    return found


def _repeated(
    first: dict[bytes, int], key: tuple[str, ...], number: int, row: Row
) -> Iterator[str]:
    cells = [own_text(row.values[name]) for name in key]
    digest = hashlib.sha256(json.dumps(cells).encode()).digest()[:16]
    earlier = first.setdefault(digest, number)
    if key and earlier != number:
        shown = ", ".join(_cut(row.texts[name] or "(nothing)") for name in key)
        yield f"data rows {earlier} and {number} have the same primary key: {shown}"
