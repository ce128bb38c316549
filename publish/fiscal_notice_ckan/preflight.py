"""Everything that would stop a publication, found before the first write, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Count
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.invented import not_said
from fiscal_notice.package.visible import visible
from fiscal_notice_ckan import authority_tables, revision, scheming
from fiscal_notice_ckan.client import MAX_FIELD, Client
from fiscal_notice_ckan.column_types import TICK, unstorable
from fiscal_notice_ckan.dataset import (
    COMMIT,
    DESCRIPTOR,
    RELEASE,
    SHA256,
    UNPUBLISHED,
    VERIFIED,
    Dataset,
    Destination,
    digests,
    extras_of,
)
from fiscal_notice_ckan.datastore_tables import DatastoreTable, schema_problems, table_of
from fiscal_notice_ckan.errors import DeniedError, MissingError
from fiscal_notice_ckan.extras import EXTRAS, NAMES
from fiscal_notice_ckan.files import file_of
from fiscal_notice_ckan.plan import Plan
from fiscal_notice_ckan.snapshot import Remote, binned

_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_RESOURCE = re.compile(r"[a-z0-9._-]{1,80}")
_TAG = re.compile(r"[\w \-.]{2,100}")
_SHA256_DIGITS = 64
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,50}")
#: A claim that is older belongs to a run that is over, or that stops when it next looks.
CLAIM_SECONDS = 3600
#: CKAN's default for ckan.max_resource_size; no call tells of another.
USUAL_SIZE = 10 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """How to publish.

    ``prune`` removes resources that others added, ``replace`` overwrites a release of the same
    version, ``reveal`` makes public what the portal's staff made private, ``take_over`` goes on in
    place of a publisher elsewhere, ``dry_run`` stops after the plan. Without ``extras`` the dataset
    has neither pictures nor workbook, site and database.
    """

    dry_run: bool = False
    prune: bool = False
    replace: bool = False
    reveal: bool = False
    take_over: bool = False
    extras: bool = True


def is_name(name: str) -> bool:
    """Whether a dataset may be called so."""
    return bool(_NAME.fullmatch(name))


def local_problems(
    package: Package, tables: dict[str, DatastoreTable] | None = None, tick: int = TICK
) -> Iterator[str]:
    """What is wrong with the package itself, for any portal.

    The tables that it reads for that are put into ``tables``, by the names of the resources; the
    portal tells times apart by ``tick`` microseconds.
    """
    raw = package.descriptor
    if not is_name(str(raw.get("name", ""))):
        yield f"the package's name {raw.get('name')!r} is none for CKAN: 2 to 100 of a-z 0-9 _ -"
    if not str(raw.get("title", "")).strip():
        yield "the package has no title"
    for text, word in not_said(raw):
        yield f"the package is invented, and its {text} does not say so: it has no {word!r}"
    if not _VERSION.fullmatch(package.version):
        yield f"the version {package.version!r} is none: letters, digits and . + - only"
    yield from _tags(raw)
    yield from _texts("datapackage.json", raw)
    yield from authority_tables.no_addresses(raw)
    for each in package.resources:
        if not _RESOURCE.fullmatch(each.name):
            yield f"the resource name {each.name!r} is none: 1 to 80 of a-z 0-9 . _ -"
        if each.name in {DESCRIPTOR, *NAMES} or each.name.startswith(RELEASE):
            own = ", ".join([DESCRIPTOR, *(extra.name for extra in EXTRAS)])
            yield (
                f"the resource name {each.name!r} is kept for the publisher's own: choose another "
                f"than {own} and {RELEASE}…"
            )
        missing = [path for path, file in _paths(package, each) if not file.is_file()]
        yield from (f"the file of {each.name} is missing: {path}" for path in missing)
        if each.schema is not None and not missing:
            keyed = each.schema.primary_key
            problems = list(schema_problems(each.name, each.schema)) if keyed else []
            problems += _texts(f"the schema of {each.name}", each.schema.raw)
            yield from problems or _rows(package, each, {} if tables is None else tables, tick)


def _paths(package: Package, resource: Resource) -> Iterator[tuple[str, Path]]:
    return zip(resource.paths, package.files(resource), strict=True)


def _rows(
    package: Package, resource: Resource, tables: dict[str, DatastoreTable], tick: int
) -> Iterator[str]:
    try:
        sha256 = digests(file_of(package, resource).content).sha256
        table = table_of(package, resource, sha256, tick)
    except PackageError as error:
        yield f"{resource.name} cannot be read as a table: {error}"
        return
    if table:
        tables[resource.name] = table
        yield from table.problems


def files_alone(package: Package) -> Iterator[str]:
    """Which tables are published as files alone, as the DataStore needs a key for their rows."""
    for each in package.tables:
        if each.schema is not None and not each.schema.primary_key:
            yield f"table {each.name} has no primary key: it is a file, without a table to query"


def damaged(package: Package) -> Iterator[str]:
    """Files that are not what the package's own descriptor says of them."""
    for each in package.resources:
        stated = str(each.raw.get("hash", "")).removeprefix("sha256:")
        # Of several files together there is no file to hash; validate has compared them.
        whole = len(stated) == _SHA256_DIGITS and len(each.paths) == 1
        for _, file in _paths(package, each) if whole else ():
            if file.is_file() and digests(file).sha256 != stated:
                yield f"the file of {each.name} is not the one that the descriptor's hash tells of"


def _texts(place: str, value: Any) -> Iterator[str]:
    """Texts that no database takes, with where they stand; data and schemas are looked at apart."""
    match value:
        case str() if reason := unstorable(value):
            yield f"{visible(place)} holds {reason}"
        case Mapping():
            for key, each in value.items():
                yield from _texts(place, str(key))
                if key not in ("data", "schema"):
                    yield from _texts(f"{place}, {key}", each)
        case list():
            for number, each in enumerate(value):
                name = each.get("name") if isinstance(each, Mapping) else None
                yield from _texts(f"{place} {name or number}", each)


