"""Scores as a scheme gives them, beside those of the table scores and those of the forms."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.evaluation import wholes
from fiscal_notice.follow.rules.saying import either, parameters, those
from fiscal_notice.follow.scores.compute import differs
from fiscal_notice.model import Statements
from fiscal_notice.notice.judging.rule_checks import shown
from fiscal_notice.notice.rules.declare import Frames, exact, matched, statements, together

_KEY = ["evaluation_id", "part", "position", "scheme_id"]
_FIELDS = ("points", "ratio", "computed", "computed_low", "reported", "difference", "grade")


def _by_key(frame: pd.DataFrame, field: str) -> dict[tuple[object, ...], object]:
    keys = zip(*(frame[name].tolist() for name in _KEY), strict=True)
    return dict(zip(keys, exact(frame[field]).tolist(), strict=True))


def scores_are_the_schemes(t: Frames) -> Statements:
    """The table of computed scores is what the scheme gives for the forms as they are now.

    计算得分表与按评分办法就现有表格重新计算的结果一致。

    Holds: 9.70 in the table, and 9.70 computed again.

    Breaks: a form was read again after its scores had been computed.

    Basis: the scheme, whose parameters name their sources; scores are made from the forms.
    """
    table, made = t["scores"], t["scored"]
    keys = pd.Series(
        list(zip(*(table[name].tolist() for name in _KEY), strict=True)), table.index, dtype=object
    )
    known = [*map({*_by_key(made, "computed")}.__contains__, keys)]
    parts = [
        statements("scores", table, "evaluation_id", pd.Series(known, table.index), expected=True)
    ]
    rows, keys = those(table, known), those(keys, known)
    for field in _FIELDS:
        again = _by_key(made, field)
        wanted = pd.Series([again[key] for key in keys], rows.index, dtype=object)
        found = exact(rows[field])
        pairs = zip(found.tolist(), wanted.tolist(), strict=True)
        fine = [(pd.isna(f) and pd.isna(w)) or (not pd.isna(f) and f == w) for f, w in pairs]
        parts.append(statements("scores", rows, field, found, either(found, fine, wanted)))
    forms = made[made["_own"].astype(bool)]
    lacking = forms[~forms["evaluation_id"].isin(table["evaluation_id"])]
    lacking = lacking[lacking["part"].eq("total")]
    nothing = pd.Series(None, lacking.index, dtype=object)
    parts.append(statements("scores", lacking, "computed", nothing, exact(lacking["computed"])))
    return together(parts)


def reported_is_computed(t: Frames) -> Statements:
    """The score on a form is the one that its scheme gives, or within the band that it gives.

    表格所填得分与评分办法计算的得分一致（定性指标在相应分值区间内）。

    Holds: 9.7 of 10 for 97 % executed; 28 of 30 for a quality that was reached (80 to 100 %).

    Breaks: 10 of 10 for 90 % executed.

    Basis: the scheme, whose parameters name their sources; some are unsure, and a place may score
    otherwise.
    """
    made, places = t["scored"], parameters(t, "rounding.places")
    made = made[made["_own"].astype(bool) & made["computed"].notna() & made["reported"].notna()]
    parts = []
    for part, table, field in (
        ("indicator", "self_evaluation_scores", "score"),
        ("execution", "self_evaluation_funds", "score"),
        ("total", "self_evaluations", "total_score"),
    ):
        rows = made[made["part"].eq(part)]
        rows = rows.assign(_key=_places(t, part, rows))
        rows = rows[rows["_key"].notna()]
        high, reported = exact(rows["computed"]), exact(rows["reported"])
        low = exact(rows["computed_low"])
        low = low.where(low.notna(), high)
        triples = list(zip(reported.tolist(), low.tolist(), high.tolist(), strict=True))
        columns = (exact(rows["difference"]), rows["scheme_id"])
        fine = [
            not differs({"difference": value}, int(places.get(str(scheme), (0, ""))[0]))
            for value, scheme in zip(*(column.tolist() for column in columns), strict=True)
        ]
        words = [shown(h) if lo == h else f"{shown(lo)} – {shown(h)}" for _, lo, h in triples]
        wanted = either(reported, fine, pd.Series(words, rows.index, dtype=object))
        parts.append(statements(table, rows, field, reported, wanted))
    return together(parts)


def _places(t: Frames, part: str, rows: pd.DataFrame) -> pd.Series:
    """The key of the row on the form that a part of a score is of."""
    forms = rows["evaluation_id"].astype("string")
    if part == "total":
        return forms
    if part == "indicator":
        return forms + "/" + rows["position"].astype("string")
    if "self_evaluation_funds" not in t:
        return pd.Series(pd.NA, rows.index, dtype="string")
    whole = wholes(t)
    keys = dict(zip(whole["evaluation_id"], whole["_key"], strict=True))
    return matched(keys, rows["evaluation_id"]).astype("string")
