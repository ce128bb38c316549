"""Make the extras of a release from its archive, and keep them until another release is published.

The same release, report and program give the same bytes. So what was made is kept beside the
journal, under the hashes of all three, and an unchanged publication makes nothing. Each file is
hashed when it is taken from there: one that was cut short or changed is made again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

import fiscal_notice
from fiscal_notice.errors import ExportError, PackageError
from fiscal_notice.export import single_file
from fiscal_notice.export.download_form import PackageForm
from fiscal_notice.export.forms import PACKAGE_FORMS
from fiscal_notice.model import File, Report
from fiscal_notice.package import Package
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.naming import date_of_creation, file_stem
from fiscal_notice.package.owned_files import owned, replace_owned, sha256_of
from fiscal_notice.report import report_json
from fiscal_notice_ckan.dataset import digests
from fiscal_notice_ckan.extras import EXTRAS, NAMES, PICTURES, SITE

_SUMS = "SHA256SUMS"
# Those whose version shows in the bytes, or in the findings that the site tells of.
_LIBRARIES = ("frictionless", "jinja2", "numpy", "pandas", "pandera", "pyarrow", "xlsxwriter")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltExtras:
    """The extras in their order, and why some could not be made of this package."""

    files: tuple[File, ...] = ()
    notes: tuple[str, ...] = ()


def build_extras(
    package: Package, archive: Path, folder: Path, say: Say, report: Report | None = None
) -> BuiltExtras:
    """The extras of the release in ``archive``, whose unpacked content is ``package``.

    They are in ``folder``, which is for them alone and for one publication at a time. What cannot
    be made of such a package is left out. ``report`` is of its validation, if that is at hand: the
    site shows it. Raises TargetError if the folder cannot be written.
    """
    told = sha256_of(report_json(report).encode()) if report else "its own"
    key = f"made of {digests(archive).sha256}, report {told}, by {_program()}"
    kept = owned(folder, _SUMS)
    files = kept.unchanged(folder) if kept.comments[:1] == (key,) else None
    if files is None:
        say("making the pictures, the workbook, the site and the database")
        contents, notes = _contents(package, report)
        if not kept.files:
            _clear(folder)
        files = replace_owned(folder, _SUMS, contents, [key, *notes])
        kept = owned(folder, _SUMS)
    by_name = {each.name: each for each in files}
    return BuiltExtras(
        files=tuple(by_name[each.name] for each in EXTRAS if each.name in by_name),
        notes=kept.comments[1:],
    )


def _clear(folder: Path) -> None:
    """Remove what was made where no list tells of it, as by earlier versions of this program."""
    for name in ("made.json", *NAMES):
        with suppress(OSError):  # one that stays is told of when it is to be replaced
            (folder / name).unlink()


def _contents(package: Package, report: Report | None) -> tuple[dict[str, bytes], list[str]]:
    """What can be made of the package, and why the rest cannot."""
    contents: dict[str, bytes] = {}
    lacking = kind_of(package).undrawn(package)
    notes = [f"no pictures: the package has {lacking}"] if lacking else []
    makers: dict[str, Callable[[Package], dict[str, bytes]]] = {
        form.resource.partition(".")[0]: partial(_in_form, form) for form in PACKAGE_FORMS
    }
    makers |= {"pictures": _pictures, "site": partial(_site, report)}
    for what, make in makers.items():
        try:
            contents |= make(package)
        except (PackageError, ExportError) as error:
            notes.append(f"no {what}: {' '.join(str(error).split())}")
    return contents, notes


def _in_form(form: PackageForm, package: Package) -> dict[str, bytes]:
    return {form.resource: single_file(package, form)}


def _pictures(package: Package) -> dict[str, bytes]:
    drawn = kind_of(package).pictures(package)
    return {PICTURES[lang]: picture.encode() for lang, picture in drawn.items()}


def _site(report: Report | None, package: Package) -> dict[str, bytes]:
    # Heavy, and mostly what was made is still there.
    from fiscal_notice.release import pack  # noqa: PLC0415
    from fiscal_notice.site import make_site  # noqa: PLC0415
    from fiscal_notice.validate import rules_for, validate_package  # noqa: PLC0415

    if report is None:
        report = validate_package(package, rules_for(package))
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        names = make_site(package, report, Path(folder)).files
        contents = {name: (Path(folder) / name).read_bytes() for name in names}
    return {SITE: pack(contents, f"{file_stem(package)}-site", date_of_creation(package))}


@cache
def _program() -> str:
    """What stands for this program: its own files, and the versions of what it makes files with.

    Not its version number: between two releases of it the pages change and the number does not.
    """
    digest = hashlib.sha256()
    root = Path(fiscal_notice.__file__).parent
    for path in (*sorted(_sources(root)), Path(__file__)):
        digest.update(f"{path.name} {digests(path).sha256}\n".encode())
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    digest.update("\n".join([sys.version, sqlite3.sqlite_version, *libraries]).encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
