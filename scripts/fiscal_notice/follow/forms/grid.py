"""Texts and cells on a sheet, also over several cells, never taken for a formula or a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import LINE, as_text, lines_of
from fiscal_notice.export.xlsx_cells import write_text
from fiscal_notice.package.limits import NO_XML, SHEET_TEXT, units

_CUT = "…"
#: A spreadsheet shows no row that is higher.
HIGHEST = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Cells from ``left`` to ``right`` on a row, and down to the row ``bottom`` if it is given."""

    row: int
    left: int
    right: int
    bottom: int | None = None


@dataclass(slots=True, kw_only=True)
class Grid:
    """A sheet with columns of the given ``widths``, in letters."""

    sheet: Worksheet
    widths: Sequence[int]

    def __post_init__(self) -> None:
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)

    def put(self, span: Span, text: str, style: Format) -> None:
        """Write a text into a cell, or over several."""
        bottom = span.row if span.bottom is None else span.bottom
        if span.right > span.left or bottom > span.row:
            self.sheet.merge_range(span.row, span.left, bottom, span.right, "", style)
        # merge_range would read the text for numbers, links and formulas.
        if text:
            write_text(self.sheet, span.row, span.left, fitting(text), style)
        else:
            self.sheet.write_blank(span.row, span.left, None, style)

    def width(self, span: Span) -> int:
        """How many letters a line over these columns takes."""
        return sum(self.widths[span.left : span.right + 1])

    def height(self, row: int, texts: Sequence[tuple[Span, str]], least: int = 1) -> None:
        """Make a row as high as its texts need, at least ``least`` lines."""
        # The last letter of a line may not fit, and bold ones are wider.
        needed = [lines_of(text, max(self.width(span) - 2, 1)) for span, text in texts]
        self.sheet.set_row(row, min(LINE * max([least, *needed]) + 5, HIGHEST))


def write_given(
    sheet: Worksheet, place: tuple[int, int], text: str, looks: tuple[Format, Format]
) -> None:
    """Write a cell of the notice: a number in the first look if a spreadsheet keeps it, else text.

    An empty text is an empty cell. Equal looks are those of text.
    """
    number, plain = looks
    value = _number(text) if number is not plain else None
    if not text:
        sheet.write_blank(*place, None, number)
    elif value is None or as_text(value):
        write_text(sheet, *place, fitting(text), plain)
    else:
        sheet.write_number(*place, value, number)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def fitting(text: str) -> str:
    """A text as a cell can hold it: what XML has no place for is a sign for it, and no longer."""
    text = NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    while units(text) > SHEET_TEXT:
        text = text[: SHEET_TEXT // 2 - 1] + _CUT
    return text
