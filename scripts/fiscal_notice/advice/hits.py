"""What a check of advice meets, and who looks for it."""

from __future__ import annotations

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
