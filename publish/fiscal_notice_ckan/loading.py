"""Bring DataStore tables and previews to the wanted state; doing it twice changes nothing."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fiscal_notice_ckan.client import PAUSES, Client
from fiscal_notice_ckan.dataset import Wanted
from fiscal_notice_ckan.faults import RefusedError, UncertainError
from fiscal_notice_ckan.snapshot import rows
from fiscal_notice_ckan.tables import (
    Record,
    Table,
    chunks,
    difference,
    same_columns,
    same_dictionary,
)

#: Keys in one request of deletions: their text stays far below what a server takes.
_DELETE = 2000
_VIEW_TITLES = {"datatables_view": "表格 · Table", "text_view": "原文 · Text"}


def load(client: Client, wanted: Wanted) -> None:
    """Make the DataStore hold the rows of ``wanted``; readers never see an empty table.

    Each attempt looks first, so that an attempt whose answer was lost is not repeated blindly.
    """
    table = wanted.table
    if table is not None:
        _settled(lambda: _load(client, wanted.id, table))


def _settled(attempt: Callable[[], None]) -> None:
    for pause in PAUSES:
        try:
            return attempt()
        except UncertainError:
            time.sleep(pause)
    return attempt()


def _load(client: Client, resource_id: str, table: Table) -> None:
    info = client.find("datastore_info", id=resource_id)
    if info is not None and not same_columns(table, info["fields"]):
        # The type of a column is never altered, silently: only a new table has the wanted types.
        client.write("datastore_delete", _of(resource_id), idempotent=False)
        info = None
    if info is None:
        _create(client, resource_id, table)
    else:
        _update(client, resource_id, table, info)


def _create(client: Client, resource_id: str, table: Table) -> None:
    """Table, dictionary and first rows in one transaction, further rows by upsert."""
    portions = chunks(table)
    first = next(portions, [])
    data = {**_of(resource_id), "fields": table.columns, "primary_key": table.key}
    client.write("datastore_create", {**data, "records": first}, idempotent=False)
    _upsert(client, resource_id, portions)


def _update(client: Client, resource_id: str, table: Table, info: Mapping[str, Any]) -> None:
    """New and changed rows first, stale ones afterwards: at no time are there too few."""
    if not same_dictionary(table, info["fields"]):
        data = {**_of(resource_id), "fields": table.columns}
        client.write("datastore_create", data, idempotent=True)
    found = difference(table, rows(client, resource_id))
    _upsert(client, resource_id, chunks(table, skip=found.same))
    for filters in deletions(table, found.stale):
        data = {**_of(resource_id), "filters": filters}
        client.write("datastore_records_delete", data, idempotent=True)


def _upsert(client: Client, resource_id: str, portions: Iterator[list[Record]]) -> None:
    for portion in portions:
        data = {**_of(resource_id), "records": portion, "method": "upsert"}
        client.write("datastore_upsert", data, idempotent=True)


def deletions(table: Table, stale: tuple[Record, ...]) -> Iterator[dict[str, Any]]:
    """Filters that select just the stale rows, as few as can be: a list stands for "any of".

    Rows that agree in all key columns but the last go together.
    """

    def head(record: Record) -> tuple[str, ...]:
        return table.key_of(record)[:-1]

    last = table.key[-1]
    for _, group in itertools.groupby(sorted(stale, key=head), key=head):
        records = list(group)
        for at in range(0, len(records), _DELETE):
            values = [record[last] for record in records[at : at + _DELETE]]
            yield {**{name: records[0][name] for name in table.key[:-1]}, last: values}


def _of(resource_id: str) -> dict[str, Any]:
    # The DataStore of a resource with an uploaded file counts as read-only unless forced.
    return {"resource_id": resource_id, "force": True}


def show(client: Client, wanted: Wanted) -> str | None:
    """See that the resource has its preview; a sentence if the portal has no such preview."""
    kind = wanted.view
    if kind is None:
        return None
    views = client.read("resource_view_list", id=wanted.id)
    if any(view["view_type"] == kind for view in views):
        return None
    title = _VIEW_TITLES.get(kind, kind)
    data = {"resource_id": wanted.id, "view_type": kind, "title": title}
    try:
        client.write("resource_view_create", data, idempotent=False)
    except RefusedError as refusal:
        return f"no preview of {wanted.name} ({kind}): {refusal.found or refusal.problem}"
    return None
