"""A cell as the DataStore gets it, and as text that is equal for equal values. Pure.

There are two ways to that text: one from the package's own value, one from what the DataStore gives
back. What was sent is on neither, so a value that sending would change is found.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Any

#: A cell as the package has it; text as it is printed where its column is text in the DataStore.
Value = bool | int | Decimal | date | datetime | str | None

# PostgreSQL's numeric has more digits than Python's usual 28: 131,072 before the point and 16,383
# after it.
_EXACT = Context(prec=150_000, Emax=999_999, Emin=-999_999)
NOTHING = "\0"


def sent(value: Value) -> Any:
    """The value as JSON for the DataStore; numbers with decimals as text: floats lose digits."""
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def own_text(value: Value) -> str:
    """The text of a value of the package."""
    match value:
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case _:
            return as_text(value)


def their_text(value: Any, kind: str) -> str:
    """The text of what the DataStore gives back from a column of this type."""
    if isinstance(value, str) and kind in ("timestamp", "numeric"):
        try:
            # It gives NaN and infinite numbers as text.
            return as_text(
                Decimal(value) if kind == "numeric" else datetime.fromisoformat(value).isoformat()
            )
        except (ValueError, InvalidOperation):
            return value
    return as_text(value)


def _instant(value: datetime) -> str:
    """Without a zone, as PostgreSQL's timestamp has none: an instant that had one is in UTC."""
    return (
        value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
    ).isoformat()


def as_text(value: Any) -> str:
    """A cell as text that is equal for equal values, whichever side writes them."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        number = _EXACT.normalize(Decimal(str(value)) if isinstance(value, float) else value)
        return format(number, "f") if number else "0"
    return str(value)
