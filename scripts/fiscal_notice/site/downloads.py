"""The files that the site offers: downloads as given, or else the package itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package
from fiscal_notice.package.owned_files import sha256_of

GIVEN, OWN = "downloads", "package"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file: its path in the site, what is in it, its form, and whose it is if a table's."""

    path: str
    content: bytes = field(repr=False)
    form: str
    of: str
    sha256: str

    @property
    def name(self) -> str:
        """The path below the folder of all that is offered."""
        return self.path.partition("/")[2]

    @property
    def bytes(self) -> int:
        """Its size."""
        return len(self.content)


def offered(package: Package, downloads: Mapping[str, bytes] | None) -> list[Download]:
    """``downloads`` (name → content) below downloads/, or the package's files below package/."""
    if downloads is not None:
        return [_given(package, name, content) for name, content in downloads.items()]
    return [_own(package, path, name) for path, name in dict(_paths(package)).items()]


def _given(package: Package, name: str, content: bytes) -> Download:
    inside = PurePosixPath(name)
    below = inside.parts[0] if len(inside.parts) > 1 else ""
    table = inside.stem if below and package.resource(inside.stem) is not None else ""
    return _download(f"{GIVEN}/{name}", content, below or inside.suffix.lstrip("."), table)


def _paths(package: Package) -> Iterable[tuple[str, str]]:
    """Descriptor, schemas, data: together they are the package again."""
    yield package.file_name, ""
    for resource in package.resources:
        yield from ((path, resource.name) for path in resource.paths)
    for resource in package.resources:
        if isinstance(resource.raw.get("schema"), str):
            yield resource.raw["schema"], resource.name


def _own(package: Package, path: str, name: str) -> Download:
    try:
        content = (package.root / path).read_bytes()
    except OSError as error:
        raise PackageError(
            f"the file cannot be read: {error.strerror}", file=package.shown_path(path)
        ) from None
    form = PurePosixPath(path).suffix.lstrip(".")
    return _download(f"{OWN}/{path}", content, "schema" if form == "json" and name else form, name)


def _download(path: str, content: bytes, form: str, of: str) -> Download:
    return Download(path=path, content=content, form=form, of=of, sha256=sha256_of(content))
