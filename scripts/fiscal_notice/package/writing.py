"""Write files so that an interruption leaves the old ones: write beside, then rename."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from fiscal_notice.errors import TargetError

#: What a file is called until it is whole.
UNFINISHED = re.compile(r"\.(.+)\.[a-z0-9_]{8}")


def write_files(root: Path, files: Mapping[str, bytes], *, synced: bool = True) -> list[str]:
    """Write ``files`` (relative name → content) under ``root``; returns the names that changed.

    Every file is complete under a temporary name before the first one is renamed into place.
    Without ``synced`` a failure of power may lose them: whoever writes thousands syncs once, after.
    Raises TargetError if the folder cannot be written; then nothing has changed.
    """
    staged: list[tuple[Path, Path]] = []
    changed: list[str] = []
    made: list[Path] = []
    try:
        for name, content in files.items():
            target = root / name
            if target.is_dir():
                # Found now, not halfway through the renaming.
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            if target.is_file() and target.read_bytes() == content:
                continue
            made[:0] = [
                each for each in (target.parent, *target.parent.parents) if not each.exists()
            ]
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.append((_stage(target, content, synced), target))
            changed.append(name)
        _rename(staged)
    except OSError as error:
        raise TargetError(
            f"cannot write: {error.strerror or error}",
            file=error.filename or root,
            hint="check the rights and the free space of the folder, or choose another one",
        ) from None
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):  # one that holds files stays
                folder.rmdir()
    return changed


def _rename(staged: list[tuple[Path, Path]]) -> None:
    try:
        for temporary, target in staged:
            temporary.replace(target)
    except KeyboardInterrupt:
        # Half of the tables new and half old would be worse than a moment's wait.
        for temporary, target in staged:
            if temporary.exists():
                temporary.replace(target)
        raise


def _stage(target: Path, content: bytes, synced: bool) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
