"""What changed between two packages, row by row and cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from fiscal_notice.errors import PackageError
from fiscal_notice.package import Package, Resource, read_records, record_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: a table or row that was added or removed, or a cell that differs."""

    kind: Literal["added", "removed", "changed"]
    resource: str
    key: str = ""
    field: str = ""
    old: str | None = None
    new: str | None = None

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        place = f"{self.resource}:{self.key}" if self.key else self.resource
        if not self.field:
            return f"{sign} {place}"
        return f"{sign} {place} {self.field}: {self.old or '(empty)'} → {self.new or '(empty)'}"


def compare(old: Package, new: Package) -> list[Change]:
    """The changes from ``old`` to ``new``: descriptor, tables, rows and cells; files by content."""
    changes = list(_descriptor(old, new))
    names = {r.name: None for r in (*old.resources, *new.resources)}
    for name in names:
        before, after = old.resource(name), new.resource(name)
        if before is None or after is None:
            changes.append(Change(kind="removed" if after is None else "added", resource=name))
        elif before.schema and after.schema:
            changes += _schema(before, after)
            changes += _rows(old, before, new, after)
        elif _content(old, before) != _content(new, after):
            changes.append(
                Change(
                    kind="changed",
                    resource=name,
                    field="content",
                    old=str(before.raw.get("hash")),
                    new=str(after.raw.get("hash")),
                )
            )
    return changes


def _content(package: Package, resource: Resource) -> bytes | None:
    path = package.file(resource)
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise PackageError(
            f"the file cannot be read: {error.strerror}",
            file=package.shown_path(resource.path),
            hint="check its rights, and that it is a file",
        ) from None


def _descriptor(old: Package, new: Package) -> Iterator[Change]:
    for name in sorted((set(old.descriptor) | set(new.descriptor)) - {"resources"}):
        before, after = old.descriptor.get(name), new.descriptor.get(name)
        if before != after:
            yield Change(
                kind="changed",
                resource="datapackage",
                field=name,
                old=_text(before),
                new=_text(after),
            )


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _schema(before: Resource, after: Resource) -> Iterator[Change]:
    ours, theirs = before.schema, after.schema
    if ours is None or theirs is None or ours.raw == theirs.raw:
        return
    for name in {**dict.fromkeys(ours.names), **dict.fromkeys(theirs.names)}:
        was, now = ours.field(name), theirs.field(name)
        if was is None or now is None or was.raw != now.raw:
            yield Change(
                kind="changed",
                resource=after.name,
                field=f"schema of {name}",
                old=_text(was and was.raw),
                new=_text(now and now.raw),
            )
    for part in sorted((set(ours.raw) | set(theirs.raw)) - {"fields"}):
        if ours.raw.get(part) != theirs.raw.get(part):
            yield Change(
                kind="changed",
                resource=after.name,
                field=f"schema, {part}",
                old=_text(ours.raw.get(part)),
                new=_text(theirs.raw.get(part)),
            )


def _rows(old: Package, before: Resource, new: Package, after: Resource) -> Iterator[Change]:
    ours, theirs = _keyed(old, before), _keyed(new, after)
    name = after.name
    for key in ours:
        if key not in theirs:
            yield Change(kind="removed", resource=name, key=key)
    for key, cells in theirs.items():
        if key not in ours:
            yield Change(kind="added", resource=name, key=key)
            continue
        for field in {**ours[key], **cells}:
            was, now = ours[key].get(field), cells.get(field)
            if was != now:
                yield Change(kind="changed", resource=name, key=key, field=field, old=was, new=now)


def _keyed(package: Package, resource: Resource) -> dict[str, dict[str, str]]:
    assert resource.schema is not None  # noqa: S101  the caller asked
    keyed: dict[str, dict[str, str]] = {}
    for record in read_records(package, resource):
        key, count = record_key(resource.schema, record.cells), 1
        while key in keyed:
            # A key that stands twice is a defect that validation reports; no row may be lost here.
            count += 1
            key = f"{record_key(resource.schema, record.cells)} ({count})"
        keyed[key] = record.cells
    return keyed


def as_text(changes: list[Change], limit: int = 1000) -> str:
    """The changes, one a line, and how many there are."""
    lines = [str(change) for change in changes[:limit]]
    if len(changes) > limit:
        lines.append(f"{limit} of {len(changes)} changes shown; --limit {len(changes)} shows all.")
    kinds = [change.kind for change in changes]
    summary = ", ".join(
        f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed") if kind in kinds
    )
    return "\n".join([*lines, summary or "No difference."]) + "\n"


def as_json(changes: list[Change]) -> str:
    """The changes as JSON."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2) + "\n"
