"""Cases of the rules on self-evaluations and schemes."""

from __future__ import annotations

from follow.rules.bench import both, with_cells, with_row, without
from follow.rules.case import Case, breaks, fine

E, F, S = "self_evaluations", "self_evaluation_funds", "self_evaluation_scores"
QUALITY = {"indicator_id": 7}
OWN = {"scheme_id": "own", "source": "试行办法", "sure": True}

CASES: dict[str, list[Case]] = {
    "FOL-30": [
        breaks((F, 0, "reason"), with_cells(F, {}, executed_yuan=269999)),
        fine(with_cells(F, {}, executed_yuan=270000)),
        fine(with_cells(F, {}, executed_yuan=200000, reason="项目取消")),
        fine(with_cells(F, {}, executed_yuan=0, budget_yuan=0)),
        fine(with_cells(F, {"is_total": False}, executed_yuan=0)),
    ],
    "FOL-31": [
        breaks((S, 0, "score"), with_cells(S, {}, score=90.5), expected="≤ 90"),
        breaks((S, 0, "score"), with_cells(S, {}, score=-1), expected="≥ 0"),
        breaks((F, 0, "score"), with_cells(F, {}, score=11)),
        fine(with_cells(S, {}, points=None)),
    ],
    "FOL-32": [
        breaks((S, 0, "reason"), with_cells(S, {}, score=80)),
        fine(with_cells(S, {}, score=80, reason="未完成")),
    ],
    "FOL-33": [
        breaks((S, 0, "level1_points"), with_cells(S, {}, points=80), expected="80"),
        breaks(
            (S, 0, "level2_points"),
            with_cells(S, {}, level2_points=50),
        ),
        fine(both(with_cells(S, {}, level1_points=None, points=80))),
        fine(with_cells(S, {}, points=None)),
    ],
    "FOL-34": [
        breaks((F, 0, "points"), with_cells(F, {}, points=20), expected="100"),
        breaks((F, 0, "points"), with_cells(S, {}, points=80), expected="100"),
        fine(with_cells(S, {}, points=None)),
    ],
    "FOL-35": [
        breaks((E, 0, "total_score"), with_cells(E, {}, total_score=99.9), expected="100"),
        breaks((E, 0, "total_score"), with_cells(F, {}, score=9)),
        breaks((E, 0, "total_score"), with_cells(S, {}, score=89)),
        fine(with_cells(S, {}, score=None)),
        fine(without(F, evaluation_id=None)),
    ],
    "FOL-36": [
        breaks((E, 0, "grade"), with_cells(E, {}, total_score=82), expected="良"),
        breaks((E, 0, "grade"), with_cells(E, {}, grade="差"), expected="优"),
        fine(with_cells(E, {}, grade="excellent")),
        fine(with_cells(E, {}, total_score=82, scheme_id="grades-80-70-60")),
    ],
    "FOL-37": [
        breaks((S, 1, "reason"), with_cells(S, {"indicator_id": 2}, actual=3)),
        breaks((S, 2, "reason"), with_cells(S, {"indicator_id": 3}, actual=4)),
        fine(with_cells(S, {"indicator_id": 2}, actual=2.6)),
        fine(with_cells(S, {"indicator_id": 2}, actual=9, reason="需求旺盛")),
        fine(with_cells(S, {"indicator_id": 8}, actual=90)),
        # Beside 3万 the number may be 3 or 30,000.
        fine(with_cells(S, {"indicator_id": 2}, target_as_printed="不少于3万份", actual=30000)),
        breaks(
            (S, 1, "reason"),
            with_cells(S, {"indicator_id": 2}, target_as_printed="不少于3万份", actual=60000),
        ),
    ],
    "FOL-38": [
        breaks((F, 0, "score"), with_cells(F, {}, score=8), expected="≤ 5"),
        breaks((F, 0, "executed_yuan"), with_cells(F, {}, executed_yuan=200000), expected="≤ 20"),
        fine(with_cells(F, {}, score=9.5)),
        fine(with_cells(S, {}, score=None)),
    ],
    "FOL-39": [
        breaks((F, 0, "budget_yuan"), with_cells(F, {}, budget_yuan=300001), expected="300000"),
        breaks((F, 0, "initial_yuan"), with_cells(F, {"is_total": False}, initial_yuan=1)),
        breaks((F, 0, "executed_yuan"), with_cells(F, {"is_total": False}, executed_yuan=1)),
        fine(with_cells(F, {"is_total": False}, executed_yuan=None)),
    ],
    "FOL-40": [
        breaks(
            (F, 0, "rate_as_printed"),
            with_cells(F, {}, rate_as_printed="99.00%"),
            expected="100.00%",
        ),
        breaks((F, 0, "rate_as_printed"), with_cells(F, {}, executed_yuan=200000)),
        fine(with_cells(F, {}, rate_as_printed="100")),
        fine(with_cells(F, {}, rate_as_printed="1.00")),
        fine(with_cells(F, {}, executed_yuan=200000, rate_as_printed="66.7%")),
        fine(with_cells(F, {}, executed_yuan=200000, rate_as_printed="六成")),
    ],
    "FOL-42": [
        breaks(("scores", 0, "computed"), with_cells("scores", {}, computed=9), expected="10"),
        breaks(("scores", 0, "evaluation_id"), with_cells("scores", {}, position=99)),
        breaks(
            ("scores", 1, "computed"),
            with_cells(S, {}, actual=1, actual_as_printed="1份"),
            expected="45",
        ),
    ],
    "FOL-43": [
        breaks((S, 0, "score"), with_cells(S, {}, score=80), expected="90"),
        breaks((S, 6, "score"), with_cells(S, QUALITY, score=20), expected="24 – 30"),
        breaks((F, 0, "score"), with_cells(F, {}, score=9), expected="10"),
        breaks((E, 0, "total_score"), with_cells(E, {}, total_score=99), expected="100"),
        fine(with_cells(S, QUALITY, score=24)),
        # The score of execution is that of the whole, also where a part has one above it.
        breaks(
            (F, -1, "score"),
            both(with_cells(F, {}, is_total=False), with_row(F, is_total=True, score=9)),
            expected="10",
        ),
        fine(with_cells(S, {}, actual=None, actual_as_printed="正在推进")),
    ],
    "FOL-44": [
        breaks(
            ("scheme_parameters", 0, "value"),
            both(
                with_row("schemes", scheme_id="own", title="试行", source="试行办法"),
                with_row("scheme_parameters", **OWN, parameter="rounding.mode", value="up"),
            ),
            expected="half_up",
        ),
        fine(
            both(
                with_row("schemes", scheme_id="own", title="试行", source="试行办法"),
                with_row("scheme_parameters", **OWN, parameter="based_on", value="mof-2020"),
            )
        ),
    ],
}
