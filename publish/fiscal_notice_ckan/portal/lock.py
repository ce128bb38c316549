"""One start or stop of a portal at a time."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .home import Home

_PATIENCE = 600.0
_LONGEST_PID = 20


@contextmanager
def locked(
    home: Home,
    progress: Callable[[str], None] = lambda _: None,
    *,
    patience: float = _PATIENCE,
) -> Iterator[None]:
    """Hold the home alone; waits ``patience`` seconds for another start or stop to end.

    The system frees the lock when its holder dies, so a crash leaves none behind. The file tells
    people who held it last. Raises PublishError when patience ends.
    """
    file = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        if not _taken(file):
            progress("waiting for another command that starts or stops the portal")
            _wait(home, file, patience)
        with suppress(OSError):  # on a full disk a portal can be stopped all the same
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)


def _wait(home: Home, file: int, patience: float) -> None:
    end = time.monotonic() + patience
    while not _taken(file):
        if time.monotonic() > end:
            holder = os.pread(file, _LONGEST_PID, 0).decode(errors="replace").strip()
            raise PublishError(
                "another command is starting or stopping the portal",
                file=home.lock,
                found=f"process {holder or 'unknown'}",
                hint="wait for its end, or end it",
            )
        time.sleep(0.1)


def _taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
