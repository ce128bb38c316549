"""After the pass: the errors of a table in frictionless's order, keys included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from fiscal_notice.schema_check.keys import Target
from fiscal_notice.schema_check.memory import Judged, Memory
from fiscal_notice.schema_check.scan import Scanned, Table


@dataclass(slots=True)
class Outcome:
    """A table's row errors in order, and the row at which the limit stopped it, or None."""

    errors: list[Any] = field(default_factory=list)
    stopped: int | None = None


Targets = Mapping[str, Mapping[tuple[str, ...], Target]]
"""The keys that may be referred to: by table and field names."""


def resolve(table: Table, scanned: Scanned, targets: Targets, limit: int, begun: int) -> Outcome:
    """The errors of ``table``'s rows, in order, cut where frictionless would cut them.

    ``begun`` is the number of errors that come before the rows; ``limit`` 0 means none.
    """
    repeats = [pool.repeated() for pool in (*scanned.unique, *scanned.primary)]
    lost = [
        targets[key.resource or table.name][key.reference].missing(references)
        for key, references in zip(table.keys.foreign, scanned.foreign, strict=True)
    ]
    memory = Memory(missing=[frozenset(numbers.tolist()) for numbers in lost])
    involved = {int(number) for number in chain(*repeats, *lost)}
    outcome = Outcome()
    for number, judged in _in_order(table, scanned, involved, memory):
        outcome.errors += judged.errors
        if limit and begun + len(outcome.errors) >= limit:
            outcome.stopped = number
            break
    return outcome


def _in_order(
    table: Table, scanned: Scanned, involved: set[int], memory: Memory
) -> Iterator[tuple[int, Judged]]:
    """Every row that has, or may have, errors; the cells of clean rows are read once more."""
    clean = iter(table.source.cells(sorted(involved - scanned.faulty.keys())))
    for number in sorted(involved | scanned.faulty.keys()):
        judged = scanned.faulty.get(number)
        if number in involved:
            cells = judged.cells if judged else next(clean)
            judged = table.judge.judge(number, cells, memory)
        if judged is not None:
            yield number, judged
