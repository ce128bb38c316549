"""What all notices of the family share: how one is known, and what its codes mean for its money."""

from __future__ import annotations

from collections.abc import Collection, Mapping

YUAN_PER_WAN = 10_000

#: The letter, by which a notice is told from any package with a table called grants ...
LETTER = "notice"
#: ... and the annexes, of which it has at least one.
ANNEXES = ("allocations", "grants", "target_sheets")
MARKS: Mapping[str, tuple[str, ...]] = {
    LETTER: ("document_number", "budget_year", "total_yuan"),
    "allocations": ("unit_code", "transfer_type", "amount_yuan"),
    "grants": ("region_code", "purpose", "amount_wan"),
    "target_sheets": ("purpose", "region_code", "funding_need_wan"),
}
"""The columns by which each of these tables is known."""


def lacking_marks(columns: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """What keeps a package from being a notice of the family; empty if it is one.

    ``columns`` are the columns of its tables. Each of the returned tables is not there, or lacks
    the columns that follow (all of MARKS if it is not there).
    """
    lacking = {
        table: tuple(name for name in names if name not in columns.get(table, ()))
        for table, names in MARKS.items()
    }
    # One annex that is whole is enough.
    annexes = ANNEXES if all(lacking[annex] for annex in ANNEXES) else ()
    return {table: lacking[table] for table in (LETTER, *annexes) if lacking[table]}


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
