"""Self-evaluation: points, scores, their sums and their reasons."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.figures import LOWER, figure_in
from fiscal_notice.follow.rules.saying import bounded, either, parameters, texts_of_parameter, those
from fiscal_notice.follow.scores.methods import ahead_of_money
from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    matched,
    objects,
    statements,
    summed,
    together,
)

_ALL = Decimal(100)


def schemes(t: Frames, rows: pd.DataFrame) -> pd.Series:
    """For each row with an ``evaluation_id`` the scheme that its form names; "" for the default."""
    forms = t.get("self_evaluations")
    if forms is None:
        return pd.Series("", rows.index, dtype=object)
    named = dict(zip(forms["evaluation_id"], forms["scheme_id"].fillna(""), strict=True))
    return matched(named, rows["evaluation_id"], default="")


def by_scheme(t: Frames, rows: pd.DataFrame, parameter: str) -> pd.Series:
    """For each row the number that its scheme gives a parameter; missing where it says nothing."""
    values = {scheme: value for scheme, (value, _) in parameters(t, parameter).items()}
    return matched(values, schemes(t, rows))


def wholes(t: Frames) -> pd.DataFrame:
    """The rows of money that are the whole of a form: so marked, or the only row."""
    funds = t["self_evaluation_funds"]
    alone = ~funds.duplicated("evaluation_id", keep=False)
    marked = funds["is_total"].fillna(value=False).astype(bool)
    return funds[marked | alone]


def _rate(rows: pd.DataFrame) -> pd.Series:
    """Executed ÷ budget in per cent; missing where it cannot be told."""
    pairs = zip(exact(rows["executed_yuan"]), exact(rows["budget_yuan"]), strict=True)
    rates = [None if pd.isna(e) or pd.isna(b) or b <= 0 else Decimal(e) * 100 / b for e, b in pairs]
    return pd.Series(rates, rows.index, dtype=object)


def low_execution_has_a_reason(t: Frames) -> Statements:
    """Execution below what the scheme asks for (90 %) has a reason.

    预算执行率低于评分办法所定比例（90%）的，填有原因。

    Holds: 480,000 of 500,000 yuan executed; 400,000 of them, and a reason.

    Breaks: 400,000 of 500,000 yuan executed, and no reason.

    Basis: the scheme's parameter execution.reason_below, with its source (practice of Sichuan).
    """
    rows = wholes(t)
    limits, rates = by_scheme(t, rows, "execution.reason_below"), _rate(rows)
    pairs = zip(rates.tolist(), limits.tolist(), strict=True)
    low = [not pd.isna(r) and not pd.isna(x) and r < x for r, x in pairs]
    rows = those(rows, low)
    found = rows["reason"]
    wanted = either(found, found.notna(), "a reason")
    return statements("self_evaluation_funds", rows, "reason", found, wanted)


def score_within_points(t: Frames) -> Statements:
    """A score is not more than the points that can be had, and not below 0.

    得分不超过分值，且不小于0。

    Holds: 9.7 of 10 points.

    Breaks: 11 of 10 points.

    Basis: form of 财预〔2020〕10号: 分值 beside 得分.
    """
    parts = []
    for name in ("self_evaluation_scores", "self_evaluation_funds"):
        if name in t:
            rows = t[name]
            score, points = exact(rows["score"]), exact(rows["points"])
            parts.append(bounded(name, rows, "score", score, "≤", points))
            parts.append(bounded(name, rows, "score", score, "≥", 0))
    return together(parts)


def lost_points_have_a_reason(t: Frames) -> Statements:
    """An indicator that did not get all of its points has a reason.

    指标未得满分的，填有偏差原因。

    Holds: 8 of 10 points, and a reason; 10 of 10 points.

    Breaks: 8 of 10 points, and no reason.

    Basis: form of 财预〔2020〕10号: 偏差原因分析及改进措施.
    """
    rows = filled(t["self_evaluation_scores"], "score", "points")
    rows = rows[(rows["score"] < rows["points"]).astype(bool)]
    found = rows["reason"]
    wanted = either(found, found.notna(), "a reason")
    return statements("self_evaluation_scores", rows, "reason", found, wanted)


def points_add_up(t: Frames) -> Statements:
    """The points of indicators add up to those that their level-1 or level-2 heading has.

    各指标分值之和等于其一级（二级）指标标题所列分值。

    Holds: 产出指标（50分）, and five indicators with 10 points each.

    Breaks: 产出指标（50分）, and four indicators with 10 points each.

    Basis: printed forms, which write the points into the headings.
    """
    rows = t["self_evaluation_scores"]
    parts = []
    for level, by in (("level1", ["level1"]), ("level2", ["level1", "level2"])):
        field = f"{level}_points"
        keys = [rows["evaluation_id"], *(rows[name].fillna("") for name in by)]
        sums = summed(exact(rows["points"]), *keys)
        places = list(zip(*(key.tolist() for key in keys), strict=True))
        unknown = {p for p, lost in zip(places, rows["points"].isna(), strict=True) if lost}
        known = rows[field].notna().to_numpy(dtype=bool)
        # A heading stands once above its indicators; on a row that has another one it is wrong.
        heading: dict[Any, Any] = {}
        values = objects(rows[field])
        repeats = [
            k and heading.setdefault(place, n) != n and values[heading[place]] == value
            for n, (k, place, value) in enumerate(zip(known, places, values, strict=True))
        ]
        chosen = [
            k and not again and place in sums and place not in unknown
            for k, again, place in zip(known, repeats, places, strict=True)
        ]
        heads = those(rows, chosen)
        found = pd.Series(
            [sums[p] for p, c in zip(places, chosen, strict=True) if c], heads.index, dtype=object
        )
        parts.append(statements("self_evaluation_scores", heads, field, exact(heads[field]), found))
    return together(parts)


def _sums(t: Frames, field: str) -> tuple[dict[Any, Any], set[Any]]:
    """The sum of a field over indicators and execution by form; the forms that lack any of it."""
    rows, funds = t["self_evaluation_scores"], wholes(t)
    sums = summed(exact(rows[field]), rows["evaluation_id"])
    for key, value in summed(exact(funds[field]), funds["evaluation_id"]).items():
        sums[key] = sums.get(key, 0) + value
    lacking = {
        *rows["evaluation_id"][rows[field].isna()],
        *funds["evaluation_id"][funds[field].isna()],
    }
    without = {*rows["evaluation_id"]} ^ {*funds["evaluation_id"]}
    return sums, lacking | without


def points_are_whole(t: Frames) -> Statements:
    """The points of execution and of all indicators add up to those of the scheme: 100.

    预算执行与全部指标的分值合计为评分办法的总分（100分）。

    Holds: 10 for execution, and 90 for indicators.

    Breaks: 10 for execution, and 85 for indicators.

    Basis: 财预〔2020〕10号: a self-evaluation has 100 points; the scheme's points.total.
    """
    sums, lacking = _sums(t, "points")
    rows = wholes(t)
    rows = those(rows, [k in sums and k not in lacking for k in rows["evaluation_id"]])
    rows = rows[~rows.duplicated("evaluation_id")]
    totals = by_scheme(t, rows, "points.total")
    wanted = totals.where(totals.notna(), _ALL)
    found = matched(sums, rows["evaluation_id"])
    fine = [f == w for f, w in zip(found.tolist(), wanted.tolist(), strict=True)]
    words = wanted.map(shown)
    return statements("self_evaluation_funds", rows, "points", found, either(found, fine, words))


def total_is_its_scores(t: Frames) -> Statements:
    """The total of a form is the sum of its scores: of execution, and of every indicator.

    总分等于预算执行得分与各指标得分之和。

    Holds: 9.7 and 90 in the scores, 99.7 as the total.

    Breaks: 9.7 and 90 in the scores, 99.9 as the total.

    Basis: form of 财预〔2020〕10号: 总分.
    """
    sums, lacking = _sums(t, "score")
    rows = filled(t["self_evaluations"], "total_score")
    rows = those(rows, [k in sums and k not in lacking for k in rows["evaluation_id"]])
    found, wanted = exact(rows["total_score"]), matched(sums, rows["evaluation_id"])
    fine = [f == w for f, w in zip(found.tolist(), wanted.tolist(), strict=True)]
    return statements(
        "self_evaluations", rows, "total_score", found, either(found, fine, wanted.map(shown))
    )


def grade_is_of_total(t: Frames) -> Statements:
    """The grade of a form is the one that its scheme gives for its total.

    等级与评分办法按总分所定等级一致。

    Holds: 92 points, 优.

    Breaks: 82 points, 优, where 优 begins at 90.

    Basis: the scheme's parameters grade.*, each with its source (财预〔2020〕10号).
    """
    rows = filled(t["self_evaluations"], "grade", "total_score")
    rows = rows.assign(_scheme=schemes(t, rows))
    labels = texts_of_parameter(t, r"grade\.(?P<name>[a-z_]+)\.(?P<what>from|label|label_en)")
    found, fine, wanted = rows["grade"], [], []
    columns = (rows["_scheme"], exact(rows["total_score"]), found)
    for scheme, total, grade in zip(*(c.tolist() for c in columns), strict=True):
        grades = [
            (Decimal(parts["from"]), parts.get("label", name), parts.get("label_en", ""), name)
            for name, parts in labels.get(scheme, {}).items()
            if "from" in parts
        ]
        reached = max((each for each in grades if total >= each[0]), default=None)
        fine.append(reached is None or grade in reached[1:])
        wanted.append(reached[1] if reached else None)
    expected = either(found, fine, pd.Series(wanted, rows.index, dtype=object))
    return statements("self_evaluations", rows, "grade", found, expected)


def over_achievement_explained(t: Frames) -> Statements:
    """A target that is far over-achieved (beyond the scheme's threshold) has a reason.

    完成值超过目标值一定比例（评分办法所定，如130%）的，说明原因。

    Holds: at least 10, and 12 reached; 20 reached, and a reason.

    Breaks: at least 10, and 20 reached, and no reason, where 130 % is the threshold.

    Basis: the scheme's parameter over.reason, with its source (practice of Guangxi).
    """
    rows = filled(t["self_evaluation_scores"], "actual", "target_as_printed")
    limits = by_scheme(t, rows, "over.reason")
    names = rows["level3"].fillna("").tolist()
    columns = (rows["target_as_printed"].tolist(), names, exact(rows["actual"]).tolist())
    over = []
    for (text, name, actual), limit in zip(zip(*columns, strict=True), limits, strict=True):
        target = figure_in(str(text), str(name))
        if pd.isna(limit) or target is None or target.comparator not in LOWER:
            over.append(False)
            continue
        top = target.upper if target.comparator == "between" else target.bound
        # Beside 3万 stands 3 or 30,000: what is as large as the 万 is not counted in 万.
        counted = Decimal(actual) / (target.scale if actual >= target.scale else 1)
        over.append(top is not None and top > 0 and counted * 100 > top * limit)
    rows = those(rows, over)
    found = rows["reason"]
    wanted = either(found, found.notna(), "a reason")
    return statements("self_evaluation_scores", rows, "reason", found, wanted)


def results_within_money(t: Frames) -> Statements:
    """Results do not run ahead of the money, and not too much of it is left unspent.

    绩效得分不明显超前于预算执行得分；结余不超过评分办法所定比例。

    Holds: 88 of 90 points for indicators, 9.7 of 10 for execution.

    Breaks: 90 of 90 points for indicators, 8 of 10 for execution; 30 % of the money unspent.

    Basis: plausibility check of a budget-management module: (S ÷ 90 − b ÷ 10) ÷ (S ÷ 90) above the
    scheme's plausibility.ahead_over (5 %), or more than plausibility.unspent_over (20 %) unspent.
    """
    scores, funds = t["self_evaluation_scores"], wholes(t)
    funds = funds[~funds.duplicated("evaluation_id")]
    results = summed(exact(scores["score"]), scores["evaluation_id"])
    points = summed(exact(scores["points"]), scores["evaluation_id"])
    lost = scores["score"].isna() | scores["points"].isna()
    lacking = {*scores["evaluation_id"][lost]}
    rows = filled(funds, "score", "points")
    rows = those(rows, [k in results and k not in lacking for k in rows["evaluation_id"]])
    columns = (rows["evaluation_id"], exact(rows["score"]), exact(rows["points"]))
    ahead = []
    for key, score, most in zip(*(column.tolist() for column in columns), strict=True):
        share = ahead_of_money(*(Fraction(x) for x in (results[key], points[key], score, most)))
        ahead.append(None if share is None else _percent(share))
    found = pd.Series(ahead, rows.index, dtype=object)
    rates = _rate(funds)
    unspent = rates.map(lambda rate: None if pd.isna(rate) else _ALL - rate)
    table = "self_evaluation_funds"
    limits = (
        by_scheme(t, rows, "plausibility.ahead_over"),
        by_scheme(t, funds, "plausibility.unspent_over"),
    )
    return together(
        [
            bounded(table, rows, "score", found, "≤", limits[0]),
            bounded(table, funds, "executed_yuan", unspent, "≤", limits[1]),
        ]
    )


def _percent(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.01"))


def sources_add_up(t: Frames) -> Statements:
    """The money of a form is the sum of its sources: initial budget, budget of the year, executed.

    资金总额等于各来源之和（年初预算数、全年预算数、全年执行数）。

    Holds: 300,000 yuan in all, 200,000 of the province and 100,000 of the city.

    Breaks: 300,000 yuan in all, 200,000 of the province and 50,000 of the city.

    Basis: form of 财预〔2020〕10号: 年度资金总额 above its sources.
    """
    funds = t["self_evaluation_funds"]
    marked = funds["is_total"].fillna(value=False).astype(bool)
    parts, heads = funds[~marked], funds[marked]
    found = []
    for field in ("initial_yuan", "budget_yuan", "executed_yuan"):
        sums = summed(exact(parts[field]), parts["evaluation_id"])
        lacking = {*parts["evaluation_id"][parts[field].isna()]}
        rows = filled(heads, field)
        rows = those(rows, [k in sums and k not in lacking for k in rows["evaluation_id"]])
        wanted = matched(sums, rows["evaluation_id"])
        found.append(statements("self_evaluation_funds", rows, field, exact(rows[field]), wanted))
    return together(found)


def rate_as_printed(t: Frames) -> Statements:
    """The rate of execution as printed is executed ÷ budget of the year, as it is rounded there.

    所印执行率等于全年执行数÷全年预算数（按所印小数位）。

    Holds: 388,000 of 400,000 yuan, 97.00%.

    Breaks: 388,000 of 400,000 yuan, 99.00%.

    Basis: form of 财预〔2020〕10号: 执行率（B/A）.
    """
    rows = filled(t["self_evaluation_funds"], "rate_as_printed")
    rates = _rate(rows)
    rows, rates = rows[rates.notna()], rates[rates.notna()]
    fine, wanted = [], []
    for text, rate in zip(rows["rate_as_printed"].tolist(), rates.tolist(), strict=True):
        printed, places = _rate_in(str(text))
        step = Decimal(1).scaleb(-places)
        # Within a unit of the last place printed: forms round up, down or to the nearest.
        fine.append(printed is None or abs(printed - rate) < step)
        wanted.append(f"{rate.quantize(step)}%")
    found = rows["rate_as_printed"]
    expected = either(found, fine, pd.Series(wanted, rows.index, dtype=object))
    return statements("self_evaluation_funds", rows, "rate_as_printed", found, expected)


def _rate_in(text: str) -> tuple[Decimal | None, int]:
    """A rate as printed, in per cent, and its decimal places there."""
    plain = "".join(text.split()).replace("％", "%")
    percent = plain.endswith("%")
    number = plain.rstrip("%")
    whole, _, part = number.partition(".")
    if not (whole + part).isdecimal() or not whole.isascii():
        return None, 2
    value, places = Decimal(number), len(part)
    # Without a sign 0.97 is 97 %, 97 is 97 %.
    share = not percent and value <= 1
    return (value * 100, max(places - 2, 0)) if share else (value, places)
