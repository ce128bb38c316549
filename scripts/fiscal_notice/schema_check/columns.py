"""Columns of text: which cells are beyond doubt, and what their values are as parts of keys.

A cell is beyond doubt if a kernel proves it, or if the field's own reader, asked once per distinct
text, finds nothing wrong. A user's pattern is never given to another regular-expression engine:
it is the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fiscal_notice.schema_check.fingerprints import NOTHING, Lane, lanes_of, text_lanes
from fiscal_notice.schema_check.kernels import Kernel, Mask, absent, short_digits
from fiscal_notice.schema_check.keys import KeyLanes

Read = Callable[[str], tuple[Any, bool]]
"""A cell to its value (None if it has none) and whether nothing is wrong with it."""

# More distinct texts than this are not remembered from one batch to the next.
_REMEMBERED = 200_000


@dataclass(slots=True)
class Column:
    """One column of a table.

    ``read`` is the reference for a single text; it may raise for a cell that cannot be judged.
    ``missing`` are the texts that stand for no value, ``kernel`` a shortcut if there is one.
    ``kind`` is the field's type. ``keyed`` columns are part of a key: a value that is not equal
    to itself or cannot be hashed is never beyond doubt there. ``both`` lanes are needed where
    fingerprints stand for values, which is in foreign keys.
    """

    name: str
    kind: str
    read: Read
    missing: frozenset[str]
    kernel: Kernel | None = None
    keyed: bool = False
    both: bool = False
    _known: dict[str, tuple[bool, int, int]] = field(default_factory=dict)

    def prepared(self, cells: pa.StringArray) -> pa.Array:
        """The cells as a dictionary if each distinct text is judged once, else as they are."""
        return cells if self.kernel is not None else cells.dictionary_encode()

    def clean(self, cells: pa.Array) -> Mask:
        """Which cells frictionless finds nothing wrong with."""
        if self.kernel is None:
            known, codes = self._distinct(cells)
            fine = known[:, 0] != 0
            return np.ones(len(cells), np.bool_) if fine.all() else np.asarray(fine[codes])
        mask = self.kernel(cells)
        rest = np.flatnonzero(~mask)
        if len(rest):
            known, codes = self._distinct(cells.take(pa.array(rest)))
            mask[rest] = known[codes, 0] != 0
        return mask

    def absent(self, cells: pa.Array) -> Mask:
        """Which cells stand for no value."""
        if isinstance(cells, pa.DictionaryArray):
            texts = absent(cells.dictionary, self.missing)
            codes = cells.indices.to_numpy()
            return texts[codes] if texts.any() else np.zeros(len(codes), np.bool_)
        return absent(cells, self.missing)

    def lanes(self, cells: pa.Array) -> KeyLanes:
        """The fingerprints of the cells' values; meaningless where a cell is not clean."""
        if self.kernel is not None and self.kind in ("string", "any"):
            first, second = text_lanes(cells.to_pylist(), both=self.both)
            nothing = self.absent(cells)
            first[nothing], second[nothing] = NOTHING
            return KeyLanes(first, second)
        if self.kernel is not None and self.kind == "integer" and short_digits(cells).all():
            # No text that stands for no value is made of digits, or there were no kernel.
            numbers = pc.cast(cells, pa.int64()).to_numpy()
            return KeyLanes(numbers, numbers)
        known, codes = self._distinct(cells)
        return KeyLanes(known[:, 1].copy(), known[:, 2].copy(), codes)

    def _distinct(self, cells: pa.Array) -> tuple[Lane, np.ndarray[Any, Any]]:
        """For each distinct text: clean, first lane, second lane; and which text each cell is."""
        ready = isinstance(cells, pa.DictionaryArray)
        encoded = cells if ready else cells.dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        if len(self._known) > _REMEMBERED:
            self._known = {}
        known = self._known
        for text in texts:
            if text not in known:
                known[text] = self._learn(text)
        table = np.array([known[text] for text in texts], dtype=np.int64).reshape(-1, 3)
        return table, encoded.indices.to_numpy()

    def _learn(self, text: str) -> tuple[bool, int, int]:
        try:
            value, fine = self.read(text)
            if not self.keyed:
                return fine, 0, 0
            # What does not equal itself may not be remembered as if it did.
            return fine and bool(value == value), *lanes_of(value, both=self.both)  # noqa: PLR0124
        except Exception:
            return False, 0, 0
