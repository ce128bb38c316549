"""The nouns of a data package as it is read here: resources, Table Schemas and fields.

Names follow Data Package v2 and Table Schema v2; what they have beyond these properties is in
``raw``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.package.place import DESCRIPTOR, shown_in, unreadable
from fiscal_notice.package.shape import names_of
from fiscal_notice.package.words import labels_of, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a Table Schema; ``raw`` is its descriptor."""

    name: str
    type: str
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def constraints(self) -> Mapping[str, Any]:
        """The field's constraints, empty if it has none."""
        value = self.raw.get("constraints")
        return value if isinstance(value, dict) else {}

    @property
    def categories(self) -> tuple[Any, ...]:
        """The field's categories, each a value or an object that has one; empty if it has none."""
        value = self.raw.get("categories")
        return tuple(value) if isinstance(value, list) else ()

    def title(self, lang: str = "zh") -> str:
        """The field's title in Chinese or English; its name if it has none."""
        return said(self.raw, "title", lang) or self.name

    def labels(self, lang: str = "zh") -> dict[str, str]:
        """The labels of a categorical field by value; empty if it has no such categories."""
        return labels_of(self.categories, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A Table Schema; ``raw`` is its descriptor."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field | None:
        """The field called ``name``, or None."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def foreign_keys(self) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """The foreign keys as (own fields, resource or "" for itself, its fields)."""
        for key in self.raw.get("foreignKeys", []):
            reference = key["reference"]
            yield (
                names_of(key["fields"]),
                reference.get("resource", ""),
                names_of(reference["fields"]),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource: ``schema`` is None if it is no table.

    ``path`` is the file, relative to the package, with slashes: the first one where the data lies
    in several, which are ``paths``. Inline data, ``data``, has no file: ``path`` is "".
    """

    name: str
    path: str
    schema: Schema | None
    raw: Mapping[str, Any] = field(repr=False)
    paths: tuple[str, ...] = ()
    data: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.path and not self.paths:
            object.__setattr__(self, "paths", (self.path,))

    def title(self, lang: str = "zh") -> str:
        """The resource's title in Chinese or English; its name if it has none."""
        return said(self.raw, "title", lang) or self.name

    def field(self, name: str) -> Field | None:
        """The field of its schema called ``name``, or None."""
        return self.schema.field(name) if self.schema else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A data package in the folder ``root``; ``descriptor`` is what its ``file_name`` holds.

    ``shown`` is how the user named it, for messages: ``root`` may be a temporary folder. Without
    ``own_paths`` its files were given other names on the way, as those from a portal are.
    """

    root: Path
    shown: str
    descriptor: dict[str, Any] = field(repr=False)
    resources: tuple[Resource, ...]
    file_name: str = DESCRIPTOR
    own_paths: bool = True

    def title(self, lang: str = "zh") -> str:
        """The package's title in Chinese or English; empty if it has none."""
        return said(self.descriptor, "title", lang)

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources that have a schema."""
        return tuple(r for r in self.resources if r.schema is not None)

    def resource(self, name: str) -> Resource | None:
        """The resource called ``name``, or None."""
        return next((r for r in self.resources if r.name == name), None)

    def field(self, resource: str, name: str) -> Field | None:
        """The field ``name`` of the table called ``resource``, or None."""
        found = self.resource(resource)
        return found.field(name) if found else None

    def require(self, name: str) -> Resource:
        """The resource called ``name``; PackageError if there is none."""
        found = self.resource(name)
        if found is None:
            raise PackageError(
                f"the package has no resource {name}",
                file=self.shown,
                found="the resources " + ", ".join(r.name for r in self.resources)
                if self.resources
                else "no resources",
                expected="the package of a fiscal notice",
                hint="fiscal-notice validate, release, site, explore and diff "
                "take any data package",
            )
        return found

    def file(self, resource: Resource) -> Path:
        """Where the data of ``resource`` lies: the first of its files, see ``files``."""
        return self.root / resource.path

    def files(self, resource: Resource) -> tuple[Path, ...]:
        """All files that hold the data of ``resource``, in order; none if it is inline."""
        return tuple(self.root / path for path in resource.paths)

    def read(self, path: str) -> bytes:
        """The content of one of its files. Raises PackageError."""
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise unreadable(error, self.shown_path(path)) from None

    def shown_path(self, path: str) -> str:
        """A path inside the package, in words for a message."""
        return shown_in(self.shown, path)

    @property
    def version(self) -> str:
        """The version of the package, ``0`` if it has none."""
        return str(self.descriptor.get("version", "0"))
