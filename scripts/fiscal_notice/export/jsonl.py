"""JSON Lines: one object a row, fields in the schema's order, missing values as null.

It follows jsonlines.org: UTF-8, an object of RFC 8259 on each line, LF after the last one too.
"""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from fiscal_notice.export.download_form import Rows
from fiscal_notice.export.read_back import check_names, from_text, values_of
from fiscal_notice.export.typed_tables import TypedTable, ValueType
from fiscal_notice.model import Value
from fiscal_notice.package.tabular import format_value

# Line ends to some readers, though not to JSON: escaped, one row stays one line for all of them.
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\u0085\u2028\u2029"}


def json_lines(table: TypedTable) -> bytes:
    """The table as JSON Lines in UTF-8."""
    names = [_text(name) for name in table.schema.names]
    lines = (
        ", ".join(f"{n}: {_token(v)}" for n, v in zip(names, row, strict=True))
        for row in table.rows
    )
    return "".join(f"{{{line}}}\n" for line in lines).encode()


def _token(value: Value) -> str:
    match value:
        case Decimal():
            # All digits: a float would lose those beyond the seventeenth.
            return format_value(value)
        case date() | time():
            return _text(format_value(value))
        case str():
            return _text(value)
        case _:
            return json.dumps(value)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_LINE_ENDS)


def read_json_lines(content: bytes, table: TypedTable) -> Rows:
    """The rows of a file of JSON Lines; ValueError if the names are not the schema's."""
    rows = []
    for line in content.decode().split("\n")[:-1]:
        entry = json.loads(line, parse_float=Decimal)
        check_names(list(entry), table)
        rows.append(values_of(entry.values(), table, _value))
    return rows


def _value(value_type: ValueType, cell: Any) -> Any:
    match value_type, cell:
        case "number", int() | Decimal() if not isinstance(cell, bool):
            return Decimal(cell)
    return from_text(value_type, cell)
