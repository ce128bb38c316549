"""Columns of text: which cells are beyond doubt, and what their values are as parts of keys.

A cell is beyond doubt if a column check proves it, or if the field's own reader, asked once for
each distinct text, finds nothing wrong. A user's pattern is never given to another
regular-expression engine: it is the reader's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fiscal_notice.schema_check.arrow import Mask, numbers_of, selected, strings
from fiscal_notice.schema_check.column_checks import ColumnCheck, absent, short_digits
from fiscal_notice.schema_check.fingerprints import NOTHING, lanes_of, text_lanes
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


class KnownTexts:
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


ReadCell = Callable[[str], tuple[Any, bool]]
"""A cell to its value (None if it has none) and whether nothing is wrong with it."""
ColumnCells: TypeAlias = "pa.StringArray | Distinct"
"""A column's cells: as they are where there is a column check, else by their distinct texts."""


@dataclass(slots=True)
class TextColumn:
    """One column of a table.

    ``read`` is the reference for a single text; it may raise for a cell that cannot be judged.
    ``missing`` are the texts that stand for no value, ``check`` a shortcut if there is one.
    ``kind`` is the field's type. ``keyed`` columns are part of a key: a value that is not equal
    to itself or cannot be hashed is never beyond doubt there. ``both`` lanes are needed where
    fingerprints stand for values, which is in foreign keys.
    """

    name: str
    kind: str
    read: ReadCell
    missing: frozenset[str]
    check: ColumnCheck | None = None
    keyed: bool = False
    both: bool = False
    _known: KnownTexts = field(init=False)
    # Whether digits may stand for no value, as 99 does in surveys.
    _coded: bool = field(init=False)

    def __post_init__(self) -> None:
        self._known = KnownTexts(self._learn())
        self._coded = bool(short_digits(strings(sorted(self.missing))).any())

    def prepared(self, cells: pa.StringArray) -> ColumnCells:
        """The cells in the form that the other methods take."""
        return cells if self.check is not None else self._known.look_up(cells)

    def clean(self, cells: ColumnCells) -> Mask:
        """Which cells frictionless finds nothing wrong with."""
        if isinstance(cells, Distinct):
            return cells.clean()
        if self.check is None:
            return self._known.look_up(cells).clean()
        mask = self.check(cells)
        if not mask.all():
            mask[~mask] = self._known.look_up(selected(cells, ~mask)).clean()
        return mask

    def absent(self, cells: ColumnCells) -> Mask:
        """Which cells stand for no value."""
        return cells.absent() if isinstance(cells, Distinct) else absent(cells, self.missing)

    def lanes(self, cells: ColumnCells) -> KeyLanes:
        """The fingerprints of the cells' values; meaningless where a cell is not clean."""
        if isinstance(cells, Distinct):
            return cells.lanes()
        if self.kind in ("string", "any"):
            first, second = text_lanes(cells.to_pylist(), both=self.both)
            nothing = self.absent(cells)
            first[nothing], second[nothing] = NOTHING
            return KeyLanes(first, second)
        if self.kind == "integer" and not self._coded and short_digits(cells).all():
            numbers = numbers_of(pc.cast(cells, pa.int64()))
            return KeyLanes(numbers, numbers)
        return self._known.look_up(cells).lanes()

    def only(self, cells: ColumnCells, mask: Mask) -> ColumnCells:
        """The cells that ``mask`` selects."""
        return cells.only(mask) if isinstance(cells, Distinct) else selected(cells, mask)

    def _learn(self) -> Learn:
        read, missing, keyed, both = self.read, self.missing, self.keyed, self.both

        def learn(text: str) -> tuple[bool, bool, int, int]:
            gone = text in missing
            try:
                value, fine = read(text)
                if not keyed:
                    return fine, gone, 0, 0
                # What does not equal itself may not be remembered as if it did.
                return fine and bool(value == value), gone, *lanes_of(value, both=both)  # noqa: PLR0124
            except Exception:
                return False, gone, 0, 0

        return learn
