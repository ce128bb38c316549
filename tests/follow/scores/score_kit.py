"""Invented self-evaluations for the tests of scores: no figure in them is real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fiscal_notice.follow.record import Record
from fiscal_notice.follow.scores.compute import scores_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.values import parse_value

FORM = "601-00000000/1"


def money(budget: str | None, executed: str | None, **more: Any) -> Row:
    """The row of the whole of the money, with 10 points."""
    return {
        "evaluation_id": FORM,
        "position": 1,
        "is_total": True,
        "budget_yuan": None if budget is None else Decimal(budget),
        "executed_yuan": None if executed is None else Decimal(executed),
        "points": Decimal(10),
        **more,
    }


def indicator(
    target: str | None, printed: str | None, points: str | None = "8", **more: Any
) -> Row:
    """A row of an indicator as the form prints it."""
    return {
        "evaluation_id": FORM,
        "position": 1,
        "indicator_id": None,
        "level3": "指标",
        "target_as_printed": target,
        "actual_as_printed": printed,
        "points": None if points is None else Decimal(points),
        **more,
    }


def record(indicators: Sequence[Row], funds: Sequence[Row] = (), **form: Any) -> Record:
    """A follow-up with one self-evaluation; rows are numbered in their order unless they say so."""
    rows = [{**row, "position": at} for at, row in enumerate(indicators, start=1)]
    base: Row = {"evaluation_id": FORM, "region_code": "601", **form}
    return Record(
        tables={
            "self_evaluations": [base],
            "self_evaluation_funds": list(funds),
            "self_evaluation_scores": rows,
        }
    )


def targets(**printed: str | None) -> Mapping[str, Rows]:
    """Targets of a notice by the number of their indicator, as ``i7="≥5家"``."""
    return {key.removeprefix("i"): parse_value(text) for key, text in printed.items()}


def scored(row: Row, given: Mapping[str, Rows] | None = None, asked: str = "") -> Row:
    """The row of ``scores`` of one indicator."""
    rows = scores_of(record([row]), given or {}, asked)
    return next(each for each in rows if each["part"] == "indicator")
