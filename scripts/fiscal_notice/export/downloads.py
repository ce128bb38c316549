"""The package in every form that people ask for: made, read back, and only then written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from fiscal_notice.errors import NotHeldError
from fiscal_notice.export.check import check_downloads
from fiscal_notice.export.csv_excel import csv_for_excel
from fiscal_notice.export.jsonl import json_lines
from fiscal_notice.export.parquet import parquet
from fiscal_notice.export.sqlite import sqlite_database
from fiscal_notice.export.tables import Table, read_tables
from fiscal_notice.export.xlsx import workbook
from fiscal_notice.model import File, LeftOut
from fiscal_notice.package import Package, write_files
from fiscal_notice.package.limits import NAMES, Refusal, refusals
from fiscal_notice.package.naming import check_table_names, check_texts, file_stem
from fiscal_notice.package.owned_files import replace_owned, sha256_of, sums
from fiscal_notice.translation import error_in_chinese

SUMS = "SHA256SUMS"
_OURS = re.compile(
    r"(csv|csv-excel)/[^/]+\.csv|jsonl/[^/]+\.jsonl|parquet/[^/]+\.parquet|[^/]+\.(xlsx|sqlite)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The downloads of a package: name → bytes, the list of sums last, and those left out."""

    files: Mapping[str, bytes]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """The downloads that were written, the list of sums last, and those left out."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()


def make_downloads(package: Package, out: Path) -> Downloads:
    """Write all downloads of ``package`` into ``out``, as far as each format can hold them.

    What the former list of sums names and is made no more goes, if nobody changed it. Raises
    PackageError for a package that cannot be read, ExportError if a download would not hold what
    the package holds (then nothing is written), TargetError for a folder that cannot be written.
    """
    made = download_contents(package)
    contents = dict(made.files)
    listed = contents.pop(SUMS)
    files = replace_owned(out, SUMS, contents, names=_OURS)
    last = File(name=SUMS, path=out / SUMS, sha256=sha256_of(listed), bytes=len(listed))
    return Downloads(files=(*files, last), left_out=made.left_out)


def download_contents(package: Package) -> Contents:
    """Every download, checked, and their sums; errors as in ``make_downloads``.

    What a format cannot hold is known before anything is made, and leaves out that file alone.
    """
    stem = file_stem(package)
    tables = read_tables(package)
    check_texts(package)
    check_table_names(package)
    refused = [each for table in tables for each in _refusals(table)]
    makers: dict[str, Callable[[], bytes]] = {}
    for table in tables:
        makers[f"csv/{table.name}.csv"] = partial(_source, table)
        makers[f"csv-excel/{table.name}.csv"] = partial(csv_for_excel, table)
        makers[f"jsonl/{table.name}.jsonl"] = partial(json_lines, table)
        makers[f"parquet/{table.name}.parquet"] = partial(parquet, table)
    makers[f"{stem}.xlsx"] = partial(workbook, package, tables)
    makers[f"{stem}.sqlite"] = partial(sqlite_database, package, tables)
    contents: dict[str, bytes] = {}
    left_out: list[LeftOut] = []
    for name, make in sorted(makers.items()):
        found = _in_the_way(name, refused)
        if found:
            left_out.append(_left_out(name, found))
            continue
        try:
            contents[name] = make()
        except NotHeldError as error:
            reason, reason_zh = (
                " ".join(said.split()) for said in (str(error), error_in_chinese(error))
            )
            left_out.append(LeftOut(name=name, reason=reason, reason_zh=reason_zh))
    check_downloads(contents, tables)
    contents[SUMS] = sums((sha256_of(content), name) for name, content in contents.items())
    return Contents(files=contents, left_out=tuple(left_out))


def _source(table: Table) -> bytes:
    return table.source


def _refusals(table: Table) -> list[Refusal]:
    return refusals(table.name, table.schema.names, zip(table.lines, table.rows, strict=True))


def _in_the_way(name: str, refused: Sequence[Refusal]) -> list[Refusal]:
    """Why a download cannot be made: that of a table for what is in it, else for any of them."""
    form = name.rpartition(".")[2]
    folder, _, file = name.rpartition("/")
    table = file.rpartition(".")[0] if folder else ""
    return [each for each in refused if each.form == form and table in ("", each.table)]


def _left_out(name: str, found: Sequence[Refusal]) -> LeftOut:
    return LeftOut(
        name=name,
        reason="; ".join(each.words("en") for each in found),
        reason_zh="；".join(each.words("zh") for each in found),
    )


def single_file(package: Package, form: Literal["xlsx", "sqlite"]) -> bytes:
    """A download that holds all tables, as ``make_downloads`` writes it.

    Raises as ``make_downloads`` does, and NotHeldError if the format cannot hold the tables.
    """
    return _single(package, read_tables(package), form)


def make_database(package: Package, out: Path) -> Path:
    """Write the SQLite download alone into ``out``; errors as in ``single_file``."""
    name = f"{file_stem(package)}.sqlite"
    write_files(out, {name: _single(package, read_tables(package), "sqlite")})
    return out / name


def _single(package: Package, tables: Sequence[Table], form: Literal["xlsx", "sqlite"]) -> bytes:
    name = f"{file_stem(package)}.{form}"
    check_texts(package)
    check_table_names(package)
    refused = [each for table in tables for each in _refusals(table)]
    if found := _in_the_way(name, refused):
        raise NotHeldError(
            f"{NAMES[form]} cannot hold the tables",
            file=package.shown_path(package.file_name),
            found="; ".join(each.words() for each in found),
            hint="declare such columns otherwise, or take another form of the data",
        )
    make = workbook if form == "xlsx" else sqlite_database
    content = make(package, tables)
    check_downloads({name: content}, tables)
    return content
