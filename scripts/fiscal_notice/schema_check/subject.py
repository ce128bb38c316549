"""What is to be checked: a package where it lies, as frictionless opens it and as we read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package
from fiscal_notice.package.descriptor_reader import package_of
from fiscal_notice.package.members import leaves_folder
from fiscal_notice.package.place import Place, is_inside, is_yaml, read_document
from fiscal_notice.package.place import slashed as slashed_path
from fiscal_notice.schema_check.hashing import size_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A package to check.

    ``make`` gives frictionless's Package of it, anew each time. ``descriptor`` is what its file
    holds, None if that cannot be read; ``package`` is it as this project reads it, None if it
    refuses to, and ``refusal`` why. ``slashed`` are the paths that frictionless is given instead of
    those that a Windows tool wrote.
    """

    place: Place
    make: Callable[[], Any] = field(repr=False)
    descriptor: Mapping[str, Any] | None = field(repr=False)
    package: Package | None = field(default=None, repr=False)
    refusal: PackageError | None = None
    slashed: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of all files that the descriptor names as data, as far as they are there."""
        paths = (path for raw in _resources(self.descriptor or {}) for path in _listed(raw, "path"))
        return sum(size_at(self.place.root / self.slashed.get(path, path)) for path in paths)

    @property
    def schemaless(self) -> frozenset[str]:
        """The names of the resources whose entries have no schema."""
        return frozenset(
            str(raw.get("name"))
            for raw in _resources(self.descriptor or {})
            if raw.get("schema") is None
        )

    def columns(self) -> dict[str, list[str]]:
        """The names of the fields of each table, as far as the descriptor can be read."""
        found: dict[str, list[str]] = {}
        for raw in _resources(self.descriptor or {}):
            schema = read_schema(raw.get("schema"), self)
            fields = schema["fields"] if schema is not None else []
            found[str(raw.get("name"))] = [
                str(f.get("name")) for f in fields if isinstance(f, dict)
            ]
        return found


def read_schema(value: object, subject: Subject) -> dict[str, Any] | None:
    """A schema that has fields, wherever it stands; None if there is none to be read."""
    if isinstance(value, str):
        root = subject.place.root
        target = root / subject.slashed.get(value, value)
        try:
            if not is_inside(root, target):
                return None
            value = read_document(target, value)
        except (PackageError, OSError, ValueError):
            return None
    fields = value.get("fields") if isinstance(value, dict) else None
    return value if isinstance(value, dict) and isinstance(fields, list) and fields else None


def subject_at(place: Place) -> Subject:
    """The package at ``place``, whatever is wrong with its descriptor: see ``Subject.refusal``.

    Raises PackageError, or OSError, if the descriptor's file is not there or may not be read.
    """
    shown = place.shown_file
    _check_readable(place.file, shown)
    try:
        descriptor = read_document(place.file, shown)
    except PackageError as error:
        return Subject(place=place, make=lambda: _opened(place, {}), descriptor=None, refusal=error)
    package: Package | None = None
    refusal: PackageError | None = None
    try:
        package = package_of(descriptor, place.root, place.shown, shown)
        package = replace(package, file_name=place.descriptor)
    except PackageError as error:
        refusal = error
    slashed = _slashed(place.root, descriptor)
    return Subject(
        place=place,
        make=lambda: _opened(place, slashed),
        descriptor=descriptor,
        package=package,
        refusal=refusal,
        slashed=slashed,
    )


def subject_of(package: Package) -> Subject:
    """The subject of a package that is read already; its descriptor need not lie in a file."""
    place = Place(root=package.root, descriptor=package.file_name, shown=package.shown)
    slashed = _slashed(package.root, package.descriptor)
    return Subject(
        place=place,
        make=lambda: _made(_with_paths(package.descriptor, slashed), place.root),
        descriptor=package.descriptor,
        package=package,
        slashed=slashed,
    )


def _check_readable(path: Path, shown: str) -> None:
    """What cannot be opened at all is no finding: there is nothing to read."""
    try:
        with path.open("rb"):
            pass
    except OSError:
        read_document(path, shown)
        raise


def _opened(place: Place, slashed: Mapping[str, str]) -> Any:
    """As frictionless opens what a user names."""
    import frictionless  # noqa: PLC0415

    file = place.file
    # frictionless takes a file for YAML only if its name ends so.
    odd = is_yaml(file) and file.suffix != ".yaml"
    if not odd and not slashed:
        return frictionless.Package(str(file))
    if not odd:
        raw = frictionless.Metadata.metadata_retrieve(file)
        return _made(_with_paths(raw, slashed), place.root)
    return _made(_with_paths(_loaded(file), slashed), place.root)


def _loaded(file: Path) -> dict[str, Any]:
    """What a YAML file holds, read and refused as frictionless would."""
    import frictionless  # noqa: PLC0415

    try:
        with file.open(encoding="utf-8") as stream:
            raw = frictionless.platform.yaml.safe_load(stream)
    except Exception as problem:
        raw, reason = None, str(problem)
    else:
        reason = "it holds no object"
    if isinstance(raw, dict):
        return raw
    note = f'cannot retrieve metadata "{file}" because "{reason}"'
    raise frictionless.FrictionlessException(frictionless.errors.PackageError(note=note))


def _made(descriptor: Mapping[str, Any], root: Path) -> Any:
    import frictionless  # noqa: PLC0415

    basepath = "" if root == Path() else str(root)
    return frictionless.Package(deepcopy(dict(descriptor)), basepath=basepath)


_PATHS = ("path", "schema", "dialect")


def _slashed(root: Path, descriptor: Mapping[str, Any]) -> dict[str, str]:
    """The paths with backslashes that name files of the package only with slashes."""
    found = {}
    for resource in _resources(descriptor):
        for name in _PATHS:
            for path in _listed(resource, name):
                if "\\" in path and _is_meant(root, path):
                    found[path] = slashed_path(path)
    return found


def _is_meant(root: Path, path: str) -> bool:
    if leaves_folder(path):
        return False
    try:
        return not (root / path).exists() and (root / slashed_path(path)).is_file()
    except (OSError, ValueError):
        return False


def _with_paths(descriptor: Mapping[str, Any], slashed: Mapping[str, str]) -> dict[str, Any]:
    """A descriptor with other paths."""
    if not slashed:
        return dict(descriptor)
    changed = deepcopy(dict(descriptor))
    for resource in _resources(changed):
        resource.update(with_slashes(resource, slashed))
    return changed


def with_slashes(raw: Mapping[str, Any], slashed: Mapping[str, str]) -> dict[str, Any]:
    """A resource whose paths frictionless can follow, see Subject."""
    changed = dict(raw)
    for name in _PATHS:
        value = raw.get(name)
        if isinstance(value, list):
            changed[name] = [slashed.get(v, v) if isinstance(v, str) else v for v in value]
        elif isinstance(value, str):
            changed[name] = slashed.get(value, value)
    return changed


def _listed(resource: Mapping[str, Any], name: str) -> list[str]:
    value = resource.get(name)
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def _resources(descriptor: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = descriptor.get("resources")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
