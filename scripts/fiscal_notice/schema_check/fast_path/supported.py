"""What the fast path supports: descriptors, resources, schemas and files as its lists have them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from fiscal_notice.package import Resource
from fiscal_notice.package.plain import DETECTED, SNIFFED, commas

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NAME = re.compile(r"[a-z0-9._/-]+")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_URL = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")

# Properties whose meaning the fast path knows, or that frictionless ignores.
_PACKAGE_KEYS = frozenset([
    "$schema", "name", "title", "description", "version", "created", "keywords", "licenses",
    "sources", "contributors", "resources", "languages", "spatial", "temporal", "theme",
    "availability", "related", "asOf", "scheme", "invented",
])  # fmt: skip
_RESOURCE_KEYS = frozenset([
    "name", "type", "path", "title", "description", "format", "mediatype", "encoding", "schema",
    "hash", "bytes", "sources",
])  # fmt: skip
_SCHEMA_KEYS = frozenset([
    "$schema", "name", "title", "description", "fieldsMatch", "missingValues", "fields",
    "primaryKey", "foreignKeys",
])  # fmt: skip


def is_supported_package(raw: Mapping[str, Any]) -> bool:
    """Whether frictionless accepts a package's properties, by Data Package v2, without doubt."""
    texts = ("title", "description", "version")
    return (
        has_only(raw, _PACKAGE_KEYS)
        # Without it frictionless goes by version 1, which differs in nothing that is known here.
        and raw.get("$schema", PACKAGE_PROFILE) == PACKAGE_PROFILE
        and isinstance(raw.get("name"), str)
        and _NAME.fullmatch(raw["name"]) is not None
        and all(isinstance(raw.get(key, ""), str) for key in texts)
        and _moment(raw.get("created", "2000-01-01T00:00:00Z"))
        and _texts(raw.get("keywords", ["x"]))
        and _entries(raw.get("licenses", [{"name": "x", "path": "https://x.org/"}]), "name")
        and _entries(raw.get("sources", [{"title": "x"}]), "title")
        and _entries(raw.get("contributors", [{"title": "x"}]), "title")
    )


def is_supported_resource(raw: Mapping[str, Any]) -> bool:
    """Whether a resource is one plain local file, and if a table a CSV without a dialect."""
    return (
        has_only(raw, _RESOURCE_KEYS)
        and _NAME.fullmatch(str(raw.get("name"))) is not None
        and raw.get("type", "table") == "table"
        and raw.get("encoding", "utf-8") == "utf-8"
        and isinstance(raw.get("path"), str)
        # On most systems frictionless takes a backslash for a letter of the name.
        and "\\" not in raw["path"]
        and all(isinstance(raw.get(key, ""), str) for key in ("title", "description", "mediatype"))
        and type(raw.get("bytes", 0)) is int
        and isinstance(raw.get("hash", ""), str)
        and (raw.get("format", "csv") == "csv" or raw.get("schema") is None)
        and _entries(raw.get("sources", [{"title": "x"}]), "title")
        # A schema in YAML may hold what JSON cannot.
        and str(raw.get("schema", ".json")).endswith((".json", "}"))
        # Compressed and remote files, and tables that are no CSV, are frictionless's.
        and (raw.get("schema") is None or str(raw["path"]).endswith(".csv"))
    )


def resource_type(raw: Mapping[str, Any]) -> str | None:
    """What frictionless calls a resource: table, text or file; None if that is not known.

    Of what is no table it reads nothing; if hash or size are stated it measures the file.
    """
    if raw.get("schema") is not None:
        return "table" if is_supported_resource(raw) else None
    ending = str(raw.get("path")).rpartition(".")[2]
    plain = is_supported_resource(raw) and "type" not in raw and raw.get("name") not in _NAMED_TEXTS
    # A property without a value is a fault of the descriptor.
    plain &= "schema" not in raw and raw.get("hash", "") is not None
    return _TYPES.get(ending) if plain and raw.get("format", ending) == ending else None


# What frictionless calls files by their endings, and by their names.
_TYPES = {
    **dict.fromkeys(["txt", "md", "html", "js", "py", "r", "ts"], "text"),
    **dict.fromkeys(["doc", "docx", "jpg", "pdf", "png"], "file"),
}
_NAMED_TEXTS = frozenset(["license", "makefile"])


def encoding_is_certain(head: bytes, raw: Mapping[str, Any]) -> bool:
    """Whether it is known how frictionless reads a file that begins so: it guesses encodings."""
    ambiguous = not head.isascii() or b"~{" in head or b"\x1b" in head
    return "encoding" in raw or not ambiguous


def is_plain_csv_at(path: Path, resource: Resource) -> bool:
    """Whether frictionless would read a CSV as UTF-8, plain commas and one header line.

    It sniffs the form of the first 100 lines, and the encoding if none is stated; asked here in
    the same way. The header has to be the schema's names.
    """
    with path.open("rb") as file:
        head = file.read(DETECTED)
        file.seek(0)
        lines = list(islice(file, SNIFFED))
    return is_plain_csv(head, lines, resource)


def is_plain_csv(head: bytes, lines: Sequence[bytes], resource: Resource) -> bool:
    """See ``is_plain_csv_at``: the first bytes and lines of a file."""
    if not encoding_is_certain(head, resource.raw) or head.startswith(b"\xef\xbb\xbf"):
        return False
    names = resource.schema.names if resource.schema else ()
    # frictionless strips labels, and so finds that they are not such names.
    if any(name != name.strip() for name in names):
        return False
    try:
        text = [line.decode("utf-8") for line in lines]
        if tuple(next(csv.reader(text))) != names:
            return False
    except (UnicodeDecodeError, StopIteration, csv.Error):
        return False
    return commas(lines)


def is_supported_schema(raw: Mapping[str, Any]) -> bool:
    """Whether a Table Schema has no property that would change how its cells are read."""
    return (
        has_only(raw, _SCHEMA_KEYS)
        and raw.get("fieldsMatch", "exact") == "exact"
        and raw.get("missingValues", [""]) == [""]
        and all(isinstance(raw.get(key, ""), str) for key in ("$schema", "title", "description"))
        and isinstance(raw.get("name", "x"), str)
        and _NAME.fullmatch(raw.get("name", "x")) is not None
    )


def has_only(raw: Mapping[str, Any], known: frozenset[str]) -> bool:
    """Whether all properties are among ``known`` or are texts with a language tag."""
    # A property with a language tag (title@en) is carried along and not interpreted.
    return all(key in known or ("@" in key and isinstance(raw[key], str)) for key in raw)


def _moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v for v in value)


def _entries(value: object, needed: str) -> bool:
    return isinstance(value, list) and bool(value) and all(_entry(each, needed) for each in value)


def _entry(value: object, needed: str) -> bool:
    return (
        isinstance(value, dict)
        and needed in value
        and set(value) <= {"name", "title", "path", "roles", "type"}
        and _texts([value[name] for name in ("name", "title", "type") if name in value])
        and ("path" not in value or _URL.fullmatch(str(value["path"])) is not None)
        and ("roles" not in value or _texts(value["roles"]))
    )
