"""Rows of forms as CSV below a header, by evidence: what thousands of forms are held as."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fiscal_notice.errors import PackageError
from fiscal_notice.follow.record import Record, read_record
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Rows
from fiscal_notice.package import Package, Resource, format_rows, open_table
from fiscal_notice.package.table_reader import text_rows

#: Tables whose rows come from forms; all others are kept as they are.
FROM_FORMS = tuple(t for t in TABLES if "evidence_id" in schema_of(t).names and t != "evidence")
EVALUATIONS = "self_evaluations"

Packed = dict[str, bytes]
"""The rows of one form by table, each packed small."""


def packed(tables: Mapping[str, Rows]) -> Packed:
    """Rows as packed lines."""
    return {table: pack(table, rows) for table, rows in tables.items() if rows}


def pack(table: str, rows: Rows) -> bytes:
    """The rows of one table as packed lines."""
    text = format_rows(schema_of(table), rows, f"the schema of {table}")
    return zlib.compress(text.partition("\n")[2].encode(), 1)


def unpacked(lines: bytes) -> bytes:
    """The lines as they stand in a file."""
    return zlib.decompress(lines)


@dataclass(slots=True, kw_only=True)
class Standing:
    """A follow-up as it stands: its ``record`` without the tables of forms, their lines apart.

    ``lines`` are by evidence id, packed one after another; ``subjects`` and ``evaluations`` say
    what the self-evaluations of each evidence are of, and their ids.
    """

    record: Record = field(default_factory=Record)
    lines: dict[str, dict[str, list[bytes]]] = field(default_factory=dict)
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)
    evaluations: dict[str, frozenset[str]] = field(default_factory=dict)


def subject(row: Mapping[str, object]) -> str:
    """What a self-evaluation is of: its target sheet, or else its project."""
    return str(row.get("sheet_id") or row.get("project_name") or "")


def standing_of(package: Package) -> Standing:
    """A follow-up package as it stands, its largest tables never held as rows."""
    found = Standing(record=read_record(package, without=FROM_FORMS))
    for resource in package.tables:
        if resource.name not in FROM_FORMS:
            continue
        for evidence, rows in _groups(package, resource):
            by_table = found.lines.setdefault(evidence, {})
            by_table.setdefault(resource.name, []).append(pack(resource.name, rows))
            if resource.name == EVALUATIONS:
                ids = {str(row["evaluation_id"]) for row in rows}
                before = found.subjects.get(evidence, frozenset())
                found.subjects[evidence] = before | {subject(row) for row in rows}
                found.evaluations[evidence] = found.evaluations.get(evidence, frozenset()) | ids
    return found


def _groups(package: Package, resource: Resource) -> Iterator[tuple[str, Rows]]:
    """Neighbouring rows of one evidence, as texts."""
    names = schema_of(resource.name).names
    evidence, group = "", Rows()
    with open_table(package, resource) as table:
        if "evidence_id" not in table.names:
            raise PackageError(
                "a table of the follow-up does not say what its rows rest on",
                file=resource.path,
                expected="a column evidence_id",
                hint="mend the table, or read into another folder with --out",
            )
        for _, cells in text_rows(table, resource):
            row = dict(zip(table.names, cells, strict=True))
            if row["evidence_id"] != evidence and group:
                yield evidence, group
                group = Rows()
            evidence = row["evidence_id"]
            group.append({name: row.get(name) or None for name in names})
    if group:
        yield evidence, group
