"""The one typed reader of cells: the value that frictionless's own field reads from a cell.

What is plain is read here, fast; whatever is written otherwise goes to frictionless's reader. So
the two agree by construction, and a package whose cells are plain does not wait for frictionless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import Any

from fiscal_notice.package.descriptor import Field, Schema

Read = Callable[[Any], Any]

TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")
_INTEGER = re.compile(r"-?[0-9]{1,400}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_TIME = re.compile(_CLOCK)
_DATETIME = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}")
YEAR = re.compile(r"[0-9]{4}")
# Formats of a text that frictionless checks; any other is a text as it stands.
_CHECKED = frozenset(["uri", "email", "uuid", "binary", "wkt"])
# A sign that is taken out of numbers changes plain ones only if they are written with it.
_OF_NUMBERS = frozenset("0123456789.-")


class CellError(ValueError):
    """A cell that is no value of its field's type; the message says of which."""


def cell_reader(field: Field, schema: Schema) -> Read:
    """What turns a cell into its value: None if it is missing; raises CellError if it is none.

    A cell is text, or, in inline data, what JSON has there. Values are those of frictionless:
    ``int``, ``Decimal``, ``bool``, ``date``, ``datetime``, ``time``, ``str``, or of the types that
    frictionless has for year and month, lists, objects, durations and places. Constraints are not
    looked at.
    """
    missing, fast, held = missing_values(field, schema), _fast(field), _Held(field)

    def read(cell: Any) -> Any:
        if type(cell) is str:
            if cell in missing:
                return None
            value = fast(cell)
            if value is not None:
                return value
        elif cell is None or str(cell) in missing:
            return None
        return held.read(cell)

    def read_text(cell: Any) -> Any:
        if type(cell) is str:
            return None if cell in missing else cell
        return read(cell)

    return read_text if fast is _same else read


def cell_writer(field: Field, schema: Schema) -> Callable[[Any], str]:
    """What turns a cell of inline data or of a spreadsheet into a text that its field reads alike.

    A text stays as it is; a missing value is "" or the first of the texts that stand for one. A
    cell that is no value of its field's type is given as it would be printed.
    """
    read, writers = cell_reader(exact_numbers(field), schema), _Writer(field)
    missing = missing_values(field, schema)
    empty = "" if "" in missing else min(missing, default="")

    def write(cell: Any) -> str:
        if isinstance(cell, str):
            return cell
        try:
            value = read(cell)
        except CellError:
            return cell_text(cell)
        if value is None:
            return empty
        return writers.write(value) if field.type in _WRITTEN else cell_text(cell)

    return write


# The types whose values a form of their own may be written in.
_WRITTEN = ("integer", "year", "number", "boolean", "date", "datetime", "time")


class _Writer:
    """Frictionless's writer of a field, asked for when the first value needs it."""

    def __init__(self, field: Field) -> None:
        self.field = exact_numbers(field)
        self.writer: Callable[[Any], str] | None = None

    def write(self, value: Any) -> str:
        if self.writer is None:
            from fiscal_notice.package.foreign import foreign_writer  # noqa: PLC0415  heavy

            self.writer = foreign_writer(self.field.raw)
        return self.writer(value)


def missing_values(field: Field, schema: Schema) -> frozenset[str]:
    """The texts that stand for a missing value: the field's, or else the schema's, or else "".

    Table Schema v2 lets an entry of ``missingValues`` be an object with a ``value``.
    """
    listed = field.raw.get("missingValues", schema.raw.get("missingValues", [""]))
    entries = listed if isinstance(listed, list) else [""]
    values = (entry.get("value") if isinstance(entry, dict) else entry for entry in entries)
    return frozenset(value for value in values if isinstance(value, str))


def truth_words(field: Field) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for true and for false of a boolean field, by default those of Table Schema v2."""
    return _words(field.raw.get("trueValues"), TRUE), _words(field.raw.get("falseValues"), FALSE)


def _words(listed: object, default: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(listed, list):
        return default
    return tuple(word for word in listed if isinstance(word, str))


class _Held:
    """Frictionless's reader of a field, asked for when the first cell needs it."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.reader: Read | None = None

    def read(self, cell: Any) -> Any:
        if self.reader is None:
            from fiscal_notice.package.foreign import foreign_reader  # noqa: PLC0415  heavy

            self.reader = foreign_reader(self.field.raw)
        value = self.reader(cell)
        if value is None:
            msg = f"no {self.field.type}"
            raise CellError(msg)
        return _plain_zone(value) if isinstance(value, datetime | time) else value


def _plain_zone(value: datetime | time) -> datetime | time:
    """The same moment, its zone as a plain offset: dateutil has zones of its own."""
    offset = value.utcoffset()
    return value if offset is None else value.replace(tzinfo=timezone(offset))


def _fast(field: Field) -> Callable[[str], Any]:
    """What reads plain texts of a field; None for whatever is not plain."""
    if field.type == "boolean":
        true, false = truth_words(field)
        return (dict.fromkeys(true, True) | dict.fromkeys(false, False)).get
    return _PLAIN[field.type] if field.type in _PLAIN and _is_plain(field) else _none


def _is_plain(field: Field) -> bool:
    form = field.raw.get("format", "default")
    match field.type:
        case "number":
            return _plain_numbers(field.raw)
        case "date":
            return form in ("default", "%Y-%m-%d")
        case "datetime" | "time":
            return bool(form == "default")
        case "string":
            return form not in _CHECKED
        case _:
            return True


def _plain_numbers(raw: Mapping[str, Any]) -> bool:
    group = raw.get("groupChar", "")
    return (
        raw.get("decimalChar", ".") == "."
        and isinstance(group, str)
        and not set(group) & _OF_NUMBERS
        and not raw.get("floatNumber")
    )


def _same(cell: str) -> str:
    return cell


def _none(_: str) -> None:
    return None


def _integer(cell: str) -> int | None:
    return int(cell) if _INTEGER.fullmatch(cell) else None


def _year(cell: str) -> int | None:
    return int(cell) if YEAR.fullmatch(cell) else None


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if _NUMBER.fullmatch(cell) else None


def plain_date(cell: str) -> date | None:
    """The day that ``YYYY-MM-DD`` stands for, None for a text of another form or no such day."""
    try:
        return date.fromisoformat(cell) if DATE.fullmatch(cell) else None
    except ValueError:
        return None


def _datetime(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell) if _DATETIME.fullmatch(cell) else None
    except ValueError:
        return None


def _time(cell: str) -> time | None:
    try:
        return time.fromisoformat(cell) if _TIME.fullmatch(cell) else None
    except ValueError:
        return None


_PLAIN: Mapping[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": _number,
    "date": plain_date,
    "datetime": _datetime,
    "time": _time,
    "year": _year,
    "string": _same,
    "any": _same,
}


def exact_numbers(field: Field) -> Field:
    """The field with numbers that keep all their digits, whatever it says of floats."""
    raw = {name: value for name, value in field.raw.items() if name != "floatNumber"}
    return replace(field, raw=raw)


def cell_text(cell: Any) -> str:
    """A cell of inline data or of a spreadsheet as text, which its field reads alike."""
    match cell:
        case str():
            return cell
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case list() | dict():
            return json.dumps(cell, ensure_ascii=False)
        case _:
            return str(cell)
