"""What the publishing tests share: small releases, a run of the publisher, and an honest reader."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from fiscal_notice.release import pack
from fiscal_notice_ckan.portal import Portal, Request, read_requests

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


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A visitor who knows CKAN's API and nothing of this project; ``token`` None is anonymous."""

    url: str
    token: str | None = field(default=None, repr=False)

    def get(self, path: str, **params: Any) -> requests.Response:
        headers = {"Authorization": self.token} if self.token else {}
        return requests.get(f"{self.url}{path}", params=params, headers=headers, timeout=60)

    def action(self, name: str, /, **params: Any) -> Any:
        """The result, or None for anything but success."""
        answer = self.get(f"/api/3/action/{name}", **params)
        return answer.json()["result"] if answer.ok else None

    def post(self, name: str, /, **data: Any) -> Any:
        headers = {"Authorization": self.token} if self.token else {}
        answer = requests.post(
            f"{self.url}/api/3/action/{name}", json=data, headers=headers, timeout=60
        )
        answer.raise_for_status()
        return answer.json()["result"]

    def dataset(self, name: str) -> Any:
        return self.action("package_show", id=name)

    def resource(self, dataset: str, name: str) -> Any:
        resources = self.dataset(dataset)["resources"]
        return next(each for each in resources if each["fiscal_notice_name"] == name)

    def content(self, dataset: str, name: str) -> bytes:
        path = self.resource(dataset, name)["url"].partition("/dataset/")[2]
        answer = self.get(f"/dataset/{path}")
        answer.raise_for_status()
        return answer.content

    def rows(self, dataset: str, name: str) -> list[tuple[str, int | None, str]]:
        """The rows of a DataStore table, by code."""
        resource = self.resource(dataset, name)["id"]
        found = self.action("datastore_search", resource_id=resource, limit=32000)["records"]
        return sorted((each["code"], each["amount"], each["name"]) for each in found)


def fresh_name(stem: str) -> str:
    """A dataset name that no earlier test used."""
    return f"{stem}-{uuid.uuid4().hex[:8]}"


_MARK = "/api/3?mark="


def log_of(portal: Portal) -> list[Request]:
    """Every request in the portal's own log, once the log is complete.

    A line is written after its answer was sent, so a last request of ours is waited for.
    """
    mark = uuid.uuid4().hex
    requests.get(f"{portal.url}{_MARK}{mark}", timeout=60)
    wait_for(lambda: any(mark in each.path for each in read_requests(portal.access_log)))
    # Another thread of the server may still be about to write the line before that.
    time.sleep(0.2)
    return read_requests(portal.access_log)


def requests_since(portal: Portal, before: list[Request]) -> list[Request]:
    """What the portal has answered since its log was ``before``."""
    return [each for each in log_of(portal)[len(before) :] if _MARK not in each.path]


def wait_for(condition: Any, seconds: float = 60.0) -> None:
    """Wait until ``condition()`` is true; AssertionError if it does not become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)
