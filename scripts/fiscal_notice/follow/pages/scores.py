"""The self-evaluations of a city: what the form says beside what a scheme gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.follow.pages.facts import FollowFacts
from fiscal_notice.model import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A self-evaluation form: its row, its score rows, and those that were computed.

    ``total`` and ``execution`` are rows of the table scores, None if they are not there.
    """

    row: Row
    items: list[tuple[Row, Row | None]]
    funds: list[Row]
    answers: list[Row]
    execution: Row | None
    total: Row | None
    scheme: str

    @property
    def computed(self) -> Decimal | None:
        """The total by the scheme."""
        return _number(self.total, "computed")

    @property
    def low(self) -> Decimal | None:
        """The least total by the scheme, where targets in words have a band; None if it is one."""
        low = _number(self.total, "computed_low")
        return low if low != self.computed else None

    @property
    def reported(self) -> Decimal | None:
        """The total that the form has."""
        return _number(self.row, "total_score")

    @property
    def difference(self) -> Decimal | None:
        """The reported total less the computed one."""
        return _number(self.total, "difference")

    @property
    def grade(self) -> str:
        """The grade by the scheme; empty if there is none."""
        return str((self.total or {}).get("grade") or "")


def evaluations(f: FollowFacts, region: str) -> list[Evaluation]:
    """The forms of a region."""
    return [_evaluation(f, row) for row in f.progress[region].rows("self_evaluations")]


def _evaluation(f: FollowFacts, row: Row) -> Evaluation:
    name = row["evaluation_id"]

    def own(table: str) -> Iterator[Row]:
        return (each for each in f.record.rows(table) if each["evaluation_id"] == name)

    scores = list(own("scores"))
    by_position = {each["position"]: each for each in scores if each["part"] == "indicator"}
    parts = {str(each["part"]): each for each in scores if each["part"] != "indicator"}
    used = next((str(each["scheme_id"]) for each in scores if each.get("scheme_id")), "")
    return Evaluation(
        row=row,
        items=[(each, by_position.get(each["position"])) for each in own("self_evaluation_scores")],
        funds=list(own("self_evaluation_funds")),
        answers=list(own("self_evaluation_answers")),
        execution=parts.get("execution"),
        total=parts.get("total"),
        scheme=used or str(row.get("scheme_id") or f.package.descriptor.get("scheme") or ""),
    )


def _number(row: Row | None, field: str) -> Decimal | None:
    value = (row or {}).get(field)
    return Decimal(str(value)) if value is not None else None
