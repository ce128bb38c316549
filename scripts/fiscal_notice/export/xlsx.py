"""One XLSX of the package: a page to read first, sheets for people, fields, and the tables.

The sheets for people are those of the package's kind. The sheet of a table has Chinese titles with
units in row 1 and the names of the fields in row 2, which programs read and by which people filter;
both stay in sight. Codes and all other text are cells of text in the format of text: nothing
becomes a number, a formula or a link, also not when it is edited.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.about import about
from fiscal_notice.export.download_form import Rows
from fiscal_notice.export.read_back import check_names, values_of
from fiscal_notice.export.sheet_layout import (
    LINE,
    as_text,
    column_widths,
    heading,
    row_height,
    sheet_names,
)
from fiscal_notice.export.typed_tables import TypedTable, ValueType
from fiscal_notice.export.xlsx_cells import plain_zip, write_text
from fiscal_notice.export.xlsx_pages import FIELDS, FIRST, Book, write_fields, write_first
from fiscal_notice.export.xlsx_reading import names_of, source_of, write_reading
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.model import Value
from fiscal_notice.package import Package
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.naming import date_of_creation
from fiscal_notice.package.tabular import format_value

TOP = 2
"""Rows above the first row of data."""
_A4 = 9
_FREEZABLE = 16


def workbook(package: Package, tables: Sequence[TypedTable]) -> bytes:
    """The package as an XLSX file, the same bytes for the same package.

    The tables are within the limits of Excel, see ``package.limits``. Raises PackageError if the
    descriptor has no date of creation.
    """
    when = date_of_creation(package)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        words = about(package, "zh")
        book.set_properties(
            {
                "title": words.title,
                "comments": words.citation,
                "created": datetime(*when),  # noqa: DTZ001  the day as written, in no zone
            }
        )
        _write(Book(book=book, styles=Styles(book), package=package, tables=tuple(tables)))
    return plain_zip(buffer, when)


def _write(book: Book) -> None:
    links = _names(book.tables)
    sheets = kind_of(book.package).sheets(book.package)
    names = names_of(sheets, (FIRST, FIELDS, *links.values()))
    reading = dict(zip(names, sheets, strict=True))
    write_first(book, links, reading)
    for name, sheet in reading.items():
        added = book.book.add_worksheet(name)
        write_reading(added, sheet, book.styles, source_of(book.package))
    write_fields(book)
    for table in book.tables:
        _write_table(book.book.add_worksheet(links[table.name]), table, book.styles)


def _names(tables: Sequence[TypedTable]) -> dict[str, str]:
    """The name of each table's sheet, whatever other sheets there are."""
    names = sheet_names([table.resource.title() for table in tables], (FIRST, FIELDS))
    return dict(zip((table.name for table in tables), names, strict=True))


def _write_table(sheet: Worksheet, table: TypedTable, styles: Styles) -> None:
    widths = column_widths(table)
    formats = [styles.of(column) for column in table.columns]
    for at, (column, width, style) in enumerate(zip(table.columns, widths, formats, strict=True)):
        sheet.set_column(at, at, width, style)
        title, name = styles.headings_of(column)
        write_text(sheet, 0, at, heading(column), title)
        write_text(sheet, 1, at, column.name, name)
    for number, (row, texts) in enumerate(zip(table.rows, table.texts, strict=True), start=TOP):
        height = row_height(texts, widths)
        if height is not None:
            sheet.set_row(number, height)
        for at, value in enumerate(row):
            _write_cell(sheet, (number, at), value, (formats[at], styles.text))
    _arrange(sheet, table, widths)


def _arrange(sheet: Worksheet, table: TypedTable, widths: Sequence[int]) -> None:
    sheet.set_default_row(LINE + 1)
    last, right = len(table.rows) + TOP - 1, len(table.columns) - 1
    sheet.freeze_panes(TOP, 1 if widths[0] <= _FREEZABLE and right > 0 else 0)
    sheet.autofilter(1, 0, max(last, 1), right)
    # Codes are meant to be text: no green corner in each of their cells.
    sheet.ignore_errors(
        {"number_stored_as_text": xlsxwriter.utility.xl_range(0, 0, max(last, 1), right)}
    )
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    value: Value,
    styles: tuple[Format, Format],
) -> None:
    style, text_style = styles
    match value:
        case None:
            sheet.write_blank(*place, None, style)
        case bool():
            sheet.write_boolean(*place, value, style)
        case str():
            write_text(sheet, *place, value, style)
        case _ if as_text(value):
            text = format_value(value) if isinstance(value, date | time) else str(value)
            write_text(sheet, *place, text, text_style)
        case datetime() | time():
            sheet.write_datetime(*place, value, style)
        case date():
            sheet.write_datetime(*place, datetime.combine(value, time()), style)
        case _:
            sheet.write_number(*place, value, style)


def read_workbook(content: bytes, tables: Sequence[TypedTable]) -> dict[str, Rows]:
    """The rows of every table of an XLSX; ValueError for a formula."""
    import openpyxl  # noqa: PLC0415  heavy

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        names = _names(tables)
        return {table.name: _rows_of(book[names[table.name]], table) for table in tables}
    finally:
        book.close()


def _rows_of(sheet: Any, table: TypedTable) -> Rows:
    rows = list(sheet.iter_rows(max_col=len(table.columns)))
    check_names([cell.value for cell in rows[TOP - 1]], table, as_in_workbook)
    formulas = [cell.coordinate for row in rows for cell in row if cell.data_type == "f"]
    if formulas:
        raise ValueError(f"{table.name} has a formula in {formulas[0]}")
    return [values_of((cell.value for cell in row), table, _value) for row in rows[TOP:]]


_FROM_TEXT: dict[ValueType, Callable[[str], Value]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "number": Decimal,
    "integer": int,
    "year": int,
}


def _value(value_type: ValueType, cell: Any) -> Any:
    match value_type, cell:
        case "date", datetime():
            return cell.date()
        case "number", int() | float() if not isinstance(cell, bool):
            return Decimal(repr(cell))
        case "date" | "datetime" | "time" | "number" | "integer" | "year", str():
            value = _FROM_TEXT[value_type](cell)
            return value if as_text(value) else cell
    return cell


_ESCAPED = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def as_in_workbook(value: Value) -> Value:
    """A text as openpyxl gives it back: in Excel's escapes, but for one mark, which it drops."""
    if not isinstance(value, str):
        return value
    escaped = _ESCAPED.sub(r"_x005F\1", value)
    return _CONTROL.sub(lambda sign: f"_x{ord(sign.group()):04X}_", escaped).replace("x005F_", "")
