"""The formats of cells, each made once."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from fiscal_notice.export.reading_sheet import NUMBERS, ColumnKind
from fiscal_notice.export.typed_tables import TypedColumn

FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
# Away from the text in the next column.
_RIGHT = {"align": "right", "indent": 1}
BLUE, PALE, GREY, LINE, AMBER = "#1F3864", "#E8EEF7", "#6B7280", "#9DB2D3", "#FFF4D6"


class Styles:
    """All formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        def made(**properties: Any) -> Format:
            return book.add_format({**FONT, **properties})

        self._made = made
        self._cells: dict[tuple[ColumnKind, int, bool], Format] = {}

        self.text = made(num_format="@", text_wrap=True)
        self.amount = made(num_format="#,##0", **_RIGHT)
        self.whole = made(num_format="0", **_RIGHT)
        self.number = made(num_format="General", **_RIGHT)
        self.day = made(num_format="yyyy-mm-dd", align="left")
        self.moment = made(num_format="yyyy-mm-dd hh:mm:ss", align="left")
        self.clock = made(num_format="hh:mm:ss", align="left")
        self.truth = made(align="center")
        title: dict[str, Any] = {"bold": True, "font_color": BLUE, "bg_color": PALE}
        name: dict[str, Any] = {"num_format": "@", "font_color": GREY, "bg_color": PALE}
        name |= {"font_size": 9, "bottom": 1, "bottom_color": LINE}
        self.title = made(**title, text_wrap=True)
        self._headings = (self.title, made(**name))
        self.title_right = made(**title, **_RIGHT)
        self._headings_right = (self.title_right, made(**name, **_RIGHT))
        self.top = made(bold=True, font_size=16, font_color=BLUE, text_wrap=True)
        self.under = made(font_size=12, font_color=GREY, text_wrap=True)
        self.part = made(bold=True, font_size=12, font_color=BLUE, bottom=1, bottom_color=LINE)
        self.label = made(bold=True, font_color=GREY)
        self.prose = made(text_wrap=True)
        self.warning = made(text_wrap=True, bg_color=AMBER, bold=True)
        self.link = made(font_color="#0563C1", underline=1)

        self.name = made(bold=True, font_size=12, font_color=BLUE)
        self.note = made(text_wrap=True, font_color=GREY, font_size=9)
        head = {**title, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": LINE}
        self._head, self._head_right = made(**head), made(**head, **_RIGHT)

    def head(self, *, number: bool) -> Format:
        """The format of the head of a column for people, on the side of its cells."""
        return self._head_right if number else self._head

    def cell(self, kind: ColumnKind, decimals: int, *, total: bool) -> Format:
        """The format of a cell for people; numbers show all their decimals."""
        key = kind, decimals, total
        if key not in self._cells:
            look: dict[str, Any] = {"bottom": 4, "bottom_color": LINE}
            if total:
                look = {"bold": True, "top": 1, "top_color": BLUE, "bg_color": PALE}
            look |= _RIGHT if kind in NUMBERS else {"text_wrap": True, "align": "left"}
            point = f".{'0' * decimals}" if decimals else ""
            formats = {"number": f"#,##0{point}", "count": "#,##0", "plain": "0"}
            formats |= {"share": "0.0%", "day": "yyyy-mm-dd", "figure": "General"}
            self._cells[key] = self._made(num_format=formats.get(kind, "@"), **look)
        return self._cells[key]

    def headings_of(self, column: TypedColumn) -> tuple[Format, Format]:
        """The formats of a column's title and name, on the side of its cells."""
        right = column.value_type in ("integer", "year", "number")
        return self._headings_right if right else self._headings

    def of(self, column: TypedColumn) -> Format:
        """The format of a column's cells."""
        if column.value_type == "integer" and column.unit:
            return self.amount
        return {
            "integer": self.whole,
            "year": self.whole,
            "number": self.number,
            "date": self.day,
            "datetime": self.moment,
            "time": self.clock,
            "boolean": self.truth,
            "string": self.text,
        }[column.value_type]
