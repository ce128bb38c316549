"""The package in every form that people ask for: made, read back, and only then written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from fiscal_notice.errors import PackageError
from fiscal_notice.export.check import check_downloads
from fiscal_notice.export.csv_excel import csv_for_excel
from fiscal_notice.export.jsonl import json_lines
from fiscal_notice.export.parquet import parquet
from fiscal_notice.export.sqlite import sqlite_database
from fiscal_notice.export.tables import Table, read_tables
from fiscal_notice.export.xlsx import workbook
from fiscal_notice.model import File
from fiscal_notice.package import Package, write_files
from fiscal_notice.package.naming import check_texts, file_stem

SUMS = "SHA256SUMS"
_NAME = re.compile(r"[^\W.][\w.-]{0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_OURS = re.compile(r"(?:(?:csv|csv-excel|jsonl|parquet)/)?[\w+-][\w.+-]*")


def make_downloads(package: Package, out: Path) -> tuple[File, ...]:
    """Write all downloads of ``package`` into ``out``; returns them, the list of sums last.

    What the former list of sums names and is made no more goes. Raises PackageError for a package
    that cannot be read, ExportError if a download would not hold what the package holds (then
    nothing is written), TargetError for a folder that cannot be written.
    """
    contents = download_contents(package)
    old = _listed(out)
    write_files(out, contents)
    for name in old - set(contents):
        (out / name).unlink(missing_ok=True)
    return tuple(
        File(name=n, path=out / n, sha256=hashlib.sha256(c).hexdigest(), bytes=len(c))
        for n, c in contents.items()
    )


def download_contents(package: Package) -> dict[str, bytes]:
    """Every download by its name, checked, and their sums; errors as in ``make_downloads``."""
    stem = file_stem(package)
    tables = read_tables(package)
    _check_names(package, tables)
    contents: dict[str, bytes] = {}
    for table in tables:
        contents[f"csv/{table.name}.csv"] = table.source
        contents[f"csv-excel/{table.name}.csv"] = csv_for_excel(table)
        contents[f"jsonl/{table.name}.jsonl"] = json_lines(table)
        contents[f"parquet/{table.name}.parquet"] = parquet(table)
    contents[f"{stem}.xlsx"] = workbook(package, tables)
    contents[f"{stem}.sqlite"] = sqlite_database(package, tables)
    check_downloads(contents, tables)
    contents = dict(sorted(contents.items()))
    contents[SUMS] = _sums(contents)
    return contents


def single_file(package: Package, form: Literal["xlsx", "sqlite"]) -> bytes:
    """A download that holds all tables, as ``make_downloads`` writes it; errors as there."""
    tables = read_tables(package)
    _check_names(package, tables)
    make = workbook if form == "xlsx" else sqlite_database
    content = make(package, tables)
    check_downloads({f"{file_stem(package)}.{form}": content}, tables)
    return content


def make_database(package: Package, out: Path) -> Path:
    """Write the SQLite download alone into ``out``; errors as in ``make_downloads``."""
    name = f"{file_stem(package)}.sqlite"
    tables = read_tables(package)
    _check_names(package, tables)
    content = sqlite_database(package, tables)
    check_downloads({name: content}, tables)
    write_files(out, {name: content})
    return out / name


def _check_names(package: Package, tables: Sequence[Table]) -> None:
    """PackageError for a table whose name cannot name a file everywhere, or for half characters."""
    check_texts(package)
    seen: set[str] = set()
    for name in (table.name for table in tables):
        if not _NAME.fullmatch(name) or name.casefold() in seen or _DEVICE.fullmatch(name):
            raise PackageError(
                "a table's name cannot name a file",
                file=package.shown_path("datapackage.json"),
                found=name[:80],
                expected="at most 100 letters, digits, dots, hyphens and underscores; not two "
                "names that differ only in case, and none that Windows keeps for devices",
            )
        seen.add(name.casefold())


def _sums(contents: Mapping[str, bytes]) -> bytes:
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    ).encode()


def _listed(out: Path) -> set[str]:
    """The downloads that an earlier list of sums names."""
    try:
        lines = (out / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for line in lines if _OURS.fullmatch(name := line.partition("  ")[2])} - {SUMS}
