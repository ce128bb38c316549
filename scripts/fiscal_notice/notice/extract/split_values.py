"""A target value that a form splits over columns (sign, value, unit, direction), put together.

Put together it reads as it would in one cell: ``≥`` ``95`` ``%`` is ``≥95%``.
"""

from __future__ import annotations

import re

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.values import parse_value
from fiscal_notice.notice.extract.vocabulary import COMPARATORS

_FIGURE = re.compile(rf"(?P<sign>{'|'.join(sorted(COMPARATORS, key=len, reverse=True))})?[0-9]")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_DIRECTIONS = (("反向", "negative"), ("逆向", "negative"), ("负向", "negative"))
_POSITIVE = ("正向",)


def joined_value(sign: str | None, value: str | None, unit: str | None) -> str | None:
    """The value as one text; a value in words, and one that has its sign or unit, keeps its own.

    A sign that compares nothing (定性, 定量) is left out. None if there is no value.
    """
    if not value:
        return None
    figure = _FIGURE.match(squeeze(value))
    if figure is None:
        return value
    mark = sign if sign and is_sign(sign) and not figure["sign"] else ""
    tail = "" if not unit or value.endswith(unit) else unit
    return f"{mark}{value}{tail}"


def is_sign(cell: str) -> bool:
    """Whether a cell compares: ≥, =, 大于等于."""
    return squeeze(cell) in COMPARATORS


def target_parts(indicator: Row) -> Rows:
    """The parts of an indicator's printed value, each with all fields of ``parse_value``.

    What the form says in columns of its own, unit and direction, goes before what the words tell.
    """
    printed, unit = _text(indicator.get("value_as_printed")), _text(indicator.get("target_unit"))
    name = _text(indicator.get("level3_clean"))
    parts = parse_value(printed, name)
    if printed and unit and printed.endswith(unit):
        plain = parse_value(printed.removesuffix(unit))
        if _is_number(printed.removesuffix(unit), plain):
            ratio = parse_value(f"1{unit}")[0]["basis"] == "ratio"
            parts = [plain[0] | {"unit": unit, "basis": "ratio" if ratio else "absolute"}]
    direction = direction_of(_text(indicator.get("direction_as_printed")))
    if direction:
        parts = [p | {"direction": direction} if p["value_type"] else p for p in parts]
    return parts


def _is_number(text: str, parts: Rows) -> bool:
    numbers = _NUMBER.findall(text)
    return len(parts) == 1 and len(numbers) == 1 and parts[0]["parse_status"] == "parsed"


def direction_of(printed: str | None) -> str | None:
    """The direction that a form prints: 正向指标 is positive, 反向指标 negative."""
    for words, direction in (*_DIRECTIONS, *((word, "positive") for word in _POSITIVE)):
        if printed and words in printed:
            return direction
    return None


def _text(value: object) -> str | None:
    return None if value in (None, "") else str(value)
