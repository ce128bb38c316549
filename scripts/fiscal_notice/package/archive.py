"""Open a package wherever it lies: a folder, its descriptor, or a zip."""

from __future__ import annotations

import lzma
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fiscal_notice.errors import PackageError, UnsafePathError
from fiscal_notice.package.descriptor import Package
from fiscal_notice.package.descriptor_reader import read_package
from fiscal_notice.package.members import leaves_folder, names_in
from fiscal_notice.package.place import (
    DESCRIPTOR,
    DESCRIPTORS,
    SUFFIXES,
    Place,
    descriptor_in,
    unreadable,
)

# A release of a notice is a few megabytes. These bounds leave room for large tables and stop an
# archive that unpacks to far more than it weighs.
MAX_FILES = 10_000
MAX_BYTES = 4 * 1024**3
MAX_RATIO = 200
_RATIO_FREE = 10 * 1024**2
# What zipfile and its decompressors raise for an archive that is cut, damaged or encrypted.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@contextmanager
def locate(source: Path | str) -> Iterator[Place]:
    """Where the package at ``source`` lies: a folder, a descriptor (JSON or YAML), or a ``.zip``.

    A zip is unpacked into a temporary folder that is removed afterwards; its package is the one
    whose descriptor is nearest to the top. Raises PackageError if there is nothing to read, or if
    two packages lie side by side, UnsafePathError for an archive that leaves its folder or is a
    bomb.
    """
    path = Path(source)
    if path.is_dir():
        yield Place(root=path, descriptor=_descriptor_in(path), shown=str(source))
    elif path.suffix.casefold() in SUFFIXES and path.exists():
        yield Place(root=path.parent, descriptor=path.name, shown=str(path.parent))
    elif path.is_file() and _is_zip(path, str(source)):
        with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
            descriptor = _unpack(path, Path(folder))
            yield Place(
                root=descriptor.parent,
                descriptor=descriptor.name,
                shown=str(source),
                unpacked=Path(folder),
            )
    elif path.is_file() and path.suffix.casefold() == ".zip":
        raise PackageError(
            "the archive cannot be read: it is cut off, or no zip at all",
            file=str(source),
            hint="fetch it again, and compare its hash",
        )
    else:
        raise PackageError(
            "there is no data package" if path.exists() else "no such file or folder",
            file=str(source),
            expected=f"a folder with a {DESCRIPTOR}, a descriptor (JSON or YAML), or a .zip of one",
        )


@contextmanager
def open_package(source: Path | str) -> Iterator[Package]:
    """Open the package at ``source``, as ``locate`` has it; a zip is there only inside the block.

    Raises PackageError and UnsafePathError as ``locate`` and ``read_package`` do.
    """
    with locate(source) as place:
        yield read_package(place.root, place.shown, place.descriptor)


def _descriptor_in(folder: Path) -> str:
    try:
        return descriptor_in(folder) or DESCRIPTOR
    except OSError as error:
        raise PackageError(
            f"the folder cannot be looked into: {error.strerror}",
            file=str(folder),
            hint="check its rights",
        ) from None


def _is_zip(path: Path, shown: str) -> bool:
    try:
        with path.open("rb") as file:
            return zipfile.is_zipfile(file)
    except OSError as error:
        raise unreadable(error, shown) from None


def _unpack(path: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check(path, members)
            for member, name in names_in(archive).items():
                if leaves_folder(name):
                    raise _leaves(path, name)
                _extract(archive, member, folder, name)
    except _BROKEN as error:
        raise PackageError(
            f"the archive cannot be read: {error}",
            file=str(path),
            expected="a whole zip without a password",
            hint="download it again, or unpack it yourself and name the folder",
        ) from None
    except OSError as error:
        raise PackageError(
            f"the archive cannot be unpacked: {error.strerror or error}",
            file=str(path),
            hint=f"check the rights and the free space of {tempfile.gettempdir()}",
        ) from None
    return _descriptor_of(path, folder)


def _descriptor_of(path: Path, folder: Path) -> Path:
    """The descriptor nearest to the top of an unpacked archive, of each folder the first kind."""
    found = [place for name in DESCRIPTORS for place in sorted(folder.rglob(name))]
    if not found:
        raise PackageError(f"the archive holds no {DESCRIPTOR}", file=str(path))
    first = min(found, key=lambda place: len(place.parts))
    for other in found:
        if other.parent != first.parent and len(other.parts) == len(first.parts):
            raise PackageError(
                "the archive holds more than one package",
                file=str(path),
                found=f"{first.relative_to(folder)}, {other.relative_to(folder)}",
                expected="one package, or one that lies above the others",
                hint="unpack it, and name the folder of the one that is meant",
            )
    return first


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > MAX_FILES
        or total > MAX_BYTES
        or total > max(_RATIO_FREE, MAX_RATIO * packed)
    ):
        raise UnsafePathError(
            "the archive would unpack to far more than a package holds",
            file=str(path),
            found=f"{len(members)} files, {total:,} bytes out of {packed:,}",
            expected=f"at most {MAX_FILES:,} files and {MAX_BYTES:,} bytes, {MAX_RATIO} times "
            "what they weigh packed",
            hint="unpack it yourself if you trust it, and name the folder",
        )
    for member in members:
        link = stat.S_ISLNK(member.external_attr >> 16)
        if link or leaves_folder(member.filename):
            raise _leaves(path, member.filename)


def _leaves(path: Path, name: str) -> UnsafePathError:
    return UnsafePathError(
        "a member of the archive leaves its folder",
        file=str(path),
        found=name,
        hint="do not open packages from sources that you do not trust",
    )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, name: str) -> None:
    target = folder / name
    if name.endswith("/"):
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as source, target.open("wb") as out:
        # The directory of the archive may lie about sizes: count what really comes out.
        while block := source.read(1 << 20):
            written += len(block)
            if written > member.file_size:
                raise UnsafePathError(
                    "a member of the archive is larger than it says",
                    file=archive.filename,
                    found=member.filename,
                )
            out.write(block)
