"""Clause 3: targets on forms are the notice's, and confirmed ones are not lower."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.announced_money import bare
from fiscal_notice.follow.rules.figures import LOWER, UPPER, Figure, figure_in
from fiscal_notice.follow.rules.saying import either, of_notice, those
from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import (
    Frames,
    exact,
    filled,
    matched,
    statements,
    there,
    together,
)

#: By table the field with the target that a form repeats.
REPEATED = {
    "confirmed_targets": "announced_as_printed",
    "monitoring": "target_as_printed",
    "self_evaluation_scores": "target_as_printed",
}


def printed_targets(t: Frames) -> dict[Any, str]:
    """The target of each indicator of the notice as printed, of those that have one."""
    indicators = of_notice(t, "indicators")
    pairs = zip(indicators["indicator_id"], indicators["value_as_printed"], strict=True)
    return {key: str(text) for key, text in pairs if not pd.isna(key) and not pd.isna(text)}


def target_as_announced(t: Frames) -> Statements:
    """The target on a form is the notice's, cell by cell, or the one that was confirmed since.

    表格所印目标值与通知逐格一致（空白不计）；已确认新目标的，监控表、自评表可为新目标。

    Holds: 不少于2家 in the notice and on the form.

    Breaks: 不少于2家 in the notice, 不少于1家 on the self-evaluation form.

    Basis: the notice's clause on targets; practice: a form that is filled in repeats its target.
    """
    own = printed_targets(t)
    confirmed: dict[Any, set[str]] = {}
    if "confirmed_targets" in t:
        rows = filled(t["confirmed_targets"], "indicator_id", "target_as_printed")
        pairs = zip(rows["indicator_id"], bare(rows["target_as_printed"]), strict=True)
        for key, text in pairs:
            confirmed.setdefault(key, set()).add(text)
    parts = []
    for name in there(t, REPEATED):
        field = REPEATED[name]
        rows = filled(t[name], "indicator_id")
        rows = those(rows, [key in own for key in rows["indicator_id"]])
        wanted = matched(own, rows["indicator_id"])
        known = wanted.map(lambda text: "".join(str(text).split()))
        columns = (bare(rows[field]).tolist(), known.tolist(), rows["indicator_id"].tolist())
        fine = [
            not pd.isna(text)
            and (text == want or (name != "confirmed_targets" and text in confirmed.get(key, ())))
            for text, want, key in zip(*columns, strict=True)
        ]
        parts.append(statements(name, rows, field, rows[field], either(rows[field], fine, wanted)))
    return together(parts)


def not_lower(t: Frames) -> Statements:
    """A confirmed target is not lower than the one announced, unless the form says why.

    确认的目标不低于下达的目标（不高于类指标则不高于），否则须说明理由。

    Holds: 不少于2家 announced, 3家 confirmed; 1家 confirmed with a reason.

    Breaks: 不少于2家 announced, 1家 confirmed; 不高于10% announced, 15% confirmed; no reason.

    Basis: the notice's clause that targets are set for region and projects; practice.
    """
    own = printed_targets(t)
    frame = filled(t["confirmed_targets"], "indicator_id")
    frame = those(frame, [key in own for key in frame["indicator_id"]])
    announced = matched(own, frame["indicator_id"])
    parts = []
    for field in ("target_as_printed", "target_value"):
        rows = filled(frame, field)
        found = exact(rows[field])
        wanted, fine = announced[rows.index], []
        columns = (
            *(found.tolist(), wanted.tolist(), rows["reason"].tolist()),
            *(rows["level3"].tolist(), rows["comparator"].tolist(), rows["unit"].tolist()),
        )
        for value, text, reason, name, sign, unit in zip(*columns, strict=True):
            title = "" if pd.isna(name) else str(name)
            target = figure_in(str(text), title)
            if not pd.isna(reason) or target is None or target.bound is None:
                fine.append(True)
            elif field == "target_as_printed":
                fine.append(_text_reaches(str(value), str(text), title, target))
            else:
                fine.append(_number_reaches(value, sign, unit, target))
        parts.append(
            statements("confirmed_targets", rows, field, found, either(found, fine, wanted))
        )
    return together(parts)


def _text_reaches(text: str, announced: str, name: str, target: Figure) -> bool:
    if "".join(text.split()) == "".join(announced.split()):
        return True
    found = figure_in(text, name)
    if found is None or found.whole is None or target.whole is None:
        return False
    if found.unit and target.unit and found.unit != target.unit:
        return False
    if target.comparator in UPPER:
        return found.comparator in (*UPPER, "eq") and found.whole <= target.whole
    return found.comparator in LOWER and found.whole >= target.whole


def _number_reaches(value: Decimal, sign: object, unit: object, target: Figure) -> bool:
    units = (target.unit, target.printed_unit)
    if not pd.isna(unit) and target.unit and str(unit) not in units:
        # Of another unit nothing can be told; that it is another one is said elsewhere.
        return True
    # A number may leave out the 万 that its unit has.
    bounds = [bound for bound in (target.bound, target.whole) if bound is not None]
    if target.comparator in UPPER:
        return value <= max(bounds) and (pd.isna(sign) or sign in (*UPPER, "eq"))
    return value >= min(bounds) and (pd.isna(sign) or sign in LOWER)


def confirmed_agrees(t: Frames) -> Statements:
    """Comparator, number and unit of a confirmed target are those of its words.

    确认的目标值中的比较符、数值、单位与所填文字一致。

    Holds: 不少于2家 | ≥ | 2 | 家.

    Breaks: 不少于2家 | ≥ | 20 | 家.

    Basis: practice: words and number of one target stand side by side on one form.
    """
    rows = filled(t["confirmed_targets"], "target_as_printed")
    names = rows["level3"].fillna("")
    told = [
        figure_in(str(text), str(name))
        for text, name in zip(rows["target_as_printed"], names, strict=True)
    ]
    parts = []
    values: dict[str, list[object]] = {"comparator": [], "target_value": [], "unit": []}
    for figure in told:
        single = figure is not None and figure.comparator != "between"
        values["comparator"].append(figure.comparator if figure and single else None)
        values["target_value"].append(figure.bound if figure and single else None)
        values["unit"].append((figure.printed_unit or None) if figure and single else None)
    for field, wanted in values.items():
        expected = pd.Series(wanted, rows.index, dtype=object)
        known = expected.notna() & rows[field].notna()
        some, expected = rows[known], expected[known]
        found = exact(some[field])
        also = [_also(field, f) for f, k in zip(told, known, strict=True) if k and f]
        triples = zip(found.tolist(), expected.tolist(), also, strict=True)
        fine = [value in (want, other) for value, want, other in triples]
        words = expected.map(shown)
        parts.append(
            statements("confirmed_targets", some, field, found, either(found, fine, words))
        )
    return together(parts)


def _also(field: str, figure: Figure) -> object:
    """What may stand beside 3万份 as well: 30,000 as the number, 份 as the unit."""
    return {"target_value": figure.whole, "unit": figure.unit}.get(field, figure.comparator)


def every_indicator_has_an_actual(t: Frames) -> Statements:
    """Of every indicator of a sheet that is reported on there is an actual value.

    所报绩效表的每个指标均有实际完成值。

    Holds: seven indicators in the notice, seven rows with an actual value on the form.

    Breaks: an indicator without an actual value; an indicator that the form leaves out.

    Basis: practice: forms of monitoring and self-evaluation ask for an actual for each target.
    """
    parts = []
    indicators = of_notice(t, "indicators")
    sheets: dict[Any, list[Any]] = {}
    pairs = zip(indicators["sheet_id"], indicators["indicator_id"], strict=True)
    for sheet, indicator in pairs:
        sheets.setdefault(sheet, []).append(indicator)
    for name in there(t, ("monitoring", "self_evaluation_scores")):
        rows = filled(t[name], "target_as_printed")
        actual = rows["actual_as_printed"].fillna(rows["actual"].astype("string"))
        if name == "self_evaluation_scores":
            actual = actual.fillna(rows["achieved"])
        wanted = either(actual, actual.notna(), "an actual value")
        parts.append(statements(name, rows, "actual_as_printed", actual, wanted))
    if "monitoring" in t:
        rows = filled(t["monitoring"], "sheet_id")
        group = ["evidence_id", "sheet_id", "period"]
        heads = rows[~rows.duplicated(group)]
        given = rows.groupby(group, dropna=False, sort=False)["indicator_id"].agg(set)
        parts.append(_left_out("monitoring", heads, given.tolist(), sheets))
    if "self_evaluations" in t and "self_evaluation_scores" in t:
        heads = filled(t["self_evaluations"], "sheet_id")
        by_form = t["self_evaluation_scores"].groupby("evaluation_id")["indicator_id"].agg(set)
        found = [by_form.get(key, set()) for key in heads["evaluation_id"]]
        parts.append(_left_out("self_evaluations", heads, found, sheets))
    return together(parts)


def _left_out(
    table: str, heads: pd.DataFrame, given: list[set[Any]], sheets: dict[Any, list[Any]]
) -> Statements:
    """That no indicator of a sheet is left out, said at the sheet's number; one at a time."""
    places, found = [], []
    for place, sheet, there_ in zip(heads.index, heads["sheet_id"], given, strict=True):
        for indicator in sheets.get(sheet, ()):
            places.append(place)
            found.append(None if indicator in there_ else f"without indicator {indicator}")
    rows = heads.loc[places].reset_index(drop=True)
    told = pd.Series(found, dtype=object, index=rows.index)
    wanted = pd.Series(
        [None if x is None else "with " + x.removeprefix("without ") for x in found],
        dtype=object,
        index=rows.index,
    )
    return statements(table, rows, "sheet_id", told, wanted)


def actual_agrees(t: Frames) -> Statements:
    """An actual (or expected) value as a number is that of its words.

    完成值（或预计完成值）的数值与所填文字一致。

    Holds: 56% | 56; 3万份 | 3 or 30,000.

    Breaks: 56% | 65.

    Basis: practice: words and number of one value stand side by side on one form.
    """
    parts = []
    for name, field in (
        ("monitoring", "actual"),
        ("monitoring", "expected"),
        ("self_evaluation_scores", "actual"),
    ):
        if name not in t:
            continue
        rows = filled(t[name], field, f"{field}_as_printed")
        told = [figure_in(str(text)) for text in rows[f"{field}_as_printed"]]
        known = [f is not None and f.lower is not None and f.lower == f.upper for f in told]
        rows = those(rows, known)
        figures = [f for f, k in zip(told, known, strict=True) if k and f is not None]
        found = exact(rows[field])
        pairs = zip(found.tolist(), figures, strict=True)
        fine = [value in (f.lower, f.whole) for value, f in pairs]
        words = pd.Series([shown(f.lower) for f in figures], rows.index, dtype=object)
        parts.append(statements(name, rows, field, found, either(found, fine, words)))
    return together(parts)
