"""Try new files and tables in a private dataset before anything that readers see is touched.

``package_revise`` writes one file after the other before it commits: a file that the portal turns
out to refuse would leave the ones before it replaced. And tables are loaded after the commit: one
that the DataStore refuses, or gives back otherwise, would leave a release that is never complete.
So every new file and table makes the journey once to a place where it harms nobody, and is read
back and compared with what the package has.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from fiscal_notice_ckan import loading
from fiscal_notice_ckan.client import Client, Sent
from fiscal_notice_ckan.dataset import HASH, Dataset, Wanted, download_path
from fiscal_notice_ckan.datastore_tables import DatastoreTable, same_columns, same_dictionary
from fiscal_notice_ckan.difference import Difference, difference, examples
from fiscal_notice_ckan.errors import (
    ConflictError,
    PortalError,
    RefusedError,
    UncertainError,
)
from fiscal_notice_ckan.loading import TableState
from fiscal_notice_ckan.snapshot import rows, staging_name

_NOTES = "Files of a release on their way into the dataset {name}. Not data: do not use them."


def stage(
    client: Client,
    dataset: Dataset,
    uploads: tuple[Wanted, ...],
    tables: tuple[Wanted, ...],
    progress: Sent,
) -> list[Wanted]:
    """Upload files to the staging dataset, download them again and compare.

    Gives ``tables`` as they are to be tried there, with ``try_table``. Raises ConflictError if
    something else comes back: then another publisher is at work.
    """
    place = _place(client, dataset)
    _drop_tables(client, place)
    staged = [replace(each, id=_id(place["id"], each.name)) for each in _each_once(uploads, tables)]
    files = {each.name for each in uploads}
    _upload(client, place, dataset, staged, files, progress)
    check_staged(client, place["id"], [each for each in staged if each.name in files])
    return [each for each in staged if each.table and each.name in {t.name for t in tables}]


def try_table(client: Client, wanted: Wanted, guard: loading.Guard) -> None:
    """Load a table into the staging dataset, read it back and compare it with the package.

    Raises RefusedError if the DataStore refuses it or changes a value; the table goes in any case.
    """
    table = wanted.table
    if table is None:
        return
    try:
        with loading.explained(wanted):
            if client.find("datastore_info", id=wanted.id):
                # Left by a run that was killed; what is tried is a new table.
                loading.unload(client, wanted.id, guard)
            loading.load(client, wanted, TableState(info=None, found=Difference()), guard)
            _compare(client, wanted, table)
    finally:
        with suppress(PortalError):
            loading.unload(client.impatient, wanted.id, lambda: None)


def _compare(client: Client, wanted: Wanted, table: DatastoreTable) -> None:
    info = client.read("datastore_info", id=wanted.id)
    if not (same_columns(table, info["fields"]) and same_dictionary(table, info["fields"])):
        raise RefusedError(
            "the DataStore gives back other columns or another data dictionary",
            hint=loading.CHANGED,
        )
    found = difference(table, rows(client, wanted.id))
    if found.stale or len(found.same) != table.rows:
        told = examples(table, rows(client, wanted.id))
        raise RefusedError(
            "the DataStore gives back other values than the package has",
            found="; ".join(told),
            hint=loading.CHANGED,
        )


def check_staged(client: Client, dataset_id: str, staged: list[Wanted]) -> None:
    """Download what was uploaded and compare SHA-256."""
    for each in staged:
        got = client.download(download_path(dataset_id, each.id, each.filename))
        if got.sha256 != each.sha256:
            raise ConflictError(
                f"the portal gives back {each.name} with other content than was uploaded",
                found=f"{got.bytes:,} bytes, SHA-256 {got.sha256[:16]}…",
                expected=f"{each.size:,} bytes, SHA-256 {each.sha256[:16]}…",
                hint="see that nobody else is publishing this dataset, then run again",
            )


def _each_once(uploads: tuple[Wanted, ...], tables: tuple[Wanted, ...]) -> list[Wanted]:
    return [*uploads, *(each for each in tables if each not in uploads)]


def clear(client: Client, dataset: str) -> None:
    """Put the staging dataset into the portal's bin, from which the next release takes it."""
    place = client.find("package_show", id=staging_name(dataset))
    if place is not None and place.get("state") != "deleted":
        _drop_tables(client, place)
        client.write("package_delete", {"id": place["id"]}, idempotent=True)


def _drop_tables(client: Client, place: Mapping[str, Any]) -> None:
    """Delete the tables that an earlier try may have left: afterwards nobody could."""
    for each in place.get("resources", []):
        if each.get("datastore_active"):
            loading.unload(client, each["id"], lambda: None)


def _place(client: Client, dataset: Dataset) -> Mapping[str, Any]:
    name = staging_name(dataset.name)
    found: Mapping[str, Any] | None = client.find("package_show", id=name)
    if found is None:
        data = {
            **_about(dataset),
            "name": name,
            "owner_org": dataset.fields["owner_org"],
            "private": True,
        }
        found = _created(client, name, data)
    if found.get("owner_org") != dataset.fields["owner_org"] or not found.get("private"):
        raise RefusedError(
            "the name of the staging dataset is taken by another dataset",
            found=name,
            hint="have it renamed by the portal's staff",
        )
    return found


def _about(dataset: Dataset) -> dict[str, Any]:
    """What is said of the staging dataset: no more than the portal requires."""
    title, notes = f"staging: {dataset.name}", _NOTES.format(name=dataset.name)
    return {**dataset.least, "title": title, "notes": notes}


def _created(client: Client, name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return dict(client.write("package_create", data, idempotent=False))
    except UncertainError:
        made: Mapping[str, Any] | None = client.find("package_show", id=name)
        if made is None:
            raise
        return made


def _upload(
    client: Client,
    place: Mapping[str, Any],
    dataset: Dataset,
    staged: list[Wanted],
    names: set[str],
    progress: Sent,
) -> None:
    """Make the staging dataset hold just these resources, with the files of those called so."""
    # What the portal's schema requires; and the hash, by which XLoader leaves the file alone.
    kept = (HASH, *dataset.schema.required_of_resources)
    resources = [
        {
            **{key: each.fields[key] for key in kept if key in each.fields},
            "id": each.id,
            "name": each.name,
            "url_type": "upload",
            "url": each.filename,
        }
        for each in staged
    ]
    fields = {
        "match": {"id": place["id"]},
        "filter": ["-resources"],
        # From the bin, too: a name that is free there would leave a dataset more each time.
        "update": {
            **_about(dataset),
            "state": "active",
            "private": True,
            "resources": resources,
        },
    }
    files = {
        f"update__resources__{at}__upload": each.part
        for at, each in enumerate(staged)
        if each.name in names
    }
    client.retried(lambda: client.revise(fields, files, progress))


def _id(dataset_id: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(dataset_id), name))
