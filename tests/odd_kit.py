"""Small packages as others make them: the same invented rows, written in many ways."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

NAMES = ("id", "名称", "day", "flag", "amount")
ROWS = (
    ("1", "广州, 市", "2020-01-01", "true", "1234.5"),
    ("2", 'said "no"', "", "false", "-2"),
    ("3", "深圳\n市", "2020-12-31", "", ""),
)
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True}},
    {"name": "名称", "type": "string"},
    {"name": "day", "type": "date"},
    {"name": "flag", "type": "boolean"},
    {"name": "amount", "type": "number"},
]
Files = Mapping[str, bytes]


def written(rows: Any = (NAMES, *ROWS), encoding: str = "utf-8", **form: Any) -> bytes:
    """Rows as CSV in a form of the csv module."""
    buffer = io.StringIO()
    csv.writer(buffer, **{"lineterminator": "\n", **form}).writerows(rows)
    return buffer.getvalue().encode(encoding)


def zipped(name: str, content: bytes) -> bytes:
    """A zip with one member beside another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "not this one")
        archive.writestr(name, content)
    return buffer.getvalue()


def fields(**changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields with further properties, by name."""
    return [{**field, **changes.get(field["name"], {})} for field in FIELDS]


def cells(change: Callable[[str, str], str]) -> list[tuple[str, ...]]:
    """Header and rows with each cell changed: ``change`` takes a name and a cell."""
    rows = [tuple(map(change, NAMES, row)) for row in ROWS]
    return [NAMES, *rows]


def _dates(name: str, cell: str) -> str:
    return "/".join(reversed(cell.split("-"))) if name == "day" else cell


def _marked(_: str, cell: str) -> str:
    return cell or "n/a"


def _german(name: str, cell: str) -> str:
    return cell.replace(".", ",").replace("1234", "1.234") if name == "amount" else cell


def _chinese(name: str, cell: str) -> str:
    return {"true": "是", "false": "否"}.get(cell, cell) if name == "flag" else cell


def _yuan(name: str, cell: str) -> str:
    return f"¥{cell}元" if name == "amount" and cell else cell


def _keyed() -> list[dict[str, Any]]:
    values = {"true": True, "false": False, "": None}
    numbers = {"1234.5": 1234.5, "-2": -2}
    return [
        {
            name: int(cell) if name == "id" else numbers.get(cell, values.get(cell, cell))
            for name, cell in zip(NAMES, row, strict=True)
        }
        for row in ROWS
    ]


def sheet() -> bytes:
    """The rows as a sheet of Excel, with days and numbers that are such."""
    book = openpyxl.Workbook()
    book.active.append(NAMES)
    for row in _keyed():
        day = row["day"] and datetime.fromisoformat(str(row["day"]))
        book.active.append([*(row | {"day": day}).values()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_LATER = (NAMES, ROWS[2])
ODD: dict[str, tuple[dict[str, Any], Files]] = {
    "plain": ({"path": "t.csv", "encoding": "utf-8"}, {"t.csv": written()}),
    "no encoding": ({"path": "t.csv"}, {"t.csv": written()}),
    "mark": ({"path": "t.csv"}, {"t.csv": written(encoding="utf-8-sig")}),
    "crlf": ({"path": "t.csv"}, {"t.csv": written(lineterminator="\r\n")}),
    "gb18030": (
        {"path": "t.csv", "encoding": "gb18030"},
        {"t.csv": written(encoding="gb18030")},
    ),
    "utf-16": ({"path": "t.csv", "encoding": "utf-16"}, {"t.csv": written(encoding="utf-16")}),
    "semicolons": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"delimiter": ";"}},
        {"t.csv": written(delimiter=";")},
    ),
    "semicolons, nothing said": (
        {"path": "t.csv", "encoding": "utf-8"},
        {"t.csv": written(delimiter=";", quoting=csv.QUOTE_ALL)},
    ),
    "version 2 dialect": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"csv": {"delimiter": "|"}}},
        {"t.csv": written(delimiter="|")},
    ),
    "dialect in a file": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": "dialect.json"},
        {"t.csv": written(delimiter="|"), "dialect.json": b'{"delimiter": "|"}'},
    ),
    "quotes": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"quoteChar": "'"}},
        {"t.csv": written(quotechar="'")},
    ),
    "escapes": (
        {
            "path": "t.csv",
            "encoding": "utf-8",
            "dialect": {"escapeChar": "\\", "doubleQuote": False},
        },
        {"t.csv": written(escapechar="\\", doublequote=False)},
    ),
    "spaces": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"skipInitialSpace": True}},
        {"t.csv": written(quoting=csv.QUOTE_ALL).replace(b'","', b'", "')},
    ),
    "no header": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"header": False}},
        {"t.csv": written(ROWS)},
    ),
    "header in row 2": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"headerRows": [2]}},
        {"t.csv": written([("a title", "", "", "", ""), NAMES, *ROWS])},
    ),
    "comments": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"commentChar": "#"}},
        {"t.csv": written([NAMES, ROWS[0], ("# a note", "", "", "", ""), *ROWS[1:]])},
    ),
    "tabs": ({"path": "t.tsv", "encoding": "utf-8"}, {"t.tsv": written(delimiter="\t")}),
    "parts": (
        {"path": ["a.csv", "b.csv"], "encoding": "utf-8"},
        {"a.csv": written([NAMES, *ROWS[:2]]), "b.csv": written(_LATER)},
    ),
    "parts in gbk": (
        {"path": ["a.csv", "deep\\b.csv"], "encoding": "gbk"},
        {"a.csv": written([NAMES, *ROWS[:2]], "gbk"), "deep/b.csv": written(_LATER, "gbk")},
    ),
    "backslash": ({"path": "deep\\t.csv", "encoding": "utf-8"}, {"deep/t.csv": written()}),
    "gz": ({"path": "t.csv.gz", "encoding": "utf-8"}, {"t.csv.gz": gzip.compress(written())}),
    "zip": (
        {"path": "t.csv.zip", "innerpath": "t.csv", "encoding": "utf-8"},
        {"t.csv.zip": zipped("t.csv", written())},
    ),
    "inline rows": ({"data": [list(NAMES), *([*row.values()] for row in _keyed())]}, {}),
    "inline objects": ({"data": _keyed()}, {}),
    "sheet": ({"path": "t.xlsx"}, {"t.xlsx": sheet()}),
    "inline rows in forms of their own": (
        {
            "data": _keyed(),
            "fields": fields(
                amount={"decimalChar": ",", "groupChar": "."},
                flag={"trueValues": ["是"], "falseValues": ["否"]},
            ),
            "missingValues": ["n/a"],
        },
        {},
    ),
    "days of another form": (
        {"path": "t.csv", "encoding": "utf-8", "fields": fields(day={"format": "%d/%m/%Y"})},
        {"t.csv": written(cells(_dates))},
    ),
    "missing values": (
        {"path": "t.csv", "encoding": "utf-8", "missingValues": ["n/a"]},
        {"t.csv": written(cells(_marked))},
    ),
    "commas in numbers": (
        {
            "path": "t.csv",
            "encoding": "utf-8",
            "fields": fields(amount={"decimalChar": ",", "groupChar": "."}),
        },
        {"t.csv": written(cells(_german))},
    ),
    "words for true": (
        {
            "path": "t.csv",
            "encoding": "utf-8",
            "fields": fields(flag={"trueValues": ["是"], "falseValues": ["否"]}),
        },
        {"t.csv": written(cells(_chinese))},
    ),
    "units in numbers": (
        {"path": "t.csv", "encoding": "utf-8", "fields": fields(amount={"bareNumber": False})},
        {"t.csv": written(cells(_yuan))},
    ),
    "another order": (
        {"path": "t.csv", "encoding": "utf-8", "fieldsMatch": "equal"},
        {"t.csv": written([tuple(reversed(row)) for row in (NAMES, *ROWS)])},
    ),
    "labels with spaces": (
        {"path": "t.csv", "encoding": "utf-8"},
        {"t.csv": written([[f" {name} " for name in NAMES], *ROWS])},
    ),
    "labels in capitals": (
        {"path": "t.csv", "encoding": "utf-8", "dialect": {"headerCase": False}},
        {"t.csv": written([[name.upper() for name in NAMES], *ROWS])},
    ),
}
"""By name: properties of the resource and of its schema, and the files."""

_OF_SCHEMA = ("fields", "missingValues", "fieldsMatch")


def as_yaml(folder: Path) -> Path:
    """The package in ``folder`` with a descriptor in YAML, of which JSON is a part."""
    (folder / "datapackage.json").rename(folder / "datapackage.yaml")
    return folder


def odd_package(folder: Path, name: str) -> Path:
    """The package of ``ODD`` called ``name``, written into ``folder``."""
    given, files = ODD[name]
    folder.mkdir(parents=True)
    own = {key: value for key, value in given.items() if key in _OF_SCHEMA}
    resource = {key: value for key, value in given.items() if key not in _OF_SCHEMA}
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "invented",
        "version": "1.0",
        "resources": [
            {
                "name": "t",
                "type": "table",
                **resource,
                "schema": {"fields": FIELDS, "primaryKey": ["id"], **own},
            }
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
