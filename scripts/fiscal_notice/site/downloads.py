"""The files that the site offers: a folder of downloads as given, or else the package itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package
from fiscal_notice.package.descriptor import DESCRIPTOR

GIVEN, OWN = "downloads", "package"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file: its path in the site, where it lies now, its form, and whose it is if a table's."""

    path: str
    source: Path
    form: str
    of: str
    bytes: int


def offered(package: Package, folder: Path | None) -> list[Download]:
    """The files of ``folder`` below downloads/, or those of the package below package/."""
    if folder is not None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return [_given(package, folder, path) for path in files]
    return [_own(package, path, name) for path, name in dict(_paths(package)).items()]


def _given(package: Package, folder: Path, path: Path) -> Download:
    inside = path.relative_to(folder)
    stem = path.name.split(".")[0]
    below = inside.parts[0] if len(inside.parts) > 1 else ""
    suffix = path.name.partition(".")[2]
    return Download(
        path=f"{GIVEN}/{inside.as_posix()}",
        source=path,
        form=below or suffix,
        of=stem if package.resource(stem) is not None else "",
        bytes=path.stat().st_size,
    )


def _paths(package: Package) -> Iterable[tuple[str, str]]:
    """Descriptor, schemas, data: together they are the package again."""
    yield DESCRIPTOR, ""
    for resource in package.resources:
        yield resource.path, resource.name
    for resource in package.resources:
        if isinstance(resource.raw.get("schema"), str):
            yield resource.raw["schema"], resource.name


def _own(package: Package, path: str, name: str) -> Download:
    source = package.root / path
    try:
        size = source.stat().st_size
    except OSError as error:
        raise PackageError(
            f"the file cannot be read: {error.strerror}", file=package.shown_path(path)
        ) from None
    form = PurePosixPath(path).suffix.lstrip(".")
    form = "schema" if form == "json" else form
    return Download(path=f"{OWN}/{path}", source=source, form=form, of=name, bytes=size)
