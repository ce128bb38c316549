"""A follow-up package as rows: read from its folder, and made into all of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.follow.family import AS_OF, FOLLOWED_BY, FOLLOWS, SUFFIX, lacking_marks
from fiscal_notice.follow.table_schemas import TABLES, path_of, raw_schema, schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package import Package, format_rows, read_package
from fiscal_notice.package.descriptor import Field, Schema
from fiscal_notice.package.invented import INVENTED, saying_so
from fiscal_notice.package.place import DESCRIPTOR
from fiscal_notice.package.related import PROPERTY, related
from fiscal_notice.package.table_reader import open_typed

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: Properties of the notice's descriptor that hold for its follow-up too, unless it has its own.
_SHARED = ("languages", "theme", "availability", "spatial", "temporal", "licenses", INVENTED)
_WORDS = ("title", "title@en", "description", "description@zh")


@dataclass(frozen=True, kw_only=True)
class Record:
    """The rows of a follow-up package by table, and its descriptor as it was.

    Cells have the types of the schemas; a table without rows may be missing.
    """

    tables: Mapping[str, Rows] = field(default_factory=dict)
    descriptor: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        """The rows of ``table``; none if there are none."""
        return list(self.tables.get(table, ()))

    def of_region(self, table: str, region: str) -> Rows:
        """The rows of ``table`` that are of a region."""
        if table not in self._by_region:
            found: dict[object, Rows] = {}
            for row in self.tables.get(table, ()):
                found.setdefault(row.get("region_code"), []).append(row)
            self._by_region[table] = found
        return list(self._by_region[table].get(region, ()))

    @cached_property
    def _by_region(self) -> dict[str, dict[object, Rows]]:
        # Thousands of regions each ask for their rows.
        return {}


def read_record(package: Package, *, without: Collection[str] = ()) -> Record:
    """The rows of a follow-up package, with the types that the family has for its cells.

    A table that the family doesn't know is kept out, and so are those ``without`` which it is read;
    columns that a table lacks are empty. Raises PackageError for a cell that is not of its type.
    """
    tables: dict[str, Rows] = {}
    for resource in package.tables:
        if resource.name not in TABLES or resource.schema is None or resource.name in without:
            continue
        own = schema_of(resource.name)
        with open_typed(package, resource, partial(_as_known, own)) as (_, fields, rows):
            known = [(place, f.name) for place, f in enumerate(fields) if own.field(f.name)]
            tables[resource.name] = [
                _whole({name: row.values[place] for place, name in known}, own.names)
                for row in rows
            ]
    return Record(tables=tables, descriptor=package.descriptor)


def _as_known(schema: Schema, field: Field) -> Field:
    return schema.field(field.name) or field


def follows_of(notice: Package, path: str) -> dict[str, str]:
    """How a follow-up names the notice in its descriptor; ``path`` leads to the notice's folder.

    The hash is that of the notice's descriptor, which has the hashes of all of its files.
    """
    content = (notice.root / notice.file_name).read_bytes()
    return {
        "relation": FOLLOWS,
        "name": str(notice.descriptor.get("name", "")),
        "title": notice.title("zh"),
        "title@en": notice.title("en"),
        "version": str(notice.descriptor.get("version", "")),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "path": path,
    }


def files_of(
    record: Record,
    notice: Package,
    *,
    path: str,
    as_of: date | None = None,
    same_notice: bool = False,
    lines: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Every file of the package (name → content): descriptor, schemas and tables that have rows.

    ``path`` leads from the package to the folder of the ``notice``; ``as_of`` is the day up to
    which things were looked at. ``same_notice`` leaves what the descriptor says of the notice as
    it was: the version that was followed. ``lines`` are rows of tables that are CSV already, below
    their header, of which the record has none. The same rows give the same bytes.
    """
    files: dict[str, bytes] = {}
    entries: list[dict[str, Any]] = []
    made_lines = lines or {}
    there = {table for table in TABLES if record.rows(table) or made_lines.get(table)}
    for table in TABLES:
        if table not in there | {"evidence"}:
            continue
        raw = raw_schema(table)
        names = schema_of(table).names
        content = format_rows(
            schema_of(table),
            [_whole(row, names) for row in record.rows(table)],
            f"the schema of {table}",
        ).encode() + made_lines.get(table, b"")
        files[path_of(table)] = content
        files[f"schemas/{table}.json"] = _json(_held_keys(raw, there))
        entries.append(_entry(table, raw, content))
    entries += _of_others(record)
    made = _descriptor(record, notice, path, as_of)
    if same_notice and PROPERTY in record.descriptor:
        made[PROPERTY] = record.descriptor[PROPERTY]
    files[DESCRIPTOR] = _json({**made, "resources": entries})
    return files


