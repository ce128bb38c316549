"""Descriptor and Table Schemas of a data package, as far as this project needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Any

from fiscal_notice.errors import PackageError, UnsafePathError
from fiscal_notice.package.place import (
    DESCRIPTOR,
    DESCRIPTORS,
    descriptor_in,
    is_inside,
    read_document,
)
from fiscal_notice.package.shape import (
    check_references,
    check_schema,
    check_text,
    names_of,
)

__all__ = [
    "DESCRIPTOR",
    "Field",
    "Package",
    "Resource",
    "Schema",
    "find_root",
    "package_of",
    "read_package",
    "safe_path",
    "slashed",
]


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
        return _title(self.raw, lang) or self.name

    def labels(self) -> dict[str, str]:
        """The labels of a categorical field: printed word → value."""
        return {
            c["label"]: c["value"]
            for c in self.categories
            if isinstance(c, dict)
            and isinstance(c.get("label"), str)
            and isinstance(c.get("value"), str)
        }


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
        return _title(self.raw, lang) or self.name


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

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources that have a schema."""
        return tuple(r for r in self.resources if r.schema is not None)

    def resource(self, name: str) -> Resource | None:
        """The resource called ``name``, or None."""
        return next((r for r in self.resources if r.name == name), None)

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
                hint="fiscal-notice validate, release, explore and diff take any data package",
            )
        return found

    def file(self, resource: Resource) -> Path:
        """Where the data of ``resource`` lies: the first of its files, see ``files``."""
        return self.root / resource.path

    def files(self, resource: Resource) -> tuple[Path, ...]:
        """All files that hold the data of ``resource``, in order; none if it is inline."""
        return tuple(self.root / path for path in resource.paths)

    def shown_path(self, path: str) -> str:
        """A path inside the package, in words for a message."""
        return path if self.shown in ("", ".") else f"{self.shown}/{path}"

    @property
    def version(self) -> str:
        """The version of the package, ``0`` if it has none."""
        return str(self.descriptor.get("version", "0"))


def _title(raw: Mapping[str, Any], lang: str) -> str | None:
    titles = [raw.get("title@en") if lang == "en" else None, raw.get("title")]
    return next((title for title in titles if isinstance(title, str) and title), None)


def find_root(start: Path | None = None) -> Path:
    """The nearest folder upward from ``start`` (default: here) that holds a descriptor.

    Raises PackageError if there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if any((folder / name).is_file() for name in DESCRIPTORS):
            return folder
    raise PackageError(
        f"no {DESCRIPTOR} in {here} or any folder above it",
        hint="go into the folder of a data package, or name it with --root DIR",
    )


def read_package(root: Path, shown: str | None = None, descriptor: str | None = None) -> Package:
    """Read the package in ``root``, whose ``descriptor`` is JSON or YAML (default: as it is found).

    Raises PackageError for a descriptor or schema that is missing or broken, and
    UnsafePathError for a path that leaves the folder.
    """
    label = shown if shown is not None else str(root)
    name = descriptor or descriptor_in(root) or DESCRIPTOR
    place = name if label in ("", ".") else f"{label}/{name}"
    package = package_of(read_document(root / name, place), root, label, place)
    return replace(package, file_name=name)


def package_of(
    raw: dict[str, Any], root: Path, label: str = ".", place: str = DESCRIPTOR
) -> Package:
    """The package in ``root`` whose descriptor is ``raw``; raises as ``read_package`` does."""
    check_text(raw, "name", place)
    resources = raw.get("resources")
    if not isinstance(resources, list):
        raise PackageError(
            "the descriptor lists no resources",
            file=place,
            found=str(resources)[:80],
            expected="resources: a list of objects, each with a name and a path",
        )
    read = tuple(_resource(root, entry, place, label) for entry in resources)
    names = [resource.name for resource in read]
    for name, times in Counter(names).items():
        if times > 1:
            raise PackageError(
                f"two resources are called {name}", file=place, expected="each name once"
            )
    check_references({r.name: r.schema.raw if r.schema else None for r in read}, place)
    return Package(root=root, shown=label, descriptor=raw, resources=read)


def safe_path(root: Path, path: object, place: str) -> Path:
    """``root`` / ``path``; UnsafePathError unless it is relative and stays inside ``root``.

    Backslashes part folders, as in paths that Windows tools write.
    """
    if not isinstance(path, str) or not path:
        raise PackageError(
            "a resource has no path",
            file=place,
            found=str(path)[:80],
            expected="path: the path of a file, or a list of such paths; or data: inline rows",
        )
    pure = PureWindowsPath(path)
    target = root / slashed(path)
    inside = not (
        pure.drive or pure.root or ".." in pure.parts or "\0" in path or not is_inside(root, target)
    )
    if not inside:
        raise UnsafePathError(
            "a path leaves the package",
            file=place,
            found=path,
            expected="a relative path inside the package",
            hint="do not open packages from sources that you do not trust",
        )
    return target


def slashed(path: str) -> str:
    """A path with slashes, whichever system it was written on."""
    return path.replace("\\", "/")


def _resource(root: Path, raw: object, place: str, label: str) -> Resource:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or not raw["name"]:
        raise PackageError(
            "a resource has no name",
            file=place,
            found=str(raw)[:80],
            expected="an object with a name and a path",
        )
    paths = _paths(root, raw, place)
    schema = raw.get("schema")
    if isinstance(schema, str):
        target = safe_path(root, schema, place)
        shown = schema if label in ("", ".") else f"{label}/{schema}"
        parsed: Schema | None = _schema(read_document(target, shown), shown)
    else:
        parsed = None if schema is None else _schema(schema, f"{place}, resource {raw['name']}")
    return Resource(
        name=raw["name"],
        path=paths[0] if paths else "",
        schema=parsed,
        raw=raw,
        paths=paths,
        data=None if paths else raw["data"],
    )


def _paths(root: Path, raw: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """The files of a resource, with slashes; none if its data stands in the descriptor."""
    path = raw.get("path")
    if path is None and raw.get("data") is not None:
        return ()
    listed: list[Any] = list(path) if isinstance(path, list) and path else [path]
    # How frictionless writes all paths but the first.
    listed += more if isinstance(more := raw.get("extrapaths"), list) else []
    for each in listed:
        if isinstance(each, str) and each.startswith(("http://", "https://")):
            raise PackageError(
                "remote resources are not read",
                file=place,
                found=each,
                hint="download the file and name it by a relative path; "
                "validate --format frictionless reads it as it is, without our rules",
            )
        safe_path(root, each, place)
    return tuple(slashed(each) for each in listed)


def _schema(raw: object, place: str) -> Schema:
    raw = check_schema(raw, place)
    return Schema(
        fields=tuple(
            Field(name=f["name"], type=f.get("type", "any"), raw=f) for f in raw["fields"]
        ),
        primary_key=names_of(raw.get("primaryKey", [])),
        raw=raw,
    )
