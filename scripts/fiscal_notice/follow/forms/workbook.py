"""The form of a region as an XLSX: what is given locked, what is to be filled in marked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.workbook import Workbook

from fiscal_notice.export.xlsx_cells import plain_zip, write_text
from fiscal_notice.follow.form_layout import ABOUT, GUIDE, SHEETS
from fiscal_notice.follow.forms.about import about_form
from fiscal_notice.follow.forms.due import Due
from fiscal_notice.follow.forms.evaluation import write_evaluation
from fiscal_notice.follow.forms.grid import fitting
from fiscal_notice.follow.forms.guide import write_guide
from fiscal_notice.follow.forms.rows import Content, evaluation_name
from fiscal_notice.follow.forms.styles import FormStyles
from fiscal_notice.follow.forms.table_sheet import write_sheet
from fiscal_notice.package.naming import date_of_creation

# What a locked sheet allows: to make room, not to change what is given.
_ALLOWED = {"insert_rows": True, "format_columns": True, "format_rows": True}


def workbook(content: Content, due: Sequence[Due] = ()) -> bytes:
    """The form as an XLSX file, the same bytes for the same content.

    ``due`` are the days until which reports are due. Raises PackageError if the notice's
    descriptor has a date of creation that is none.
    """
    when = date_of_creation(content.announced.facts.package)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        about = about_form(content)
        book.set_properties(
            {
                "title": fitting(about["form_id"]),
                "created": datetime(*when),  # noqa: DTZ001  the day as written, in no zone
            }
        )
        _write(book, content, about, due)
    return plain_zip(buffer, when)


def _write(book: Workbook, content: Content, about: Mapping[str, str], due: Sequence[Due]) -> None:
    styles = FormStyles(book)
    guide = book.add_worksheet(GUIDE)
    write_guide(guide, styles, content, due)
    guide.protect("", _ALLOWED)
    for form in SHEETS:
        sheet = book.add_worksheet(form.name)
        write_sheet(sheet, styles, form, content.rows(form))
        sheet.protect("", _ALLOWED)
    for evaluation in content.evaluations:
        sheet = book.add_worksheet(evaluation_name(evaluation))
        write_evaluation(sheet, styles, evaluation)
        sheet.protect("", _ALLOWED)
    hidden = book.add_worksheet(ABOUT)
    hidden.set_column(0, 1, 40)
    for row, (name, value) in enumerate(about.items()):
        write_text(hidden, row, 0, name, styles.fact)
        write_text(hidden, row, 1, fitting(value), styles.fact)
    hidden.protect()
    hidden.hide()
