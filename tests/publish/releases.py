"""Small releases, to publish one after the other."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fiscal_notice.release import pack

Rows = Sequence[tuple[str, int | None, str]]
CITIES: Rows = (("601", 5, "广州市"), ("602", None, "韶关市"), ("603", 7, "深圳市"))
SCHEMA: dict[str, Any] = {
    "fields": [
        {
            "name": "code",
            "type": "string",
            "title": "编码",
            "title@en": "Code",
            "constraints": {"required": True},
        },
        {
            "name": "amount",
            "type": "integer",
            "title": "金额（元）",
            "title@en": "Amount (yuan)",
            "description": "What the city receives.",
            "unit": "元",
        },
        {"name": "name", "type": "string", "title": "名称", "title@en": "Name"},
    ],
    "primaryKey": ["code"],
    "missingValues": [""],
}
TEXT = "广东省财政厅\n"


def csv_of(rows: Rows) -> bytes:
    """The rows as canonical CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["code", "amount", "name"])
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue().encode()


def release_of(
    folder: Path,
    name: str,
    version: str = "1.0.0",
    *,
    tables: Mapping[str, Rows] | None = None,
    changes: Mapping[str, Any] | None = None,
    schema: Mapping[str, Any] = SCHEMA,
    contents: Mapping[str, bytes] | None = None,
) -> Path:
    """The archive of a small release: tables ``cities`` and ``totals``, and a text.

    ``contents`` replaces the rows of tables by CSV of other columns.
    """
    tables = {"cities": CITIES, "totals": CITIES[:1], **(tables or {})}
    files = {f"{table}.csv": csv_of(rows) for table, rows in tables.items()}
    files |= {f"{table}.csv": content for table, content in (contents or {}).items()}
    files["notice.txt"] = TEXT.encode()
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": "小通知",
        "title@en": "A small notice",
        "description": "Two tables.",
        "version": version,
        "created": "2026-01-02T00:00:00Z",
        "keywords": ["财政", "fiscal transfer"],
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [
            *(_table(each, files[f"{each}.csv"], schema) for each in tables),
            {
                "name": "transcript",
                "path": "notice.txt",
                "title": "原文",
                "format": "txt",
                "mediatype": "text/plain",
                "encoding": "utf-8",
            },
        ],
        **(changes or {}),
    }
    files["datapackage.json"] = json.dumps(descriptor, ensure_ascii=False).encode()
    target = folder / f"{name}-{version}-{uuid.uuid4().hex[:6]}.zip"
    target.write_bytes(pack(files, f"{name}-{version}", (2026, 1, 2)))
    return target


def _table(name: str, content: bytes, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "title": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
        "schema": dict(schema),
    }


def fresh_name(stem: str) -> str:
    """A dataset name that no earlier test used."""
    return f"{stem}-{uuid.uuid4().hex[:8]}"
