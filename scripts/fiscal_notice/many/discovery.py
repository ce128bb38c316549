"""Which packages are meant by the paths that a person names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from fiscal_notice.package.place import DESCRIPTORS, descriptor_in


def packages_in(paths: Sequence[Path]) -> list[str]:
    """The packages at ``paths``, each once, in order.

    A folder without a descriptor stands for all packages below it, hidden folders left out; any
    other path, and a folder with nothing below it, stands for itself. So does a folder that cannot
    be looked into: that is said of it when its turn comes, and no other package is held up.
    """
    found = (str(place) for path in paths for place in (list(_below(path)) or [path]))
    return list(dict.fromkeys(found))


def _below(path: Path) -> Iterator[Path]:
    """The folders below ``path`` that hold a descriptor; none if it is a package itself."""
    try:
        if not path.is_dir() or descriptor_in(path) is not None:
            return
    except OSError:
        return
    closed: list[OSError] = []
    for folder, inner, files in os.walk(path, onerror=closed.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if not set(DESCRIPTORS).isdisjoint(files):
            yield Path(folder)
    yield from (Path(error.filename) for error in closed)
