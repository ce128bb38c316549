"""Targets and actual values side by side: figures with their units, in one scale.

All parsing is that of printed values (notice/extract/values.py). A bare figure counts in the unit
of its target; where that leaves a doubt (0.95 beside 90 %, 36000 beside 3.5万件) nothing is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

from fiscal_notice.follow.scores.said import Said
from fiscal_notice.notice.extract.amounts import YUAN_PER_UNIT
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.values import parse_value
from fiscal_notice.notice.extract.vocabulary import MULTIPLIERS

_PER_CENT = {"%": Fraction(1), "％": Fraction(1), "百分比": Fraction(1), "‰": Fraction(1, 10)}
_SIGNS = "-－−"
_END = "。.；;"
#: Many forms print the same values; each is parsed once.
_KEPT = 10_000


class Cells(Protocol):
    """A row of parsed targets: a mapping, or a row of the notice as text; "" is None."""

    def __getitem__(self, name: str, /) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A part of a target or of an actual value, in the scale of ``unit``.

    ``scale`` is what the printed figure was multiplied by: 万 and the like, and per mille as per
    cent. An actual value has ``lower`` and ``upper`` the same.
    """

    kind: str = ""
    status: str = "parsed"
    relation: str = "single"
    comparator: str = ""
    lower: Fraction | None = None
    upper: Fraction | None = None
    unit: str = ""
    scale: Fraction = Fraction(1)
    basis: str = ""
    deadline: date | None = None
    words: str = ""
    condition: str = ""

    @property
    def figure(self) -> Fraction | None:
        """Its one number, before the scale; None if it is a range or no figure."""
        return self.lower if self.lower is not None and self.lower == self.upper else None


def values_of(rows: Iterable[Cells]) -> tuple[Value, ...]:
    """The parts of a value from the rows that the parser gives, or those of indicator_targets."""
    return tuple(map(_value, rows))


@lru_cache(maxsize=_KEPT)
def printed_target(text: str | None, name: str | None) -> tuple[Value, ...]:
    """The parts of a target as printed on a form; ``name`` is the indicator's."""
    return values_of(parse_value(text, name))


@lru_cache(maxsize=_KEPT)
def printed_actual(text: str) -> tuple[Value, ...]:
    """The figures of an actual value as printed; none if it has none, or one that is in doubt."""
    whole = squeeze(text).rstrip(_END)
    negative = whole[:1] in tuple(_SIGNS) and len(whole) > 1
    found = values_of(parse_value(whole[1:] if negative else whole))
    plain = all(
        each.kind == "quantitative"
        and each.status == "parsed"
        and each.comparator == "eq"
        and not each.condition
        for each in found
    )
    if not plain or (negative and len(found) > 1):
        return ()
    return tuple(_negated(each) for each in found) if negative else found


def printed_day(text: str) -> date | None:
    """The last day of a date as printed: 2021年11月30日, 2021年11月, 2021-11-30, 2021年底前."""
    whole = squeeze(text).rstrip(_END)
    try:
        return date.fromisoformat(whole)
    except ValueError:
        pass
    for words in (whole, f"{whole}前"):
        found = values_of(parse_value(words))
        if len(found) == 1 and found[0].deadline:
            return found[0].deadline
    return None


def in_scale(actual: Value, target: Value) -> Fraction | Said:
    """The figure of ``actual`` in the unit that the target's bounds have; or why there is none."""
    figure = actual.figure
    if figure is None:
        return Said("实际完成值不是一个数", "the actual value is not one number")
    if actual.basis == "growth" and target.basis != "growth":
        return Said(
            "实际完成值是增长率，目标值不是", "the actual value is a growth, the target is none"
        )
    bare = not actual.unit and actual.scale == 1
    if bare:
        return _bare(figure, target)
    if actual.unit and target.unit and actual.unit != target.unit:
        return _units(actual, target)
    if actual.unit == "%" and not target.unit:
        return _units(actual, target)
    return figure * actual.scale


def _bare(figure: Fraction, target: Value) -> Fraction | Said:
    bounds = [bound for bound in (target.lower, target.upper) if bound is not None]
    if target.unit == "%" and 0 < figure <= 1 and bounds and max(bounds) > 1:
        return Said(
            "实际完成值未写单位，不知是比例还是百分数",
            "the actual value has no unit: a share or a percentage",
        )
    if target.scale > 1 and figure >= target.scale:
        return Said(
            "实际完成值未写单位，不知是否以目标值的单位计",
            "the actual value has no unit, and may not be in that of the target",
        )
    return figure * target.scale


def _units(actual: Value, target: Value) -> Said:
    return Said(
        f"单位不同：实际完成值为“{actual.unit}”，目标值为“{target.unit or '无'}”",
        f"the units differ: the actual value has {actual.unit}, the target {target.unit or 'none'}",
    )


def _negated(value: Value) -> Value:
    figure = value.figure
    if figure is None:
        return value
    return Value(
        kind=value.kind,
        comparator=value.comparator,
        lower=-figure,
        upper=-figure,
        unit=value.unit,
        scale=value.scale,
        basis=value.basis,
        words=value.words,
    )


def _value(row: Cells) -> Value:
    unit, factor = _unit(str(row["unit"] or ""))
    deadline = row["deadline"]
    return Value(
        kind=str(row["value_type"] or ""),
        status=str(row["parse_status"] or ""),
        relation=str(row["part_relation"] or "single"),
        comparator=str(row["comparator"] or ""),
        lower=_fraction(row["lower"]),
        upper=_fraction(row["upper"]),
        unit=unit,
        scale=factor * (_fraction(row["multiplier"]) or 1),
        basis=str(row["basis"] or ""),
        deadline=date.fromisoformat(str(deadline)) if deadline else None,
        words=str(row["words_before"] or ""),
        condition=str(row["condition"] or ""),
    )


def _unit(printed: str) -> tuple[str, Fraction]:
    """A unit without 万 and the like, and by how much it is more."""
    if printed in _PER_CENT:
        return "%", _PER_CENT[printed]
    if printed in YUAN_PER_UNIT:
        return "元", Fraction(YUAN_PER_UNIT[printed])
    if printed[:1] in MULTIPLIERS and len(printed) > 1:
        return printed[1:], Fraction(MULTIPLIERS[printed[0]])
    return printed, Fraction(1)


def _fraction(value: Any) -> Fraction | None:
    return None if value in (None, "") else Fraction(Decimal(str(value)))
