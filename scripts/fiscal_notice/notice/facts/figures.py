"""Figures: a number that knows the lines of the notice that it comes from, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["yuan", "count", "share", "number"]
How = Literal["printed", "sum", "difference", "share", "count", "median"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a page.

    ``lines`` are the lines of the transcript that it comes from, the one to land on first. What is
    not printed as such is made of ``terms``: added up, taken from the first, or divided by the
    second. A count has lines and no terms. A median has all amounts as terms, the largest first.
    """

    value: int | Decimal
    unit: Unit
    lines: tuple[int, ...] = ()
    how: How = "printed"
    terms: tuple[Figure, ...] = ()

    @property
    def line(self) -> int | None:
        """The line to land on, None if the notice has none."""
        return self.lines[0] if self.lines else None

    @property
    def exact(self) -> str:
        """The value for machines and for tests."""
        return format(self.value, "f") if isinstance(self.value, Decimal) else str(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)


def printed(value: int | Decimal, unit: Unit, line: int | None) -> Figure:
    """A figure that the notice prints on ``line``."""
    return Figure(value=value, unit=unit, lines=() if line is None else (line,))


def total(terms: Iterable[Figure], subtotal: Figure | None = None) -> Figure:
    """The sum of ``terms``; the printed ``subtotal`` itself where it says the same.

    A sum of one term is that term: there is nothing to add up.
    """
    # A sum of sums is shown as the sum of what the notice prints.
    parts = tuple(leaf for term in terms for leaf in (term.terms if term.how == "sum" else (term,)))
    value = _plain(sum((part.value for part in parts), start=0))
    if subtotal is not None and subtotal.value == value:
        return subtotal
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return Figure(value=0, unit="yuan")
    lines = _lines(parts)
    return Figure(value=value, unit="yuan", lines=lines, how="sum", terms=parts)


def difference(whole: Figure, part: Figure) -> Figure:
    """``whole`` less ``part``; the whole itself if the part is nothing."""
    if not part:
        return whole
    value = _plain(whole.value - part.value)
    terms = (whole, part)
    return Figure(value=value, unit="yuan", lines=_lines(terms), how="difference", terms=terms)


def share(part: Figure, whole: Figure) -> Figure:
    """``part`` of ``whole`` as a fraction; 0 of nothing is 0."""
    value = Decimal(part.value) / Decimal(whole.value) if whole.value else Decimal(0)
    terms = (part, whole)
    return Figure(value=value, unit="share", lines=_lines(terms), how="share", terms=terms)


def median(terms: Iterable[Figure]) -> Figure:
    """The amount in the middle of ``terms``, or halfway between the two there; 0 of none.

    Its lines are those of the middle, then those of the others.
    """
    parts = sorted(terms, key=lambda part: -part.value)
    if not parts:
        return Figure(value=0, unit="yuan")
    middle = parts[(len(parts) - 1) // 2 : len(parts) // 2 + 1]
    value = _plain(sum((Decimal(part.value) for part in middle), start=Decimal(0)) / len(middle))
    lines = _lines([*middle, *parts])
    return Figure(value=value, unit="yuan", lines=lines, how="median", terms=tuple(parts))


def count(of: Sequence[object], lines: Iterable[int | None]) -> Figure:
    """How many things there are; ``lines`` are where they stand."""
    found = tuple(sorted({line for line in lines if line is not None}))
    return Figure(value=len(of), unit="count", lines=found, how="count")


def ranges(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Lines as runs: 3, 4, 5, 9 → (3, 5), (9, 9)."""
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _plain(value: int | Decimal) -> int | Decimal:
    """A whole number as one, whatever it was added up from."""
    return int(value) if value == int(value) else value


def _lines(parts: Iterable[Figure]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line for part in parts for line in part.lines))
