"""Look at a published dataset as its readers do, and say everything that is not as wanted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import Dataset, Wanted, download_path
from fiscal_notice_ckan.datastore_tables import DatastoreTable, same_columns, same_dictionary
from fiscal_notice_ckan.difference import difference, examples
from fiscal_notice_ckan.errors import DeniedError, PortalError
from fiscal_notice_ckan.plan import descriptions
from fiscal_notice_ckan.snapshot import PAGE, Remote, recorded, rows

Say = Callable[[str], None]
_UNSEEN = "the dataset cannot be seen"


def verify(
    client: Client,
    dataset: Dataset,
    loaded: Collection[str],
    detail: Say,
    *,
    most: int | None = PAGE,
) -> list[str]:
    """What is wrong, nothing if all is as wanted.

    Every file is downloaded and hashed; every table's columns, dictionary and count are compared,
    and the first ``most`` rows of those in ``loaded``, or all of them, with the package's own.
    """
    problems = list(_metadata(client, dataset))
    if problems == [_UNSEEN]:
        return problems
    for each in dataset.resources:
        detail(f"verifying {each.name}")
        problems += _file(client, dataset.name, each)
        if each.table is not None:
            seen = most if each.name in loaded else 0
            problems += _table(client, each, each.table, seen)
    return problems


def _metadata(client: Client, dataset: Dataset) -> Iterator[str]:
    try:
        remote = recorded(client, dataset.name)
    except DeniedError:
        remote = Remote(raw=None)
    if remote.raw is None:
        yield _UNSEEN
        return
    yield from (f"differs: {each}" for each in descriptions(dataset, remote))


def _file(client: Client, dataset: str, wanted: Wanted) -> Iterator[str]:
    path = download_path(dataset, wanted.id, wanted.filename)
    try:
        got = client.download(path)
    except PortalError as error:
        yield f"file {wanted.name}: {error.problem} ({error.found})"
        return
    if got.sha256 != wanted.sha256:
        yield (
            f"file {wanted.name}: {got.bytes:,} bytes with SHA-256 {got.sha256[:12]}…, "
            f"expected {wanted.size:,} with {wanted.sha256[:12]}…"
        )


def _table(
    client: Client, wanted: Wanted, table: DatastoreTable, most: int | None
) -> Iterator[str]:
    info = client.find("datastore_info", id=wanted.id)
    if info is None:
        yield f"table {wanted.name}: there is none"
        return
    if not same_columns(table, info["fields"]):
        yield f"table {wanted.name}: other columns or types than the schema's"
    elif not same_dictionary(table, info["fields"]):
        yield f"table {wanted.name}: another data dictionary"
    elif most != 0:
        yield from _rows(client, wanted, table, most)
    count = info["meta"]["count"]
    if count != table.rows:
        yield f"table {wanted.name}: {count} rows, expected {table.rows}"


def _rows(client: Client, wanted: Wanted, table: DatastoreTable, most: int | None) -> Iterator[str]:
    found = difference(table, itertools.islice(rows(client, wanted.id), most))
    # Of a larger table only the first rows were asked for: the rest is not missing.
    missing = min(found.wanted, most or found.wanted) - len(found.same)
    if found.stale or missing:
        told = "; ".join(examples(table, itertools.islice(rows(client, wanted.id), most)))
        yield (
            f"table {wanted.name}: {len(found.stale)} stale rows, {missing} missing or different "
            f"({told})"
        )
