"""Tables that were declared and never read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected

_TABULAR = ("text/csv", "text/tab-separated-values", "application/vnd.ms-excel")


def unread(inspected: Inspected) -> Iterator[Hit] | None:
    """A resource that is declared as a table is read as one.

    声明为表格的资源均按表格读取。

    Holds: a resource with a schema, a dialect or the type table is a CSV, a spreadsheet or another
    form of table that frictionless knows.

    Breaks: the path has no extension, so that frictionless takes the file for no table.

    Basis: frictionless does not look into such a file and calls it valid; its schema means nothing.
    """
    if not _declared(inspected):
        return None
    lost = inspected.resource.paths and not inspected.files
    if lost or inspected.is_table or inspected.unopened is None:
        return iter(())
    return iter([_hit(inspected)])


def _declared(inspected: Inspected) -> bool:
    raw = inspected.raw
    return (
        raw.get("schema") is not None
        or raw.get("type") == "table"
        or raw.get("profile") == "tabular-data-resource"
        or raw.get("dialect") is not None
        or raw.get("mediatype") in _TABULAR
    )


def _hit(inspected: Inspected) -> Hit:
    shown = inspected.resource.path or "data"
    kind, form = inspected.raw.get("type"), str(inspected.unopened.format or "")
    if isinstance(kind, str) and kind != "table":
        return Hit(kind="unread-type", found=f"type: {kind}", expected="type: table")
    if form in ("json", "yaml", "inline"):
        return Hit(kind="unread-json", found=form, expected="type: table", words={"path": shown})
    if not form and not PurePosixPath(shown).suffix:
        return Hit(kind="unread-no-extension", found=shown, expected="format: csv")
    words = {"path": shown}
    return Hit(kind="unread-format", found=form, expected="format: csv", words=words)
