"""Columns of text: which cells are beyond doubt, and what their values are as parts of keys.

A cell is beyond doubt if a kernel proves it, or if the field's own reader, asked once per distinct
text, finds nothing wrong. A user's pattern is never given to another regular-expression engine:
it is the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from fiscal_notice.schema_check.arrow import Mask, numbers_of, selected, strings
from fiscal_notice.schema_check.column_checks import Kernel, absent, short_digits
from fiscal_notice.schema_check.distinct import Distinct, Known, Learn
from fiscal_notice.schema_check.fingerprints import NOTHING, lanes_of, text_lanes
from fiscal_notice.schema_check.keys import KeyLanes

Read = Callable[[str], tuple[Any, bool]]
"""A cell to its value (None if it has none) and whether nothing is wrong with it."""
Cells: TypeAlias = "pa.StringArray | Distinct"
"""A column's cells: as they are where there is a kernel, else by their distinct texts."""


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
    _known: Known = field(init=False)
    # Whether digits may stand for no value, as 99 does in surveys.
    _coded: bool = field(init=False)

    def __post_init__(self) -> None:
        self._known = Known(self._learn())
        self._coded = bool(short_digits(strings(sorted(self.missing))).any())

    def prepared(self, cells: pa.StringArray) -> Cells:
        """The cells in the form that the other methods take."""
        return cells if self.kernel is not None else self._known.look_up(cells)

    def clean(self, cells: Cells) -> Mask:
        """Which cells frictionless finds nothing wrong with."""
        if isinstance(cells, Distinct):
            return cells.clean()
        if self.kernel is None:
            return self._known.look_up(cells).clean()
        mask = self.kernel(cells)
        if not mask.all():
            mask[~mask] = self._known.look_up(selected(cells, ~mask)).clean()
        return mask

    def absent(self, cells: Cells) -> Mask:
        """Which cells stand for no value."""
        return cells.absent() if isinstance(cells, Distinct) else absent(cells, self.missing)

    def lanes(self, cells: Cells) -> KeyLanes:
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

    def only(self, cells: Cells, mask: Mask) -> Cells:
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
