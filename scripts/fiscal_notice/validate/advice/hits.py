"""What a check of advice meets, who looks for it, and the Rule and Findings that come of it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Protocol

from fiscal_notice.model import Finding, Rule, judged_elsewhere
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.messages import MESSAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check met: the ``kind`` of its message, and where.

    ``row`` is numbered as frictionless numbers rows: the header is 1. ``words`` fill the message
    beside ``found``, ``expected``, ``field`` and ``row``.
    """

    kind: str
    field: str = ""
    row: int | None = None
    found: str | None = None
    expected: str | None = None
    words: Mapping[str, str | int] = default(default_factory=dict)


class Watcher(Protocol):
    """Looks at some columns while their table is read once, batch by batch."""

    @property
    def fields(self) -> Sequence[str]:
        """The columns that it looks at."""

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        """Take some rows: their numbers, and the cells of ``fields``, column by column."""

    def hits(self) -> Iterator[Hit]:
        """What was met, once all rows were fed."""


@dataclass(frozen=True, slots=True)
class Misshapen:
    """Stands for a watcher that the descriptor leaves nothing to look at, and says so."""

    hit: Hit
    fields: Sequence[str] = ()

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        """Take no rows."""

    def hits(self) -> Iterator[Hit]:
        """That nothing was checked, and why."""
        yield self.hit


def as_declared(declared: object) -> str:
    """The beginning of a property as the descriptor has it."""
    return json.dumps(declared, ensure_ascii=False, default=str)[:80]


Look = Callable[[Inspected], Iterator[Hit] | None]
"""What a check meets in one resource; None if the resource has nothing that concerns it."""
Watch = Callable[[Inspected], list[Watcher]]
"""Those who look at the columns of one table; none if nothing in it concerns the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One piece of advice: its statement, and how it is looked for."""

    rule: Rule
    look: Look | None = None
    watch: Watch | None = None


def looking(rule_id: str, look: Look) -> Check:
    """A check of a resource; its docstring is the published statement."""
    return Check(rule=_rule(rule_id, look), look=look)


def watching(rule_id: str, watch: Watch) -> Check:
    """A check of the columns of a table; its docstring is the published statement."""
    return Check(rule=_rule(rule_id, watch), watch=watch)


def finding(rule: Rule, table: str, hit: Hit) -> Finding:
    """A hit in the terms of a report, in both languages."""
    words = {"found": hit.found, "expected": hit.expected, "field": hit.field, "row": hit.row}
    english, chinese = (text.format(**words, **hit.words) for text in MESSAGES[hit.kind])
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        table=table,
        key="" if hit.row is None else f"row {hit.row}",
        field=hit.field,
        line=None,
        found=hit.found,
        expected=hit.expected,
        message=english,
        message_zh=chinese,
        kind=hit.kind,
        row=hit.row,
    )


def _rule(rule_id: str, check: Callable[..., object]) -> Rule:
    """The Rule of a docstring of five paragraphs: the last begin with Holds, Breaks and Basis."""
    paragraphs = [" ".join(p.split()) for p in (inspect.getdoc(check) or "").split("\n\n")]
    statement, statement_zh, holds, breaks, basis = paragraphs
    return Rule(
        id=rule_id,
        severity="advice",
        statement=statement,
        statement_zh=statement_zh,
        holds=holds.removeprefix("Holds: "),
        breaks=breaks.removeprefix("Breaks: "),
        basis=basis.removeprefix("Basis: "),
        tables=(),
        compare=judged_elsewhere,
    )
