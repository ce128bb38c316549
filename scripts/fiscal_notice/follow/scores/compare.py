"""How far a target was reached, as a share of its points: by number, by day, or by degree.

A target that is reached gives all points in every scheme (财预〔2020〕10号). What lies between
takes a method that the scheme names; where it names none there is no score, and that is said.

- by number: ≥ > = ≤ < by the scheme's methods; a range, whose ends count, only if it is reached,
  unless ``method.between`` is ``bounds``: then below its lower end as ≥, above its upper one as ≤;
- several parts (甲和乙, 甲或乙): all points if all, or any one, are reached; no scheme says more;
- by day: all points if it was done by then; no scheme says what lateness costs;
- by degree, for targets in words: the band that the scheme has for reached, partly and not
  reached; both of its ends count. A target without a comparable figure of its own (several parts,
  a day, not understood) goes by degree too if the form has no number for it. One that is a number
  never does: words are no actual value of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fiscal_notice.follow.scores.actuals import Value, in_scale, printed_actual, printed_day
from fiscal_notice.follow.scores.methods import METHODS
from fiscal_notice.follow.scores.said import Said, plain
from fiscal_notice.follow.scores.schemes import Scheme
from fiscal_notice.model import Row

ALL = Fraction(1)
_SIGNS = {"ge": "≥", "gt": ">", "eq": "=", "le": "≤", "lt": "<"}
_NOT_UNDERSTOOD = Said("目标值未能读懂", "the target is not understood")
_NO_ACTUAL = Said("没有实际完成值", "there is no actual value")
_DEGREES = {
    "reached": Said("达成预期", "reached"),
    "partly": Said("部分达成", "partly reached"),
    "not": Said("未达成", "not reached"),
}
_FORMULAS = {
    "proportional": Said("实际值÷目标值×分值", "actual ÷ target × points"),
    "zero_target": Said("实际值÷目标值×分值", "actual ÷ target × points"),
    "distance": Said("（1−超出÷目标值）×分值", "(1 − excess ÷ target) × points"),
    "inverse": Said("目标值÷实际值×分值", "target ÷ actual × points"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of the points, from ``low`` to ``high`` for a degree; ``ratio`` is a ÷ t."""

    low: Fraction
    high: Fraction
    how: Said
    ratio: Fraction | None = None


def share_of(targets: Sequence[Value], row: Row, scheme: Scheme) -> Share | Said:
    """The share of a row of self_evaluation_scores, or why it has none."""
    if not targets or all(each.status == "missing" for each in targets):
        return Said("没有目标值", "there is no target")
    kinds = {"qualitative": _by_degree, "deadline": _by_day}
    return kinds.get(targets[0].kind, _by_figures)(targets, row, scheme)


def _by_figures(targets: Sequence[Value], row: Row, scheme: Scheme) -> Share | Said:
    actuals = _actuals(row)
    understood = all(each.status == "parsed" and each.comparator for each in targets)
    if row.get("achieved") and (not understood or (len(targets) > 1 and not actuals)):
        return _by_degree(targets, row, scheme)
    if not understood:
        return _NOT_UNDERSTOOD
    if not actuals:
        return _without_number(row)
    if len(actuals) != len(targets):
        return Said(
            f"目标值有 {len(targets)} 项，实际完成值有 {len(actuals)} 项",
            f"the target has {len(targets)} parts, the actual value {len(actuals)}",
        )
    if len(targets) > 1:
        return _of_several(targets, actuals, scheme)
    return by_number(targets[0], actuals[0], scheme)


def by_number(target: Value, actual: Value, scheme: Scheme) -> Share | Said:
    """The share of a target that is one number or a range."""
    value = in_scale(actual, target)
    if isinstance(value, Said):
        return value
    lower = None if target.lower is None else target.lower * target.scale
    upper = None if target.upper is None else target.upper * target.scale
    if target.comparator == "between":
        return _in_range(value, lower, upper, scheme)
    bound = upper if target.comparator in ("le", "lt") else lower
    if bound is None or target.comparator not in _SIGNS:
        return _NOT_UNDERSTOOD
    return _bounded(value, bound, target.comparator, scheme, target.unit)


