"""What changed between two packages: columns, rows and cells, and how tables are written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from fiscal_notice.package import Package, Resource, Schema, open_table
from fiscal_notice.package.place import unreadable
from fiscal_notice.package.row_names import RowNames
from fiscal_notice.package.table_reader import TableRows, text_rows
from fiscal_notice.package.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: a table, column or row that was added or removed, or a cell that differs.

    A column has a ``field`` and no ``key``. Whatever else differs of a table, such as its encoding,
    is a ``changed`` one with what it is for a ``field``; ``note`` says more about it. ``whose`` are
    the names of the row, the farthest first. A figure that changed has a ``size``, 0 to 1: what
    came or went of both its values, |a − b| ÷ (|a| + |b|), and the ``step`` from one to the other.
    """

    kind: Literal["added", "removed", "changed"]
    resource: str
    key: str = ""
    field: str = ""
    old: str | None = None
    new: str | None = None
    note: str = ""
    whose: tuple[str, ...] = ()
    size: float | None = None
    step: str | None = None

    def __str__(self) -> str:
        sign = {"added": "+", "removed": "-", "changed": "~"}[self.kind]
        place = visible(f"{self.resource}:{self.key}" if self.key else self.resource)
        whose = f" [{visible(' · '.join(self.whose))}]" if self.whose else ""
        if not self.field:
            return f"{sign} {place}{whose}"
        field = visible(self.field)
        if self.kind != "changed":
            return f"{sign} {place}, column {field}"
        said = self.note or self.step
        note = f" ({said})" if said else ""
        return f"{sign} {place}{whose} {field}: {_shown(self.old)} → {_shown(self.new)}{note}"


def _shown(text: str | None) -> str:
    return visible(text) if text else "(empty)"


def changes_between(old: Package, new: Package) -> list[Change]:
    """The changes from ``old`` to ``new``: descriptor, tables, rows and cells; files by content.

    In the order of the resources, those of ``old`` first. Tables are read as they are declared,
    rows known again by their primary key, and cells compared as text. Raises PackageError for a
    table or file that cannot be read.
    """
    changes = list(_descriptor(old, new))
    called = RowNames(old), RowNames(new)
    names = {r.name: None for r in (*old.resources, *new.resources)}
    for name in names:
        before, after = old.resource(name), new.resource(name)
        if before is None or after is None:
            changes.append(Change(kind="removed" if after is None else "added", resource=name))
        elif before.schema and after.schema:
            changes += _schema(before.schema, after.schema, name)
            changes += _table(old, before, new, after, called)
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


def _content(package: Package, resource: Resource) -> Any:
    try:
        files = package.files(resource)
        return [path.read_bytes() if path.exists() else None for path in files] or resource.data
    except OSError as error:
        raise unreadable(error, package.shown_path(resource.path)) from None


def _descriptor(old: Package, new: Package) -> Iterator[Change]:
    for name in sorted((set(old.descriptor) | set(new.descriptor)) - {"resources"}):
        before, after = old.descriptor.get(name), new.descriptor.get(name)
        if _differ(before, after):
            yield Change(
                kind="changed",
                resource="datapackage",
                field=name,
                old=_text(before),
                new=_text(after),
            )


def _differ(before: object, after: object) -> bool:
    # NaN, which JSON files of Python have, is not equal to itself.
    return before != after and _text(before) != _text(after)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _schema(ours: Schema, theirs: Schema, name: str) -> Iterator[Change]:
    """What changed of the fields that both have, and of the rest of the schema."""
    for field in (each for each in ours.names if theirs.field(each)):
        was, now = ours.field(field), theirs.field(field)
        if was and now and _differ(was.raw, now.raw):
            yield Change(
                kind="changed",
                resource=name,
                field=f"schema of {field}",
                old=_text(was.raw),
                new=_text(now.raw),
            )
    for part in sorted((set(ours.raw) | set(theirs.raw)) - {"fields"}):
        if _differ(ours.raw.get(part), theirs.raw.get(part)):
            yield Change(
                kind="changed",
                resource=name,
                field=f"schema, {part}",
                old=_text(ours.raw.get(part)),
                new=_text(theirs.raw.get(part)),
            )


def _table(
    old: Package, before: Resource, new: Package, after: Resource, names: _Names
) -> Iterator[Change]:
    with open_table(old, before) as ours, open_table(new, after) as theirs:
        columns = list(_columns(ours, before, theirs, after))
        key = _key(before, after, [name for name in ours.names if name in theirs.names])
        was, now = _keyed(ours, before, key), _keyed(theirs, after, key)
        rows = [
            _told(change, was, now, _figures(after), names)
            for change in _rows(was, now, after.name)
        ]
        note = "" if columns or rows else "no cell differs"
        yield from columns
        placed = old.own_paths and new.own_paths
        yield from _form(before, ours, after, theirs, note, placed=placed)
        yield from rows


def _columns(
    ours: TableRows, before: Resource, theirs: TableRows, after: Resource
) -> Iterator[Change]:
    """The columns that came and went, each once, and the order of those that stayed."""
    was, now = _all_names(ours, before), _all_names(theirs, after)
    for name in was:
        if name not in now:
            yield Change(kind="removed", resource=after.name, field=name)
    for name in now:
        if name not in was:
            yield Change(kind="added", resource=after.name, field=name)
    stayed = [name for name in ours.names if name in theirs.names]
    order = [name for name in theirs.names if name in ours.names]
    if stayed != order:
        yield Change(
            kind="changed",
            resource=after.name,
            field="order of columns",
            old=", ".join(stayed),
            new=", ".join(order),
        )


