"""Sheets for people in a workbook: to be filtered on a screen, and printed as they are.

The heads stand in one row, Chinese over English, with a filter; title and notes are above, the
total stands apart below, so that no filter or sorting takes it for a row. It is a value and no
formula, as everything in these workbooks.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.about import about
from fiscal_notice.export.reading_sheet import NUMBERS, ReadingSheet
from fiscal_notice.export.sheet_layout import (
    LINE,
    MOST_LINES,
    NARROWEST,
    as_text,
    lines_of,
    row_height,
    sheet_names,
    width_of,
)
from fiscal_notice.export.xlsx_cells import plain_zip, write_text
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.model import Value
from fiscal_notice.package import Package
from fiscal_notice.package.naming import date_of_creation

HEADS = 3
"""Rows above the heads: the title, and notes in both languages."""
_A3, _A4 = 8, 9
_WIDEST, _NARROW = 40, 12
_BUTTON = 3
_GAP = 5.0
# What Excel allows of a header, and of a title in it.
_HEADER = 100


def reading_workbook(package: Package, title: str, sheets: Sequence[ReadingSheet]) -> bytes:
    """A workbook of nothing but these sheets, the same bytes for the same ones.

    Raises PackageError if the descriptor's date of creation is none.
    """
    when = date_of_creation(package)
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        words = about(package, "zh")
        book.set_properties(
            {
                "title": title,
                "comments": words.citation,
                "created": datetime(*when),  # noqa: DTZ001  the day as written, in no zone
            }
        )
        styles = Styles(book)
        for name, sheet in zip(names_of(sheets), sheets, strict=True):
            write_reading(book.add_worksheet(name), sheet, styles, source_of(package))
    return plain_zip(buffer, when, zipfile.ZIP_STORED)


def names_of(sheets: Sequence[ReadingSheet], taken: Iterable[str] = ()) -> list[str]:
    """The names of the sheets in a workbook that has the names ``taken``."""
    return sheet_names([sheet.title[0] for sheet in sheets], taken)


def source_of(package: Package) -> str:
    """What a printed page names as its source: the package and its version."""
    words = about(package, "zh")
    return f"{words.title} · {words.version}" if words.version else words.title


def write_reading(sheet: Worksheet, content: ReadingSheet, styles: Styles, source: str) -> None:
    """Write ``content`` on an empty sheet; ``source`` stands at the foot of every printed page."""
    columns = range(len(content.columns))
    page = _Page(
        sheet=sheet,
        content=content,
        styles=styles,
        decimals=[content.decimals(at) for at in columns],
    )
    page.top()
    first = HEADS + 1
    for number, row in enumerate(content.rows, start=first):
        page.cells(number, row)
    last = first + max(len(content.rows), 1) - 1
    if content.totals:
        sheet.set_row(last + 1, _GAP)
        page.cells(last + 2, content.totals, total=True)
    right = len(content.columns) - 1
    sheet.freeze_panes(first, content.fixed)
    sheet.autofilter(HEADS, 0, last, right)
    sheet.ignore_errors({"number_stored_as_text": xl_range(HEADS, 0, last, right)})
    _paper(sheet, content, source)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A sheet that is being written; ``decimals`` are those of its columns."""

    sheet: Worksheet
    content: ReadingSheet
    styles: Styles
    decimals: Sequence[int]

    @cached_property
    def widths(self) -> list[int]:
        """The widths of the columns, in letters."""
        return [self._width(at) for at in range(len(self.content.columns))]

    def _width(self, at: int) -> int:
        column, rows = self.content.columns[at], (*self.content.rows, self.content.totals)
        cells = [_shown(row[at], self.decimals[at]) for row in rows if row]
        # An English head may wrap between its words.
        words = map(len, column.title_en.split())
        head = max(width_of(column.head("zh")), width_of(column.unit_en) + 2, *words)
        needed = max([head + _BUTTON, *(width_of(cell) + 2 for cell in cells)])
        narrow = self.content.wide and at >= self.content.fixed
        return min(max(needed, NARROWEST), _NARROW if narrow else _WIDEST)

    def top(self) -> None:
        """Title, notes and heads."""
        content, widths = self.content, self.widths
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        zh, en = content.about
        write_text(self.sheet, 0, 0, " ".join(content.title), self.styles.name)
        self.sheet.set_row(0, LINE * 1.5)
        self._note(1, zh)
        self._note(2, f"{en} {content.legend}." if content.legend else en)
        heads = [f"{c.head('zh')}\n{c.head('en')}" for c in content.columns]
        lines = [lines_of(text, width - 1) for text, width in zip(heads, widths, strict=True)]
        self.sheet.set_row(HEADS, LINE * max(lines) + 3)
        for at, (text, column) in enumerate(zip(heads, content.columns, strict=True)):
            style = self.styles.head(number=column.kind in NUMBERS)
            write_text(self.sheet, HEADS, at, text, style)

    def _note(self, row: int, text: str) -> None:
        last = len(self.widths) - 1
        if last:
            self.sheet.merge_range(row, 0, row, last, "", self.styles.note)
        write_text(self.sheet, row, 0, text, self.styles.note)
        # The letters are a tenth smaller than those that widths are counted in.
        self.sheet.set_row(
            row, LINE * min(lines_of(text, round(sum(self.widths) * 1.1)), MOST_LINES)
        )

    def cells(self, number: int, row: Sequence[Value], *, total: bool = False) -> None:
        """A row of values, or the totals."""
        texts = [value if isinstance(value, str) else "" for value in row]
        height = row_height(texts, self.widths)
        if height is not None:
            self.sheet.set_row(number, height)
        for at, value in enumerate(row):
            self._cell(number, at, value, total=total)

    def _cell(self, number: int, at: int, value: Value, *, total: bool) -> None:
        kind = self.content.columns[at].kind
        style = self.styles.cell(kind, self.decimals[at], total=total)
        place = self.sheet, number, at
        match value:
            case None:
                self.sheet.write_blank(number, at, None, style)
            case str():
                as_told = style if kind in ("text", "code") else self._text(total=total)
                write_text(*place, value, as_told)
            case _ if as_text(value):
                write_text(*place, str(value), self._text(total=total))
            case date():
                self.sheet.write_datetime(number, at, datetime.combine(value, time()), style)
            case _:
                self.sheet.write_number(number, at, value, style)

    def _text(self, *, total: bool) -> Format:
        return self.styles.cell("text", 0, total=total)


def _paper(sheet: Worksheet, content: ReadingSheet, source: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3 if content.wide else _A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADS)
    # The font parts the size from what follows: digits there would be taken for more of it.
    small = '&8&"-,Regular"'
    sheet.set_footer(f"&L{small}{_plain(source)}&R{small}{_plain(content.title[0])} &P / &N")


def _plain(text: str) -> str:
    """A text for a footer, in which & begins a command."""
    return text[:_HEADER].replace("&", "&&").replace("\n", " ")


def _shown(value: Value, decimals: int = 0) -> str:
    """About what a cell shows, for its width."""
    match value:
        case None:
            return ""
        case str():
            return value
        case date():
            return value.isoformat()[:10]
    return f"{value:,.{decimals}f}"
