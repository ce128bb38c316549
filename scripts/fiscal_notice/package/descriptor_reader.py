"""Descriptors and Table Schemas read, as far as this project needs them.

What is read has the shape that all readers rely on (see ``shape``); whether it conforms to Data
Package v2 and Table Schema v2 is the schema check's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.package.descriptor import Field, Package, Resource, Schema
from fiscal_notice.package.place import (
    DESCRIPTOR,
    DESCRIPTORS,
    descriptor_in,
    read_document,
    safe_path,
    shown_in,
    slashed,
)
from fiscal_notice.package.shape import check_references, check_schema, check_text, names_of


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

    Data Package v1 and v2 are read alike. ``shown`` is how the user named the folder, for messages.
    Raises PackageError for a descriptor or schema that is missing or broken or a remote resource,
    and UnsafePathError for a path that leaves the folder.
    """
    label = shown if shown is not None else str(root)
    name = descriptor or descriptor_in(root) or DESCRIPTOR
    place = shown_in(label, name)
    package = package_of(read_document(root / name, place), root, label, place)
    return replace(package, file_name=name)


def package_of(
    raw: dict[str, Any], root: Path, label: str = ".", place: str = DESCRIPTOR
) -> Package:
    """The package in ``root`` whose descriptor is ``raw``.

    ``label`` is how the user named the package, ``place`` the descriptor, for messages. Raises
    PackageError and UnsafePathError as ``read_package`` does.
    """
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
        shown = shown_in(label, schema)
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
