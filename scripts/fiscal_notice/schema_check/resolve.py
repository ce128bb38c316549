"""After the pass: the errors of a table in frictionless's order, keys included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from fiscal_notice.schema_check.keys import Target
from fiscal_notice.schema_check.memory import Memory
from fiscal_notice.schema_check.packed import Error, Errors, Pack
from fiscal_notice.schema_check.scan import Scanned, Table


@dataclass(slots=True)
class Outcome:
    """A table's row errors in order, and the row at which the limit stopped it, or None."""

    errors: Errors = field(default_factory=Errors)
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
    involved = sorted({int(number) for number in chain(*repeats, *lost)})
    outcome = Outcome()
    for part in _in_order(scanned.faulty, _again(table, involved, memory), whole=not limit):
        outcome.errors.add(part)
        if limit and begun + len(outcome.errors) >= limit:
            assert not isinstance(part, Pack)  # noqa: S101  with a limit rows come one by one
            outcome.stopped = part[-1]["rowNumber"]
            break
    return outcome


Row = tuple[int, list[Error]]
"""A row's number and its errors."""


def _again(table: Table, involved: Sequence[int], memory: Memory) -> Iterator[Row]:
    """The rows that keys concern, read once more and judged with what is known of the others."""
    for number, cells in zip(involved, table.source.cells(involved), strict=True):
        yield number, table.judge.judge(number, cells, memory).errors


def _in_order(
    faulty: Errors, again: Iterator[Row], *, whole: bool
) -> Iterator[Pack | Sequence[Error]]:
    """The errors of all rows in order, row by row or, if ``whole``, as they are packed.

    Those of rows ``again`` stand instead of what was found of them before.
    """
    held = next(again, None)
    for part in faulty.parts():
        last = part.last if isinstance(part, Pack) else part[-1]["rowNumber"]
        if whole and (held is None or last is None or held[0] > last):
            yield part
            continue
        for number, errors in Errors(part.errors() if isinstance(part, Pack) else part).rows():
            while held is not None and held[0] < number:
                yield held[1]
                held = next(again, None)
            if held is not None and held[0] == number:
                yield held[1]
                held = next(again, None)
            else:
                yield errors
    while held is not None:
        yield held[1]
        held = next(again, None)
