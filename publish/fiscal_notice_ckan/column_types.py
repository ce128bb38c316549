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

A column with a value that its type would change is text: times with microseconds, for one, as CKAN
gives back milliseconds, or seconds (2.11). A note says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from fiscal_notice.package import Field, Schema
from fiscal_notice_ckan.datastore_values import Value, own_text

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
#: Microseconds between two times that CKAN can tell apart, unless it is an older one.
TICK = 1000
_UNITS = {1: "microsecond", 1000: "millisecond", 1_000_000: "second"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = 40


class Row(NamedTuple):
    """A row of the package: a value for each column, and each cell as printed; None for none."""

    values: tuple[Value, ...]
    texts: tuple[str | None, ...]


@dataclass(slots=True, kw_only=True)
class DatastoreColumn:
    """A column: ``kind`` is its DataStore type so far, ``note`` why it is not the usual one."""

    name: str
    kind: str
    tick: int
    note: str = ""
    problem: str = ""
    utc: bool = False
    zoneless: bool = False

    def see(self, row: int, value: Value, text: str) -> None:
        """Take a cell of the ``row``-th data row into account; any text will do for one of text."""
        if self.kind == "text":
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
        if value.microsecond % self.tick:
            return "text", f"times are finer than the {_UNITS[self.tick]}s that CKAN gives back"
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


def unstorable(text: str) -> str:
    """What a text holds that PostgreSQL stores nowhere; "" for nothing."""
    if "\0" in text:
        return "a NUL character: PostgreSQL takes none"
    if not text.isascii() and _SURROGATE.search(text):
        return "half of a surrogate pair, which is no character"
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"


@dataclass(slots=True, kw_only=True)
class Survey:
    """What a pass over a table found: columns, number of rows, what is wrong with the key."""

    columns: list[DatastoreColumn]
    rows: int = 0
    keys: list[str] = field(default_factory=list)


def is_plain(field: Field, schema: Schema) -> bool:
    """Whether PostgreSQL would read the cells of a field as the package does."""
    other = field.raw.keys() & _OWN_FORMATS
    missing = schema.raw.get("missingValues", [""]) == [""]
    plain = field.raw.get("format", "default") == "default" and not other and missing
    return plain or TYPES.get(field.type) is None


def survey(
    fields: Sequence[Field], key: Sequence[str], rows: Iterable[Row], tick: int = TICK
) -> Survey:
    """Look at every cell of a table with these columns; CKAN gives back times by ``tick``."""
    found = Survey(
        columns=[
            DatastoreColumn(name=each.name, kind=TYPES.get(each.type, "text"), tick=tick)
            for each in fields
        ]
    )
    typed = [at for at, column in enumerate(found.columns) if column.kind != "text"]
    names = [each.name for each in fields]
    places = [names.index(name) for name in key]
    first: dict[bytes, int] = {}
    for number, row in enumerate(rows, start=1):
        found.rows = number
        for place in typed:
            text = row.texts[place]
            if text is not None:
                found.columns[place].see(number, row.values[place], text)
        if unstorable("".join(filter(None, row.texts))):
            for column, text in zip(found.columns, row.texts, strict=True):
                if text is not None and not column.problem and (why := unstorable(text)):
                    column.problem = f"data row {number} holds {why}"
        if not found.keys:
            found.keys += _repeated(first, places, number, row)
    return found


def _key_text(value: Value) -> str:
    try:
        return own_text(value)
    except OverflowError:
        return str(value)  # a time that is outside of all years in UTC


def _repeated(
    first: dict[bytes, int], places: Sequence[int], number: int, row: Row
) -> Iterator[str]:
    cells = [_key_text(row.values[place]) for place in places]
    digest = hashlib.sha256(json.dumps(cells).encode()).digest()[:16]
    earlier = first.setdefault(digest, number)
    if places and earlier != number:
        shown = ", ".join(_cut(row.texts[place] or "(nothing)") for place in places)
        yield f"data rows {earlier} and {number} have the same primary key: {shown}"
