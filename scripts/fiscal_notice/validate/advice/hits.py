"""What a check of advice meets, and who looks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check met: the ``kind`` of its message, and where.

    ``row`` is numbered as frictionless numbers rows: the header is 1. ``words`` fill the message
    beside ``found``, ``expected``, ``field`` and ``row``.
    """

    kind: str
    field: str = ""
    row: int | None = None
    found: str | None = None
    expected: str | None = None
    words: Mapping[str, str | int] = default(default_factory=dict)


class Watcher(Protocol):
    """Looks at some columns while their table is read once, batch by batch."""

    @property
    def fields(self) -> Sequence[str]:
        """The columns that it looks at."""

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        """Take some rows: their numbers, and the cells of ``fields``, column by column."""

    def hits(self) -> Iterator[Hit]:
        """What was met, once all rows were fed."""


@dataclass(frozen=True, slots=True)
class Misshapen:
    """Stands for a watcher that the descriptor leaves nothing to look at, and says so."""

    hit: Hit
    fields: Sequence[str] = ()

    def feed(self, numbers: Sequence[int], columns: Sequence[list[str]]) -> None:
        """Take no rows."""

    def hits(self) -> Iterator[Hit]:
        """That nothing was checked, and why."""
        yield self.hit


def shown(declared: object) -> str:
    """The beginning of a property as the descriptor has it."""
    return json.dumps(declared, ensure_ascii=False, default=str)[:80]
