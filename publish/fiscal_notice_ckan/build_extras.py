"""Make the extras of a release from its archive, and keep them until another release is published.

The same release and the same program give the same bytes. So what was made is kept beside the
journal, under the hash of both, and an unchanged publication makes nothing. Each file is hashed
when it is taken from there: one that was cut short or changed is made again.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import fiscal_notice
from fiscal_notice.errors import ExportError, PackageError
from fiscal_notice.package import Package, write_files
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.naming import date_of_creation, file_stem
from fiscal_notice_ckan.dataset import hashed
from fiscal_notice_ckan.extras import DATABASE, EXTRAS, PICTURES, SITE, WORKBOOK, Made

_MANIFEST = "made.json"
# Those whose version shows in the bytes, or in the findings that the site tells of.
_LIBRARIES = ("frictionless", "jinja2", "numpy", "pandas", "pandera", "pyarrow", "xlsxwriter")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltExtras:
    """The extras in their order, and why some could not be made of this package."""

    files: tuple[Made, ...] = ()
    notes: tuple[str, ...] = ()


def build_extras(package: Package, archive: Path, folder: Path, say: Say) -> BuiltExtras:
    """The extras of the release in ``archive``, whose unpacked content is ``package``.

    They are in ``folder``, which is for them alone and for one publication at a time. What cannot
    be made of such a package is left out. Raises TargetError if the folder cannot be written.
    """
    key = f"{hashed(archive)[0]} {_program()}"
    kept = _kept(folder, key)
    if kept is not None:
        return kept
    say("making the pictures, the workbook, the site and the database")
    contents, notes = _contents(package)
    write_files(folder, contents)
    _clear(folder, set(contents))
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    # Last, and with the hashes: whatever cuts this short, nothing half made is ever taken.
    manifest = {"of": key, "files": files, "notes": notes}
    write_files(folder, {_MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()})
    return _built(folder, files, notes)


def _kept(folder: Path, key: str) -> BuiltExtras | None:
    """What was made of the same release by the same program, if it is still all there."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["of"] == key:
            built = _built(folder, manifest["files"], manifest["notes"])
            if {each.name: each.sha256 for each in built.files} == manifest["files"]:
                return built
    return None


def _built(folder: Path, files: Mapping[str, str], notes: list[str]) -> BuiltExtras:
    made = []
    for name in (each.name for each in EXTRAS if each.name in files):
        sha256, size = hashed(folder / name)
        made.append(Made(name=name, path=folder / name, sha256=sha256, size=size))
    return BuiltExtras(files=tuple(made), notes=tuple(notes))


def _clear(folder: Path, wanted: set[str]) -> None:
    for name in {each.name for each in EXTRAS} - wanted:
        (folder / name).unlink(missing_ok=True)


def _contents(package: Package) -> tuple[dict[str, bytes], list[str]]:
    """What can be made of the package, and why the rest cannot."""
    contents: dict[str, bytes] = {}
    lacking = kind_of(package).undrawn(package)
    notes = [f"no pictures: the package has {lacking}"] if lacking else []
    makers = {"workbook": _workbook, "database": _database, "pictures": _pictures, "site": _site}
    for what, make in makers.items():
        try:
            contents |= make(package)
        except (PackageError, ExportError) as error:
            notes.append(f"no {what}: {' '.join(str(error).split())}")
    return contents, notes


# The libraries of the formats and of the pages are heavy, and mostly what was made is still there.


def _workbook(package: Package) -> dict[str, bytes]:
    from fiscal_notice.export import single_file  # noqa: PLC0415

    return {WORKBOOK: single_file(package, "xlsx")}


def _database(package: Package) -> dict[str, bytes]:
    from fiscal_notice.export import single_file  # noqa: PLC0415

    return {DATABASE: single_file(package, "sqlite")}


def _pictures(package: Package) -> dict[str, bytes]:
    drawn = kind_of(package).pictures(package)
    return {PICTURES[lang]: picture.encode() for lang, picture in drawn.items()}


def _site(package: Package) -> dict[str, bytes]:
    from fiscal_notice.release import pack  # noqa: PLC0415
    from fiscal_notice.site import make_site  # noqa: PLC0415
    from fiscal_notice.validate import rules_for, validate_package  # noqa: PLC0415

    report = validate_package(package, rules_for(package))
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        names = make_site(package, report, Path(folder)).files
        contents = {name: (Path(folder) / name).read_bytes() for name in names}
    return {SITE: pack(contents, f"{file_stem(package)}-site", date_of_creation(package))}


@functools.cache
def _program() -> str:
    """What stands for this program: its own files, and the versions of what it makes files with.

    Not its version number: between two releases of it the pages change and the number does not.
    """
    digest = hashlib.sha256()
    root = Path(fiscal_notice.__file__).parent
    for path in (*sorted(_sources(root)), Path(__file__)):
        digest.update(f"{path.name} {hashed(path)[0]}\n".encode())
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    digest.update("\n".join([sys.version, sqlite3.sqlite_version, *libraries]).encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
