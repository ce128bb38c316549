"""From a transcript, its places and what people answered to all files of a data package.

The same inputs give the same bytes: ``new`` and ``extract`` build alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fiscal_notice.model import Row, Rows
from fiscal_notice.notice import code_lists
from fiscal_notice.notice.descriptor import NoticeFacts, derived, facts_of
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.given import answered
from fiscal_notice.notice.extract.issuer_region import names_of, region_named
from fiscal_notice.notice.extract.readers import Extraction, parse_transcript
from fiscal_notice.notice.extract.run import ORIGINALS, TRANSCRIPT, answers_of, read_transcript
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.extract.words import english_of, program_vocabulary
from fiscal_notice.notice.table_schemas.fitting import entries, family_name, in_order, schemas_of
from fiscal_notice.package import Field, Package, Schema, format_rows, read_records
from fiscal_notice.package.owned_files import sha256_of
from fiscal_notice.package.place import DESCRIPTOR

#: Properties that say under which terms and by whom things are published: taken over with --like.
_TERMS = ("licenses", "contributors", "theme", "availability", "homepage")
_ORDER = (
    *("$schema", "name", "title", "title@en", "description", "description@zh", "version"),
    *("created", "keywords", "languages", "theme", "availability", "spatial", "temporal"),
    *("licenses", "sources", "contributors"),
)
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a package is built from.

    ``originals`` and ``places`` are rows of these tables, ``contents`` the originals by path.
    ``old`` is the package as it is, whose errata, glosses, answers and hand-written descriptor are
    kept; ``like`` one whose words and terms are taken over. ``name`` is a dataset's name given by
    hand.
    """

    text: str
    originals: Rows
    places: Rows
    answers: Answers = field(default_factory=Answers)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    old: Package | None = None
    like: Package | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A package, not yet written: its files, its tables, what it says of itself, what is open."""

    files: Mapping[str, bytes]
    tables: Mapping[str, Rows]
    descriptor: Mapping[str, Any]
    schemas: Mapping[str, Mapping[str, Any]]
    extraction: Extraction


def of_package(package: Package) -> Inputs:
    """What a package that was made from originals was built from."""
    return Inputs(
        text=read_transcript(package),
        originals=table_rows(package, ORIGINALS),
        places=table_rows(package, "places"),
        answers=answers_of(package),
        old=package,
    )


def build(inputs: Inputs) -> Built:
    """All files of the package, by their names in it."""
    extraction = read_again(inputs)
    tables = _all_tables(inputs, extraction)
    kept = [each for each in inputs.old.resources if is_kept(each.name)] if inputs.old else []
    vocabulary = _vocabulary(inputs)
    # The notice may head columns with purposes that no list has.
    words = replace(vocabulary, purposes={**vocabulary.purposes, **extraction.purposes})
    schemas = {
        name: schema
        for name, schema in schemas_of(tables, words, english_of(inputs.old, inputs.like)).items()
        if name not in {each.name for each in kept}
    }
    facts = _facts({**tables, **{each.name: [{}] for each in kept}}, inputs.text)
    properties = _properties(inputs, facts)
    files: dict[str, bytes] = dict(inputs.contents)
    listed: dict[str, dict[str, Any]] = {}
    for name, schema in schemas.items():
        entry = _entry(name, schema)
        files[entry["path"]] = _csv(schema, tables[name])
        files[entry["schema"]] = _json(schema)
        listed[name] = entry
    transcript = _transcript_entry(str(properties["name"]))
    files[transcript["path"]] = inputs.text.encode()
    listed[TRANSCRIPT] = transcript
    for resource in kept:
        listed[resource.name] = json.loads(json.dumps(resource.raw))
    order = [*in_order([*tables, *(each.name for each in kept)]), TRANSCRIPT]
    resources = sorted(
        listed.values(), key=lambda e: order.index(e["name"]) if e["name"] in order else len(order)
    )
    for entry in resources:
        # What other people added may lie inline or in several files, which have no one hash.
        path = entry.get("path")
        if not isinstance(path, str):
            continue
        content = files.get(path)
        if content is None and inputs.old is not None:
            content = inputs.old.read(path)
        entry["hash"] = "sha256:" + sha256_of(content or b"")
        entry["bytes"] = len(content or b"")
    descriptor = {**properties, "resources": resources}
    files[DESCRIPTOR] = _json(descriptor)
    return Built(
        files=files,
        tables=tables,
        descriptor=descriptor,
        schemas=schemas,
        extraction=extraction,
    )


def read_again(inputs: Inputs) -> Extraction:
    """The transcript read with all answers."""
    parsed = parse_transcript(inputs.text, _vocabulary(inputs), inputs.answers)
    return answered(parsed, inputs.answers)


def _vocabulary(inputs: Inputs) -> Any:
    return program_vocabulary(inputs.text, inputs.old, inputs.like)


def is_kept(name: str) -> bool:
    """Whether a resource of a package is other people's work: no rebuilding touches it."""
    return name in ("errata", "glosses") or (
        name != TRANSCRIPT and family_name(name) not in entries()
    )


def table_rows(package: Package, name: str) -> Rows:
    """The rows of a table as text, with None for an empty cell."""
    resource = package.resource(name)
    if resource is None:
        return []
    return [
        {column: cell or None for column, cell in record.cells.items()}
        for record in read_records(package, resource)
    ]


