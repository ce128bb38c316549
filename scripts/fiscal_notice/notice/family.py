"""What all notices of the family share: how one is known, and what its codes mean for its money."""

from __future__ import annotations

from collections.abc import Collection, Mapping

YUAN_PER_WAN = 10_000

#: The table of the letter, by which a notice is told from any package with a table called grants.
LETTER = "notice"
MARKS: Mapping[str, tuple[str, ...]] = {LETTER: ("document_number", "budget_year")}
"""The columns by which this table is known. Whatever else a notice has, it may lack."""


def lacking_marks(columns: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """What keeps a package from being a notice of the family; empty if it is one.

    ``columns`` are the columns of its tables. A returned table is not there, or lacks the columns
    that follow (all of MARKS if it is not there).
    """
    lacking = {
        table: tuple(name for name in names if name not in columns.get(table, ()))
        for table, names in MARKS.items()
    }
    return {table: names for table, names in lacking.items() if names}


def is_award(purpose: str) -> bool:
    """Whether money of a purpose is an award: its code says so."""
    return purpose.endswith("_award")


def transfer_type_of_sheet(
    region: str, project: str, purpose: str, earmarked: Collection[tuple[str, str]]
) -> str:
    """The transfer type of the money that a target sheet is for.

    That of the ``earmarked`` project (region, name) that the sheet names, else award or devolved.
    """
    if (region, project) in earmarked:
        return "earmarked"
    return "award" if is_award(purpose) else "devolved"
