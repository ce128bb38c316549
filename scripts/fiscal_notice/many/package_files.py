"""A package for another machine: where it lies, and its files if it does not lie there too.

A worker that sees the same files reads them where they lie. For one that does not, the files are
sent along and put into a temporary folder. What is reported of a package names it as it is named
here, wherever it was read.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.many.work import Job, Result, work
from fiscal_notice.package.place import (
    DESCRIPTOR,
    SUFFIXES,
    descriptor_in,
    is_inside,
    read_document,
    slashed,
    texts_in,
)
from fiscal_notice.schema_check.pieces import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFiles:
    """A package on its way to a worker.

    ``source`` is how it is named here, ``root`` its folder, ``entry`` what to open in there ("" for
    the folder itself). ``files`` are all files of it, by their paths in ``root``.
    """

    source: str
    root: Path
    entry: str
    files: Mapping[str, Stamp]
    content: Mapping[str, bytes] | None = None

    @property
    def weight(self) -> int:
        """The bytes of all files."""
        return sum(stamp.bytes for stamp in self.files.values())

    def sent(self) -> PackageFiles:
        """The same package with its files. Raises OSError."""
        return replace(self, content={name: (self.root / name).read_bytes() for name in self.files})


def package_files_at(source: str) -> PackageFiles | None:
    """The files of the package at ``source``, None if there are none that could be read."""
    path = Path(source).absolute()
    try:
        descriptor = path / (descriptor_in(path) or DESCRIPTOR) if path.is_dir() else path
        root = descriptor.parent
        names = [descriptor.name, *_files(root, descriptor)]
        files = {name: Stamp.of(root / name) for name in names}
    except OSError:
        return None
    entry = "" if path.is_dir() else descriptor.name
    return PackageFiles(source=source, root=root, entry=entry, files=files)


def _files(root: Path, descriptor: Path) -> Iterator[str]:
    """Whatever a descriptor names that is a file in its folder: data, schemas, dialects."""
    if descriptor.suffix.casefold() not in SUFFIXES:
        return
    try:
        document = read_document(descriptor, descriptor.name)
    except PackageError:
        return
    for text in dict.fromkeys(texts_in(document)):
        for path in dict.fromkeys([text, slashed(text)]):
            if _inside(root, path) and path != descriptor.name:
                yield path


def _inside(root: Path, text: str) -> bool:
    try:
        place = root / text
        return place.is_file() and is_inside(root, place)
    except (OSError, ValueError):
        return False


def deliver(job: Job, sent: PackageFiles) -> Result | None:
    """Validate a package in whatever process this is; None if it is neither seen here nor sent."""
    if sent.content is None and not _seen(sent):
        return None
    with _laid_out(sent) as root:
        result = work(job, str(root / sent.entry))
        return _named(result, sent, root)


def _seen(sent: PackageFiles) -> bool:
    try:
        return all(Stamp.of(sent.root / name) == stamp for name, stamp in sent.files.items())
    except OSError:
        return False


@contextmanager
def _laid_out(sent: PackageFiles) -> Iterator[Path]:
    if sent.content is None:
        yield sent.root
        return
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        root = Path(folder)
        for name, data in sent.content.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        yield root


def _named(result: Result, sent: PackageFiles, root: Path) -> Result:
    """The result with the package's folder called as it is called here."""
    own = Path(sent.source)
    shown = str(own.parent if sent.entry else own)
    # What lies in the folder "." is named without it, as in "datapackage.json".
    below = "" if shown == "." else f"{shown}/"
    pairs = [(f"{root}/", below), (str(root), shown)]
    named: Result = _renamed(result, pairs)
    return replace(named, source=sent.source)


def _renamed(value: Any, pairs: list[tuple[str, str]]) -> Any:
    """``value`` with texts replaced in all that it holds."""
    if isinstance(value, str):
        for old, new in pairs:
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {key: _renamed(one, pairs) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renamed(one, pairs) for one in value)
    if isinstance(value, FiscalNoticeError):
        vars(value).update(_renamed(vars(value), pairs))
        value.args = _renamed(value.args, pairs)
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value)]
        return replace(value, **{name: _renamed(getattr(value, name), pairs) for name in fields})
    return value
