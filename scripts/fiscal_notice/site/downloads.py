"""The files that the site offers: downloads as given, or else the package itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from fiscal_notice.package import Package
from fiscal_notice.package.owned_files import sha256_of
from fiscal_notice.package.place import is_inside, slashed

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
    """``downloads`` (name → content) below downloads/, or the package's files below package/.

    Of the package's files those that are there: validation names the others.
    """
    if downloads is not None:
        return [_given(package, name, content) for name, content in downloads.items()]
    files = {path: (form, name) for path, form, name in _paths(package)}
    return [
        download_of(f"{OWN}/{path}", content, form or PurePosixPath(path).suffix.lstrip("."), name)
        for path, (form, name) in files.items()
        if (content := _content(package.root, path)) is not None
    ]


def _given(package: Package, name: str, content: bytes) -> Download:
    inside = PurePosixPath(name)
    below = inside.parts[0] if len(inside.parts) > 1 else ""
    table = inside.stem if below and package.resource(inside.stem) is not None else ""
    return download_of(f"{GIVEN}/{name}", content, below or inside.suffix.lstrip("."), table)


def _paths(package: Package) -> Iterable[tuple[str, str, str]]:
    """Descriptor, data, schemas, dialects, which are the package again: path, form, whose it is."""
    yield package.file_name, "", ""
    for resource in package.resources:
        yield from ((path, "", resource.name) for path in resource.paths)
    for form in ("schema", "dialect"):
        for resource in package.resources:
            if isinstance(resource.raw.get(form), str):
                yield slashed(resource.raw[form]), form, resource.name


def _content(root: Path, path: str) -> bytes | None:
    """What is in a file of the package; None if it cannot be read, or lies outside."""
    if not path.isprintable() or not is_inside(root, root / path):
        return None
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


def download_of(path: str, content: bytes, form: str, of: str = "") -> Download:
    """A file of a site; ``of`` is the table that it is a form of, if it is one's."""
    return Download(path=path, content=content, form=form, of=of, sha256=sha256_of(content))
