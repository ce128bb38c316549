"""Findings as errors of frictionless: of a cell, and of a table where there is no such row."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
from frictionless.errors import CellError, TableError

_PROPERTIES = {
    "rule": {"type": "string"},
    "severity": {"type": "string"},
    "expected": {"type": "string"},
    "sourceLine": {"type": "integer"},
    "erratum": {"type": "string"},
}


@attrs.define(kw_only=True, repr=False)
class NoticeCellError(CellError):
    """A cell that breaks a rule; what is missing in a finding is missing here."""

    type = "fiscal-notice-cell"
    title = "Fiscal Notice Cell"
    description = "The cell does not hold what a rule of fiscal-notice expects there."
    template = "{note}"
    tags: ClassVar[list[str]] = ["#table", "#row", "#cell", "#fiscal-notice"]

    rule: str
    severity: str
    expected: str | None = None
    source_line: int | None = None
    erratum: str | None = None

    metadata_profile_patch: ClassVar[dict[str, Any]] = {"properties": _PROPERTIES}


@attrs.define(kw_only=True, repr=False)
class NoticeTableError(TableError):
    """A table or a file that breaks a rule, at no row that it has."""

    type = "fiscal-notice-table"
    title = "Fiscal Notice Table"
    description = "The table or file does not hold what a rule of fiscal-notice expects of it."
    template = "{note}"
    tags: ClassVar[list[str]] = ["#table", "#fiscal-notice"]

    rule: str
    severity: str
    expected: str | None = None
    source_line: int | None = None
    erratum: str | None = None

    metadata_profile_patch: ClassVar[dict[str, Any]] = {"properties": _PROPERTIES}


ERRORS = (NoticeCellError, NoticeTableError)
