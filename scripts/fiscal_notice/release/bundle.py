"""A validated package as one versioned archive that is the same to the byte whenever it is made.

Entries are stored, not deflated (deflated bytes depend on the version of zlib), sorted by name,
and carry the descriptor's date instead of the clock's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice import report as reports
from fiscal_notice.model import File, LeftOut, Release, Report
from fiscal_notice.package import Package, read_package, write_files
from fiscal_notice.package.kind import kind_of
from fiscal_notice.package.naming import check_texts, date_of_creation, file_stem
from fiscal_notice.package.owned_files import sha256_of, sums
from fiscal_notice.package.place import slashed
from fiscal_notice.release.pages import dictionary
from fiscal_notice.validate import rules_for, validate_package

if TYPE_CHECKING:
    from fiscal_notice.export import Downloads

SUMS = "SHA256SUMS"
DOWNLOADS = "downloads"
# What README links to is here too, so that no link of a release leads nowhere.
PROJECT_FILES = (
    "README.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-DATA.md",
    "docs/architecture.md",
    "docs/decisions.md",
    "docs/errands.md",
    "docs/before-after.jpg",
    "docs/modules.md",
    "docs/publishing.md",
    "docs/portal-dataset.jpg",
    "docs/site-errata.jpg",
    "docs/site-overview.jpg",
    "docs/site-phone.jpg",
    "docs/site-targets-dark.jpg",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A release, its archive, and the report of the validation that it passed.

    ``archive`` is None if the package is not valid: then nothing was written. ``downloads`` are the
    other forms of the data, which the archive does not hold; empty if they were not asked for.
    ``left_out`` are those of them that a format has no room for.
    """

    release: Release
    report: Report
    archive: Path | None
    sha256: str
    downloads: tuple[File, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def make_release(root: Path, out: Path, *, downloads: bool = False) -> Bundle:
    """Validate the package in ``root`` and write its archive into ``out``.

    With ``downloads`` also the data in other forms, into ``out``/downloads. Nothing is written
    unless the package is valid and the downloads hold what it holds. Raises PackageError for a
    package that cannot be read, ExportError for downloads that would differ, TargetError for a
    folder that cannot be written.
    """
    package = read_package(root, shown=".")
    report = validate_package(package, rules_for(package))
    if not report.valid:
        release = Release(version=package.version, files=(), descriptor=package.descriptor)
        return Bundle(release=release, report=report, archive=None, sha256="")
    check_texts(package)
    stem = file_stem(package)
    contents = bundle_contents(package, report)
    data = pack(contents, stem, date_of_creation(package))
    digest = sha256_of(data)
    name = f"{stem}.zip"
    made = _downloads(package, out / DOWNLOADS) if downloads else None
    write_files(out, {name: data, f"{name}.sha256": sums([(digest, name)])})
    release = Release(
        version=package.version,
        files=tuple(
            File(name=member, path=out / name, sha256=sha256_of(content), bytes=len(content))
            for member, content in contents.items()
        ),
        descriptor=package.descriptor,
    )
    return Bundle(
        release=release,
        report=report,
        archive=out / name,
        sha256=digest,
        downloads=made.files if made else (),
        left_out=made.left_out if made else (),
    )


def _downloads(package: Package, out: Path) -> Downloads:
    # The libraries of the formats are heavy, and only a release needs them.
    from fiscal_notice.export import make_downloads  # noqa: PLC0415

    return make_downloads(package, out)


def bundle_contents(package: Package, report: Report) -> dict[str, bytes]:
    """Every file of a release by its name in the archive, SHA256SUMS last.

    These are the descriptor, the schemas, the data, the transcript, the generated pages, the
    checks report and the project's own files.
    """
    paths = {package.file_name}
    for resource in package.resources:
        paths.update(resource.paths)
        named = (resource.raw.get(part) for part in ("schema", "dialect"))
        paths.update(slashed(path) for path in named if isinstance(path, str))
    contents = {path: package.read(path) for path in sorted(paths)}
    for path in PROJECT_FILES:
        if (package.root / path).is_file():
            contents[path] = package.read(path)
    contents |= generated_pages(package)
    contents["checks/report.json"] = reports.report_json(report).encode()
    contents["checks/report.txt"] = reports.report_text(report, verbose=2).encode()
    contents["checks/report.zh.html"] = reports.report_html(report, lang="zh").encode()
    contents["checks/report.en.html"] = reports.report_html(report, lang="en").encode()
    contents = dict(sorted(contents.items()))
    contents[SUMS] = sums((sha256_of(content), name) for name, content in contents.items())
    return contents


def generated_pages(package: Package) -> dict[str, bytes]:
    """The pages of ``docs/`` by path: of any package the data dictionary, and those of its kind."""
    pages = {"docs/data-dictionary.md": dictionary(package).encode()}
    return pages | kind_of(package).documents(package)


def pack(contents: Mapping[str, bytes], folder: str, when: tuple[int, int, int]) -> bytes:
    """A zip of ``contents`` under ``folder``, the same bytes for the same contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (*when, 0, 0, 0))
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3  # Unix, whatever the machine
            archive.writestr(entry, content)
    return buffer.getvalue()
