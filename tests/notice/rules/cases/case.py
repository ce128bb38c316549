"""A case: the invented notice with some places changed, and the cell that a rule must name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kit import Change

NOTICE = "某财工〔2020〕1号"

Cell = tuple[str, str, str]
"""Table, key (parts joined by a slash), field."""
New = tuple[str, Mapping[str, str]]
"""A table, and the cells of a row for its end; those that are not given are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is changed in the notice, and what the rule must find there.

    ``changes`` and ``removed`` (table, key) name rows by the keys that the notice has; ``absent``
    are tables that it lacks, ``described`` properties of its descriptor. ``cell`` is one that the
    rule must name, ``alone`` if it must name no other; without ``cell`` it must find nothing.
    ``expected`` and ``line`` are compared if they are given.
    """

    changes: tuple[Change, ...] = ()
    added: tuple[New, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    described: Mapping[str, str] = field(default_factory=dict)
    cell: Cell | None = None
    expected: str | None = None
    line: int | None = None
    alone: bool = False

    @property
    def tables(self) -> set[str]:
        """The tables that are changed."""
        pairs = [*self.added, *self.removed]
        return {table for table, *_ in self.changes} | {table for table, _ in pairs}


def one(table: str, key: str, name: str, text: str, expected: str | None = None) -> Case:
    """A case in which the changed cell is the cell that is found."""
    return Case(changes=((table, key, name, text),), cell=(table, key, name), expected=expected)


def breaks(cell: Cell, *changes: Change, expected: str | None = None) -> Case:
    """A case in which another cell than the changed one is found, or one of several changed."""
    return Case(changes=changes, cell=cell, expected=expected)


def holds(*changes: Change) -> Case:
    """A case in which the changes are no fault."""
    return Case(changes=changes)


def with_rows(*added: New) -> Case:
    """A case in which further rows are no fault."""
    return Case(added=added)


REGION = with_rows(("regions", {"region_code": "701", "name": "丙市", "gb_code": "990300"}))
"""A region that stands twice: the schema check names it, and here the first one counts."""
UNIT = with_rows(
    ("budget_units", {"unit_code": "701001", "name": "丙市本级", "region_code": "702"})
)
"""A budget unit that stands twice."""
EMPTY_LEVEL = {
    "sheet_id": "2",
    "level1": "产出指标",
    "level2": "成本指标",
    "source_line": "999",
}
"""A level-2 name with no indicator beside it."""
