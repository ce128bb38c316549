"""Cases of the rules on what a follow-up names, and when it happened."""

from __future__ import annotations

from datetime import date

from follow.rules.bench import both, with_cells, with_row, without
from follow.rules.case import Case, breaks, fine

CASES: dict[str, list[Case]] = {
    "FOL-01": [
        breaks(("payments", 0, "region_code"), with_cells("payments", {}, region_code="709")),
        breaks(("evidence", 1, "region_code"), with_row("evidence", region_code="709"), at=2),
    ],
    "FOL-02": [
        breaks(("payments", 0, "grant_id"), with_cells("payments", {}, grant_id=99)),
        breaks(("stages", 0, "allocation_id"), with_cells("stages", {}, allocation_id=99)),
        breaks(("monitoring", 0, "indicator_id"), with_cells("monitoring", {}, indicator_id=99)),
        breaks(("self_evaluations", 0, "sheet_id"), with_cells("self_evaluations", {}, sheet_id=9)),
        fine(with_cells("payments", {}, grant_id=None, allocation_id=None)),
    ],
    "FOL-03": [
        breaks(("payments", 0, "grant_id"), with_cells("payments", {}, grant_id=5)),
        breaks(("stages", 0, "allocation_id"), with_cells("stages", {}, allocation_id=4)),
        breaks(
            ("confirmed_targets", 0, "indicator_id"),
            with_cells("confirmed_targets", {}, indicator_id=9),
        ),
        fine(with_cells("confirmed_targets", {}, indicator_id=None, sheet_id=None)),
    ],
    "FOL-04": [
        breaks(("monitoring", 0, "indicator_id"), with_cells("monitoring", {}, indicator_id=2)),
        breaks(
            ("self_evaluation_scores", 0, "indicator_id"),
            with_cells("self_evaluation_scores", {}, indicator_id=2),
        ),
        fine(
            both(
                without("self_evaluations"),
                with_cells("self_evaluation_scores", {}, indicator_id=2),
            )
        ),
    ],
    "FOL-05": [
        breaks(("about", 0, "hash"), said={"hash": "sha256:0"}),
        breaks(("about", 0, "version"), said={"version": "9.9.9"}),
    ],
    "FOL-06": [
        breaks(("payments", 0, "paid_on"), with_cells("payments", {}, paid_on=date(2020, 12, 31))),
        breaks(
            ("stages", 5, "happened_on"),
            with_cells("stages", {"stage": "paid"}, happened_on=date(2020, 12, 31)),
        ),
        fine(with_cells("payments", {}, paid_on=date(2021, 1, 1))),
        fine(with_cells("stages", {"stage": "passed_on"}, happened_on=date(2020, 12, 31))),
    ],
}
