"""The scores of self-evaluations by their scheme, as rows of the table ``scores``.

A score is computed from what the form says of money and indicators, held against the targets of
the notice (a row with ``indicator_id``) or those that the form prints. What cannot be computed has
no score, and ``how`` says why; nothing is spread or guessed. Order of rows makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fiscal_notice.follow.record import Record
from fiscal_notice.follow.scores.actuals import Cells, Value, printed_target, values_of
from fiscal_notice.follow.scores.compare import Share, share_of
from fiscal_notice.follow.scores.methods import METHODS, rounded
from fiscal_notice.follow.scores.said import Said, exact, plain
from fiscal_notice.follow.scores.schemes import Scheme, default_id, scheme_named, schemes_of
from fiscal_notice.model import Row, Rows

Targets = Mapping[str, Sequence[Cells]]
"""Rows of the notice's indicator_targets by the id of their indicator (announced.targets)."""

RATIO_PLACES = 4
_NO_POINTS = Said("没有分值", "there are no points")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a score before it is a row; without ``share`` there is none, and ``how`` says why.

    ``low`` and ``high`` are the points that it gives, rounded.
    """

    part: str
    how: Said
    position: int = 0
    indicator_id: int | None = None
    points: Fraction | None = None
    ratio: Fraction | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reported: Decimal | None = None


def scores_of(record: Record, targets: Targets, asked: str = "") -> Rows:
    """The rows of the table ``scores`` for all self-evaluations of a follow-up.

    ``asked`` is a scheme for all of them; without it each has its own, else the package's
    (schemes.default_id). A form that names a scheme that nobody knows has no scores. Raises
    UnknownNameError for such a scheme of ``asked`` or of the package.
    """
    schemes = schemes_of(record)
    common = scheme_named(schemes, asked or default_id(record, schemes))
    rows: Rows = []
    funds = _grouped(record.rows("self_evaluation_funds"))
    indicators = _grouped(record.rows("self_evaluation_scores"))
    for form in sorted(record.rows("self_evaluations"), key=lambda row: str(row["evaluation_id"])):
        own = "" if asked else str(form.get("scheme_id") or "")
        scheme = schemes.get(own) if own else common
        key = str(form["evaluation_id"])
        if scheme is None:
            why = Said(f"没有“{own}”这一评分办法", f"there is no scheme {own}")
            total = _Part(part="total", how=why, reported=_decimal(form.get("total_score")))
            rows.append(_row(form, own, total))
            continue
        parts = [
            _execution(funds.get(key, ()), scheme),
            *(_indicator(row, targets, scheme) for row in indicators.get(key, ())),
        ]
        rows += [_row(form, scheme.id, each) for each in parts]
        rows.append(_total(form, parts, scheme))
    return rows


def _grouped(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in sorted(rows, key=lambda row: int(str(row["position"]))):
        found.setdefault(str(row["evaluation_id"]), []).append(row)
    return found


def _execution(funds: Sequence[Row], scheme: Scheme) -> _Part:
    """Points × executed ÷ budget of the whole year; 0 if that budget is 0."""
    whole = [row for row in funds if row.get("is_total")] or list(funds)
    if len(whole) != 1:
        why = (
            Said("没有资金行", "there is no row of money")
            if not whole
            else Said("资金总额行不止一行或没有", "which row is the whole of the money is not said")
        )
        return _Part(part="execution", how=why)
    row = whole[0]
    points, usual, origin = _number(row.get("points")), scheme.points("execution"), Said("", "")
    if points is None:
        # The scheme gives execution its points; there is nothing to spread.
        points, origin = usual, Said("（分值从办法）", " (points by the scheme)")
    elif usual is not None and usual != points:
        given = plain(usual)
        origin = Said(f"（办法规定分值 {given}）", f" (the scheme gives it {given} points)")
    reported = _decimal(row.get("score"))
    budget, executed = _number(row.get("budget_yuan")), _number(row.get("executed_yuan"))
    named = scheme.text("method.execution")
    method = METHODS["execution"].get(named)
    why = _lacking(points) or (
        Said("没有全年预算数", "there is no budget of the year")
        if budget is None
        else Said("没有全年执行数", "it is not said what was executed")
        if executed is None
        else Said("评分办法未规定执行率的算法", "the scheme has no method for execution")
    )
    if method is None or points is None or budget is None or executed is None or points < 0:
        return _Part(part="execution", how=why, points=points, reported=reported)
    score = rounded(method(executed, budget) * points, scheme.places)
    sums = f"{plain(executed)} ÷ {plain(budget)} × {plain(points)}"
    label = f"method.execution={named}"
    return _Part(
        part="execution",
        how=Said(
            f"{label}：执行数÷全年预算数×分值 = {sums}",
            f"{label}: executed ÷ budget × points = {sums}",
        )
        + origin,
        points=points,
        ratio=executed / budget if budget else None,
        low=score,
        high=score,
        reported=reported,
    )


def _lacking(points: Fraction | None) -> Said | None:
    if points is None:
        return _NO_POINTS
    return Said("分值小于 0", "the points are below 0") if points < 0 else None


def _indicator(row: Row, targets: Targets, scheme: Scheme) -> _Part:
    number, points = row.get("indicator_id"), _number(row.get("points"))
    sought, origin = _target(row, targets)
    share: Share | Said
    if isinstance(sought, Said):
        share = sought
    else:
        share = _lacking(points) or share_of(sought, row, scheme)
    known = _Part(
        part="indicator",
        how=share if isinstance(share, Said) else share.how + origin,
        position=int(str(row["position"])),
        indicator_id=None if number is None else int(str(number)),
        points=points,
        reported=_decimal(row.get("score")),
    )
    if isinstance(share, Said) or points is None:
        return known
    return replace(
        known,
        ratio=share.ratio,
        low=rounded(share.low * points, scheme.places),
        high=rounded(share.high * points, scheme.places),
    )


def _target(row: Row, targets: Targets) -> tuple[tuple[Value, ...] | Said, Said]:
    """The target of a row and where it is from: the notice, else the form."""
    number = row.get("indicator_id")
    if number is None:
        return _on_form(row), Said("（目标值从表）", " (target of the form)")
    rows = targets.get(str(number))
    if rows is None:
        return Said(f"通知没有指标 {number}", f"the notice has no indicator {number}"), Said("", "")
    found = values_of(rows)
    if all(each.status == "missing" for each in found):
        return _on_form(row), Said(
            "（通知未列目标值，从表）", " (target of the form; the notice has none)"
        )
    origin = Said("（目标值从通知）", " (target of the notice)")
    if any(each.condition for each in found):
        origin += Said("，附加条件未计", "; its condition in words is not judged")
    return found, origin


def _on_form(row: Row) -> tuple[Value, ...]:
    printed, name = row.get("target_as_printed"), row.get("level3")
    return printed_target(str(printed) if printed else None, str(name) if name else None)


def _total(form: Row, parts: Sequence[_Part], scheme: Scheme) -> Row:
    reported = _decimal(form.get("total_score"))
    points = sum((each.points for each in parts if each.points is not None), Fraction(0))
    missing = [each for each in parts if each.high is None]
    if len(parts) == 1 or missing:
        names = (
            "、".join(_name(each).zh for each in missing),
            ", ".join(_name(each).en for each in missing),
        )
        why = (
            Said(f"未能计算：{names[0]}", f"not computed: {names[1]}")
            if missing
            else Said("没有指标行", "there are no rows of indicators")
        )
        return _row(form, scheme.id, _Part(part="total", how=why, points=points, reported=reported))
    low = sum((each.low for each in parts if each.low is not None), Decimal(0))
    high = sum((each.high for each in parts if each.high is not None), Decimal(0))
    how = Said(f"各项得分之和（{len(parts)} 项）", f"sum of {len(parts)} scores")
    grades = ("", "")
    whole = scheme.number("points.total")
    if whole is not None and points != whole:
        how += Said(
            f"；分值合计 {plain(points)}，不是 {plain(whole)}，不评等级",
            f"; the points add up to {plain(points)}, not {plain(whole)}: no grade",
        )
    else:
        found = [scheme.grade(Fraction(each)) for each in (high, low)]
        grades = (found[0].label if found[0] else "", found[1].label if found[1] else "")
    total = _Part(part="total", how=how, points=points, low=low, high=high, reported=reported)
    return _row(form, scheme.id, total, grades)


def _name(part: _Part) -> Said:
    if part.part == "execution":
        return Said("预算执行率", "execution")
    return Said(f"第 {part.position} 行", f"row {part.position}")


def _row(form: Row, scheme_id: str, part: _Part, grades: tuple[str, str] = ("", "")) -> Row:
    return {
        "evaluation_id": form["evaluation_id"],
        "part": part.part,
        "position": part.position,
        "region_code": form["region_code"],
        "indicator_id": part.indicator_id,
        "scheme_id": scheme_id,
        "points": None if part.points is None else exact(part.points),
        "ratio": None if part.ratio is None else rounded(part.ratio, RATIO_PLACES),
        "computed": part.high,
        "computed_low": part.low if part.low != part.high else None,
        "reported": part.reported,
        "difference": difference(part.reported, part.low, part.high),
        "grade": grades[0] or None,
        "grade_low": grades[1] or None if grades[1] != grades[0] else None,
        "how": f"{scheme_id} {part.how.zh}",
        "how_en": f"{scheme_id} {part.how.en}",
    }


def difference(
    reported: Decimal | None, low: Decimal | None, high: Decimal | None
) -> Decimal | None:
    """Reported less computed; for a band less its nearer end, and 0 within it. None if unknown."""
    if reported is None or low is None or high is None:
        return None
    return reported - min(max(reported, low), high)


def differs(row: Row, places: int) -> bool:
    """Whether a reported score is another than that computed, beyond rounding to ``places``."""
    found = _decimal(row.get("difference"))
    return found is not None and abs(found) * 2 * 10**places > 1


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _number(value: object) -> Fraction | None:
    return None if value is None else Fraction(Decimal(str(value)))
