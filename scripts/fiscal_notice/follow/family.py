"""What all follow-up packages share: how one is known, and how it names the notice it follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: What the notice is to its follow-up, and the other way round (see package/related.py).
FOLLOWS = "follows"
FOLLOWED_BY = "followedBy"
#: The property of a follow-up's descriptor that says up to which day things were looked at.
AS_OF = "asOf"
#: The property that says that nothing in the package happened: an example.
INVENTED = "invented"
#: The end of the name of a follow-up package.
SUFFIX = "-follow-up"

MARKS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("evidence_id", "region_code", "kind", "reported_by", "superseded_by")
}
"""The columns by which a follow-up is known. Whatever else it may have, it may lack."""


def lacking_marks(columns: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """What keeps a package from being a follow-up; empty if it is one.

    ``columns`` are the columns of its tables. A returned table is not there, or lacks the columns
    that follow.
    """
    lacking = {
        table: tuple(name for name in names if name not in columns.get(table, ()))
        for table, names in MARKS.items()
    }
    return {table: names for table, names in lacking.items() if names}
