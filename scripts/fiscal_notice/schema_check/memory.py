"""What judging a row gives, and what it needs to know of the other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Memory:
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
