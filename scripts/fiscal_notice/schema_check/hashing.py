"""Sizes of files, and their MD5 and SHA-256, computed beside the work on their content."""

from __future__ import annotations

import hashlib
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

#: How many bytes of a file are held at once.
PIECE = 1024**2


@dataclass(frozen=True, slots=True)
class Digest:
    """Both hashes of a file in hexadecimal, and its size in bytes."""

    md5: str
    sha256: str
    bytes: int


def digest(path: Path, stop: Event | None = None) -> Digest:
    """Hash a file. Raises OSError, or CancelledError as soon as ``stop`` is set."""
    md5, sha256, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if stop is not None and stop.is_set():
                raise CancelledError
            # hashlib lets other threads run while it works on a piece.
            md5.update(piece)
            sha256.update(piece)
            size += len(piece)
    return Digest(md5.hexdigest(), sha256.hexdigest(), size)


def size_at(path: Path) -> int:
    """The bytes of a file; 0 if there is none."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


class Digests:
    """Digests of several files, each computed once in a thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hash")
        self._begun: dict[Path, Future[Digest]] = {}
        self._stop = Event()

    def begin(self, path: Path) -> None:
        """Begin to hash a file, if that has not begun yet."""
        if path not in self._begun:
            self._begun[path] = self._pool.submit(digest, path, self._stop)

    def of(self, path: Path) -> Digest:
        """The digest of a file, as soon as it is there. Raises OSError."""
        self.begin(path)
        return self._begun[path].result()

    def close(self) -> None:
        """End; what has not been asked for is not needed."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
