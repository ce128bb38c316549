"""Small invented packages for the tests of advice, and what is advised of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fiscal_notice.model import Finding
from fiscal_notice.validate import validate

Descriptor = dict[str, Any]


def table(path: Any, *fields: str | Descriptor, **more: Any) -> Descriptor:
    """A resource t at ``path``; a field is ``name:type`` (string if left out) or its descriptor.

    ``more`` are properties of the resource, but for those of its schema.
    """
    of_schema = {"primaryKey", "uniqueKeys", "missingValues", "foreignKeys"}
    listed = [_field(one) if isinstance(one, str) else one for one in fields]
    schema = {"fields": listed} | {k: v for k, v in more.items() if k in of_schema}
    rest = {key: value for key, value in more.items() if key not in of_schema}
    return {"name": "t", "path": path, **rest} | ({"schema": schema} if fields else {})


def _field(text: str) -> Descriptor:
    name, _, kind = text.partition(":")
    return {"name": name, "type": kind or "string"}


def write(
    root: Path, files: Mapping[str, str | bytes], *resources: Descriptor, **more: Any
) -> Path:
    """A package in ``root`` with these files and resources."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (root / name).write_bytes(data)
    document = {"name": "invented", "resources": list(resources), **more}
    (root / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    return root


def advised(root: Path, rule: str = "", *, limit: int = 1000) -> Sequence[Finding]:
    """The advice on a package, of one rule or of all."""
    report = validate(root, [rule] if rule else (), limit=limit)
    return [finding for finding in report.advice if rule in ("", finding.rule)]


def kinds(root: Path, rule: str = "") -> list[str]:
    """The kinds of the advice on a package."""
    return [finding.kind for finding in advised(root, rule)]
