"""One event told in two documents: a payment or a stage of the money that counts once.

Forms of one city for different periods stand side by side, and the later one often lists again
what the earlier one has. Rules and pages count by this one choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

#: By table the column of the day, those that tell events of one day and amount apart, and those of
#: which the first filled one does.
_APART = {
    "payments": ("paid_on", ("payee",), ("grant_id", "project_name", "allocation_id")),
    "stages": (
        "happened_on",
        ("stage", "to_unit"),
        ("allocation_id", "project_name", "document_number"),
    ),
}
Cells = Mapping[str, object]


def repeats(table: str, rows: Sequence[Cells]) -> list[int | None]:
    """For each row the place of the one in another document that tells the same event; else None.

    The document that was reported first has the event, then the one that stands first. Rows of one
    document are events of their own, however alike. A row without a day or an amount repeats none.
    """
    order = sorted(range(len(rows)), key=lambda n: str(rows[n].get("reported_on") or "9"))
    times: Counter[tuple[object, ...]] = Counter()
    first: dict[tuple[object, ...], int] = {}
    found: list[int | None] = [None] * len(rows)
    for at in order:
        event = _event(table, rows[at])
        if event is None:
            continue
        own = (*event, rows[at].get("evidence_id"))
        times[own] += 1
        told = first.setdefault((*event, times[own]), at)
        found[at] = None if told == at else told
    return found


def _event(table: str, row: Cells) -> tuple[object, ...] | None:
    day, apart, either = _APART[table]
    what = (row.get("region_code"), row.get(day), row.get("amount_yuan"))
    if any(cell in (None, "") for cell in what):
        return None
    named = next(((n, _bare(row[n])) for n in either if row.get(n) not in (None, "")), None)
    return (*what[:1], str(what[1]), what[2], *(_bare(row.get(name)) for name in apart), named)


def _bare(cell: object) -> object:
    """A cell by which names are compared: white space does not count."""
    return "".join(cell.split()) if isinstance(cell, str) else cell or None
