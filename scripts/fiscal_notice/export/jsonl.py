"""JSON Lines: one object a row, fields in the schema's order, missing values as null."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal

from fiscal_notice.export.tables import Table
from fiscal_notice.model import Value
from fiscal_notice.package.tabular import format_value

# Line ends to some readers, though not to JSON: escaped, one row stays one line for all of them.
_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\u0085\u2028\u2029"}


def json_lines(table: Table) -> bytes:
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
