"""What the tests of downloads need: a package of hostile texts, and cells as a CSV has them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiscal_notice.export import make_downloads
from fiscal_notice.package import Package, Resource, read_package

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org","x")',
    "=cmd|'/c calc'!A1",
    "\t=1+1",
    "\0=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "''-1",
    "'plain",
    "'",
    "{=1+1}",
    "<script>alert(1)</script>",
    "<r><t>not mark-up</t></r>",
    "</si></sst>",
    "one\ntwo",
    "one\r\ntwo\rthree",
    'said "yes", and; left\t!',
    "😀 粤财工〔2020〕228号 𠮷",
    "001",
    "00",
    "1E5",
    "123456789012345678",
    "440100199001011234",
    "2020-01-01",
    "1/2",
    "TRUE",
    "NULL",
    "#N/A",
    "NaN",
    "_x0041_",
    "x005F_",
    "_x005F_",
    "bell \x07 and \x01",
    "line\u2028and\u2029ends\u0085here",
    "\ufeffmark",
    " outer spaces ",
    "https://example.org/?a=1&b=2",
    "internal:'Sheet1'!A1",
    "mailto:nobody@example.org",
    "%s %d {0} ${x} :name ?",
    "Robert'); DROP TABLE nasty;--",
    "长" * 30_000,
)
"""Texts that some program takes for something else."""

_FIELDS = {
    "id": "integer",
    "code": "string",
    "text": "string",
    "whole": "integer",
    "figure": "number",
    "day": "date",
    "flag": "boolean",
    "year": "year",
    "moment": "datetime",
}
_NUMBERS = ("0", "-1", "999999999999999", "1000000000000000", "-9223372036854775808", "")
_FIGURES = ("0.1", "-0.25", "1234567890123.4567", "12345678901234567890.5", "3", "")
_DAYS = ("1850-05-01", "1900-01-01", "1900-02-28", "1900-03-01", "9999-12-31", "")


def hostile_package(folder: Path) -> Package:
    """A package that no spreadsheet likes; its second table tells empty from missing."""
    rows = [list(_FIELDS)]
    for number, text in enumerate(HOSTILE):
        rows.append(
            [
                str(number),
                f"{number:06d}",
                text,
                _NUMBERS[number % 6],
                _FIGURES[number % 6],
                _DAYS[number % 6],
                ("true", "false", "")[number % 3],
                ("2021", "0099", "")[number % 3],
                ("2020-12-30T08:00:00Z", "")[number % 2],
            ]
        )
    tables: dict[str, tuple[Mapping[str, Any], list[list[str]]]] = {
        "nasty": (schema(_FIELDS, primaryKey=["id"]), rows),
        "select": (
            schema({"group": "string", "order": "string"}, missingValues=["NA"]),
            [["group", "order"], ["a", ""], ["b", "NA"], ["", "x"]],
        ),
    }
    return write_package(folder, tables)


def schema(fields: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """A Table Schema of fields by type."""
    return {
        "fields": [{"name": n, "type": t, "title": f"题 {n}"} for n, t in fields.items()]
    } | more


def write_package(
    folder: Path, tables: Mapping[str, tuple[Mapping[str, Any], Sequence[Sequence[str]]]]
) -> Package:
    """A package of tables: their schemas and rows, the header first."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (definition, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        resources.append(
            {"name": name, "path": f"{name}.csv", "title": f"<b>{name}</b>", "schema": definition}
        )
    descriptor = {
        "name": "hostile",
        "version": "1.0",
        "created": "2020-02-29T00:00:00Z",
        "title": "<script>alert('标题')</script>",
        "licenses": [{"name": "x", "path": "javascript:alert(1)"}],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return read_package(folder)


def downloads_of(package: Package, out: Path) -> Path:
    """The folder of a package's downloads, made."""
    make_downloads(package, out)
    return out


def source_rows(package: Package, resource: Resource) -> list[list[str]]:
    """The rows of a table as Python's own reader of CSV gives them, the header first."""
    with package.file(resource).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_cell(value: object, kind: str) -> str:
    """A value as the CSV of the package has it, its ``kind`` being the type of the schema."""
    if value is None:
        return ""
    if kind == "boolean" and not isinstance(value, str):
        assert value in (0, 1)
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value.isoformat().replace("+00:00", "Z")
        return moment if kind == "datetime" else moment.removesuffix("T00:00:00")
    if kind == "date" and isinstance(value, date):
        return value.isoformat()
    if kind == "number" and not isinstance(value, str):
        text = format(Decimal(str(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def differences(
    package: Package, resource: Resource, held: Sequence[Sequence[object]]
) -> list[tuple[object, ...]]:
    """The cells of ``held`` (without header) that are not the CSV's: row, field, both texts."""
    assert resource.schema is not None
    kinds = [(f.name, f.type) for f in resource.schema.fields]
    rows = source_rows(package, resource)[1:]
    assert len(held) == len(rows)
    found: list[tuple[object, ...]] = []
    for number, (row, cells) in enumerate(zip(rows, held, strict=True), start=1):
        for text, cell, (name, kind) in zip(row, cells, kinds, strict=True):
            if as_cell(cell, kind) != text:
                found.append((number, name, text, cell))
    return found
