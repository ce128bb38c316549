"""The one file that a resource is published as, whatever it is in the package.

A portal has one file a resource. A table in several files becomes one CSV, of the rows that
``validate`` reads from them; inline data becomes JSON. The bundle has all as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fiscal_notice.package import Package, Resource, open_table
from fiscal_notice.package.table_reader import text_rows
from fiscal_notice.package.tabular import format_cells

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "txt": "text/plain"}
# What a descriptor says of where and how its data lies.
_OF_DATA = frozenset(
    [
        *("path", "data", "scheme", "format", "mediatype", "encoding", "compression", "innerpath"),
        *("dialect", "hash", "bytes"),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file to publish; ``raw`` is what the resource's descriptor says of it but for its path."""

    content: Path | bytes = field(repr=False)
    suffix: str
    raw: Mapping[str, Any]

    @property
    def media_type(self) -> str:
        """The media type, as declared or by the suffix."""
        usual = MEDIA_TYPES.get(self.suffix, "application/octet-stream")
        return str(self.raw.get("mediatype") or usual)

    @property
    def format(self) -> str:
        """The format as CKAN shows it."""
        return str(self.raw.get("format") or self.suffix).upper()


def file_of(package: Package, resource: Resource) -> PublishedFile:
    """The file of a resource. Raises PackageError if parts of a table cannot be read."""
    if not resource.paths:
        return _inline(resource)
    suffix = Path(resource.path).suffix.lstrip(".").lower() or "bin"
    if len(resource.paths) == 1:
        return PublishedFile(content=package.file(resource), suffix=suffix, raw=resource.raw)
    if resource.schema is None:
        content = b"".join(path.read_bytes() for path in package.files(resource))
        kept = {key: resource.raw[key] for key in ("mediatype", "encoding") if key in resource.raw}
        return _made(resource, content, suffix, **kept)
    with open_table(package, resource) as table:
        rows = (cells for _, cells in text_rows(table, resource))
        content = format_cells(table.names, rows)
    return _made(resource, content, "csv", mediatype="text/csv", encoding="utf-8")


def _inline(resource: Resource) -> PublishedFile:
    if isinstance(resource.data, str):
        content = resource.data.encode(errors="surrogatepass")
        return _made(resource, content, str(resource.raw.get("format") or "txt"))
    content = as_json(resource.data)
    return _made(resource, content, "json", mediatype="application/json", encoding="utf-8")


def as_json(value: Any) -> bytes:
    """A document for people to read: letters as they are, but for what is no character."""
    try:
        return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value, indent=2) + "\n").encode()


def _made(resource: Resource, content: bytes, suffix: str, **more: str) -> PublishedFile:
    kept = {key: value for key, value in resource.raw.items() if key not in _OF_DATA}
    return PublishedFile(content=content, suffix=suffix, raw={**kept, "format": suffix, **more})
