"""The table of errata as people edit it: read, extended, given a status, and written whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.notice.declaring.drafts import Draft
from fiscal_notice.notice.table_schemas.fitting import family_schema
from fiscal_notice.package import Package, read_records, write_files
from fiscal_notice.package.place import DESCRIPTOR
from fiscal_notice.package.tabular import format_cells

ERRATA = "errata"
OPEN = "open"
#: How far an erratum may have come, in order.
STATUSES = (OPEN, "reported", "acknowledged", "fixed")
TODO = "TODO"
#: Where a package keeps its errata that has none yet.
_PATH = "resources/errata.csv"
_SCHEMA = "schemas/errata.json"

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """How far a defect has come: its status, and the day on which it was reported."""

    status: str
    day: str


class ErrataTable:
    """The errata of a package, and the files that hold them."""

    def __init__(self, package: Package, schema: Mapping[str, Any] | None = None) -> None:
        """``schema`` is that of a package without errata, if not the notice's."""
        self.package = package
        self._resource = package.resource(ERRATA)
        if self._resource is None or self._resource.schema is None:
            self._new = _family_files(package, schema or family_schema(ERRATA))
            self.names = tuple(f["name"] for f in json.loads(self._new[_SCHEMA])["fields"])
            self.rows: list[Row] = []
            return
        self._new = {}
        self.names = self._resource.schema.names
        if len(self._resource.paths) != 1:
            raise PackageError(
                f"the table {ERRATA} is not one file, which could be written",
                file=package.shown_path(DESCRIPTOR),
                expected="path: the path of one CSV",
            )
        self.rows = [dict(record.cells) for record in read_records(package, self._resource)]

    def add(self, drafts: Sequence[Draft], stated: Stated | None) -> list[str]:
        """Declare drafts, in the order of the lines of the notice; returns their ids.

        Raises PackageError for a draft that cannot be declared; then none is added.
        """
        for draft in drafts:
            self._refuse(draft)
        last = max((_number(row["erratum_id"]) for row in self.rows), default=0)
        ordered = sorted(drafts, key=lambda draft: draft.line or 0)
        made = [_row(draft, last + place, stated) for place, draft in enumerate(ordered, start=1)]
        self.rows += made
        return [row["erratum_id"] for row in made]

    def state(self, rows: Sequence[Row], stated: Stated) -> None:
        """Give rows of the table a status; the day of the report stays if there is one."""
        for row in rows:
            row["status"] = stated.status
            if stated.status == OPEN:
                row["reported_on"] = ""
            elif not row.get("reported_on"):
                row["reported_on"] = stated.day

    def write(self, root: Path) -> list[str]:
        """Write the table and its hash in the descriptor, both or none; returns what changed."""
        cells = ([row.get(name, "") for name in self.names] for row in self.rows)
        content = format_cells(self.names, cells)
        path = self._resource.path if self._resource else _PATH
        written = {name: text for name, text in self._new.items() if name != DESCRIPTOR}
        written |= {path: content, DESCRIPTOR: self._descriptor(content)}
        return write_files(root, written)

    def _descriptor(self, content: bytes) -> bytes:
        text = self._new.get(DESCRIPTOR)
        descriptor = json.loads(text or json.dumps(self.package.descriptor))
        for resource in descriptor["resources"]:
            if resource.get("name") == ERRATA:
                resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
                resource["bytes"] = len(content)
        return _json(descriptor)

    def _refuse(self, draft: Draft) -> None:
        finding = draft.finding
        cell = f"{finding.rule} {finding.table}:{finding.key} {finding.field}"
        if draft.line is None and not draft.where:
            raise PackageError(
                "the finding stands on no line of the notice, so that no erratum can name it",
                file=self.package.shown_path(self._resource.path if self._resource else _PATH),
                found=cell,
                hint="mend the package, or declare another group by RULE:TABLE:KEY",
            )
        for text in (draft.zh, draft.en):
            if TODO in text or not text.strip():
                raise PackageError(
                    "an explanation is not finished",
                    file=self.package.shown_path(self._resource.path if self._resource else _PATH),
                    found=f"{cell}: {text or '(empty)'}",
                    expected=f"an explanation in both languages, without {TODO}",
                    hint="finish it in errata-draft.csv",
                )


def _row(draft: Draft, number: int, stated: Stated | None) -> Row:
    finding = draft.finding
    return {
        "erratum_id": f"E{number:03d}",
        "rule_id": finding.rule,
        "resource": finding.table,
        "key": finding.key,
        "field": finding.field,
        "printed": finding.found or "",
        "expected": finding.expected or "",
        "kind": draft.kind,
        "explanation_zh": draft.zh,
        "explanation_en": draft.en,
        "source_line": str(draft.line),
        **draft.where,
        "weight": draft.weight,
        "status": stated.status if stated else OPEN,
        "reported_on": stated.day if stated and stated.status != OPEN else "",
    }


def _number(erratum_id: str) -> int:
    digits = erratum_id.removeprefix("E")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _family_files(package: Package, schema: Mapping[str, Any]) -> dict[str, bytes]:
    """The schema and the descriptor of a package that gets its first erratum."""
    if package.resource(ERRATA) is not None:
        raise PackageError(
            f"the table {ERRATA} has no schema",
            file=package.shown_path(DESCRIPTOR),
            hint="name its schema there as the package of another notice has it",
        )
    words = {name: schema[name] for name in ("title", "title@en", "description", "description@zh")}
    entry = {
        "name": ERRATA,
        "type": "table",
        "path": _PATH,
        **words,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _SCHEMA,
        "hash": "",
        "bytes": 0,
    }
    descriptor: dict[str, Any] = json.loads(json.dumps(package.descriptor))
    descriptor["resources"].append(entry)
    return {_SCHEMA: _json(schema), DESCRIPTOR: _json(descriptor)}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
