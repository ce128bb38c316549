"""A figure back to its line: the row, the cell, and the lines of the transcript that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from fiscal_notice.errors import PackageError, UnknownNameError
from fiscal_notice.notice.extract.run import TRANSCRIPT, read_transcript
from fiscal_notice.notice.extract.transcript import split_lines
from fiscal_notice.notice.standing import as_words, cell_of
from fiscal_notice.notice.tables import family_tables
from fiscal_notice.package import Package, Record, Resource, Schema, read_records, record_key

#: Tables of a notice that was made from originals, by the columns that are read here.
_ADDED = {
    "given": ("resource", "key", "field", "value", "said_by"),
    "originals": ("original_id", "path"),
    "places": ("source_line", "original_id", "page", "sheet", "cell", "paragraph"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A line of the transcript, and the fields that it gives or the row that led to it.

    ``place`` is the row of ``places`` that says where it stands in an original, with the
    ``original``'s path and the ``cell`` that holds the field asked for, as far as they are known.
    """

    line: int
    text: str
    why: str
    place: Mapping[str, str] = field(default_factory=dict)
    original: str = ""
    cell: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where a row or cell comes from."""

    resource: str
    title: str
    key: str
    cells: dict[str, str]
    sources: tuple[Source, ...]
    transcript: str
    errata: tuple[dict[str, str], ...] = field(default=())
    given: tuple[dict[str, str], ...] = field(default=())


def trace(package: Package, name: str, key: str, field_name: str | None = None) -> Trace:
    """Trace the row ``key`` of table ``name`` (parts joined by ``/``), or one cell of it.

    A table without lines of its own is traced through the rows that it refers to or that refer to
    it. Raises UnknownNameError for an unknown table, key or field, naming the nearest ones.
    """
    resource, schema = _table(package, name)
    records = read_records(package, resource)
    record = _find(records, schema, resource, key)
    if field_name is not None and field_name not in schema.names:
        raise UnknownNameError(
            f"{name} has no field {field_name}",
            expected="one of " + ", ".join(schema.names),
            hint=_nearest(field_name, schema.names),
        )
    lines = _own_lines(package, resource, record, key, field_name)
    given = tuple(_said(package, "given", name, key, field_name))
    if field_name is not None and given:
        # No line says it: a person did.
        lines = []
    elif not lines:
        lines = _through_references(package, resource, schema, record)
    text = {line.number: line.text for line in split_lines(read_transcript(package))}
    return Trace(
        resource=name,
        title=resource.title(),
        key=key,
        cells={field_name: record.cells[field_name]} if field_name else record.cells,
        sources=tuple(_sources(package, lines, text, record, field_name)),
        transcript=package.require(TRANSCRIPT).path,
        errata=tuple(_errata(package, name, key, field_name)),
        given=given,
    )


def _sources(
    package: Package,
    lines: Sequence[tuple[int, str]],
    text: Mapping[int, str],
    record: Record,
    field_name: str | None,
) -> Iterator[Source]:
    places = {row["source_line"]: row for row in _rows_of_family(package, "places")}
    paths = {row["original_id"]: row["path"] for row in _rows_of_family(package, "originals")}
    for line, why in lines:
        place = places.get(str(line), {})
        printed = [field_name] if field_name else []
        if field_name and field_name.endswith("_yuan"):
            # What is yuan here may be printed in another unit.
            base = field_name.removesuffix("_yuan")
            printed = [f"{base}_as_printed", f"{base}_wan", field_name]
        cells = (cell_of(place, text.get(line, ""), record.cells.get(n) or "") for n in printed)
        yield Source(
            line=line,
            text=text.get(line, ""),
            why=why,
            place=place,
            original=paths.get(place.get("original_id", ""), ""),
            cell=next(filter(None, cells), None),
        )


def _table(package: Package, name: str) -> tuple[Resource, Schema]:
    names = [resource.name for resource in package.tables]
    resource = package.resource(name)
    if resource is None or resource.schema is None:
        raise UnknownNameError(
            f"the package has no table {name}",
            expected="one of " + ", ".join(names) if names else "a package with table schemas",
            hint=_nearest(name, names),
        )
    return resource, resource.schema


def _nearest(name: str, names: Sequence[str]) -> str | None:
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else None


def _find(records: Sequence[Record], schema: Schema, resource: Resource, key: str) -> Record:
    keys = [record_key(schema, record.cells) for record in records]
    if key in keys:
        return records[keys.index(key)]
    near = get_close_matches(key, keys, n=3) or keys[:3]
    raise UnknownNameError(
        f"{resource.name} has no row {key}",
        expected=f"a value of {'/'.join(schema.primary_key or schema.names)}, "
        f"such as {', '.join(near)}"
        if keys
        else "a table with rows; this one is empty",
    )


def _own_lines(
    package: Package, resource: Resource, record: Record, key: str, field_name: str | None
) -> list[tuple[int, str]]:
    places = [
        (_line_number(place, "field_lines"), place["field"])
        for place in _field_lines(package)
        if place["resource"] == resource.name and place["key"] == key
    ]
    if field_name is not None:
        own = [place for place in places if place[1] == field_name]
        if own:
            return own
        places = []
    printed = record.cells.get("source_line")
    found = [(_line_number(record.cells, resource.name), "")] if printed else []
    by_line: dict[int, str] = {}
    for line, why in sorted(found + places):
        by_line[line] = ", ".join(part for part in (by_line.get(line, ""), why) if part)
    return list(by_line.items())


def _line_number(cells: Mapping[str, str], name: str) -> int:
    text = cells["source_line"]
    if not re.fullmatch("[0-9]{1,9}", text):
        raise PackageError(
            f"source_line of {name} is no line number",
            found=text or "(empty)",
            expected="a whole number, 1 for the first line of the transcript",
            hint="rebuild the tables with fiscal-notice extract",
        )
    return int(text)


def _field_lines(package: Package) -> list[dict[str, str]]:
    return _rows_of_family(package, "field_lines")


def _rows_of_family(package: Package, name: str) -> list[dict[str, str]]:
    """The rows of a table of a notice; none if the package has none, or another of that name."""
    wanted = _ADDED.get(name)
    tables: Iterable[Resource] = (t for t in family_tables(package) if t.name == name)
    if wanted:
        tables = (t for t in package.tables if t.name == name and t.schema)
        tables = [t for t in tables if t.schema and set(wanted) <= set(t.schema.names)]
    return [record.cells for table in tables for record in read_records(package, table)]


def _through_references(
    package: Package, resource: Resource, schema: Schema, record: Record
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for own, target, fields in schema.foreign_keys:
        if target:
            values = tuple(record.cells[name] for name in own)
            found += _lines_where(package, target, fields, values)
    if found:
        return sorted(set(found))
    for other in package.tables:
        for own, target, fields in other.schema.foreign_keys if other.schema else ():
            if target == resource.name:
                values = tuple(record.cells[name] for name in fields)
                found += _lines_where(package, other.name, own, values)
    return sorted(set(found))


def _lines_where(
    package: Package, name: str, fields: tuple[str, ...], values: tuple[str, ...]
) -> list[tuple[int, str]]:
    resource, schema = _table(package, name)
    rows = [
        record
        for record in read_records(package, resource)
        if tuple(record.cells[field_] for field_ in fields) == values
    ]
    if "source_line" not in schema.names:
        # A link table: go on to what it refers to.
        return [
            place
            for row in rows
            for own, target, there in schema.foreign_keys
            if target and own != fields
            for place in _lines_where(package, target, there, tuple(row.cells[o] for o in own))
        ]
    return [
        (_line_number(row.cells, name), f"{name}:{record_key(schema, row.cells)}")
        for row in rows
        if row.cells["source_line"]
    ]


def _errata(package: Package, name: str, key: str, field_name: str | None) -> list[dict[str, str]]:
    return _said(package, "errata", name, key, field_name)


def _said(
    package: Package, table: str, name: str, key: str, field_name: str | None
) -> list[dict[str, str]]:
    """The rows of ``errata`` or ``given`` that speak of a row, or of one cell of it."""
    return [
        row
        for row in _rows_of_family(package, table)
        if row["resource"] == name and row["key"] == key and field_name in (None, row["field"])
    ]


def as_text(found: Trace, lang: str = "en") -> str:
    """The trace for a terminal."""
    words = {
        "en": (
            *("line", "Declared defects", "From no line: the row is in a code list."),
            *("Given by hand", "said by"),
        ),
        "zh": (
            *("第", "已列勘误", "不出自原文：该行属于代码表。"),
            *("人工补充", "提供者："),
        ),
    }[lang]
    lines = [f"{found.resource}:{found.key}  {found.title}"]
    width = max(len(name) for name in found.cells)
    lines += [f"  {name:<{width}}  {value or '-'}" for name, value in found.cells.items()]
    lines += ["", found.transcript]
    for source in found.sources:
        number = f"{words[0]} {source.line}" + (" 行" if lang == "zh" else "")
        lines.append(f"  {number}" + (f"  ({source.why})" if source.why else ""))
        lines.append("    " + source.text.strip().replace("\t", " | "))
        if source.original:
            lines.append("    " + as_words(source.place, source.original, lang, source.cell))
    if not found.sources and not found.given:
        lines.append("  " + words[2])
    if found.given:
        lines += ["", words[3]]
        lines += [
            f"  {row['field']}: {row['value']}"
            + (f" ({words[4]} {row['said_by']})" if row["said_by"] else "")
            for row in found.given
        ]
    if found.errata:
        lines += ["", words[1]]
        lines += [
            f"  {row['erratum_id']} {row['rule_id']} {row['field']}: {row[f'explanation_{lang}']}"
            for row in found.errata
        ]
    return "\n".join(lines) + "\n"