def _bounded(
    value: Fraction, bound: Fraction, comparator: str, scheme: Scheme, unit: str = ""
) -> Share | Said:
    named = scheme.text(f"method.{comparator}")
    method = METHODS[comparator].get(named)
    if method is None:
        sign = _SIGNS[comparator]
        return Said(f"评分办法未规定“{sign}”的算法", f"the scheme has no method for {sign}")
    share = method(value, bound)
    label = f"method.{comparator}={named}"
    case = f"{plain(value)}{unit} {{}} {_SIGNS[comparator]} {plain(bound)}{unit}"
    if share == ALL:
        how = Said(case.format("达到"), case.format("reaches"))
    else:
        how = Said(case.format("未达到"), case.format("misses"))
        how += Said("：", ": ") + (_FORMULAS[named] if share else Said("不得分", "no points"))
    ratio = value / bound if bound else None
    return Share(low=share, high=share, ratio=ratio, how=Said(f"{label}：", f"{label}: ") + how)


def _in_range(
    value: Fraction, lower: Fraction | None, upper: Fraction | None, scheme: Scheme
) -> Share | Said:
    if lower is None or upper is None:
        return _NOT_UNDERSTOOD
    ends = f"{plain(lower)}–{plain(upper)}"
    if lower <= value <= upper:
        how = Said(f"{plain(value)} 在 {ends} 之内", f"{plain(value)} is within {ends}")
        return Share(low=ALL, high=ALL, how=how)
    if scheme.text("method.between") != "bounds":
        return Said(
            "评分办法未规定区间目标的算法", "the scheme has no method for a range that is missed"
        )
    below = value < lower
    found = _bounded(value, lower if below else upper, "ge" if below else "le", scheme)
    if isinstance(found, Said):
        return found
    return replace(
        found, how=Said("method.between=bounds，", "method.between=bounds, ") + found.how
    )


def _of_several(targets: Sequence[Value], actuals: Sequence[Value], scheme: Scheme) -> Share | Said:
    shares = []
    for target, actual in zip(targets, actuals, strict=True):
        if actual.words and target.words and actual.words != target.words:
            return Said(
                f"各项不对应：{actual.words}、{target.words}",
                f"the parts do not agree: {actual.words}, {target.words}",
            )
        share = by_number(target, actual, scheme)
        if isinstance(share, Said):
            return share
        shares.append(share)
    either = targets[0].relation == "or"
    met = [each.high == ALL for each in shares]
    if not (any(met) if either else all(met)):
        return Said(
            "多项目标未达到，评分办法未规定如何计分",
            "a target of several parts is missed, and no scheme says how that counts",
        )
    one = Said("有一项达到", "one part is reached")
    return Share(low=ALL, high=ALL, how=one if either else Said("各项均达到", "all are reached"))


def _by_day(targets: Sequence[Value], row: Row, scheme: Scheme) -> Share | Said:
    due = targets[0].deadline
    day = printed_day(str(row.get("actual_as_printed") or ""))
    if day is None or due is None:
        return _by_degree(targets, row, scheme)
    if day > due:
        return Said(
            f"完成于 {day}，晚于 {due}，评分办法未规定如何扣分",
            f"done on {day}, after {due}, and no scheme says what that costs",
        )
    how = Said(f"完成于 {day}，期限 {due}", f"done on {day}, due {due}")
    return Share(low=ALL, high=ALL, how=how)


def _by_degree(_: Sequence[Value], row: Row, scheme: Scheme) -> Share | Said:
    achieved = str(row.get("achieved") or "")
    band = scheme.band(achieved)
    if not row.get("actual_as_printed") and not achieved:
        return _NO_ACTUAL
    if not achieved:
        return Said("未说明定性目标的达成程度", "how far the target was reached is not said")
    if band is None:
        return Said("评分办法未规定定性目标的分档", "the scheme has no bands for such targets")
    ends = "–".join(plain(each * 100) for each in band)
    degree = _DEGREES[achieved]
    how = Said(
        f"band.{achieved}：{degree.zh}，分值的 {ends}%",
        f"band.{achieved}: {degree.en}, {ends}% of the points",
    )
    return Share(low=band[0], high=band[1], how=how)


def _actuals(row: Row) -> tuple[Value, ...]:
    """The actual values: as printed with their units, else the number of the row."""
    printed = row.get("actual_as_printed")
    found = printed_actual(str(printed)) if printed else ()
    number = row.get("actual")
    if found or number is None:
        return found
    figure = Fraction(Decimal(str(number)))
    return (Value(kind="quantitative", comparator="eq", lower=figure, upper=figure),)


def _without_number(row: Row) -> Said:
    if not row.get("actual_as_printed"):
        return _NO_ACTUAL
    return Said(
        "定量目标的实际完成值不是一个数", "the target is a number, the actual value is none"
    )
