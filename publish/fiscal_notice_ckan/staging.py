"""Try new files in a private dataset before anything that readers see is touched.

``package_revise`` writes one file after the other before it commits: a file that the portal turns
out to refuse would leave the ones before it replaced. So every new file makes the journey once to
a place where it harms nobody, and is downloaded again and compared.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import HASH, Dataset, Wanted, download_path
from fiscal_notice_ckan.faults import ConflictError, RefusedError, UncertainError
from fiscal_notice_ckan.snapshot import staging_name

_NOTES = "Files of a release on their way into the dataset {name}. Not data: do not use them."
Sent = Callable[[int, int], None]


def stage(client: Client, dataset: Dataset, uploads: tuple[Wanted, ...], progress: Sent) -> None:
    """Upload the files to the staging dataset, download them again and compare.

    Raises ConflictError if something else comes back: then another publisher is at work.
    """
    place = _place(client, dataset)
    staged = [replace(each, id=_id(place["id"], each.name)) for each in uploads]
    _upload(client, place, dataset, staged, progress)
    check_staged(client, place["id"], staged)


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


def clear(client: Client, dataset: str) -> None:
    """Put the staging dataset into the portal's bin, from which the next release takes it."""
    place = client.find("package_show", id=staging_name(dataset))
    if place is not None and place.get("state") != "deleted":
        client.write("package_delete", {"id": place["id"]}, idempotent=True)


def _place(client: Client, dataset: Dataset) -> Mapping[str, Any]:
    name = staging_name(dataset.name)
    found: Mapping[str, Any] | None = client.find("package_show", id=name)
    if found is None:
        data = {
            **dataset.least,
            "name": name,
            "title": f"staging: {dataset.name}",
            "notes": _NOTES.format(name=dataset.name),
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
    progress: Sent,
) -> None:
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
        "update": {"state": "active", "private": True, "resources": resources},
    }
    files = {f"update__resources__{at}__upload": each for at, each in enumerate(staged)}
    for pause in client.pauses:
        try:
            client.revise(fields, files, progress)
        except UncertainError:
            time.sleep(pause)
        else:
            return
    client.revise(fields, files, progress)


def _id(dataset_id: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(dataset_id), name))
