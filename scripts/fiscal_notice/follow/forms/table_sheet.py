"""A sheet with one row per event or indicator: headers, given rows, and rows to add."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import LINE, lines_of, width_of
from fiscal_notice.export.xlsx_cells import write_text
from fiscal_notice.follow.form_layout import HEADER_ROW, FormSheet
from fiscal_notice.follow.forms.choices import LAST_ROW, labels_of, restrict
from fiscal_notice.follow.forms.grid import HIGHEST, Grid, Span, write_given
from fiscal_notice.follow.forms.rows import TextRow
from fiscal_notice.follow.forms.styles import FormStyles, kind_of
from fiscal_notice.follow.forms.words import words
from fiscal_notice.package import Field

_NARROWEST, _WIDEST, _LONG = 9, 40, 18
_WIDTHS = {"day": 13, "money": 17, "number": 13}
#: What is wider than this in letters is printed on A3.
_WIDE = 190
_A3, _A4 = 8, 9
#: How wide the explanation above the columns may be.
_READABLE = 130


def write_sheet(
    sheet: Worksheet, styles: FormStyles, form: FormSheet, rows: Sequence[TextRow]
) -> None:
    """Write the sheet of ``form`` with its ``rows``."""
    fields = list(form.fields)
    widths = [_width(each, each.name in form.given, rows) for each in fields]
    grid = Grid(sheet=sheet, widths=widths)
    _write_top(grid, styles, form)
    for at, field in enumerate(fields):
        given = field.name in form.given
        # Whoever needs more rows than there are goes on below them.
        sheet.set_column(at, at, widths[at], styles.cell("free", kind_of(field)))
        look = styles.header if given else styles.header_fill
        write_text(sheet, HEADER_ROW - 1, at, field.title(), look)
        top = HEADER_ROW + (len(rows) if given else 0)
        restrict(sheet, (top, at, LAST_ROW, at), field)
    for number, row in enumerate(rows, start=HEADER_ROW):
        _write_row(grid, styles, form, number, row)
    last = HEADER_ROW + len(rows) + form.blank
    for number in range(HEADER_ROW + len(rows), last):
        sheet.set_row(number, LINE + 6)
        for at, field in enumerate(fields):
            sheet.write_blank(number, at, None, styles.cell("fill", kind_of(field)))
    sheet.freeze_panes(HEADER_ROW, 0)
    # Codes are meant to be text: no green corner in each of their cells.
    sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, LAST_ROW, len(fields) - 1)})
    sheet.print_area(0, 0, last - 1, len(fields) - 1)
    arrange(sheet, _A3 if sum(widths) > _WIDE else _A4)
    sheet.repeat_rows(HEADER_ROW - 1)


def arrange(sheet: Worksheet, paper: int = _A4) -> None:
    """Print across, as wide as the paper."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&A  &P / &N")


def _write_row(grid: Grid, styles: FormStyles, form: FormSheet, number: int, row: TextRow) -> None:
    texts = []
    for at, field in enumerate(form.fields):
        kind = kind_of(field)
        text = row.get(field.name, "") if field.name in form.given else ""
        # What the notice leaves open may be filled in.
        look = "given" if text else "fill"
        looks = (styles.cell(look, kind), styles.cell(look, "text" if text else kind))
        write_given(grid.sheet, (number, at), text, looks)
        texts.append((Span(row=number, left=at, right=at), text))
    grid.height(number, texts)


def _write_top(grid: Grid, styles: FormStyles, form: FormSheet) -> None:
    said = words()
    above = said["sheets"][form.table]
    within = sum(width <= _READABLE for width in accumulate(grid.widths))
    grid.put(Span(row=0, left=0, right=0), f"{form.name}  {form.name_en}", styles.title)
    # Rows of explanations are locked as a whole, though the columns below are not.
    grid.sheet.set_row(0, 28, styles.plain)
    long = Span(row=1, left=0, right=max(within - 1, 0))
    text = f"{above['zh']}\n{above['en']}"
    grid.put(long, text, styles.under)
    height = LINE * lines_of(text, grid.width(long) - 4) + 6
    grid.sheet.set_row(1, min(height, HIGHEST), styles.plain)
    grid.put(Span(row=2, left=0, right=0), said["unit"], styles.note)
    grid.sheet.set_row(2, LINE + 4, styles.plain)
    grid.sheet.set_row(HEADER_ROW - 1, 2 * LINE + 6, styles.plain)


def _width(field: Field, given: bool, rows: Sequence[TextRow]) -> int:
    """As wide as what stands in the column, or what is likely to be written there."""
    title = -(-width_of(field.title()) // 2) + 3
    if given:
        needed = max((width_of(row.get(field.name, "")) for row in rows), default=0) + 5
    elif labels_of(field):
        needed = max(width_of(label) for label in labels_of(field)) + 4
    else:
        needed = _WIDTHS.get(kind_of(field), 0)
        needed = needed or (_LONG if "constraints" not in field.raw else 12)
    return min(max(needed, title, _NARROWEST), _WIDEST)
