"""Which files of a folder are ours: a list beside them names each with its SHA-256.

The list is as ``sha256sum`` writes and reads it, comments first. Only files that it names are
replaced, and those that are made no more are removed if they still are what was written: nobody
else's file is touched. While files are being written the list holds the old ones and, after a
comment, those that are announced: after a kill the next run takes an announced file for ours only
if it is there as announced, and one that failed has put the old list back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import TargetError
from fiscal_notice.model import File
from fiscal_notice.package.writing import UNFINISHED, write_files

_HASHED = re.compile(r"([0-9a-f]{64})  (.+)")
_ANY = re.compile(".+")
_BEGUN = "not all of these files are written yet"
"""The comment before the files that are only announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What the list says: its comments, and pairs of hash and name.

    ``files`` were written; ``announced`` are those that a run that was cut short was to write.
    """

    comments: tuple[str, ...] = ()
    files: frozenset[tuple[str, str]] = frozenset()
    announced: frozenset[tuple[str, str]] = frozenset()

    def unchanged(self, folder: Path) -> tuple[File, ...] | None:
        """The files, if all are there as they were written; each is hashed. None if not."""
        if self.announced or not self.files:
            return None
        found = [
            File(name=name, path=path, sha256=sha256, bytes=path.stat().st_size)
            for sha256, name in sorted(self.files, key=_by_name)
            if _holds(path := folder / name, {sha256})
        ]
        return tuple(found) if len(found) == len(self.files) else None


def sha256_of(content: bytes) -> str:
    """The SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sums(files: Iterable[tuple[str, str]], comments: Iterable[str] = ()) -> bytes:
    """The list that ``sha256sum --check`` reads, of pairs of hash and name, by name."""
    lines = [f"# {comment}" for comment in comments]
    lines += [f"{sha256}  {name}" for sha256, name in sorted(files, key=_by_name)]
    return "".join(f"{line}\n" for line in lines).encode()


def owned(folder: Path, listed_in: str) -> Owned:
    """What the list ``listed_in`` of ``folder`` names; nothing if it is not there."""
    try:
        lines = (folder / listed_in).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return Owned()
    begun = lines.index(f"# {_BEGUN}") if f"# {_BEGUN}" in lines else len(lines)
    return Owned(
        comments=tuple(line.removeprefix("# ") for line in lines[:begun] if line.startswith("# ")),
        files=_hashed(lines[:begun]),
        announced=_hashed(lines[begun:]),
    )


def _hashed(lines: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset((match[1], match[2]) for line in lines if (match := _HASHED.fullmatch(line)))


def replace_owned(
    folder: Path,
    listed_in: str,
    contents: Mapping[str, bytes],
    comments: Collection[str] = (),
    names: re.Pattern[str] = _ANY,
) -> tuple[File, ...]:
    """Make ``contents`` (name → bytes) our files in ``folder``, and the list ``listed_in`` of them.

    Where others may write lists of that name, ``names`` are those that our files can have. Gives
    the files by name. Raises TargetError for a file of somebody else in the place of one of them,
    and for a folder that cannot be written; then the former files and their list are as they were.
    """
    old = {each for each in _ours(folder, listed_in) if names.fullmatch(each[1])}
    new = {(sha256_of(content), name) for name, content in contents.items()}
    _refuse_others(folder, new, {name for _, name in old})
    former = _content(folder / listed_in)
    if not new <= old:
        announced = sums(new - old, [_BEGUN])
        write_files(folder, {listed_in: sums(old, comments) + announced})
    try:
        write_files(folder, contents)
    except TargetError:
        _put_back(folder, listed_in, former)
        raise
    _remove(folder, [each for each in old if each[1] not in contents])
    _remove_unfinished(folder, {*contents, listed_in})
    write_files(folder, {listed_in: sums(new, comments)})
    return tuple(
        File(name=name, path=folder / name, sha256=sha256, bytes=len(contents[name]))
        for sha256, name in sorted(new, key=_by_name)
    )


def _by_name(file: tuple[str, str]) -> tuple[str, str]:
    return file[1], file[0]


def _ours(folder: Path, listed_in: str) -> frozenset[tuple[str, str]]:
    """What was written, and what was announced and is there."""
    found = owned(folder, listed_in)
    there = {each for each in found.announced if _holds(folder / each[1], {each[0]})}
    return found.files | there


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _put_back(folder: Path, listed_in: str, former: bytes | None) -> None:
    # Where the disk is too full for it the announcement stays, and does no harm.
    with suppress(TargetError, OSError):
        if former is None:
            (folder / listed_in).unlink(missing_ok=True)
        else:
            write_files(folder, {listed_in: former})


def _refuse_others(folder: Path, new: set[tuple[str, str]], ours: set[str]) -> None:
    for sha256, name in sorted(new, key=_by_name):
        target = folder / name
        if name not in ours and target.is_file() and not _holds(target, {sha256}):
            raise TargetError(
                "somebody else wrote this file, and it would be replaced",
                file=target,
                hint="move it away, or the whole folder",
            )


def _remove(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    inside = folder.resolve()
    for sha256, name in files:
        target = folder / name
        if _holds(target, {sha256}) and target.resolve().is_relative_to(inside):
            target.unlink()


def _remove_unfinished(folder: Path, names: set[str]) -> None:
    """Remove what a run that was killed has left beside the files that it was writing."""
    for place in {(folder / name).parent for name in names}:
        for path in place.glob(".*"):
            match = UNFINISHED.fullmatch(path.name)
            inside = (place / match[1]).relative_to(folder).as_posix() if match else ""
            if inside in names and path.is_file():
                path.unlink()


def _holds(path: Path, hashes: Collection[str]) -> bool:
    return path.is_file() and sha256_of(path.read_bytes()) in hashes
