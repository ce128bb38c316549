"""Where the cells of a package's tables can be opened from: links for a spreadsheet of errors."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fiscal_notice.package import Package, Resource

# What a click may open: nothing that an operating system would run.
_SHEETS = frozenset({".xlsx", ".xls", ".ods"})
_OPENED = _SHEETS | {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"}
# In a link a sign of these would mean something else.
_NOT_IN_LINKS = frozenset("#%\\\n\r\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """The file of a table, from the folder of the spreadsheet, and its sheet if it is known.

    ``fields`` are its fields where each stands in the column of its place.
    """

    path: str
    sheet: str = ""
    fields: tuple[str, ...] = ()

    def column(self, field: str) -> int | None:
        """The column of a field, counted from 1, if it is known."""
        return self.fields.index(field) + 1 if field in self.fields else None

    def to(self, address: str) -> str:
        """The link to a cell: of a workbook to the cell itself, of a text to the file."""
        if not self.sheet or not address:
            return self.path
        name = self.sheet.replace("'", "''")
        return f"{self.path}#'{name}'!{address}"


def links_of(package: Package, folder: Path) -> Mapping[str, FileLink]:
    """The links to the tables of an unpacked ``package``, by name, from ``folder``.

    A table has none whose rows lie in several files, in no file or in one that is packed, or whose
    path cannot stand in a link.
    """
    links = {}
    for resource in package.resources:
        path = PurePosixPath(resource.path)
        if len(resource.paths) > 1 or path.suffix.lower() not in _OPENED:
            continue
        away = os.path.relpath(package.file(resource), folder).replace(os.sep, "/")
        if not _NOT_IN_LINKS & set(away):
            sheet = _sheet(resource, package.file(resource))
            links[resource.name] = FileLink(path=away, sheet=sheet, fields=_fields(resource))
    return links


def _fields(resource: Resource) -> tuple[str, ...]:
    schema = resource.schema
    by_place = schema is not None and schema.raw.get("fieldsMatch", "exact") == "exact"
    return schema.names if schema is not None and by_place else ()


def _sheet(resource: Resource, file: Path) -> str:
    """The sheet of a workbook that holds the table: which the dialect names, or the first."""
    if file.suffix.lower() not in _SHEETS:
        return ""
    dialect = resource.raw.get("dialect")
    options = dialect if isinstance(dialect, dict) else {}
    excel = options.get("excel")
    chosen: object = {**options, **(excel if isinstance(excel, dict) else {})}.get("sheet", 1)
    if isinstance(chosen, str):
        return chosen
    names = _sheets_of(file)
    return names[chosen - 1] if isinstance(chosen, int) and 0 < chosen <= len(names) else ""


def _sheets_of(file: Path) -> Sequence[str]:
    """The names of the sheets of an XLSX; none of what cannot be read as one."""
    from openpyxl import load_workbook  # noqa: PLC0415  only a workbook needs it

    try:
        book = load_workbook(file, read_only=True)
    except Exception:
        # Of a broken workbook there is enough in the report already.
        return ()
    try:
        return list(book.sheetnames)
    finally:
        book.close()