def _all_names(table: TableRows, resource: Resource) -> dict[str, None]:
    """The columns of a table, and the fields of its schema that have none."""
    return dict.fromkeys((*table.names, *(resource.schema.names if resource.schema else ())))


def _form(
    before: Resource,
    ours: TableRows,
    after: Resource,
    theirs: TableRows,
    note: str,
    *,
    placed: bool,
) -> Iterator[Change]:
    """How the table is written: where (if ``placed``), in which encoding, dialect and labels."""
    places = {"path": (", ".join(before.paths), ", ".join(after.paths))}
    labels = dict(zip(ours.names, ours.labels, strict=False))
    relabelled = {
        f"header of {name}": (labels[name], label)
        for name, label in zip(theirs.names, theirs.labels, strict=False)
        if name in labels
    }
    for field, (was, now) in {
        **(places if placed else {}),
        "encoding": (_encoding(ours), _encoding(theirs)),
        "dialect": (_dialect(ours), _dialect(theirs)),
        **relabelled,
    }.items():
        if was != now:
            yield Change(
                kind="changed", resource=after.name, field=field, old=was, new=now, note=note
            )


def _dialect(table: TableRows) -> str:
    return json.dumps(table.dialect, ensure_ascii=False) if table.dialect else "plain"


def _encoding(table: TableRows) -> str:
    # Whether a file begins with a byte-order mark is no matter of its encoding.
    return table.encoding.removesuffix("-sig")


def _key(before: Resource, after: Resource, common: Sequence[str]) -> tuple[str, ...]:
    """The fields by which rows are known: a primary key that both have, or else all columns."""
    for resource in (after, before):
        key = resource.schema.primary_key if resource.schema else ()
        if key and set(key) <= set(common):
            return key
    return tuple(common)


def _figures(resource: Resource) -> frozenset[str]:
    """The fields of numbers that are no part of a key: those whose changes have a size."""
    schema = resource.schema
    if schema is None:
        return frozenset()
    keys = {*schema.primary_key, *(name for own, _, _ in schema.foreign_keys for name in own)}
    numbers = (field.name for field in schema.fields if field.type in ("number", "integer"))
    return frozenset(numbers) - keys


def _told(change: Change, was: Rows, now: Rows, figures: frozenset[str], names: _Names) -> Change:
    """A change of a row with the names of the row, and its size if it is one of a figure."""
    before = change.kind == "removed"
    cells = (was if before else now)[change.key]
    change = replace(change, whose=names[0 if before else 1].of(change.resource, cells))
    a, b = (_number(text) for text in (change.old, change.new))
    if change.field not in figures or a is None or b is None or a == b:
        return change
    sign = "+" if b > a else ""
    return replace(change, size=float(abs(a - b) / (abs(a) + abs(b))), step=f"{sign}{b - a:,f}")


def _number(text: str | None) -> Decimal | None:
    """A cell as a number; an empty one counts as none. Finite numbers alone have a size."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def ranked(changes: Sequence[Change]) -> list[Change]:
    """The figures that changed, the greatest size first; then the rest in their order."""
    return sorted(changes, key=lambda change: (change.size is None, -(change.size or 0)))


Rows = dict[str, dict[str, str]]
_Names = tuple[RowNames, RowNames]


def _rows(ours: Rows, theirs: Rows, name: str) -> Iterator[Change]:
    for key in ours:
        if key not in theirs:
            yield Change(kind="removed", resource=name, key=key)
    for key, cells in theirs.items():
        if key not in ours:
            yield Change(kind="added", resource=name, key=key)
            continue
        for field, now in cells.items():
            was = ours[key].get(field, now)
            if was != now:
                yield Change(kind="changed", resource=name, key=key, field=field, old=was, new=now)


def _keyed(table: TableRows, resource: Resource, names: Sequence[str]) -> Rows:
    keyed: Rows = {}
    times: Counter[str] = Counter()
    for _, texts in text_rows(table, resource):
        cells = dict(zip(table.names, texts, strict=True))
        own = key = "/".join(cells[name] for name in names)
        while key in keyed:
            # A key that stands twice is a defect that validation reports; no row may be lost here.
            times[own] += 1
            key = f"{own} ({times[own] + 1})"
        keyed[key] = cells
    return keyed


def changes_text(changes: list[Change], limit: int = 1000) -> str:
    """At most ``limit`` changes as ``ranked``, one a line, and how many of each kind there are."""
    lines = [str(change) for change in ranked(changes)[:limit]]
    if len(changes) > limit:
        lines.append(f"{limit} of {len(changes)} changes shown; --limit {len(changes)} shows all.")
    kinds = [change.kind for change in changes]
    summary = ", ".join(
        f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed") if kind in kinds
    )
    return "\n".join([*lines, summary or "No difference."]) + "\n"


def changes_json(changes: list[Change]) -> str:
    """The changes as a JSON list; each has the fields of Change, in their order."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2) + "\n"
