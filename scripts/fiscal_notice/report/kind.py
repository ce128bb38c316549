"""The words of a kind of error, in both languages."""

from __future__ import annotations

from typing import NamedTuple

Pair = tuple[str, str]


class Kind(NamedTuple):
    """The words of a kind; ``rank`` orders kinds: what makes others follow comes first."""

    title: Pair
    says: Pair
    mend: Pair
    rank: int = 3