def _tags(raw: Mapping[str, Any]) -> Iterator[str]:
    keywords = raw.get("keywords") or []
    for word in keywords if isinstance(keywords, list) else [keywords]:
        if not isinstance(word, str) or not _TAG.fullmatch(word):
            yield (
                f"CKAN takes no tag {word!r}: 2 to 100 letters (of any script), digits, spaces, "
                "or - _ ."
            )


def occupied(remote: Remote, name: str, destination: Destination) -> Iterator[str]:
    """Why the dataset's name is not ours to use, if it is not."""
    if remote.raw is None:
        return
    if destination.organisation and remote.raw.get("owner_org") != destination.organisation:
        owner = (remote.raw.get("organization") or {}).get("name", "nobody")
        yield f"the dataset name {name} is taken by the organisation {owner}: choose another name"
    elif COMMIT not in remote.extras:
        yield (
            f"the dataset {name} was not made by this publisher and will not be overwritten: "
            "choose another name, or have that dataset renamed"
        )


def held(
    remote: Remote, options: PublishOptions, runs: frozenset[str], now: float
) -> Iterator[str]:
    """Why this is not the time: someone else is publishing, or the staff hid the dataset.

    ``runs`` began on this machine, where a lock has told already that none of them goes on.
    """
    yield from claimed(remote, runs, now, take_over=options.take_over)
    if options.reveal:
        return
    extras = extras_of(remote.raw or {})
    if remote.binned and UNPUBLISHED not in extras:
        yield (
            "the dataset lies in the portal's bin, and not by the command unpublish: ask the "
            "portal's staff why, then pass --reveal to publish and show it again"
        )
    elif remote.raw and remote.raw.get("private") and VERIFIED in extras:
        yield (
            "the dataset was public and has been made private on the portal: ask its staff why, "
            "then pass --reveal to publish and show it again"
        )


def claimed(remote: Remote, runs: frozenset[str], now: float, *, take_over: bool) -> Iterator[str]:
    """Who else is at work on the dataset, unless it is long ago or ``runs`` has it."""
    claim = remote.claim
    if claim and claim.run not in runs and not take_over:
        minutes = max(0, int(now - claim.since) // 60)
        # By two clocks, which may differ: one that is far ahead must not block for ever.
        if abs(now - claim.since) < CLAIM_SECONDS:
            yield (
                f"another publisher (run {claim.run}) began {Count(minutes):minute} ago and has "
                "not finished: wait for it, or pass --take-over if you know that it is over"
            )


def remarks(remote: Remote, dataset: Dataset) -> Iterator[str]:
    """What a person should know and what stops nothing."""
    yield from dataset.refused
    wanted = {each.name for each in dataset.resources}
    for name, there in remote.resources.items():
        found = remote.hashes.get(name)
        if name not in wanted and name.startswith(RELEASE) and found != there.get(SHA256):
            yield (
                f"the portal's bundle {name} is not the file that was published; rollback to that "
                "release will be refused"
            )
    for each in dataset.resources:
        yield from each.table.notes if each.table else ()
        if each.size > USUAL_SIZE:
            yield (
                f"{each.name} has {each.size:,} bytes; unless its staff raised the limit, a CKAN "
                f"takes {USUAL_SIZE:,}. It is tried in private first"
            )


def replaced(remote: Remote, package: Package, archive: Path) -> Iterator[str]:
    """Why this version cannot be published: the portal has it already, with other content."""
    name = f"{RELEASE}{package.version}"
    there = remote.resources.get(name)
    if there is None or remote.fresh:
        return
    # Where only one of the two differs, somebody meddled with the bundle: it will be put right.
    if digests(archive).sha256 not in (remote.hashes.get(name), there.get(SHA256)):
        yield (
            f"release {package.version} is on the portal already, with other content: raise the "
            "version in datapackage.json, or pass --replace to overwrite that release"
        )


def oversized(plan: Plan, remote: Remote) -> Iterator[str]:
    """Metadata that would not fit into the form fields in which they travel."""
    raw = remote.raw or {"id": "", "metadata_modified": "", "extras": [], "resources": []}
    for value in revision.commit(plan, raw, plan.dataset.digest).fields.values():
        size = len(json.dumps(value, ensure_ascii=False).encode())
        if size > MAX_FIELD:
            yield (
                f"the metadata are {size:,} bytes, and CKAN takes {MAX_FIELD:,}: shorten "
                "descriptions, or remove resources that nobody needs any more on the portal"
            )


def unfilled(dataset: Dataset, remote: Remote) -> Iterator[str]:
    """Fields that the portal's own schema requires and that stay empty."""
    yield from scheming.unfilled(dataset.schema, dataset.fields, remote.raw)
    lacking = (
        scheming.unfilled_in_resource(dataset.schema, each.fields) for each in dataset.resources
    )
    yield from dict.fromkeys(said for each in lacking for said in each)


def hidden(client: Client, name: str) -> Iterator[str]:
    """A dataset of this name that this account may not even see, or another's in the bin."""
    try:
        found = client.read("package_show", id=name)
    except MissingError:
        return
    except DeniedError:
        yield f"the dataset name {name} is taken by a dataset that this account may not see"
    else:
        if isinstance(found, dict) and binned(found) and COMMIT not in extras_of(found):
            yield (
                f"the dataset name {name} is taken by one that this publisher did not make and "
                "that lies in the portal's bin: have its staff purge it if all of it may be lost"
            )
