"""The dataset that a portal is to hold, as it is wanted, and how a portal shows it. Pure."""

from __future__ import annotations

import functools
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fiscal_notice_ckan.column_types import TICK
from fiscal_notice_ckan.datastore_tables import DatastoreTable
from fiscal_notice_ckan.portal_schema import NO_SCHEMA, PortalSchema

NAME = "fiscal_notice_name"
SHA256 = "fiscal_notice_sha256"
LOADED = "fiscal_notice_loaded"
VIEWED = "fiscal_notice_view"
STAMP = "fiscal_notice_stamp"
COMMIT = "fiscal_notice_commit"
VERIFIED = "fiscal_notice_verified"
CLAIM = "fiscal_notice_claim"
UNPUBLISHED = "fiscal_notice_unpublished"
#: The hash that XLoader and DataPusher compare: with another one they would load the file again,
#: their way. ckanext-dcat serves it as spdx:Checksum.
HASH, HASH_ALGORITHM = "hash", "hash_algorithm"
MD5 = "http://spdx.org/rdf/terms#checksumAlgorithm_md5"
DESCRIPTOR = "datapackage.json"
RELEASE = "release-"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the dataset will stand, and what the portal has for it.

    ``url`` is the portal's public address, ``organisation`` the id of the owner, ``licence`` the
    portal's own key for the licence, ``ids`` the ids of resources that are there, by our name;
    ``plugins`` are the portal's, ``schema`` its own fields, ``tick`` the microseconds between two
    times that it tells apart.
    """

    url: str
    organisation: str
    licence: str
    ids: Mapping[str, str] = field(default_factory=dict)
    plugins: frozenset[str] = frozenset()
    schema: PortalSchema = NO_SCHEMA
    tick: int = TICK


class Digests(NamedTuple):
    """SHA-256 and size in bytes of a file; and the MD5 that a portal's jobs know it by, no more."""

    sha256: str
    md5: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A resource as it is to be.

    ``fields`` are keys of CKAN's resource, and ours, as ``package_revise`` takes them; ``size`` is
    in bytes, ``view`` a type of ``resource_view_create``.
    """

    name: str
    id: str
    filename: str
    content: Path | bytes = field(repr=False, compare=False)
    sha256: str
    size: int
    fields: Mapping[str, Any]
    table: DatastoreTable | None = None
    view: str | None = None

    @property
    def part(self) -> tuple[str, Path | bytes]:
        """Name and content, as ``Client.revise`` sends them."""
        return self.filename, self.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset as it is to be: the portal's fields, tags and extras, and its resources in order.

    ``schema`` is the portal's, which ``refused`` some values, as said there.
    """

    name: str
    version: str
    fields: Mapping[str, Any]
    tags: tuple[str, ...]
    extras: Mapping[str, str]
    resources: tuple[Wanted, ...]
    schema: PortalSchema = NO_SCHEMA
    refused: tuple[str, ...] = ()

    @property
    def least(self) -> dict[str, Any]:
        """The fields, beside its name, without which the portal makes no dataset."""
        required = self.schema.required - {"name"}
        return {key: self.fields[key] for key in required if key in self.fields}

    @property
    def digest(self) -> str:
        """SHA-256 over everything that is wanted; the portal keeps it as the commit's marker."""
        state = [
            self.fields,
            self.tags,
            self.extras,
            [(each.name, each.sha256, each.fields) for each in self.resources],
            [each.table.digest for each in self.resources if each.table],
        ]
        return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def stable_id(site: str, dataset: str, name: str) -> str:
    """The id of a resource: the same whenever and wherever the same resource is published."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/dataset/{dataset}#{name}"))


def download_path(dataset: str, resource_id: str, filename: str) -> str:
    """Where a portal gives out an uploaded file, relative to its address."""
    return f"/dataset/{dataset}/resource/{resource_id}/download/{filename}"


def digests(content: Path | bytes) -> Digests:
    """The digests of a file, which is read once as long as it stays as it is, or of bytes."""
    if isinstance(content, bytes):
        return _digested([content])
    about = content.stat()
    return _digests_of_file(content, about.st_size, about.st_mtime_ns)


@functools.lru_cache(maxsize=4096)
def _digests_of_file(path: Path, _size: int, _changed: int) -> Digests:
    with path.open("rb") as file:
        return _digested(iter(functools.partial(file.read, _BLOCK), b""))


def _digested(blocks: Iterable[bytes]) -> Digests:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    for block in blocks:
        sha256.update(block)
        md5.update(block)
        size += len(block)
    return Digests(sha256=sha256.hexdigest(), md5=md5.hexdigest(), bytes=size)


def extras_of(remote: Mapping[str, Any]) -> dict[str, str]:
    """The extras of a dataset as the portal shows it, by key."""
    return {each["key"]: each["value"] for each in remote.get("extras", [])}


def stamp_of(there: Mapping[str, Any]) -> str:
    """What a portal says of a resource's file that changes whenever another file is uploaded."""
    return f"{there.get('url_type')} {there.get('size')} {there.get('last_modified')}"


def ours(remote: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The resources of a dataset on the portal that a publisher like this one made."""
    return (each for each in remote.get("resources", []) if each.get(NAME))
