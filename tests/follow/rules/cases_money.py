"""Cases of the rules on when money moved, how much, what for, and what the budget has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from follow.rules.bench import both, with_cells, with_row, without
from follow.rules.case import Case, breaks, fine

PAID, PASSED = {"stage": "paid"}, {"stage": "passed_on"}
OWN = {"stage": "allocated_own"}
ANOTHER = "701-00000000"
NO_STAGES = without("stages")

CASES: dict[str, list[Case]] = {
    "FOL-07": [
        breaks(("payments", 0, "paid_on"), with_cells("payments", {}, paid_on=date(2021, 1, 4))),
        breaks(
            ("stages", 5, "happened_on"), with_cells("stages", PAID, happened_on=date(2021, 1, 4))
        ),
        breaks(
            ("payments", 0, "paid_on"),
            with_cells("payments", {}, paid_on=date(2021, 1, 4), allocation_id=None),
        ),
        fine(with_cells("stages", PASSED, happened_on=None)),
    ],
    "FOL-08": [
        breaks(
            ("stages", 0, "happened_on"),
            with_cells("stages", PASSED, happened_on=date(2020, 11, 30)),
            expected="≥ 2020-12-01",
        ),
        fine(with_cells("stages", PASSED, happened_on=date(2020, 12, 1))),
    ],
    "FOL-09": [
        breaks(
            ("stages", 1, "happened_on"),
            with_cells("stages", {"stage": "entered"}, happened_on=date(2021, 1, 2)),
        ),
        breaks(
            ("stages", 2, "happened_on"), with_cells("stages", OWN, happened_on=date(2021, 1, 20))
        ),
        fine(with_cells("stages", {"stage": "entered"}, happened_on=None)),
    ],
    "FOL-10": [
        breaks(
            ("stages", 0, "happened_on"),
            with_cells("stages", PASSED, happened_on=date(2021, 2, 1)),
            expected="≤ 2021-01-31",
        ),
        fine(with_cells("stages", PASSED, happened_on=date(2021, 1, 31))),
    ],
    "FOL-11": [
        breaks(("payments", 0, "paid_on"), with_cells("payments", {}, paid_on=date(2023, 1, 4))),
        breaks(
            ("evidence", 0, "reported_on"),
            with_cells("evidence", {}, reported_on=date(2022, 4, 2)),
        ),
        breaks(("monitoring", 0, "period"), with_cells("monitoring", {}, period="2022-03")),
        breaks(
            ("budgets", 0, "published_on"),
            with_cells("budgets", {}, reported_on=None, published_on=date(2022, 4, 2)),
        ),
    ],
    "FOL-12": [
        breaks(
            ("stages", 0, "amount_yuan"),
            with_cells("stages", PASSED, amount_yuan=Decimal("50000.01")),
            expected="≤ 50000",
        ),
        breaks(
            ("stages", 1, "amount_yuan"),
            with_cells("stages", {"stage": "entered"}, amount_yuan=50001),
        ),
        breaks(
            ("stages", 24, "amount_yuan"),
            with_row("stages", allocation_id=None, project_name=None, happened_on=date(2021, 3, 1)),
            expected="≤ 850000",
        ),
        fine(
            both(
                with_cells("stages", PASSED, amount_yuan=49999),
                with_cells("stages", {"stage": "entered"}, amount_yuan=49999),
            )
        ),
        # What two documents report alike counts once.
        fine(with_row("stages", evidence_id=ANOTHER)),
    ],
    "FOL-13": [
        breaks(("stages", 2, "amount_yuan"), with_cells("stages", OWN, amount_yuan=50001)),
        breaks(
            ("stages", 2, "amount_yuan"),
            both(
                with_cells("stages", PASSED, amount_yuan=30000),
                with_cells("stages", OWN, amount_yuan=40000),
            ),
            expected="≤ 30000",
        ),
        breaks(
            ("stages", 2, "amount_yuan"),
            both(
                without("stages", stage="passed_on"), with_cells("stages", OWN, amount_yuan=60000)
            ),
            at=1,
            expected="≤ 50000",
        ),
        fine(with_cells("stages", PASSED, amount_yuan=None)),
    ],
    "FOL-14": [
        breaks(("payments", 0, "amount_yuan"), with_cells("payments", {}, amount_yuan=50001)),
        breaks(("stages", 5, "amount_yuan"), with_cells("stages", PAID, amount_yuan=50001)),
        breaks(
            ("stages", 4, "amount_yuan"),
            with_cells("stages", {"stage": "added"}, amount_yuan=50001),
        ),
        # No stage is known: the grant alone says how much there is.
        breaks(
            ("payments", 1, "amount_yuan"),
            both(NO_STAGES, with_cells("payments", {"grant_id": 2}, amount_yuan=100001)),
            expected="≤ 100000",
        ),
        breaks(
            ("payments", 3, "amount_yuan"),
            both(
                NO_STAGES,
                with_cells(
                    "payments",
                    {"grant_id": 4},
                    amount_yuan=500001,
                    grant_id=None,
                    allocation_id=None,
                ),
            ),
        ),
        breaks(
            ("payments", 5, "amount_yuan"),
            both(
                NO_STAGES,
                with_row(
                    "payments",
                    grant_id=None,
                    allocation_id=None,
                    project_name=None,
                    paid_on=date(2021, 12, 1),
                ),
            ),
            expected="≤ 850000",
        ),
        fine(both(NO_STAGES, with_cells("payments", {}, amount_yuan=None))),
        # What was allocated is known of one allocation only, and says nothing of the others.
        fine(without("stages", allocation_id=3)),
    ],
    "FOL-15": [
        breaks(("stages", 0, "amount_yuan"), with_cells("stages", PASSED, amount_yuan=40000)),
        breaks(("stages", 3, "amount_yuan"), with_cells("stages", OWN, amount_yuan=30000)),
        fine(with_cells("stages", PASSED, amount_yuan=40000), about={"asOf": "2021-01-20"}),
        fine(with_cells("stages", PASSED, amount_yuan=None)),
    ],
    "FOL-16": [
        breaks(("stages", 5, "amount_yuan"), with_cells("stages", PAID, amount_yuan=49000)),
        breaks(("stages", 5, "amount_yuan"), with_cells("payments", {}, amount_yuan=49000)),
        fine(with_cells("payments", {}, amount_yuan=None)),
        fine(without("payments", allocation_id=1)),
    ],
    "FOL-17": [
        breaks(
            ("payments", 0, "function_code"),
            with_cells("payments", {}, function_code="2050299"),
            expected="2011409",
        ),
        breaks(
            ("stages", 6, "function_code"),
            with_cells("stages", {"allocation_id": 2}, function_code="2300299"),
        ),
        # A transfer is spent under another code; part of a code is the code.
        fine(with_cells("payments", {"grant_id": 2}, function_code="2050299")),
        fine(with_cells("payments", {}, function_code="20114")),
        breaks(
            ("payments", 0, "function_code"),
            both(
                with_cells(
                    "payments", {}, function_code="2300399", grant_id=None, allocation_id=None
                ),
            ),
        ),
    ],
    "FOL-18": [
        breaks(
            ("payments", 1, "project_name"),
            with_cells(
                "payments", {"grant_id": 2}, project_name="企业海外保护能力提升", allocation_id=None
            ),
        ),
        breaks(("stages", 0, "project_name"), with_cells("stages", {}, project_name="修路")),
        breaks(
            ("payments", 0, "project_name"),
            with_cells("payments", {}, grant_id=None, allocation_id=None, project_name="修路"),
        ),
        fine(with_cells("payments", {"grant_id": 2}, project_name="2021年 专利导航 项目")),
        fine(
            with_cells("payments", {"grant_id": 2}, project_name="2021年戴帽转移支付甲市专项资金")
        ),
    ],
    "FOL-19": [
        breaks(("payments", 0, "payee"), with_cells("payments", {}, payee="丙公司")),
        # One of several recipients is one of them; an authority passes the money on.
        fine(with_cells("payments", {"grant_id": 2}, payee="甲市第二研究院")),
        fine(with_cells("payments", {"grant_id": 4}, payee="丙公司")),
        fine(with_cells("payments", {}, payee="丙公司", grant_id=None)),
    ],
    "FOL-20": [
        breaks(("payments", 0, "payer"), with_cells("payments", {}, payer="甲市市场监督管理局")),
        breaks(
            ("stages", 0, "from_unit"), with_cells("stages", PASSED, from_unit="某省市场监督管理局")
        ),
        fine(with_cells("stages", OWN, from_unit="甲市市场监督管理局")),
        fine(with_cells("payments", {}, payer="甲市国库集中支付中心")),
        fine(with_cells("stages", PAID, from_unit="甲市市场监督管理局")),
    ],
    "FOL-21": [
        breaks(
            ("budgets", 0, "amount_yuan"),
            with_cells("budgets", {}, amount_yuan=849999),
            expected="≥ 850000",
        ),
        breaks(("budgets", 0, "amount_yuan"), with_cells("budgets", {}, state="short")),
        breaks(("budgets", 0, "amount_yuan"), with_cells("budgets", {}, amount_yuan=None)),
        fine(with_cells("budgets", {}, amount_yuan=800000, state="short")),
        fine(with_cells("budgets", {}, amount_yuan=1, state="not_separable")),
        fine(with_cells("budgets", {}, amount_yuan=None, state="not_published")),
        fine(with_cells("budgets", {}, amount_yuan=850001)),
        # Two lines of one budget are one amount.
        fine(
            both(
                with_cells("budgets", {}, amount_yuan=800000),
                with_row("budgets", amount_yuan=50000),
            )
        ),
    ],
    "FOL-22": [
        breaks(
            ("budgets", 0, "published_on"),
            with_cells("budgets", {}, published_on=date(2021, 3, 3)),
            expected="≤ 2021-03-02",
        ),
        breaks(
            ("budgets", 0, "published_on"),
            with_cells("budgets", {}, published_on=date(2021, 2, 9)),
            expected="≥ 2021-02-10",
        ),
        fine(with_cells("budgets", {}, published_on=date(2021, 3, 2))),
        fine(with_cells("budgets", {}, approved_on=None)),
    ],
    "FOL-50": [
        breaks(
            ("stages", 0, "announced_yuan"),
            with_cells("stages", {}, announced_yuan=55000),
            expected="50000",
        ),
        breaks(
            ("payments", 1, "announced_yuan"),
            with_cells("payments", {"grant_id": 2}, announced_yuan=300000),
            expected="100000",
        ),
        fine(with_cells("payments", {"grant_id": 2}, announced_yuan=100000)),
    ],
    "FOL-51": [
        breaks(("payments", -1, "amount_yuan"), with_row("payments", evidence_id=ANOTHER)),
        breaks(
            ("payments", 0, "amount_yuan"),
            with_row("payments", evidence_id=ANOTHER, reported_on=date(2021, 7, 1)),
            expected=f"no second report: {ANOTHER}/905 has it",
        ),
        breaks(("stages", -1, "amount_yuan"), with_row("stages", evidence_id=ANOTHER)),
        # Rows of one document are payments of their own; another day, payee or unit is another one.
        fine(with_row("payments")),
        fine(with_row("payments", evidence_id=ANOTHER, paid_on=date(2021, 9, 17))),
        fine(with_row("payments", evidence_id=ANOTHER, payee="丙公司")),
        fine(with_row("payments", evidence_id=ANOTHER, paid_on=None)),
        fine(with_row("stages", evidence_id=ANOTHER, to_unit="甲市乙区财政局")),
    ],
}
