"""What may be typed into a column: lists to choose from, days, numbers, and words of help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fiscal_notice.follow.form_layout import TRUTH
from fiscal_notice.package import Field

#: Cells are looked after down to this row, counted from 0.
LAST_ROW = 1999
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
_MOST = 10**13
_TITLE, _HELP = 32, 255


def labels_of(field: Field) -> list[str]:
    """The words that a field is chosen from, in Chinese; none if it is free."""
    if field.type == "boolean":
        return list(TRUTH.values())
    return list(field.labels("zh").values())


def restrict(sheet: Worksheet, area: tuple[int, int, int, int], field: Field) -> None:
    """Let the cells of ``area`` (top, left, bottom, right) take what fits the field."""
    chosen = labels_of(field)
    rule: dict[str, Any] = {"validate": "any"}
    if chosen:
        rule = listed(chosen)
    elif field.type == "date":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DAY,
            "maximum": _LAST_DAY,
            "error_title": "请填日期",
            "error_message": "请填写日期，格式为年-月-日，如2021-03-04。",
        }
    elif field.type == "number":
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_MOST,
            "maximum": _MOST,
            "error_title": "请填数字",
            "error_message": "请只填数字，不加单位。",
        }
    help_ = field.raw.get("description@zh")
    if isinstance(help_, str) and help_:
        rule |= {"input_title": field.title()[:_TITLE], "input_message": help_[:_HELP]}
    elif rule["validate"] == "any":
        return
    sheet.data_validation(*area, rule)


def listed(words: Sequence[str], *, others: bool = False) -> dict[str, Any]:
    """A list to choose from; with ``others`` anything else may be typed as well."""
    return {
        "validate": "list",
        "source": list(words),
        "show_error": not others,
        "error_title": "请从列表中选择",
        "error_message": "请从下拉列表中选择：" + "、".join(words),
    }
