"""Printed amounts of money → exact yuan, as Chinese budget tables print them.

A figure is read or it is not: wrongly placed separators, letters or too many digits are no amount.
Nothing is rounded and no sign is inferred.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.notice.family import YUAN_PER_WAN

YUAN_PER_UNIT = {
    "元": 1,
    "千元": 1_000,
    "万元": YUAN_PER_WAN,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
    "亿元": 100_000_000,
}
# The longest first: 万元 ends in 元.
UNIT_WORDS = "|".join(sorted(YUAN_PER_UNIT, key=len, reverse=True))
MONEY_UNIT = rf"(?:人民币)?\s*(?P<unit>{UNIT_WORDS})\s*(?:人民币)?"

_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# More digits than any budget has, and fewer than a 64-bit integer or exact arithmetic bears.
_MOST_DIGITS = 15
_PRINTED = re.compile(
    r"(?:人民币)?(?P<minus>[-△▲]?)(?P<open>\(?)(?P<inner>-?)[¥]?(?P<figure>[0-9][0-9,.]*)"
    rf"(?P<unit>{UNIT_WORDS})?(?P<close>\)?)(?P<after>(?:{UNIT_WORDS})?)整?"
)
_SIGNS = str.maketrans(dict.fromkeys("−–—﹣－", "-") | {"∆": "△", "Δ": "△", "￥": "¥", "，": ","})
_NOTHING = re.compile(r"[-/\\]*|无|…+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A printed figure: its value, and the unit that is printed beside it, if one is."""

    value: Decimal
    unit: str | None = None


def plain(text: str) -> str:
    """The text with half-width characters, one kind of minus, and no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(_SIGNS)))


def is_nothing(text: str) -> bool:
    """Whether a cell prints that there is no amount: it is empty, or a dash or a stroke."""
    return _NOTHING.fullmatch(plain(text)) is not None


def figure(text: str) -> Figure | None:
    """The figure that a cell prints, with its sign and its unit; None if it prints no figure.

    Negative are ``-3``, ``(3)``, ``△3`` and ``▲3``, also in full-width characters.
    """
    match = _PRINTED.fullmatch(plain(text))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["figure"]
    if not _PLAIN.fullmatch(digits) or sum(sign.isdigit() for sign in digits) > _MOST_DIGITS:
        return None
    if match["unit"] and match["after"]:
        return None
    value = Decimal(digits.replace(",", ""))
    if match["minus"] or match["open"] or match["inner"]:
        value = -value
    return Figure(value=value, unit=match["unit"] or match["after"] or None)


def in_yuan(value: Decimal, unit: str) -> int | Decimal:
    """A value of ``unit`` in yuan: whole numbers as int, others exact."""
    return whole(value * YUAN_PER_UNIT[unit])


def whole(value: Decimal) -> int | Decimal:
    """The value as int if it is a whole number, else without zeros at its end."""
    return int(value) if value == value.to_integral_value() else value.normalize()
