"""What a publication has begun and finished, on disk before the portal is asked; and the lock.

One line of JSON a step, each forced to the disk, in a folder of its own for each portal and
dataset. A line that a crash cut short is left out when the journal is read.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PublishError, TargetError

FINISHED = "finished"


def default_state(environment: Mapping[str, str]) -> Path:
    """Where journals and receipts are kept: $FISCAL_NOTICE_STATE, or the user's state folder."""
    if chosen := environment.get("FISCAL_NOTICE_STATE"):
        return Path(chosen).expanduser()
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "fiscal-notice" / "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal of one dataset on one portal.

    ``run`` names this publication, which began at ``began`` (seconds since 1970).
    """

    folder: Path
    run: str
    began: float = field(default_factory=time.time)

    @property
    def path(self) -> Path:
        """The file, which only grows."""
        return self.folder / "journal.jsonl"

    @property
    def made(self) -> Path:
        """The folder of the files that were made from the release."""
        return self.folder / "made"

    def write(self, step: str, **facts: Any) -> None:
        """Add a line and see it on the disk; TargetError if that cannot be done."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": now, "run": self.run, "step": step, **facts}, ensure_ascii=False)
        with _writable(self.path), self.path.open("ab") as file:
            # A line that a crash cut short must not swallow this one.
            file.write(b"\n" * self._torn() + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
            self._sync()

    def _sync(self) -> None:
        """See on the disk as well that the files are there."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _torn(self) -> bool:
        if not self.path.stat().st_size:
            return False
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"

    def entries(self) -> list[dict[str, Any]]:
        """Every whole line."""
        if not self.path.exists():
            return []
        return list(_parsed(self.path.read_bytes().splitlines()))

    def unfinished(self) -> dict[str, Any] | None:
        """The last step of an earlier run that did not finish; None if the last one did."""
        last = next(reversed(self.entries()), None)
        return None if last is None or last["step"] == FINISHED else last

    @property
    def runs(self) -> frozenset[str]:
        """Every run that began here, this one too."""
        return frozenset({self.run, *(str(each.get("run")) for each in self.entries())})

    def receipt(self, document: Mapping[str, Any]) -> Path:
        """Keep the receipt of this run, whole or not at all; its path."""
        path = self.folder / f"receipt-{self.run}.json"
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        with _writable(path):
            partial = path.with_suffix(".part")
            with partial.open("wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            self._sync()
        return path

    def receipts(self) -> Iterator[dict[str, Any]]:
        """Every receipt that can be read."""
        for path in sorted(self.folder.glob("receipt-*.json")):
            with suppress(OSError, ValueError):
                document = json.loads(path.read_text(encoding="utf-8"))
                if isinstance(document, dict):
                    yield document


def _parsed(lines: list[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.keys() >= {"time", "run", "step"}:
            yield entry


@contextmanager
def opened(state: Path, portal: str, dataset: str, run: str) -> Iterator[Journal]:
    """The journal of a dataset on a portal, held by this process alone.

    The system frees the lock when its holder dies, so a crash leaves none behind. Raises
    PublishError if another publication of the same dataset runs here, TargetError if the folder
    cannot be written.
    """
    place = hashlib.sha256(f"{portal} {dataset}".encode()).hexdigest()[:8]
    folder = state / f"{dataset[:60]}-{place}"
    with _writable(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / "lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishError(
                f"another publication of {dataset} to this portal is running here",
                file=folder / "lock",
                hint="wait until it has ended, then run again",
            ) from None
        yield Journal(folder=folder, run=run)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TargetError(
            f"the state of the publication cannot be written: {error.strerror or error}",
            file=path,
            hint="free some space, or name another folder in FISCAL_NOTICE_STATE",
        ) from None
