"""The formats of a form's cells: what is given is grey and locked, what is to be filled yellow."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from fiscal_notice.export.xlsx_styles import BLUE, FONT, GREY, LINE, PALE
from fiscal_notice.package import Field

GIVEN, FILL, EDGE = "#F1F3F6", "#FFF8D9", "#C5CCD8"
_MONEY, _NUMBER, _DAY, _TEXT = "#,##0.00", "General", "yyyy-mm-dd", "@"


class FormStyles:
    """All formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}
        edge = {"border": 1, "border_color": EDGE, "valign": "vcenter"}
        head = {"bold": True, "font_color": BLUE, "bg_color": PALE, "text_wrap": True}
        self.title = self._new(bold=True, font_size=16, font_color=BLUE, valign="vcenter")
        self.centred = self._new(
            bold=True, font_size=16, font_color=BLUE, valign="vcenter", align="center"
        )
        self.under = self._new(font_color=GREY, text_wrap=True, valign="vcenter")
        self.header = self._new(**edge, **head, align="center")
        self.header_fill = self._new(**{**edge, **head, "bg_color": "#FFE9A8"}, align="center")
        self.label = self._new(**edge, **head, align="left", indent=1)
        self.note = self._new(font_color=GREY, valign="vcenter")
        self.part = self._new(bold=True, font_size=12, font_color=BLUE, bottom=1, bottom_color=LINE)
        self.prose = self._new(text_wrap=True, valign="vcenter")
        self.link = self._new(font_color="#0563C1", underline=1, valign="vcenter")
        self.plain = self._new()
        self.fact = self._new(**edge, text_wrap=True, num_format=_TEXT, align="left", indent=1)
        self._edge = edge

    def _new(self, **properties: Any) -> Format:
        return self._book.add_format({**FONT, **properties})

    def cell(self, form: str, kind: str, align: str = "") -> Format:
        """Of a cell that is ``given``, to ``fill``, or ``free`` (further down, without colour).

        ``kind`` is text, money, number or day.
        """
        key = (form, kind, align)
        if key not in self._made:
            numbers = {"money": _MONEY, "number": _NUMBER, "day": _DAY, "text": _TEXT}
            properties: dict[str, Any] = {"num_format": numbers[kind], "text_wrap": kind == "text"}
            # Away from the line, and from the text in the next column.
            properties["align"] = align or ("right" if kind in ("money", "number") else "left")
            properties["indent"] = 0 if properties["align"] == "center" else 1
            if form != "free":
                properties |= self._edge
                properties["bg_color"] = GIVEN if form == "given" else FILL
            self._made[key] = self._new(**properties, locked=form == "given")
        return self._made[key]


def kind_of(field: Field) -> str:
    """How a cell of a field looks: text, money, number or day.

    Integers are ids and codes: text.
    """
    if field.type == "date":
        return "day"
    if field.type == "number":
        return "money" if field.name.endswith("_yuan") else "number"
    return "text"
