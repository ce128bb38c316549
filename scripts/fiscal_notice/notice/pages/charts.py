"""Bars and dots as plain geometry: no font is measured, the same tables give the same marks.

Why no library draws them stands in docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.notice.facts.money import Sum
from fiscal_notice.notice.facts.targets import Indicator, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of a bar, in hundredths of the full width; ``colour`` has a class in the sheet."""

    left: float
    width: float
    colour: str
    faint: bool = False


def stacked(amounts: Sequence[tuple[str, Figure, Figure | None]], full: int) -> list[Mark]:
    """A bar of (colour, amount, what is covered of it): covered pieces first, the others faint.

    Where covered is None nothing is said about it and the piece is solid.
    """
    solid = [(colour, amount if of is None else of, False) for colour, amount, of in amounts]
    faint = [
        (colour, int(amount.value - of.value), True) for colour, amount, of in amounts if of
    ] + [(colour, amount, True) for colour, amount, of in amounts if of is not None and not of]
    marks: list[Mark] = []
    left = 0.0
    for colour, size, pale in [*solid, *faint]:
        value = int(size.value) if isinstance(size, Figure) else size
        width = 100 * value / full if full else 0.0
        if width > 0:
            marks.append(
                Mark(left=round(left, 2), width=round(width, 2), colour=colour, faint=pale)
            )
        left += max(width, 0)  # what is taken back has no length
    return marks


def of_sum(each: Sum, full: int, nothing: Figure) -> list[Mark]:
    """The bar of a city: its transfer types, each with what has a target sheet."""
    return stacked(
        [
            (code, amount, each.covered_by_type.get(code, nothing))
            for code, amount in each.by_type.items()
        ],
        full,
    )


def place(figure: Figure, full: int | Decimal) -> float:
    """Where a figure stands in a bar of ``full``, in hundredths."""
    return round(min(100.0, max(0.0, float(100 * figure.value / full))), 2) if full else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A city on the scale of an indicator, in hundredths of the width."""

    left: float
    own: bool
    region: str


def strip(indicator: Indicator, own: Target) -> list[Dot]:
    """All cities from the least to the most, the own one on top; empty if none can be compared."""
    if own.measure is None or not indicator.comparable:
        return []
    peers = indicator.measured
    values = [float(p.measure or 0) for p in peers]
    low, high = min(values), max(values)
    dots = [
        Dot(left=round(3 + 94 * (value - low) / (high - low), 1), own=p is own, region=p.region)
        for p, value in zip(peers, values, strict=True)
    ]
    return sorted(dots, key=lambda dot: (dot.own, dot.left))
