"""Money counted once: what two documents report alike is one event, and one budget is one sum."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

#: By table what is alike in two reports of one event.
ALIKE = {
    "stages": (
        *("region_code", "project_name", "happened_on", "amount_yuan"),
        *("stage", "allocation_id", "to_unit"),
    ),
    "payments": (
        *("region_code", "project_name", "paid_on", "amount_yuan"),
        *("allocation_id", "grant_id", "payee"),
    ),
}
#: The lines of one document are parts of one amount; another document has an amount of its own.
ONE_BUDGET = ("evidence_id", "region_code", "document_title")
#: Outcomes of clause 2 under which an amount is that of this money alone.
SEPARABLE = ("met", "short")


def repeats(alike: Iterable[Hashable], documents: Iterable[Hashable]) -> list[bool]:
    """Of each row whether an earlier document has it already; within one document none is.

    ``alike`` are the cells by which rows are compared, ``documents`` those that they stand in. Two
    equal payments on one form are two, and two again where a second form has both.
    """
    times: dict[Hashable, int] = {}
    seen: set[Hashable] = set()
    found = []
    for cells, document in zip(alike, documents, strict=True):
        times[cells, document] = times.get((cells, document), 0) + 1
        event = (cells, times[cells, document])
        found.append(event in seen)
        seen.add(event)
    return found
