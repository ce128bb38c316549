"""A case: the invented follow-up changed at some places, and the cell that a rule must name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from follow.rules.bench import Cell, Change


def _same(record: Any) -> Any:
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A change, and the cell that is found; without ``cell`` nothing is.

    ``said`` are other properties of how the descriptor names the notice, ``about`` other ones of
    the descriptor, ``expected`` is compared if it is given.
    """

    change: Change = _same
    cell: Cell | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    expected: str | None = None


def breaks(
    cell: Cell,
    change: Change = _same,
    *,
    at: int | None = None,
    expected: str | None = None,
    said: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
) -> Case:
    """A case that breaks the rule at ``cell``, or in row ``at`` of it."""
    table, row, name = cell
    place = (table, row if at is None else at, name)
    return Case(change=change, cell=place, said=said or {}, about=about or {}, expected=expected)


def fine(change: Change = _same, about: Mapping[str, str] | None = None) -> Case:
    """A case that is no fault."""
    return Case(change=change, about=about or {})


def when(case: Case, about: Mapping[str, str]) -> Case:
    """The case with other properties of the descriptor."""
    return replace(case, about=about)
