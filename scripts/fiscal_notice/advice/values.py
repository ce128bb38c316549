"""Values of cells as far as advice compares them: empty or not, equal or not."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal, InvalidOperation

from fiscal_notice.package import Field, Schema


def empty_texts(field: Field, schema: Schema) -> frozenset[str]:
    """The texts that stand for no value: the field's, or else the schema's."""
    listed = field.raw.get("missingValues", schema.raw.get("missingValues", [""]))
    entries = listed if isinstance(listed, list) else [""]
    values = (entry.get("value") if isinstance(entry, dict) else entry for entry in entries)
    return frozenset(value for value in values if isinstance(value, str))


def comparable(field: Field) -> Callable[[str], Hashable]:
    """What makes of a cell something that is equal where the values are: 1 and 01, 1.0 and 1.00.

    A cell that is no value of its type is compared as the text that it is.
    """
    if field.type in ("integer", "year") and field.raw.get("bareNumber", True):
        return _integer
    if field.type == "number" and not _FORMS & set(field.raw):
        return _number
    return str


_FORMS = {"bareNumber", "decimalChar", "groupChar"}


def _integer(cell: str) -> Hashable:
    try:
        return int(cell)
    except ValueError:
        return cell


def _number(cell: str) -> Hashable:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return cell
    return value if value.is_finite() else cell