def _of_others(record: Record) -> list[dict[str, Any]]:
    """The resources that others have added to the package: they stay as they are."""
    listed = record.descriptor.get("resources")
    return [
        each
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and each.get("name") not in TABLES
    ]


def renewed_files(notice: Package) -> dict[str, bytes]:
    """The files of the follow-ups that are kept within the folder of ``notice``, made again.

    Names lead from that folder. Rows stay as they are; schemas, hashes and what is said of the
    notice become those of today. A follow-up that lies elsewhere is its owner's to renew.
    """
    files: dict[str, bytes] = {}
    for each in related(notice, FOLLOWED_BY):
        if each.root is None or not each.root.resolve().is_relative_to(notice.root.resolve()):
            continue
        package = read_package(each.root, shown=each.path)
        if is_follow_up(package) and notice_root(package) is not None:
            (named,) = related(package, FOLLOWS)[:1]
            made = files_of(read_record(package), notice, path=named.path)
            files |= {f"{each.path.rstrip('/')}/{name}": text for name, text in made.items()}
    return files


def _whole(row: Row, names: Iterable[str]) -> Row:
    return {**dict.fromkeys(names), **row}


def _held_keys(raw: dict[str, Any], there: Collection[str]) -> dict[str, Any]:
    """The schema without foreign keys to tables that are absent."""
    keys = [
        key
        for key in raw.pop("foreignKeys", ())
        if not key["reference"]["resource"] or key["reference"]["resource"] in there
    ]
    return {**raw, "foreignKeys": keys} if keys else raw


def _entry(table: str, raw: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    return {
        "name": table,
        "type": "table",
        "path": path_of(table),
        **{word: raw[word] for word in _WORDS},
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": f"schemas/{table}.json",
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }


def _descriptor(record: Record, notice: Package, path: str, as_of: date | None) -> dict[str, Any]:
    old = {name: value for name, value in record.descriptor.items() if name != "resources"}
    said = notice.descriptor
    name = str(said.get("name", ""))
    title = {
        "title": f"{notice.title('zh')}：后续跟踪",
        "title@en": f"{notice.title('en')}: follow-up",
    }
    made: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": name + SUFFIX,
        **title,
        "description": "What became of the money and the performance targets of the notice: what "
        "was reported, by whom and when, with the document, page and cell of each value. "
        "Nothing is known of what is not here.",
        "description@zh": "通知所列资金与绩效目标的后续情况：由谁、何时填报，"
        "每个值均注明材料、页码和单元格。此处未列的，即情况不明。",
        "version": "1.0.0",
        **{key: said[key] for key in _SHARED if key in said},
    }
    made |= old
    made[PROPERTY] = [follows_of(notice, path), *_others_named(old)]
    if as_of is not None:
        made[AS_OF] = as_of.isoformat()
    return saying_so(made)


def _others_named(descriptor: Mapping[str, Any]) -> list[Any]:
    """What the descriptor says of packages other than the notice: it stays as it is."""
    listed = descriptor.get(PROPERTY)
    return [
        each
        for each in (listed if isinstance(listed, list) else ())
        if not isinstance(each, dict) or each.get("relation") != FOLLOWS
    ]


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def day_looked_at(descriptor: Mapping[str, Any]) -> date | None:
    """The day up to which things were looked at; None if the descriptor does not say one."""
    try:
        return date.fromisoformat(str(descriptor.get(AS_OF, "")))
    except ValueError:
        return None


def is_follow_up(package: Package) -> bool:
    """Whether a package is a follow-up by its tables."""
    return not lacking_marks({t.name: t.schema.names for t in package.tables if t.schema})


def follow_up_at(folder: Path) -> Package:
    """The follow-up in ``folder``, or the one that the notice there names.

    Raises PackageError where there is neither.
    """
    package = read_package(folder)
    if is_follow_up(package):
        return package
    for each in related(package, FOLLOWED_BY):
        if each.root is not None and is_follow_up(found := read_package(each.root)):
            return found
    raise PackageError(
        "there is no follow-up of a notice",
        file=package.shown,
        expected="a follow-up package, or a notice whose descriptor says where it lies",
        hint="name the folder of the follow-up",
    )


def notice_root(package: Package) -> Path | None:
    """The folder of the notice that a follow-up names, if it is there."""
    return next((each.root for each in related(package, FOLLOWS)), None)
