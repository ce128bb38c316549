"""What is said of a score in both languages, and numbers in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_PLACES = 6


@dataclass(frozen=True, slots=True)
class Said:
    """The same in Chinese and in English."""

    zh: str
    en: str

    def __add__(self, other: Said) -> Said:
        return Said(self.zh + other.zh, self.en + other.en)


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal number, with 28 digits if it does not end before."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def plain(value: Fraction) -> str:
    """A number as short as it can be written, at most six places."""
    return f"{round(exact(value), _PLACES).normalize():f}"
