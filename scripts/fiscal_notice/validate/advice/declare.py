"""From a docstring to a Rule of advice, and from what a check meets to a Finding."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fiscal_notice.model import Finding, Rule, Statements
from fiscal_notice.validate.advice.hits import Hit, Watcher
from fiscal_notice.validate.advice.inspected import Inspected
from fiscal_notice.validate.advice.messages import MESSAGES

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
        compare=_looked_for,
    )


def _looked_for(_: object) -> Statements:
    """In the place of a rule's comparison: advice is looked for in files, not in frames."""
    raise NotImplementedError