def _all_tables(inputs: Inputs, extraction: Extraction) -> dict[str, Rows]:
    tables: dict[str, Rows] = dict(extraction.tables)
    notice = tables["notice"][0]
    key = str(notice.get("document_number") or notice["source_line"])
    tables["given"] = [
        {**row, "key": key} if row["resource"] == "notice" else dict(row)
        for row in inputs.answers.given
    ]
    tables[ORIGINALS], tables["places"] = inputs.originals, inputs.places
    year = int(str(notice["budget_year"])) if notice.get("budget_year") else None
    tables["gb_divisions"] = _divisions(tables, year)
    tables["functional_classification"] = _functions(tables, year)
    return {name: rows for name, rows in tables.items() if rows}


def _codes(tables: Mapping[str, Rows], column: str) -> set[str]:
    names = ("regions", "amounts", "allocations", "functions", "body_codes")
    return {str(row[column]) for name in names for row in tables.get(name, ()) if row.get(column)}


def _divisions(tables: Mapping[str, Rows], year: int | None) -> Rows:
    """The rows of the program's list for the divisions that the notice names."""
    found = [
        code_lists.division(code, year=year) or code_lists.division(code)
        for code in sorted(_codes(tables, "gb_code"))
    ]
    return [
        {"gb_code": one.gb_code, "name": one.name, "name_en": one.name_en or None}
        for one in found
        if one
    ]


def _functions(tables: Mapping[str, Rows], year: int | None) -> Rows:
    """The rows of the program's list for the codes of the notice and the levels above them.

    Only names that somebody has seen in a public copy: others are no ground for a finding.
    """
    codes = _codes(tables, "function_code")
    codes |= {code[:length] for code in codes for length in (3, 5) if length < len(code)}
    rows: Rows = []
    for code in sorted(codes):
        named = code_lists.account("function", code, year=year)
        seen = [one for one in named or code_lists.account("function", code) if one.checked]
        rows += [{"function_code": code, "name": seen[-1].name}] if seen else []
    return rows


def _facts(tables: Mapping[str, Sequence[Mapping[str, object]]], text: str) -> NoticeFacts:
    issuer = str((tables.get("notice") or [{}])[0].get("issuer") or "")
    return facts_of(tables, region=names_of(region_named(issuer)), mark=sha256_of(text.encode()))


def _properties(inputs: Inputs, facts: NoticeFacts) -> dict[str, Any]:
    """What the descriptor says: derived, but for what people have written in its place."""
    found: dict[str, Any] = {"$schema": _PROFILE, "version": "1.0.0", **derived(facts)}
    if inputs.like:
        found |= _terms(inputs.like, found)
    if inputs.old:
        facts = _old_facts(inputs.old)
        # Errata may have been declared since it was derived.
        before = [derived(facts), derived(replace(facts, tables=facts.tables - {"errata"}))]
        for name, value in inputs.old.descriptor.items():
            by_hand = all(value != each.get(name) for each in before)
            if name != "resources" and by_hand and not _in(name, inputs.like):
                found[name] = value
    if inputs.name:
        found["name"] = inputs.name
    rest = [name for name in found if name not in _ORDER]
    return {name: found[name] for name in (*_ORDER, *rest) if name in found}


def _in(name: str, like: Package | None) -> bool:
    return like is not None and name in _TERMS and name in like.descriptor


def _old_facts(old: Package) -> NoticeFacts:
    tables = {table.name: table_rows(old, table.name) or [{}] for table in old.tables}
    return _facts(tables, read_transcript(old))


def _terms(like: Package, found: Mapping[str, Any]) -> dict[str, Any]:
    """Licence, publisher and the like of another package; its issuer only if it is the same."""
    terms = {name: like.descriptor[name] for name in _TERMS if name in like.descriptor}
    issuers = [each["title"] for each in found.get("contributors", ())]
    people = [
        each
        for each in terms.pop("contributors", ())
        if isinstance(each, dict)
        and ("creator" not in each.get("roles", ()) or each.get("title") in issuers)
    ]
    named = {each.get("title") for each in people}
    own = [each for each in found.get("contributors", ()) if each["title"] not in named]
    if own or people:
        terms["contributors"] = [*own, *people]
    return terms


def _entry(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    family = entries()[family_name(name)]
    number = re.sub(r"\D", "", name) if family_name(name) != name else ""
    words = {key: schema[key] for key in ("title", "title@en", "description", "description@zh")}
    entry: dict[str, Any] = {
        "name": name,
        "type": "table",
        "path": family["path"].replace("{number}", number),
        **words,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": f"schemas/{name}.json",
        "hash": "",
        "bytes": 0,
    }
    return entry | ({"sources": family["sources"]} if "sources" in family else {})


def _transcript_entry(name: str) -> dict[str, Any]:
    family = dict(entries()[TRANSCRIPT])
    path = family.pop("path").replace("{name}", name)
    return {
        "name": TRANSCRIPT,
        "path": path,
        **family,
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "hash": "",
        "bytes": 0,
    }


def _csv(schema: Mapping[str, Any], rows: Rows) -> bytes:
    """The table without columns that its schema leaves out: they are optional, and empty."""
    names = {each["name"] for each in schema["fields"]}
    held = [{n: v for n, v in row.items() if n in names or v is not None} for row in rows]
    return format_rows(_as_schema(schema), held, f"the schema of {schema['name']}").encode()


def _as_schema(raw: Mapping[str, Any]) -> Schema:
    fields = tuple(Field(name=f["name"], type=f["type"], raw=f) for f in raw["fields"])
    return Schema(fields=fields, primary_key=tuple(raw.get("primaryKey", ())), raw=raw)


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def known_headers(like: Package | None) -> dict[str, str]:
    """What the confirmed headers of another package mean, without white space."""
    rows: Iterable[Row] = answers_of(like).layout if like else ()
    return {squeeze(str(row["header"])): str(row["meaning"]) for row in rows if row["header"]}
