"""Bring DataStore tables and previews to the wanted state; doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import Wanted
from fiscal_notice_ckan.datastore_tables import (
    DatastoreTable,
    Record,
    fits,
    limits,
    same_columns,
    same_dictionary,
)
from fiscal_notice_ckan.difference import Difference, chunks, difference, upserts
from fiscal_notice_ckan.errors import DeniedError, MissingError, RefusedError, UncertainError
from fiscal_notice_ckan.snapshot import rows

#: Rows in one request of deletions: their text stays far below what a server takes.
_DELETE = 2000
_VIEW_TITLES = {
    "datatables_view": "表格 · Table",
    "text_view": "原文 · Text",
    "image_view": "图 · Picture",
}

#: What to do about a table that comes back otherwise.
CHANGED = "make it of type string in the schema, or leave out the schema to publish the file alone"

#: Called before each write; raises if somebody else has taken the dataset over.
Guard = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """What the DataStore holds of a table: what it says of it (None: no table) and the rows."""

    info: Mapping[str, Any] | None
    found: Difference


def prepare(client: Client, wanted: Wanted) -> TableState:
    """Read what there is of a table, so that afterwards there is nothing to do but to write."""
    info = client.find("datastore_info", id=wanted.id)
    table = wanted.table
    if info is None or table is None or not fits(table, info["fields"]):
        return TableState(info=info, found=Difference())
    return TableState(info=info, found=difference(table, rows(client, wanted.id)))


@contextmanager
def explained(wanted: Wanted) -> Iterator[None]:
    """Say of an error which table it was, and what PostgreSQL's limits have to do with it."""
    try:
        yield
    except DeniedError:
        raise
    except (RefusedError, UncertainError) as error:
        error.problem = f"table {wanted.name}: {error.problem}"
        # A key that is too long for an index ends in a 500: PostgreSQL says why, CKAN does not.
        refused = isinstance(error, RefusedError) or str(error.found).startswith("HTTP 500")
        if refused and wanted.table and error.hint != CHANGED:
            error.hint = limits(wanted.table)
        raise


def load(client: Client, wanted: Wanted, prepared: TableState, guard: Guard) -> None:
    """Make the DataStore hold the rows of ``wanted``; a table that is there is never empty.

    An attempt whose answer was lost is not repeated blindly: the next one looks first.
    """
    there: TableState | None = prepared

    def attempt() -> None:
        nonlocal there
        found, there = there or prepare(client, wanted), None
        _load(client, wanted, found, guard)

    # The whole attempt, not each of its writes: before them stands the guard.
    client.retried(attempt)


def unload(client: Client, resource_id: str, guard: Guard) -> None:
    """Delete a table; nothing if there is none."""

    def attempt() -> None:
        guard()
        _delete(client, resource_id)

    client.retried(attempt)


def _load(client: Client, wanted: Wanted, there: TableState, guard: Guard) -> None:
    resource_id, table = wanted.id, wanted.table
    if table is None:
        return None
    if there.info is not None and fits(table, there.info["fields"]):
        try:
            return _update(client, resource_id, table, there, guard)
        except DeniedError:
            raise
        except RefusedError:
            # What was tried is a new table, and an old one may refuse what a new one takes: columns
            # that came and went have used up PostgreSQL's 1,600, or its key is no unique index.
            pass
    if there.info is not None:
        # The type of a column is never altered, silently: only a new table has the wanted types.
        guard()
        _delete(client, resource_id)
    return _create(client, resource_id, table, guard)


def _delete(client: Client, resource_id: str) -> None:
    with suppress(MissingError):
        client.write("datastore_delete", _of(resource_id), idempotent=False)


def _create(client: Client, resource_id: str, table: DatastoreTable, guard: Guard) -> None:
    """Table, dictionary and first rows in one transaction, further rows by upsert."""
    portions = chunks(table.records())
    first = next(portions, [])
    data = {**_of(resource_id), "fields": table.columns, "primary_key": table.key}
    guard()
    client.write("datastore_create", {**data, "records": first}, idempotent=False)
    _upsert(client, resource_id, portions, guard)


def _update(
    client: Client, resource_id: str, table: DatastoreTable, there: TableState, guard: Guard
) -> None:
    """New columns, then new and changed rows, then what has to go: at no time is there too little.

    Where the columns stay and rows don't get fewer, it is upserts alone: one transaction for up to
    5,000 rows or 2 MB of changes.
    """
    fields = there.info["fields"] if there.info else []
    named = {each["id"] for each in fields}
    if not (named >= table.types.keys() and same_dictionary(table, fields)):
        guard()
        _describe(client, resource_id, table)
    _upsert(client, resource_id, chunks(upserts(table, there.found)), guard)
    left = [record["_id"] for record in there.found.left]
    for at in range(0, len(left), _DELETE):
        guard()
        data = {**_of(resource_id), "filters": {"_id": left[at : at + _DELETE]}}
        client.write("datastore_records_delete", data, idempotent=False)
    if not same_columns(table, fields) and named - {"_id"} - table.types.keys():
        guard()
        _describe(client, resource_id, table, delete_fields=True)


def _describe(client: Client, resource_id: str, table: DatastoreTable, **more: bool) -> None:
    """Columns that are missing, and the dictionary; the key stays."""
    data = {**_of(resource_id), "fields": table.columns, **more}
    client.write("datastore_create", data, idempotent=False)


def _upsert(
    client: Client, resource_id: str, portions: Iterable[list[Record]], guard: Guard
) -> None:
    for portion in portions:
        guard()
        data = {**_of(resource_id), "records": portion, "method": "upsert"}
        client.write("datastore_upsert", data, idempotent=False)


def _of(resource_id: str) -> dict[str, Any]:
    # The DataStore of a resource with an uploaded file counts as read-only unless forced.
    return {"resource_id": resource_id, "force": True}


def show(client: Client, wanted: Wanted, guard: Guard, plugins: frozenset[str]) -> tuple[str, str]:
    """See that the resource has its preview.

    Gives what is to be recorded, and a sentence if the portal refuses: the kind of preview, after a
    hyphen if the portal lacks the plugin for it, after two if it refuses it all the same.
    """
    kind = wanted.view or ""

    def there() -> bool:
        views = client.read("resource_view_list", id=wanted.id)
        return any(view["view_type"] == kind for view in views)

    data = {"resource_id": wanted.id, "view_type": kind, "title": _VIEW_TITLES.get(kind, kind)}

    def attempt() -> None:
        if not there():
            guard()
            client.write("resource_view_create", data, idempotent=False)

    try:
        client.retried(attempt)
    except RefusedError as refusal:
        reason = refusal.found or refusal.problem
        hyphens = "--" if kind in plugins else "-"
        return f"{hyphens}{kind}", f"no preview of {wanted.name} ({kind}): {reason}"
    return kind, ""
