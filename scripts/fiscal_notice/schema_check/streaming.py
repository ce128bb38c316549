"""Rows as frictionless's own parser gives them: any CSV dialect, encoding, compression or place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from frictionless.exception import FrictionlessException

from fiscal_notice.schema_check.batches import Batch
from fiscal_notice.schema_check.frictionless_rows import numbered_rows
from fiscal_notice.schema_check.records import IrregularError

ROWS = 20_000


class StreamSource:
    """The rows of a resource that frictionless has opened, batched.

    ``opened`` is read once; ``again`` opens the same resource anew where rows are needed twice.
    ``failure`` is the error with which the parser gave up, after the last row; None if it did not.
    """

    def __init__(self, opened: Any, again: Callable[[], Any], width: int, rows: int = ROWS) -> None:
        self._opened, self._again, self._width, self._rows = opened, again, width, rows
        self.failure: Any = None

    def batches(self) -> Iterator[Callable[[], Batch]]:
        """See RowSource. A batch raises IrregularError for text that no Arrow array can hold."""
        rows = self._until_failure(numbered_rows(self._opened))
        while True:
            taken = list(islice(rows, self._rows))
            if not taken:
                return
            yield partial(self._batch, taken)

    def _until_failure(self, rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, Any]]:
        try:
            yield from rows
        except FrictionlessException as exception:
            self.failure = exception.error

    def _batch(self, taken: list[tuple[int, list[Any]]]) -> Batch:
        numbers = np.fromiter((number for number, _ in taken), dtype=np.int64, count=len(taken))
        rows = [cells for _, cells in taken]
        odd = {i: cells for i, cells in enumerate(rows) if len(cells) != self._width}
        where = np.array([i for i in range(len(rows)) if i not in odd], dtype=np.int64)
        fitting = [rows[i] for i in where.tolist()] if odd else rows
        try:
            columns = [pa.array(column, pa.string()) for column in zip(*fitting, strict=True)]
        except (pa.ArrowException, UnicodeEncodeError, TypeError) as error:
            raise IrregularError(str(error)) from None
        columns = columns or [pa.array([], pa.string())] * self._width
        return Batch(numbers, columns, where, odd, rows)

    def cells(self, numbers: Sequence[int]) -> Iterator[list[Any]]:
        """See RowSource. The resource is read anew from its beginning."""
        if not numbers:
            return
        wanted = set(numbers)
        with self._again() as opened:
            for number, cells in numbered_rows(opened):
                if number in wanted:
                    yield cells
                    if number == numbers[-1]:
                        return
