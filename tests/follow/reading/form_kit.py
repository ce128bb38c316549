"""Filled forms made by hand from the layout; every figure in them is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.form_layout import ABOUT, GUIDE, HEADER_ROW, SHEETS, FormSheet
from fiscal_notice.follow.reading.lines import unpacked
from fiscal_notice.follow.reading.one import Form, read_form
from fiscal_notice.follow.reading.read import Order, Result, put_together, standing
from fiscal_notice.follow.reading.sources import sources_in
from fiscal_notice.follow.record import Record, read_record
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.package import read_package
from kit import ROOT

Values = Mapping[str, Any]
#: Layout of each table.
LAYOUTS: Mapping[str, FormSheet] = {sheet.table: sheet for sheet in SHEETS}


def make_form(
    announced: Announced,
    region: str,
    rows: Mapping[str, Sequence[Values]] | None = None,
    *,
    head: Sequence[tuple[str, Any]] = (("填报单位", "示例市财政局"), ("填报日期", "2021-04-01")),
    hidden: bool = True,
    lang: str = "zh",
) -> Workbook:
    """A form of ``region`` with ``rows`` by table; prefilled rows are those that ``rows`` has."""
    book = openpyxl.Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE
    for label, value in head:
        guide.append([label, value])
    for layout in SHEETS:
        page = book.create_sheet(layout.name)
        page["A1"] = layout.name
        for column, field in enumerate(layout.fields, 1):
            page.cell(HEADER_ROW, column, field.title(lang))
        for at, row in enumerate((rows or {}).get(layout.table, ()), HEADER_ROW + 1):
            for column, field in enumerate(layout.fields, 1):
                if field.name in row:
                    page.cell(at, column, row[field.name])
    if hidden:
        about = book.create_sheet(ABOUT)
        about.sheet_state = "hidden"
        notice = announced.facts.tables.notice
        for name, value in (
            ("form_id", f"form-{region}"),
            ("region_code", region),
            ("notice_name", announced.facts.tables.package.descriptor["name"]),
            ("notice_number", notice["document_number"]),
        ):
            about.append([name, value])
    return book


def column_of(table: str, name: str) -> int:
    """The column in which a field of a table stands, from 1."""
    return [field.name for field in LAYOUTS[table].fields].index(name) + 1


def saved(book: Workbook, path: Path) -> Path:
    """The workbook in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def read_one(path: Path) -> Form:
    """One form read against the notice of this repository."""
    sources, errors = sources_in([path])
    assert not errors
    return read_form(str(ROOT), sources[0].text)


def tables_in(folder: Path) -> Record:
    """The follow-up that was written; an empty one if none was."""
    there = (folder / "datapackage.json").is_file()
    return read_record(read_package(folder)) if there else Record()


def rows_in(form: Form, table: str) -> list[dict[str, str]]:
    """The rows of a form in one table, as texts."""
    assert form.error is None, form.error
    lines = unpacked(form.packed[table]).decode() if table in form.packed else ""
    return list(csv.DictReader(io.StringIO(lines), schema_of(table).names))


def read_into(folder: Path, *paths: Path, **said: Any) -> Result:
    """Forms read into a package, as the command does."""
    order = Order(root=ROOT, folder=folder, **said)
    record = standing(order)
    sources, errors = sources_in(paths)
    assert not errors
    return put_together(order, record, [read_form(str(ROOT), s.text) for s in sources])


def allocation(announced: Announced, region: str, at: int = 0) -> Values:
    """What a form has beforehand of an allocation."""
    row = announced.allocations[region][at]
    return {
        "allocation_id": int(row["allocation_id"]),
        "project_name": row["project_name"],
        "function_code": row["function_code"],
        "announced_yuan": int(row["amount_yuan"]),
    }


def grant(announced: Announced, region: str, at: int = 0) -> Values:
    """What a form has beforehand of a grant."""
    row = announced.grants[region][at]
    return {
        "grant_id": int(row["grant_id"]),
        "project_name": row["project_name"],
        "recipient_as_printed": row["recipient_as_printed"],
        "announced_yuan": int(row["amount_yuan"]),
    }


def indicator(announced: Announced, region: str, at: int = 0) -> Values:
    """What a form has beforehand of an indicator."""
    sheet = announced.sheets[region][0]
    row = announced.indicators[sheet["sheet_id"]][at]
    return {
        "sheet_id": int(sheet["sheet_id"]),
        "indicator_id": int(row["indicator_id"]),
        "project_name": sheet["project_name"],
        **{name: row[name] for name in ("level1", "level2", "level3")},
        "announced_as_printed": row["value_as_printed"],
    }
