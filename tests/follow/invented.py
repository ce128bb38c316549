"""A city's invented year: every figure, date and document number in it is made up.

What is announced is the notice's own; what became of it is invented, by a seed, so that it agrees
with itself: money passed on, entered, allocated, paid; targets confirmed as announced; actual
values that reach them or say why not; points that add up to 100.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.form_layout import FUND_SOURCES
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.notice.facts.table_reader import Entry

Line = dict[str, Any]
INVENTED = "虚构"
"""Stands in every document number and title of an invented follow-up."""
CENT = Decimal("0.01")
COMPARATORS = ("ge", "gt", "eq", "le", "lt")
#: The points of a self-evaluation in words.
ITEMS = next(
    tuple(field.labels())
    for field in schema_of("self_evaluation_answers").fields
    if field.name == "item"
)
#: Points of a sheet: what is executed, outputs, benefits, satisfaction (as the Ministry has them).
EXECUTION, OUTPUTS, BENEFITS, SATISFACTION = (Decimal(n) for n in (10, 50, 30, 10))


@dataclass(kw_only=True)
class City:
    """One city's invented year, drawn from ``dice``; rows come in the order of its form."""

    announced: Announced
    region: str
    dice: random.Random
    reported_on: date | None = None
    tables: dict[str, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reported_on = self.reported_on or date(self.year + 1, 2, 20)

    @property
    def name(self) -> str:
        """Its name as the notice has it."""
        return self.announced.regions[self.region]["name"]

    @property
    def office(self) -> str:
        """Who reports."""
        return f"{self.name}财政局"

    @property
    def year(self) -> int:
        """The budget year."""
        return self.announced.budget_year or 2021

    def add(self, table: str, row: Line) -> None:
        """A row of ``table``."""
        self.tables.setdefault(table, []).append(row)

    def fill(self) -> None:
        """Make up the whole form."""
        allocations = self.announced.allocations.get(self.region, ())
        passed_on = self._passed_on()
        paid: dict[str, Decimal] = {}
        for row in allocations:
            paid[row["transfer_type"]] = Decimal(0)
        self._pay(allocations, passed_on, paid)
        for row in allocations:
            self._stages(row, passed_on)
        self._budget(allocations)
        for sheet in self.announced.sheets.get(self.region, ()):
            self._sheet(sheet, paid)

    def _passed_on(self) -> date:
        printed = self.announced.facts.tables.notice["printed_on"]
        start = date(self.year, 1, 1)
        since = max(date.fromisoformat(printed), start) if printed else start
        return since + timedelta(days=self.dice.randint(3, 20))

    def _pay(self, allocations: Sequence[Entry], since: date, paid: dict[str, Decimal]) -> None:
        """A payment for each grant, or for each allocation if there are no grants."""
        part = Decimal(self.dice.choice((97, 98, 99, 100))) / 100
        of_type = {row["transfer_type"]: row for row in allocations}
        for row in self.announced.grants.get(self.region, ()) or allocations:
            source = of_type.get(row["transfer_type"])
            amount = (Decimal(row["amount_yuan"]) * part).quantize(CENT)
            paid[row["transfer_type"]] = paid.get(row["transfer_type"], Decimal(0)) + amount
            whole: Line = {
                "paid_on": since + timedelta(days=self.dice.randint(60, 300)),
                "amount_yuan": amount,
                "payer": self.office,
                "payee": row["recipient_as_printed"] or f"{self.name}本级",
                "project_name": row["project_name"],
                "function_code": source["function_code"] if source else None,
                "gov_economic_code": "50799",
                "dept_economic_code": "31299",
                "grant_id": int(row["grant_id"]) if row["grant_id"] else None,
                "allocation_id": int(source["allocation_id"]) if source else None,
            }
            self.add("payments", whole)

    def _stages(self, row: Entry, since: date) -> None:
        amount = Decimal(row["amount_yuan"])
        lower = (amount * self.dice.choice((0, 2, 3)) / 10).quantize(Decimal(1))
        number = int(row["allocation_id"])
        payments = [p for p in self.tables["payments"] if p["allocation_id"] == number]
        days, sums = [p["paid_on"] for p in payments], [p["amount_yuan"] for p in payments]
        issuer = self.announced.facts.tables.notice["issuer"]
        document = f"{INVENTED}财〔{self.year}〕{number}号"
        for stage, after, value, giver, taker in (
            ("passed_on", 0, amount, issuer, self.office),
            ("entered", 2, amount, issuer, self.office),
            ("allocated_own", 12, amount - lower, self.office, f"{self.name}本级"),
            ("allocated_lower", 12, lower, self.office, f"{self.name}所辖县区"),
            ("added", 20, amount, self.office, f"{self.name}本级"),
            ("paid", 0, sum(sums, Decimal(0)), self.office, "项目单位"),
        ):
            whole: Line = {
                "stage": stage,
                "happened_on": max(days, default=None)
                if stage == "paid"
                else since + timedelta(days=after),
                "amount_yuan": value,
                "from_unit": giver,
                "to_unit": taker,
                "document_number": document,
                "document_title": f"关于转下达{row['project_name']}的通知（{INVENTED}）",
                "allocation_id": number,
                "project_name": row["project_name"],
                "function_code": row["function_code"],
            }
            if stage == "paid":
                whole["happened_on"] = max(days, default=None)
            self.add("stages", whole)

    def _budget(self, allocations: Sequence[Entry]) -> None:
        approved = date(self.year, 2, self.dice.randint(1, 20))
        whole: Line = {
            "document_title": f"{self.name}{self.year}年预算（{INVENTED}）",
            "document_number": f"{INVENTED}预〔{self.year}〕{self.region}号",
            "approved_on": approved,
            "published_on": approved + timedelta(days=self.dice.randint(2, 18)),
            "amount_yuan": self.announced.amount(self.region),
            "budget_line": str(self.dice.randint(20, 60)),
            "state": "met",
        }
        self.add("budgets", whole)

    def _sheet(self, sheet: Entry, paid: Mapping[str, Decimal]) -> None:
        kind = self.announced.facts.money.transfer_type_of(sheet)
        rows = self.announced.allocations.get(self.region, ())
        budget = sum(
            (Decimal(row["amount_yuan"]) for row in rows if row["transfer_type"] == kind),
            Decimal(0),
        )
        executed = paid.get(kind, Decimal(0))
        indicators = self.announced.indicators.get(sheet["sheet_id"], ())
        marks = points_of([(row["level1"], row["level2"]) for row in indicators])
        scored: list[Line] = []
        for at, (row, points) in enumerate(zip(indicators, marks, strict=True)):
            reached = self._indicator(sheet, row, (budget, executed) if at == 0 else None)
            scored.append({**reached, "points": points, "score": _score(reached, points)})
        self._evaluation(sheet, scored, budget, executed)

    def _indicator(self, sheet: Entry, row: Entry, money: tuple[Decimal, Decimal] | None) -> Line:
        """Confirm and monitor one indicator; what the self-evaluation says of it."""
        target, printed = self._target(row), row["value_as_printed"]
        same: Line = {
            "sheet_id": int(sheet["sheet_id"]),
            "indicator_id": int(row["indicator_id"]),
            "project_name": sheet["project_name"],
            **{level: row[level] or None for level in ("level1", "level2", "level3")},
        }
        comparator, value, unit = target or (None, None, "")
        self.add(
            "confirmed_targets",
            {
                **same,
                "announced_as_printed": printed or None,
                "target_as_printed": printed or "已完成",
                "comparator": comparator,
                "target_value": value,
                "unit": unit or None,
            },
        )
        actual = self._actual(comparator, value)
        short = comparator in ("ge", "gt") and value is not None and actual < value
        half = actual if comparator in ("le", "lt") or value is None else _half(actual)
        told = f"{_plain(actual)}{unit}" if value is not None else "达成预期指标"
        begun = f"{_plain(half)}{unit}" if value is not None else "正在推进"
        budget, executed = money or (None, None)
        self.add(
            "monitoring",
            {
                **same,
                "period": f"{self.year}-07",
                "budget_yuan": budget,
                "executed_yuan": (executed * 6 / 10).quantize(CENT) if executed else None,
                "expected_yuan": executed,
                "target_as_printed": printed or None,
                "actual_as_printed": begun,
                "actual": half if value is not None else None,
                "expected_as_printed": told,
                "expected": actual if value is not None else None,
                "reason_kind": "other" if short else None,
                "reason": f"部分活动延期（{INVENTED}）" if short else None,
                "likelihood": "possible" if short else "certain",
                "to_correct": short,
            },
        )
        return {
            "indicator_id": same["indicator_id"],
            **{level: same[level] for level in ("level1", "level2", "level3")},
            "target_as_printed": printed or None,
            "actual_as_printed": told,
            "actual": actual if value is not None else None,
            "achieved": "reached" if value is None else None,
            "reason": f"部分活动延期，次年补办（{INVENTED}）" if short else None,
            "_target": value if short else None,
        }

    def _target(self, row: Entry) -> tuple[str, Decimal, str] | None:
        """Comparator, value, unit of a target that is one number."""
        parts = self.announced.targets.get(row["indicator_id"], ())
        if len(parts) != 1 or parts[0]["comparator"] not in (*COMPARATORS, "between"):
            return None
        bound, comparator = parts[0]["lower"] or parts[0]["upper"], parts[0]["comparator"]
        # Of a range the least is reached: a form has no sign for one.
        said = "ge" if comparator == "between" else comparator
        return (said, Decimal(bound), parts[0]["unit"]) if bound else None

    def _actual(self, comparator: str | None, value: Decimal | None) -> Decimal:
        """Mostly the target, at times somewhat more, rarely one less."""
        if value is None or comparator not in ("ge", "gt") or value < 10:
            return (value or Decimal(0)) + (1 if comparator == "gt" else 0)
        throw = self.dice.random()
        return value + (1 if throw < 0.3 or comparator == "gt" else -1 if throw > 0.93 else 0)

    def _evaluation(
        self, sheet: Entry, scored: list[Line], budget: Decimal, executed: Decimal
    ) -> None:
        number = len(self.tables.get("self_evaluations", ())) + 1
        rate = executed / budget if budget else Decimal(0)
        earned = (EXECUTION * rate).quantize(CENT, ROUND_HALF_UP)
        total = sum((row["score"] for row in scored), earned)
        parents: dict[Any, Decimal] = {}
        for row in scored:
            parents[row["level1"]] = parents.get(row["level1"], Decimal(0)) + row["points"]
        base: Line = {"evaluation_id": str(number)}
        self.add(
            "self_evaluations",
            {
                **base,
                "sheet_id": int(sheet["sheet_id"]),
                "project_name": sheet["project_name"],
                "department": sheet["local_department"] or None,
                "unit": sheet["implementing_unit"] or sheet["local_department"] or self.name,
                "budget_year": self.year,
                "goal": sheet["overall_goal"] or None,
                "goal_result": f"已完成年度目标（{INVENTED}）",
                "total_score": total,
                "grade": "优",
            },
        )
        for position, source in enumerate(FUND_SOURCES[:2], start=1):
            money: Line = {
                **base,
                "source": source,
                "is_total": position == 1,
                "initial_yuan": budget,
                "budget_yuan": budget,
                "executed_yuan": executed,
                "points": EXECUTION if position == 1 else None,
                "rate_as_printed": f"{rate * 100:.2f}%",
                "score": earned if position == 1 else None,
                "reason": f"项目尾款待验收后支付（{INVENTED}）"
                if position == 1 and earned < EXECUTION
                else None,
            }
            self.add("self_evaluation_funds", money)
        for item in ITEMS:
            self.add(
                "self_evaluation_answers",
                {**base, "item": item, "explanation": f"符合要求（{INVENTED}）", "problem": "无"},
            )
        for row in scored:
            known = {name: value for name, value in row.items() if name != "_target"}
            whole: Line = {**base, **known, "level1_points": parents[row["level1"]]}
            self.add("self_evaluation_scores", whole)


def points_of(levels: Sequence[tuple[str, str]]) -> list[Decimal]:
    """Points of indicators by their levels 1 and 2, in halves, 90 in all."""
    kinds = [
        SATISFACTION if "满意" in one + two else BENEFITS if "效益" in one else OUTPUTS
        for one, two in levels
    ]
    there = dict.fromkeys(sorted(kinds, reverse=True))
    weights = {kind: kind for kind in there}
    if there:
        # What has no indicator leaves its points to the first that has some.
        weights[next(iter(there))] += 100 - EXECUTION - sum(weights.values())
    counts = {kind: kinds.count(kind) for kind in there}
    step = Decimal("0.5")
    found, seen = [], dict.fromkeys(there, 0)
    for kind in kinds:
        each = weights[kind] / counts[kind] // step * step
        last = seen[kind] == counts[kind] - 1
        found.append(weights[kind] - each * (counts[kind] - 1) if last else each)
        seen[kind] += 1
    return found


def _score(reached: Mapping[str, Any], points: Decimal) -> Decimal:
    """All points, or the reached part of them where the target was missed."""
    if reached["_target"] is None:
        return points
    part: Decimal = reached["actual"] / reached["_target"]
    return (part * points).quantize(CENT, ROUND_HALF_UP)


def _half(value: Decimal) -> Decimal:
    """About what is reached by July, whole if the year's value is."""
    part = value * 7 / 12
    return (
        part.quantize(Decimal(1), "ROUND_CEILING") if value == int(value) else part.quantize(CENT)
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
