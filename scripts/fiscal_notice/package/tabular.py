"""Rows ↔ canonical CSV: UTF-8 without byte-order mark, line feeds, quotes only where needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Row, Value
from fiscal_notice.package.descriptor import DESCRIPTOR, Package, Resource, Schema

_BOTH = "\r\n"
# As frictionless has it for the whole process once it is imported: cells of any length. Otherwise
# what is read would depend on what was imported before.
csv.field_size_limit(2**31 - 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of a CSV as text: its line in the file and its cells by field name."""

    line: int
    cells: dict[str, str]


def format_value(value: Value) -> str:
    """The canonical text of a value; empty for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            # normalize() would round to the precision of the context.
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case date():
            return value.isoformat()
        case _:
            return str(value)


class _LineFeeds(io.StringIO):
    """Rows that end with a line feed alone.

    csv quotes a cell for the signs of the row end that it is told. Readers take a carriage return
    for a row end too, so it is told both.
    """

    def write(self, row: str) -> int:
        return super().write(row.removesuffix(_BOTH) + "\n")


def format_rows(schema: Schema, rows: Sequence[Row], place: str | None = None) -> str:
    """The CSV of ``rows``: the schema's fields in the schema's order, with a header.

    Raises PackageError that names ``place`` if a row has a field that the schema lacks.
    """
    buffer = _LineFeeds()
    writer = csv.writer(buffer, lineterminator=_BOTH)
    writer.writerow(schema.names)
    for row in rows:
        unknown = set(row) - set(schema.names)
        if unknown:
            raise PackageError(
                "the schema lacks fields that the notice fills",
                file=place,
                found=", ".join(sorted(unknown)),
                hint="restore the schema, or add the fields to it",
            )
        writer.writerow([format_value(row.get(name)) for name in schema.names])
    return buffer.getvalue()


def read_records(package: Package, resource: Resource) -> list[Record]:
    """The rows of a table as text.

    Raises PackageError if the file is missing, is not UTF-8, lacks a column of its schema, or has
    rows that do not fit its header.
    """
    shown = package.shown_path(resource.path)
    text = read_text(package, resource)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    try:
        header = next(reader, [])
        _check_header(header, resource.schema, shown)
        for cells in reader:
            if len(cells) != len(header):
                raise PackageError(
                    "the row does not fit the header",
                    file=shown,
                    line=reader.line_num,
                    found=f"{len(cells)} cells",
                    expected=f"{len(header)} cells",
                    hint="restore the file, or rebuild the tables with fiscal-notice extract",
                )
            records.append(
                Record(line=reader.line_num, cells=dict(zip(header, cells, strict=True)))
            )
    except csv.Error as error:
        raise PackageError(
            f"broken CSV: {error}",
            file=shown,
            line=reader.line_num,
            hint="restore the file, or rebuild the tables with fiscal-notice extract",
        ) from None
    return records


def read_header(package: Package, resource: Resource) -> list[str]:
    """The first row of a table; empty if the file is."""
    return next(csv.reader(io.StringIO(read_text(package, resource), newline="")), [])


def _check_header(header: list[str], schema: Schema | None, shown: str) -> None:
    names = schema.names if schema else ()
    missing = [name for name in names if name not in header]
    repeated = sorted({name for name in header if header.count(name) > 1})
    if missing or repeated:
        raise PackageError(
            "the header does not fit the schema",
            file=shown,
            line=1,
            found=",".join(header)[:120] or "(nothing)",
            expected=("no column twice: " + ", ".join(repeated))
            if repeated
            else "the columns " + ", ".join(missing) + ", parted by commas",
            hint="restore the file, or rebuild the tables with fiscal-notice extract",
        )


def read_text(package: Package, resource: Resource) -> str:
    """The text of a resource; PackageError if it is missing or not UTF-8."""
    shown = package.shown_path(resource.path)
    if len(resource.paths) != 1:
        raise PackageError(
            "inline data and lists of files are not read here",
            file=package.shown_path(DESCRIPTOR),
            found=f"{resource.name}: {len(resource.paths)} files",
            expected="one file",
        )
    try:
        return package.file(resource).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackageError(
            "the file is not UTF-8", file=shown, hint="save it as UTF-8 and run again"
        ) from None
    except FileNotFoundError:
        raise PackageError(
            "the file is missing",
            file=shown,
            hint="restore it, or rebuild the tables with fiscal-notice extract",
        ) from None
    except OSError as error:
        raise PackageError(
            f"the file cannot be read: {error.strerror}",
            file=shown,
            hint="check its rights, and that it is a file",
        ) from None


def record_key(schema: Schema, cells: dict[str, str]) -> str:
    """The primary key of a row as text, parts joined by ``/``; all cells if there is no key."""
    names = schema.primary_key or schema.names
    return "/".join(cells.get(name, "") for name in names)
