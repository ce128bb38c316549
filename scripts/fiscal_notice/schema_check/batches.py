"""A table's rows in batches: text columns for the rows that fit, and the others cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from fiscal_notice.schema_check.records import IrregularError, Positions, Records, split_records

CHUNK = 8 * 1024**2
# What is wrong with a table is often so from its first rows on, and then no more may be needed.
LEAST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive rows of a table.

    ``numbers`` are frictionless's row numbers, one per position. ``columns`` are the texts of
    the rows that have as many cells as there are labels, ``where`` their positions; ``odd`` maps
    the other positions to their cells.
    """

    numbers: Positions
    columns: Sequence[pa.Array]
    where: Positions
    odd: dict[int, list[Any]]
    _records: Records | Sequence[list[Any]]
    _delimiter: str = ","

    def cells(self, positions: Sequence[int]) -> Iterator[list[Any]]:
        """The cells of the rows at ``positions``, as frictionless's parser gives them."""
        if isinstance(self._records, Records):
            return self._records.cells(positions, self._delimiter)
        return (list(self._records[position]) for position in positions)


class RowSource(Protocol):
    """Where a table's rows come from."""

    def batches(self) -> Iterator[Callable[[], Batch]]:
        """All rows from the beginning, in order; each batch may be made in a thread of its own."""

    def cells(self, numbers: Sequence[int]) -> Iterator[list[Any]]:
        """The cells of the rows called ``numbers``, which ascend."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records read from a file: the number of the first row, and where it begins."""

    first: int
    offset: int
    records: Records


@dataclass(slots=True)
class FileSource:
    """A local UTF-8 CSV, read by pyarrow in blocks of ``least`` to about ``chunk`` bytes.

    ``begin`` is where the text begins (3 after a byte-order mark), ``header`` how many records
    precede the rows, ``width`` how many cells a row should have.
    """

    path: Path
    delimiter: str
    width: int
    begin: int = 0
    header: int = 1
    chunk: int = CHUNK
    least: int = LEAST
    _index: list[tuple[int, int, int, int]] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """The file's records, block by block. Raises IrregularError as ``split_records`` does."""
        self._index.clear()
        with self.path.open("rb") as file:
            file.seek(self.begin)
            rest, offset, number, final = b"", self.begin, 1, False
            size = min(self.least, self.chunk)
            while not final:
                new = file.read(max(size, len(rest)))
                size = min(2 * size, self.chunk)
                final = not new
                data = rest + new
                records = split_records(data, self.delimiter, final=final)
                if len(records):
                    self._index.append((number, len(records), offset, records.used))
                    yield Block(number, offset, records)
                rest = data[records.used :]
                number += len(records)
                offset += records.used

    def batches(self) -> Iterator[Callable[[], Batch]]:
        """See RowSource. Raises IrregularError, as the batches do."""
        for block in self.blocks():
            yield partial(self.parse, block)

    def parse(self, block: Block) -> Batch:
        """A block's text columns; the header is left out. Raises IrregularError."""
        records = block.records
        columns, ragged = _columns(
            records.plain(),
            self.delimiter,
            self.width,
            quoted=records.quoted,
            ascii_only=records.data.isascii(),
        )
        where = _without(np.arange(len(records)), list(records.odd))
        wrong = where[ragged]
        where = np.delete(where, ragged)
        odd = dict(records.odd)
        positions = wrong.tolist()
        odd |= zip(positions, records.cells(positions, self.delimiter), strict=True)
        if block.first <= self.header:
            odd.pop(0, None)
            if len(where) and where[0] == 0:
                where, columns = where[1:], [column.slice(1) for column in columns]
        numbers = np.arange(block.first, block.first + len(records))
        return Batch(numbers, columns, where, odd, records, self.delimiter)

    def cells(self, numbers: Sequence[int]) -> Iterator[list[Any]]:
        """See RowSource. The blocks that hold the rows are read once more."""
        wanted = np.asarray(numbers, dtype=np.int64)
        with self.path.open("rb") as file:
            for first, count, offset, length in self._index:
                begin, end = np.searchsorted(wanted, [first, first + count]).tolist()
                if begin == end:
                    continue
                file.seek(offset)
                records = split_records(file.read(length), self.delimiter, final=True)
                yield from records.cells((wanted[begin:end] - first).tolist(), self.delimiter)


def _without(positions: Positions, dropped: Sequence[int]) -> Positions:
    return np.delete(positions, dropped) if dropped else positions


def _columns(
    data: memoryview, delimiter: str, width: int, *, quoted: bool, ascii_only: bool
) -> tuple[list[pa.Array], list[int]]:
    """The columns of all lines with ``width`` cells, and which lines have another number."""
    if not len(data):
        return [pa.nulls(0, pa.string())] * width, []
    ragged: list[int] = []

    def skip(row: Any) -> str:
        ragged.append(row.number - 1)
        return "skip"

    try:
        if not ascii_only:
            # Of a ragged line pyarrow makes a text; where it cannot, it says so on standard error.
            with suppress(pa.ArrowInvalid):
                return _parsed(data, delimiter, width, quoted=quoted), []
            str(data, "utf-8")
        return _parsed(data, delimiter, width, quoted=quoted, handler=skip), ragged
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise IrregularError(str(error)) from None


def _parsed(
    data: memoryview,
    delimiter: str,
    width: int,
    *,
    quoted: bool,
    handler: Callable[[Any], str] | None = None,
) -> list[pa.Array]:
    names = [str(number) for number in range(width)]
    table = pacsv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=pacsv.ReadOptions(
            use_threads=False, block_size=len(data) + 1, column_names=names
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=False,
            ignore_empty_lines=False,
            invalid_row_handler=handler,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    return [_whole(column) for column in table.columns]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    # To combine one chunk would copy it.
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
