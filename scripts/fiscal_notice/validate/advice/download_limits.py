"""What no later command can hold, although it is valid."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.errors import PackageError
from fiscal_notice.package.limits import (
    DATASTORE_COLUMNS,
    HEADINGS,
    SHEET_ROWS,
    Refusal,
    refusals,
    refusals_of,
    too_many_rows,
)
from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected


def within_limits(inspected: Inspected) -> Iterator[Hit] | None:
    """A table has no more rows, columns, letters and digits than its downloads can hold.

    表的行数、列数、字数与位数不超过各下载格式的上限。

    Holds: a table has at most 1,598 columns and 1,048,574 rows.

    Breaks: a table has 1,700 columns, and CKAN's DataStore refuses it.

    Basis: CKAN's DataStore holds 1,598 columns, SQLite 2,000, a sheet of Excel 16,384 columns and
    1,048,576 rows with its headings.
    """
    return _look(inspected) if inspected.fields else None


def _look(inspected: Inspected) -> Iterator[Hit]:
    columns = len(inspected.fields)
    if columns > DATASTORE_COLUMNS:
        yield Hit(
            kind="refused",
            found=f"{columns:,} columns",
            words={
                "found_zh": f"{columns:,} 列",
                "form": "CKAN DataStore",
                "limit": f"holds {DATASTORE_COLUMNS:,} of a table",
                "limit_zh": f"每表至多 {DATASTORE_COLUMNS:,} 列",
            },
        )
    types = {field.name: field.type for field in inspected.fields}
    for each in _refusals(inspected):
        # Names that differ by case, and whole numbers, are told by ADV-09 and ADV-11.
        if not each.column or (each.line and types.get(each.column) not in ("integer", "year")):
            yield Hit(
                kind="refused",
                field=each.column,
                row=each.line,
                found=each.found,
                words={
                    "found_zh": each.found_zh or each.found,
                    "form": each.form,
                    "limit": each.limit,
                    "limit_zh": each.limit_zh,
                },
            )


def _refusals(inspected: Inspected) -> list[Refusal]:
    """What is known of a table's limits; of a large one only by its names and how many rows."""
    name, fields = inspected.resource.name, [field.name for field in inspected.fields]
    readable = inspected.proven or inspected.opened is not None
    if readable and inspected.small:
        try:
            return refusals_of(inspected.package, inspected.resource)
        except PackageError:
            # What cannot be read is the schema check's.
            return refusals(name, fields, ())
    found = refusals(name, fields, ())
    if (inspected.rows or 0) + HEADINGS > SHEET_ROWS:
        found.append(too_many_rows(name, inspected.rows or 0))
    return found
