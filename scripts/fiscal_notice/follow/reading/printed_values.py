"""Single values of a printed form: points, and what an actual value is beside its target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.follow.reading.printed_words import says
from fiscal_notice.model import Row
from fiscal_notice.notice.extract.amounts import YUAN_PER_UNIT, figure, is_nothing
from fiscal_notice.notice.extract.form_rows import in_brackets
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.value_figures import RATIOS
from fiscal_notice.notice.extract.values import parse_value

_POINTS = re.compile(r"(?:权重|分值|共)?[：:]?([0-9]+(?:\.[0-9]+)?)(?:分|%|％)?")
_PER_CENT = frozenset(("%", "％", "百分比"))
_END = "。.；;"


def points_of(text: str) -> Decimal | None:
    """The points of a cell such as ``8``, ``8分`` or ``8.50``; None if it has no plain number."""
    found = figure(squeeze(text).removesuffix("分"))
    return found.value if found and found.unit is None else None


def points_in(heading: str) -> Decimal | None:
    """The points in the brackets of a heading: ``产出指标(50分)``; None if there are none."""
    for inside in in_brackets(heading):
        match = _POINTS.fullmatch(inside)
        if match:
            return Decimal(match[1])
    return None


@dataclass(frozen=True, slots=True)
class Actual:
    """What an actual value says: a number in the target's unit, a degree, or why neither."""

    number: Decimal | None = None
    achieved: str | None = None
    doubt: str | None = None


def read_actual(actual: str, target: str | None) -> Actual:
    """The actual value beside its target, both as printed.

    A number counts in the unit of the target; one that prints another unit is converted if both
    are money, else left out with the reason. Words are a degree if the word list has them, or if
    the target is in words and they repeat it.
    """
    text = squeeze(actual).rstrip(_END)
    if is_nothing(text):
        return Actual()
    known = says(text, "achieved")
    if known:
        return Actual(achieved=known)
    sought = parse_value(target)[0] if target else None
    in_words = sought is not None and sought["value_type"] == "qualitative"
    if in_words and target and text == squeeze(target).rstrip(_END):
        return Actual(achieved="reached")
    negative = text[:1] in "-－−" and len(text) > 1
    parts = parse_value(text[1:] if negative else text)
    if len(parts) != 1 or not _is_a_number(parts[0]):
        return Actual()
    value = Decimal(str(parts[0]["lower"])) * Decimal(str(parts[0]["multiplier"] or 1))
    return _in_unit(-value if negative else value, parts[0], sought)


def _is_a_number(part: Row) -> bool:
    """Whether a part is one figure with its unit, no bound and no words."""
    words = part["condition"] or part["words_before"] or part["words_after"]
    return part["parse_status"] == "parsed" and part["comparator"] == "eq" and not words


def _in_unit(value: Decimal, part: Row, sought: Row | None) -> Actual:
    if sought is None or sought["value_type"] != "quantitative":
        return Actual(number=value)
    value /= Decimal(str(sought["multiplier"] or 1))
    unit, wanted = str(part["unit"] or ""), str(sought["unit"] or "")
    if unit in _PER_CENT and wanted in _PER_CENT:
        unit = wanted
    if not unit and wanted in RATIOS | _PER_CENT and _looks_like_a_share(value, sought):
        return Actual(doubt="a share or a percentage: the form does not say which")
    if not unit or not wanted or unit == wanted:
        return Actual(number=value)
    if unit in YUAN_PER_UNIT and wanted in YUAN_PER_UNIT:
        return Actual(number=value * YUAN_PER_UNIT[unit] / YUAN_PER_UNIT[wanted])
    return Actual(doubt="the actual value has another unit than its target")


def _looks_like_a_share(value: Decimal, sought: Row) -> bool:
    bound = sought["lower"] if sought["lower"] is not None else sought["upper"]
    return 0 < value <= 1 and bound is not None and Decimal(str(bound)) > 1
