"""Other packages that a package names: what it goes with, and where that lies.

A property of the descriptor, ``related``, is a list of objects with a ``relation`` and a ``name``;
``title``, ``title@en``, ``version``, ``hash`` and ``path`` are there as far as they are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.package.descriptor import Package
from fiscal_notice.package.place import descriptor_in
from fiscal_notice.package.words import said

PROPERTY = "related"
#: What one package is to another, in English and Chinese.
RELATIONS = {"follows": ("Follows up", "跟踪"), "followedBy": ("Followed up by", "后续跟踪")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A package that another one names; empty texts are not known.

    ``hash`` is that of its descriptor, ``root`` its folder if it lies where ``path`` says.
    """

    relation: str
    name: str
    title: str = ""
    title_en: str = ""
    version: str = ""
    hash: str = ""
    path: str = ""
    root: Path | None = None


def related(package: Package, relation: str = "") -> tuple[Related, ...]:
    """The packages that ``package`` names, in its order; of one ``relation`` if that is given.

    What is no object, or has no name, is left out.
    """
    entries = package.descriptor.get(PROPERTY)
    found = [
        _related(package, entry)
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and entry["name"]
    ]
    return tuple(each for each in found if relation in ("", each.relation))


def _related(package: Package, entry: dict[str, object]) -> Related:
    def text(name: str) -> str:
        value = entry.get(name)
        return value if isinstance(value, str) else ""

    path = text("path")
    return Related(
        relation=text("relation"),
        name=text("name"),
        title=said(entry, "title", "zh"),
        title_en=said(entry, "title", "en"),
        version=text("version"),
        hash=text("hash"),
        path=path,
        root=_folder(package.root, path),
    )


def _folder(root: Path, path: str) -> Path | None:
    """The folder at a relative path if it holds a package. It may lie outside of ``root``."""
    if not path or "\0" in path or Path(path).is_absolute():
        return None
    try:
        folder = root / path
        return folder if folder.is_dir() and descriptor_in(folder) else None
    except OSError:
        return None
