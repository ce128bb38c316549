"""Printed amounts of money → whole yuan.

Amounts are exact: a figure that is not a whole, non-negative number of the asked unit is an error,
never rounded. Thousands separators are accepted only where they stand right.
"""

from __future__ import annotations

import re
from decimal import Decimal

from fiscal_notice.errors import TranscriptError
from fiscal_notice.notice.family import YUAN_PER_WAN

YUAN_PER_UNIT = {"元": 1, "万元": YUAN_PER_WAN}

_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# More digits than any budget has, and fewer than a 64-bit integer or exact arithmetic bears.
_MOST_DIGITS = 15
_WITH_UNIT = re.compile(r"(?P<figure>.*?)\s*(?P<unit>万元|元)")


def amount(text: str, *, unit: str, wanted: str, line: int, what: str) -> int:
    """A whole number of ``wanted`` (元 or 万元) from a figure printed in ``unit``.

    Raises TranscriptError for text that is no plain figure (``25万元`` in a column of 元,
    full-width digits, a sign, more than 15 digits), and for a figure that does not come out whole.
    """
    if not _PLAIN.fullmatch(text) or sum(sign.isdigit() for sign in text) > _MOST_DIGITS:
        raise TranscriptError(
            f"{what} is not an amount",
            line=line,
            found=text[:80] or "(empty)",
            expected=f"a plain figure in {unit}, such as 250,000.00 or 25",
            hint="correct the transcript against the notice: ASCII digits, no unit, no sign",
        )
    exact = Decimal(text.replace(",", "")) * YUAN_PER_UNIT[unit] / YUAN_PER_UNIT[wanted]
    if exact != exact.to_integral_value():
        raise TranscriptError(
            f"{what} is not a whole number of {wanted}",
            line=line,
            found=f"{text} {unit}",
            expected=f"a whole number of {wanted}",
            hint="check the figure and the unit that the annex prints",
        )
    return int(exact)


def amount_with_unit(text: str, *, wanted: str, line: int, what: str) -> int:
    """A whole number of ``wanted`` from a figure with its unit, such as ``1380万元``."""
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        raise TranscriptError(
            f"{what} has no unit",
            line=line,
            found=text[:80] or "(empty)",
            expected="a figure with 万元 or 元, such as 1380万元",
            hint="correct the transcript against the notice",
        )
    return amount(match["figure"], unit=match["unit"], wanted=wanted, line=line, what=what)
