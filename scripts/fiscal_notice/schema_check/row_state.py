"""What rows depend on beyond themselves: keys, the rows before them, and the rows of other tables.

After the pass over a table (see ``scan``) the rows that keys concern are judged once more, and its
errors put in frictionless's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from fiscal_notice.schema_check.packed import Error, Errors, Pack

if TYPE_CHECKING:
    from fiscal_notice.schema_check.keys import ReferencedKeys
    from fiscal_notice.schema_check.scan import Scanned, TableCheck


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key: own fields, the resource it names ("" for its own), the fields there."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a table, in frictionless's order; no primary key is an empty one.

    ``targets`` are the fields that some foreign key refers to.
    """

    unique: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()

    def all(self) -> list[tuple[str, ...]]:
        """Every key: unique fields, the primary key, foreign keys, what others refer to."""
        own = [(name,) for name in self.unique] + ([self.primary] if self.primary else [])
        return [*own, *(key.fields for key in self.foreign), *self.targets]

    def parts(self, *, references: bool = False) -> list[str]:
        """The fields that are part of a key; only those that ``references`` compare if wanted."""
        groups = (
            [*(key.fields for key in self.foreign), *self.targets] if references else self.all()
        )
        return list(dict.fromkeys(name for names in groups for name in names))


@dataclass(slots=True)
class RowState:
    """What is known beyond a row: keys of rows before it, and rows that refer to nothing.

    ``missing`` holds for each foreign key the numbers of the rows whose target does not exist.
    """

    unique: dict[str, dict[Any, int]] = field(default_factory=dict)
    primary: dict[tuple[Any, ...], int] = field(default_factory=dict)
    missing: Sequence[frozenset[int]] = ()
    _entered: list[tuple[dict[Any, int], Any, int | None]] = field(default_factory=list)

    def before(self, seen: dict[Any, int], key: Any, number: int) -> int | None:
        """The row that had ``key`` last, if any; enters row ``number`` in its stead."""
        row = seen.get(key)
        seen[key] = number
        self._entered.append((seen, key, row))
        return row

    def begin(self) -> None:
        """Begin a row: what is entered from here on can be taken back."""
        self._entered.clear()

    def take_back(self) -> None:
        """Take back what the row has entered."""
        for seen, key, row in reversed(self._entered):
            if row is None:
                del seen[key]
            else:
                seen[key] = row
        self._entered.clear()


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's cells, its errors as a report has them, and the values of its key fields."""

    cells: list[Any]
    errors: list[dict[str, Any]]
    values: Mapping[str, Any]


@dataclass(slots=True)
class RowErrors:
    """A table's row errors in order, and the row at which the limit stopped it, or None."""

    errors: Errors = field(default_factory=Errors)
    stopped: int | None = None


Referenced: TypeAlias = "Mapping[str, Mapping[tuple[str, ...], ReferencedKeys]]"
"""The keys that may be referred to: by table and field names."""


def errors_of_rows(
    table: TableCheck, scanned: Scanned, targets: Referenced, limit: int, begun: int
) -> RowErrors:
    """The errors of ``table``'s rows, in order, cut where frictionless would cut them.

    ``begun`` is the number of errors that come before the rows; ``limit`` 0 means none.
    """
    repeats = [pool.repeated() for pool in (*scanned.unique, *scanned.primary)]
    lost = [
        targets[key.resource or table.name][key.reference].missing(references)
        for key, references in zip(table.keys.foreign, scanned.foreign, strict=True)
    ]
    state = RowState(missing=[frozenset(numbers.tolist()) for numbers in lost])
    involved = sorted({int(number) for number in chain(*repeats, *lost)})
    found = RowErrors()
    for part in _in_order(scanned.faulty, _again(table, involved, state), whole=not limit):
        found.errors.add(part)
        if limit and begun + len(found.errors) >= limit:
            assert not isinstance(part, Pack)  # noqa: S101  with a limit rows come one by one
            found.stopped = part[-1]["rowNumber"]
            break
    return found


FaultyRow = tuple[int, list[Error]]
"""A row's number and its errors."""


def _again(table: TableCheck, involved: Sequence[int], state: RowState) -> Iterator[FaultyRow]:
    """The rows that keys concern, read once more and judged with what is known of the others."""
    for number, cells in zip(involved, table.source.cells(involved), strict=True):
        yield number, table.judge.judge(number, cells, state).errors


def _in_order(
    faulty: Errors, again: Iterator[FaultyRow], *, whole: bool
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
