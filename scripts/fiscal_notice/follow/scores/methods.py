"""The formulas of scoring as pure functions: exact fractions in, exact fractions out.

A *method* gives the share of the points, 0 to 1, by the actual value and the target; a scheme names
one for each comparator (``method.ge`` …). An actual value below 0 counts as 0, as the Ministry's
modules have it. Targets are not below 0. Nothing is rounded but by ``rounded``.

Sources: 财预〔2020〕10号 (a target that is reached gives all points; bands of qualities), and the
open code of the Ministry's budget-management modules (the arithmetic below the target).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Method = Callable[[Fraction, Fraction], Fraction]
Colour = Literal["red", "yellow", "green", "blue"]

_NONE, _ALL = Fraction(0), Fraction(1)
_MONTHS = 12


def proportional(actual: Fraction, target: Fraction) -> Fraction:
    """Lower limits (≥ and >): all at the target and above, below it a ÷ t.

    The modules score a tie of > as reached.
    """
    actual = max(actual, _NONE)
    return _ALL if actual >= target else actual / target


def zero_target(actual: Fraction, target: Fraction) -> Fraction:
    """Exact values (=): as ``proportional``, but a target of 0 is reached by 0 alone."""
    if target == 0:
        return _ALL if actual <= 0 else _NONE
    return proportional(actual, target)


def distance(actual: Fraction, target: Fraction) -> Fraction:
    """Upper limits (≤ and <): all up to the target, then 1 − (a − t) ÷ t, none from 2t.

    With a target of 0 anything above it gives none.
    """
    if actual <= target:
        return _ALL
    return _NONE if actual >= 2 * target else 1 - (actual - target) / target


def inverse(actual: Fraction, target: Fraction) -> Fraction:
    """Upper limits (≤ and <) of another form in use: all up to the target, then t ÷ a."""
    return _ALL if actual <= target else target / actual


def share(executed: Fraction, budget: Fraction) -> Fraction:
    """Execution: executed ÷ budget of the whole year (as adjusted), at most all; none if that is 0.

    Form of 财预〔2020〕10号: 执行率 B/A.
    """
    return _NONE if budget <= 0 else min(max(executed, _NONE) / budget, _ALL)


LOWER: Mapping[str, Method] = {"proportional": proportional}
EXACT: Mapping[str, Method] = {"proportional": proportional, "zero_target": zero_target}
UPPER: Mapping[str, Method] = {"distance": distance, "inverse": inverse}
METHODS: Mapping[str, Mapping[str, Method]] = {
    "ge": LOWER,
    "gt": LOWER,
    "eq": EXACT,
    "le": UPPER,
    "lt": UPPER,
    "execution": {"share": share},
}
"""The methods that a scheme may name, by what it names them for.

For ``between`` it may name ``bounds``: below the lower bound as ≥, above the upper one as ≤.
"""


def rounded(value: Fraction, places: int) -> Decimal:
    """``value`` with so many decimal places, a half away from 0 (ROUND_HALF_UP), exactly."""
    scale = 10**places
    doubled = 2 * abs(value) * scale + 1
    whole = doubled.numerator // (2 * doubled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def ahead_of_money(
    results: Fraction, result_points: Fraction, execution: Fraction, execution_points: Fraction
) -> Fraction | None:
    """How far results run ahead of the money: (S ÷ P − b ÷ p) ÷ (S ÷ P); None without results.

    S of P points were given for indicators, b of p for execution. With P = 90 and p = 10 it is the
    plausibility check of one module, which turns red above 5 %.
    """
    if result_points <= 0 or execution_points <= 0 or results <= 0:
        return None
    reached = results / result_points
    return (reached - execution / execution_points) / reached


def colour(
    value: Fraction,
    target: Fraction,
    month: int,
    limits: tuple[Fraction, Fraction, Fraction],
    *,
    upper: bool = False,
) -> Colour | None:
    """The warning colour of one module after ``month`` months: value ÷ (target ÷ 12 × month).

    ``limits`` are the shares below which it is red, yellow and green; beyond them it is blue. An
    upper limit is green up to the target of the year and red beyond it. None for a target of 0
    that is no upper limit, which no share can be taken of.
    """
    if upper:
        return "green" if value <= target else "red"
    if target <= 0 or not 1 <= month <= _MONTHS:
        return None
    reached = value / (target / _MONTHS * month)
    names: tuple[Colour, ...] = ("red", "yellow", "green")
    below = (name for name, limit in zip(names, limits, strict=True) if reached < limit)
    return next(below, "blue")


def worst(colours: Iterable[Colour]) -> Colour | None:
    """The colour of a project: the worst of its indicators; None without any."""
    order: tuple[Colour, ...] = ("red", "yellow", "green", "blue")
    return min(colours, key=order.index, default=None)
