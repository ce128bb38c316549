"""What is known of texts, learnt once for each distinct one and remembered within bounds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from fiscal_notice.schema_check.arrow import Mask, numbers_of
from fiscal_notice.schema_check.keys import KeyLanes

Learn = Callable[[str], tuple[bool, bool, int, int]]
"""A text to: clean, stands for no value, first lane, second lane."""

# More distinct texts than this are not remembered from one batch to the next.
REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Distinct:
    """Cells by their distinct texts: four facts of each text, and which text each cell is."""

    facts: np.ndarray[Any, np.dtype[np.int64]]
    codes: np.ndarray[Any, np.dtype[np.int32]]

    def __len__(self) -> int:
        return len(self.codes)

    def clean(self) -> Mask:
        """Which cells are clean."""
        return self._spread(self.facts[:, 0] != 0)

    def absent(self) -> Mask:
        """Which cells stand for no value."""
        return self._spread(self.facts[:, 1] != 0)

    def lanes(self) -> KeyLanes:
        """The fingerprints of the cells."""
        return KeyLanes(self.facts[:, 2].copy(), self.facts[:, 3].copy(), self.codes)

    def only(self, mask: Mask) -> Distinct:
        """The cells that ``mask`` selects."""
        return Distinct(self.facts, self.codes[mask])

    def _spread(self, flags: Mask) -> Mask:
        if flags.all():
            return np.ones(len(self.codes), dtype=np.bool_)
        return np.asarray(flags[self.codes]) if flags.any() else np.zeros(len(self), np.bool_)


class Known:
    """The facts of texts seen so far; several threads may look texts up."""

    def __init__(self, learn: Learn, remembered: int = REMEMBERED) -> None:
        self._learn, self._remembered = learn, remembered
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}
        self._facts = np.empty((1024, 4), dtype=np.int64)

    def look_up(self, cells: pa.StringArray) -> Distinct:
        """The cells by their distinct texts; texts that are new are learnt."""
        encoded = cells.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        with self._lock:
            if len(self._places) > self._remembered:
                self._places = {}
            for text in [text for text in texts if text not in self._places]:
                self._enter(text)
            chosen = np.fromiter(map(self._places.__getitem__, texts), np.int64, len(texts))
            facts = self._facts[chosen]
        return Distinct(facts, numbers_of(encoded.indices))

    def _enter(self, text: str) -> None:
        place = len(self._places)
        if place == len(self._facts):
            self._facts = np.concatenate([self._facts, np.empty_like(self._facts)])
        self._facts[place] = self._learn(text)
        self._places[text] = place
