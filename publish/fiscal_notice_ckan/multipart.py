"""A multipart/form-data body that is read from disk while it is sent, never held whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

BLOCK = 1 << 16
#: Flask refuses a form field that is no file beyond this many bytes.
MAX_FIELD = 500_000


class Source(Protocol):
    """A file to upload: its ASCII name on the portal, its size in bytes, its content."""

    @property
    def filename(self) -> str: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102
    @property
    def content(self) -> Path | bytes: ...  # noqa: D102


def blocks(content: Path | bytes) -> Iterator[bytes]:
    """The bytes of a file or of memory, block by block."""
    if isinstance(content, bytes):
        yield from (content[at : at + BLOCK] for at in range(0, len(content), BLOCK))
        return
    with content.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


class Multipart:
    """Fields and files as one body of known length; iterating it reads the files."""

    def __init__(
        self,
        fields: Mapping[str, str],
        files: Mapping[str, Source],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        self._boundary = secrets.token_hex(16)
        self._fields = [self._field(name, value) for name, value in fields.items()]
        self._files = [(self._head(name, file), file) for name, file in files.items()]
        self._tail = f"--{self._boundary}--\r\n".encode()
        self._progress = progress

    @property
    def content_type(self) -> str:
        """The header that goes with the body."""
        return f"multipart/form-data; boundary={self._boundary}"

    def __len__(self) -> int:
        """The size of the body in bytes."""
        sent = sum(map(len, self._fields)) + len(self._tail)
        return sent + sum(len(head) + file.size + 2 for head, file in self._files)

    def __iter__(self) -> Iterator[bytes]:
        done, total = 0, len(self)
        for block in self._blocks():
            yield block
            done += len(block)
            self._progress(done, total)

    def _blocks(self) -> Iterator[bytes]:
        yield from self._fields
        for head, file in self._files:
            yield head
            yield from blocks(file.content)
            yield b"\r\n"
        yield self._tail

    def _field(self, name: str, value: str) -> bytes:
        return self._part(f'name="{name}"', "text/plain; charset=utf-8") + value.encode() + b"\r\n"

    def _head(self, name: str, file: Source) -> bytes:
        # File names are made by us from letters, digits, dots and dashes: nothing to escape.
        return self._part(f'name="{name}"; filename="{file.filename}"', "application/octet-stream")

    def _part(self, disposition: str, kind: str) -> bytes:
        return (
            f"--{self._boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
            f"Content-Type: {kind}\r\n\r\n"
        ).encode()
