"""A large table in pieces that any process can examine, and what they give put together again.

A piece is a run of whole records: where it lies in which file, or its bytes. Examined anywhere, it
gives what the same batch gives here, so a table scanned in pieces gives what ``scan`` gives.
"""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

from fiscal_notice.schema_check.batches import CHUNK, Block, FileSource
from fiscal_notice.schema_check.fast_path.large import DoubtError
from fiscal_notice.schema_check.fingerprints import PORTABLE, using_key
from fiscal_notice.schema_check.records import IrregularError, split_records
from fiscal_notice.schema_check.scan import Found, Scanned, TableCheck, find, gather, scan


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file is known again by, on another machine too: its size and when it was written."""

    bytes: int
    written: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of the file at ``path``. Raises OSError."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How the rows of a file are read: see FileSource."""

    delimiter: str
    width: int
    begin: int
    header: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records of the file at ``path``, the first of them record number ``first``.

    ``spec`` is the table's pickled TableSpec, ``key`` what fingerprints follow from, ``limit`` how
    many errors are enough (0: none is). ``data`` are the bytes themselves, if they are sent.
    """

    spec: bytes
    key: bytes
    limit: int
    shape: CsvShape
    path: Path
    stamp: Stamp
    first: int
    offset: int
    length: int
    data: bytes | None = None

    def read(self) -> bytes:
        """The bytes of the piece. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)

    def sent(self) -> Piece:
        """The same piece with its bytes. Raises OSError."""
        return replace(self, data=self.read())


class UnseenError(Exception):
    """The file of a piece, or not the same file, does not lie where the piece is examined."""


Answer = Found | UnseenError | IrregularError | DoubtError
"""What a piece gives, or why it gives nothing: returned, for nothing is gained by a retry."""


def examine(piece: Piece) -> Answer:
    """What a piece gives, in whatever process this is; errors are returned, not raised."""
    data = piece.data if piece.data is not None else _seen(piece)
    if data is None:
        return UnseenError(str(piece.path))
    try:
        with using_key(piece.key):
            return _find(piece, data)
    except (IrregularError, DoubtError) as reason:
        return reason


def _find(piece: Piece, data: bytes) -> Found:
    table = _table(piece.spec, piece.key, piece.shape)
    records = split_records(data, piece.shape.delimiter, final=True)
    block = Block(piece.first, piece.offset, records)
    assert isinstance(table.source, FileSource)  # noqa: S101  it is made so below
    return find(table, partial(table.source.parse, block), piece.limit)


def _seen(piece: Piece) -> bytes | None:
    try:
        return piece.read() if Stamp.of(piece.path) == piece.stamp else None
    except OSError:
        return None


@lru_cache(maxsize=16)
def _table(spec: bytes, key: bytes, shape: CsvShape) -> TableCheck:  # noqa: ARG001  of the cache
    """The table of a spec; kept, for what it has learnt of texts serves its next pieces.

    What it has learnt holds with one ``key``.
    """
    source = FileSource(Path(), shape.delimiter, shape.width, shape.begin, shape.header)
    made: TableCheck = pickle.loads(spec).table(source)  # noqa: S301  pickled by cut
    return made


Examine = Callable[[Iterable[Piece]], Iterator[Answer]]
"""Examines pieces somewhere and gives the answers in the order of the pieces."""


@dataclass(frozen=True, slots=True)
class PieceScan:
    """See Scan: tables in files of more than ``chunk`` bytes in pieces, all others here.

    Fingerprints of all tables follow from ``key``, for they are compared with each other.
    """

    examine: Examine
    chunk: int = CHUNK
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def __call__(self, table: TableCheck, limit: int, certain: int = 0) -> Scanned:
        """See ``scan``."""
        source, spec = table.source, _pickled(table)
        with using_key(self.key):
            if spec is None or not isinstance(source, FileSource) or not self._large(source):
                return scan(table, limit, certain)
            source.chunk = source.least = self.chunk
            answers = self.examine(_cut(source, spec, self.key, limit))
            return gather(table.keys, _sound(answers), limit, certain)

    def _large(self, source: FileSource) -> bool:
        return source.path.stat().st_size > self.chunk


def _pickled(table: TableCheck) -> bytes | None:
    """The table's spec; None if it has none, or other processes could not do with it.

    Fields of plugins may not pickle; some values have fingerprints of their own in each process.
    """
    if table.spec is None or any(c.keyed and c.kind not in PORTABLE for c in table.columns):
        return None
    try:
        return pickle.dumps(table.spec)
    except Exception:
        return None


def _cut(source: FileSource, spec: bytes, key: bytes, limit: int) -> Iterator[Piece]:
    """The pieces of a file. Raises IrregularError as ``FileSource.blocks`` does."""
    shape = CsvShape(source.delimiter, source.width, source.begin, source.header)
    stamp = Stamp.of(source.path)
    path = source.path.absolute()
    for block in source.blocks():
        where = block.first, block.offset, block.records.used
        yield Piece(spec, key, limit, shape, path, stamp, *where)


def _sound(answers: Iterator[Answer]) -> Iterator[Found]:
    for answer in answers:
        if not isinstance(answer, Found):
            raise answer
        yield answer
