"""What can be read of a package although its descriptor is wrong.

frictionless stops at the first descriptor that it does not accept, and says nothing of any table.
Here each resource is tried by itself, with less and less of what is said of it, until frictionless
takes it: nothing that is left out says how cells are read, as long as there is such a way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fiscal_notice.schema_check.frictionless_report import CheckedPackage, frictionless_report
from fiscal_notice.schema_check.subject import Subject, read_schema, with_slashes

if TYPE_CHECKING:
    from fiscal_notice.schema_check.scan import Scan

Raw = dict[str, Any]
# What is needed to read a resource; the rest of its descriptor is about it.
_READING = (
    "path", "data", "scheme", "format", "mediatype", "compression", "extrapaths", "innerpath",
    "encoding", "dialect", "schema",
)  # fmt: skip
_SCHEMA_READING = ("fields", "fieldsMatch", "missingValues", "falseValues", "trueValues")
_FIELD_READING = (
    "name", "type", "format", "decimalChar", "groupChar", "bareNumber", "trueValues",
    "falseValues", "missingValues", "constraints",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A resource as frictionless takes it; ``untyped`` if nothing may be guessed of its types."""

    raw: Raw
    label: str
    untyped: bool = False


def beside(
    subject: Subject, *, limit_errors: int, small: bool, scan: Scan | None
) -> CheckedPackage:
    """The tasks of all resources that can be read, in the order of the descriptor.

    A resource is called by its name; if it has none, or not it alone, by its path. The report has
    no errors of the descriptor: they are those of the report that this one stands beside.
    """
    import frictionless  # noqa: PLC0415

    descriptor = subject.descriptor or {}
    shell = shell_of(descriptor)
    with frictionless.system.use_context(trusted=False):
        found = list(_readable(descriptor, shell, subject))
    names = {one.raw["name"] for one in found}
    found = [replace(one, raw=_linked(one.raw, names, subject)) for one in found]

    def make() -> Any:
        package = package_of_resources(shell, [one.raw for one in found], subject.place.root)
        for one in found:
            if one.untyped:
                resource = package.get_resource(one.raw["name"])
                resource.detector = frictionless.Detector(field_type="any")
        return package

    checked = frictionless_report(make, limit_errors=limit_errors, small=small, scan=scan)
    labels = {one.raw["name"]: one.label for one in found}
    for task in checked.report["tasks"]:
        task["name"] = labels.get(task["name"], task["name"])
    whole = {labels.get(name, name): reason for name, reason in checked.whole.items()}
    return replace(checked, whole=whole)


def shell_of(descriptor: Mapping[str, Any]) -> Raw:
    """What of the package's own properties decides how its resources are read."""
    version = descriptor.get("$schema")
    return {"$schema": version} if isinstance(version, str) else {}


def package_of_resources(shell: Raw, resources: list[Raw], root: Path) -> Any:
    """Frictionless's Package of these resources alone. Raises whatever frictionless raises."""
    import frictionless  # noqa: PLC0415

    basepath = "" if root == Path() else str(root)
    return frictionless.Package(shell | {"resources": deepcopy(resources)}, basepath=basepath)


def _readable(descriptor: Mapping[str, Any], shell: Raw, subject: Subject) -> Iterator[_Found]:
    listed = descriptor.get("resources")
    taken: set[str] = set()
    for number, raw in enumerate(listed if isinstance(listed, list) else [], 1):
        if not isinstance(raw, dict):
            continue
        own = raw["name"] if isinstance(raw.get("name"), str) else ""
        name = own if own and own not in taken else f"resource-{number}"
        found = _reduced(raw, name, shell, subject)
        if found is None and name == own:
            # The name itself may be what is wrong.
            name = f"resource-{number}"
            found = _reduced(raw, name, shell, subject)
        if found is not None:
            taken.add(own or name)
            yield replace(found, label=_label(own, name, raw))


def _label(own: str, name: str, raw: Raw) -> str:
    """The resource's own name; with its path if that is no name for frictionless."""
    if own == name:
        return own
    return " ".join(filter(None, [own, _path(raw)])) or name


def label_of(raw: Raw) -> str:
    """What a resource is called: its name, or its path if it has none; "" if it has neither."""
    name = raw.get("name")
    return name if isinstance(name, str) and name else _path(raw)


def _path(raw: Raw) -> str:
    path = raw.get("path")
    first = path[0] if isinstance(path, list) and path else path
    return first if isinstance(first, str) else ""


def _reduced(raw: Raw, name: str, shell: Raw, subject: Subject) -> _Found | None:
    """The fullest form of a resource that frictionless takes, None if it takes none."""
    for found in _forms(with_slashes(raw, subject.slashed) | {"name": name}, name, subject):
        if _taken(found.raw, shell, subject.place.root):
            return found
    return None


def _forms(raw: Raw, name: str, subject: Subject) -> Iterator[_Found]:
    """A resource as it is, and with less and less of what is said of it."""
    yield _Found(raw, name)
    remote = "://" in str(raw.get("schema"))
    schema = None if remote else read_schema(raw.get("schema"), subject)
    reading = {"name": name} | {key: raw[key] for key in _READING if key in raw}
    if raw.get("path") and "data" in reading:
        del reading["data"]
    for left_out in ((), ("dialect",)):
        base = {key: value for key, value in reading.items() if key not in left_out}
        if not remote:  # what could not be fetched once is not fetched again
            yield _Found(base, name)
        if schema is not None:
            for form in _schemas(schema):
                yield _Found(base | {"schema": form}, name)
        rest = {key: value for key, value in base.items() if key != "schema"}
        yield _Found(rest, name, untyped="schema" in raw)


def _schemas(schema: Raw) -> Iterator[Raw]:
    """A schema without its keys, and with less and less of what is said of its fields."""
    fields = schema["fields"]
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in fields):
        # Names that are made up would be held against the header.
        return
    bare = {key: schema[key] for key in _SCHEMA_READING if key in schema}
    yield bare
    plain = [{key: one[key] for key in _FIELD_READING if key in one} for one in fields]
    yield bare | {"fields": plain}
    judged = [_field(one) for one in plain]
    yield bare | {"fields": judged}
    yield {"fields": judged}


def _field(raw: Raw) -> Raw:
    """A field as frictionless takes it: any cell will do if its own descriptor is wrong."""
    import frictionless  # noqa: PLC0415

    for field in (raw, {key: value for key, value in raw.items() if key != "constraints"}):
        try:
            frictionless.Field.from_descriptor(deepcopy(field))
        except Exception:  # noqa: S112  frictionless fails in many ways on what is no field
            continue
        return field
    return {"name": raw["name"], "type": "any"}


def _taken(raw: Raw, shell: Raw, root: Path) -> bool:
    try:
        package_of_resources(shell, [raw], root).to_descriptor(validate=True)
    except Exception:
        return False
    return True


def _linked(raw: Raw, names: set[str], subject: Subject) -> Raw:
    """A resource without foreign keys to what cannot be read: no row can be judged by them."""
    schema = read_schema(raw.get("schema"), subject)
    keys = schema.get("foreignKeys") if schema is not None else None
    if schema is None or not isinstance(keys, list):
        return raw
    kept = [key for key in keys if _target(key) in {"", *names}]
    if len(kept) == len(keys):
        return raw
    rest = {key: value for key, value in schema.items() if key != "foreignKeys"}
    return raw | {"schema": rest | ({"foreignKeys": kept} if kept else {})}


def _target(key: object) -> object:
    reference = key.get("reference") if isinstance(key, dict) else None
    return reference.get("resource", "") if isinstance(reference, dict) else None
