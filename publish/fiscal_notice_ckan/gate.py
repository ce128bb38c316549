"""Everything that would stop a publication, found before the first write, all at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fiscal_notice.package import Package
from fiscal_notice_ckan.client import Client, checked_url
from fiscal_notice_ckan.dataset import (
    COMMIT,
    DESCRIPTOR,
    RELEASE,
    SHA256,
    VERIFIED,
    Dataset,
    Site,
    hashed,
)
from fiscal_notice_ckan.faults import DeniedError, MissingError, PortalError
from fiscal_notice_ckan.multipart import MAX_FIELD
from fiscal_notice_ckan.snapshot import Remote
from fiscal_notice_ckan.tables import table_of, table_problems

VERSIONS = ("2.11", "2.12")
_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_RESOURCE = re.compile(r"[a-z0-9._-]{1,80}")
_TAG = re.compile(r"[\w \-.]{2,100}")
_SHA256_DIGITS = 64
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,50}")
#: SPDX identifiers → CKAN's default keys, for portals whose list has no other sign of the licence.
_LICENCES = {
    "cc-by-4.0": "cc-by",
    "cc-by-sa-4.0": "cc-by-sa",
    "cc0-1.0": "cc-zero",
    "odc-by-1.0": "odc-by",
    "odbl-1.0": "odc-odbl",
    "pddl-1.0": "odc-pddl",
    "ogl-uk-3.0": "uk-ogl",
}


#: A claim that is older belongs to a run that is over, or that stops when it next looks.
CLAIM_SECONDS = 3600
#: CKAN's default for ckan.max_resource_size; no call tells of another.
USUAL_SIZE = 10 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to publish.

    ``prune`` removes resources that others added, ``replace`` overwrites a release of the same
    version, ``reveal`` makes public what the portal's staff made private, ``take_over`` goes on in
    place of a publisher elsewhere, ``dry_run`` stops after the plan.
    """

    dry_run: bool = False
    prune: bool = False
    replace: bool = False
    reveal: bool = False
    take_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What the gate learned: where the dataset goes."""

    url: str
    organisation: str
    licence: str

    def site(self, remote: Remote) -> Site:
        """The site, with the ids of the resources that are there already."""
        return Site(
            url=self.url, organisation=self.organisation, licence=self.licence, ids=remote.ids
        )


def is_name(name: str) -> bool:
    """Whether a dataset may be called so."""
    return bool(_NAME.fullmatch(name))


def local_problems(package: Package) -> Iterator[str]:
    """What is wrong with the package itself, for any portal."""
    raw = package.descriptor
    if not is_name(str(raw.get("name", ""))):
        yield f"the package's name {raw.get('name')!r} is none for CKAN: 2 to 100 of a-z 0-9 _ -"
    if not str(raw.get("title", "")).strip():
        yield "the package has no title"
    if not _VERSION.fullmatch(package.version):
        yield f"the version {package.version!r} is none: letters, digits and . + - only"
    yield from _tags(raw)
    for each in package.resources:
        if not _RESOURCE.fullmatch(each.name):
            yield f"the resource name {each.name!r} is none: 1 to 80 of a-z 0-9 . _ -"
        if each.name == DESCRIPTOR or each.name.startswith(RELEASE):
            yield (
                f"the resource name {each.name!r} is kept for the publisher's own: choose another "
                f"than {DESCRIPTOR} and {RELEASE}…"
            )
        path = package.file(each)
        if not path.is_file():
            yield f"the file of {each.name} is missing: {each.path}"
        elif table := table_of(each, path, ""):
            yield from table_problems(each.name, table)


def damaged(package: Package) -> Iterator[str]:
    """Files that are not what the package's own descriptor says of them."""
    for each in package.resources:
        path = package.file(each)
        stated = str(each.raw.get("hash", "")).removeprefix("sha256:")
        if path.is_file() and len(stated) == _SHA256_DIGITS and hashed(path)[0] != stated:
            yield f"the file of {each.name} is not the one that the descriptor's hash tells of"


def _tags(raw: Mapping[str, Any]) -> Iterator[str]:
    keywords = raw.get("keywords", [])
    for word in keywords if isinstance(keywords, list) else [keywords]:
        if not isinstance(word, str) or not _TAG.fullmatch(word):
            yield (
                f"CKAN takes no tag {word!r}: 2 to 100 letters (of any script), digits, spaces, "
                "or - _ ."
            )


def learn(client: Client, package: Package, organisation: str | None) -> tuple[Portal, list[str]]:
    """Ask the portal what it is and what this account may do; and what stands in the way.

    Raises PortalError if the portal cannot be asked at all.
    """
    status = client.read("status_show")
    owner, problems = _owner(client, organisation)
    licence, unlicensed = _licence(client, package)
    return (
        Portal(url=_address(status, client.url), organisation=owner, licence=licence),
        [*_kind(status), *problems, *unlicensed],
    )


def _kind(status: Mapping[str, Any]) -> Iterator[str]:
    version = str(status.get("ckan_version", "of unknown version"))
    if ".".join(version.split(".")[:2]) not in VERSIONS:
        yield f"the portal is CKAN {version}; this publisher knows {' and '.join(VERSIONS)}"
    if "datastore" not in status.get("extensions", []):
        yield "the portal has no DataStore (its plugin `datastore` is not enabled)"


def _address(status: Mapping[str, Any], url: str) -> str:
    """The portal's public address; ours if it names none that can be one."""
    named = str(status.get("site_url", ""))
    return checked_url(named) if urlsplit(named).hostname else url


def _owner(client: Client, wanted: str | None) -> tuple[str, list[str]]:
    """The id of the organisation to publish for, or why there is none."""
    mine = client.read("organization_list_for_user", permission="create_dataset")
    if not mine and (problem := _unknown_token(client, wanted)):
        return "", [problem]
    chosen = [each for each in mine if wanted in (None, each["name"], each["id"])]
    if len(chosen) == 1:
        return str(chosen[0]["id"]), []
    names = ", ".join(sorted(each["name"] for each in mine)) or "none"
    if wanted is None:
        return "", [
            f"name the organisation (--organisation); this account may publish for: {names}"
        ]
    if client.find("organization_show", id=wanted) is None:
        return "", [
            f"the portal has no organisation {wanted}; this account may publish for: {names}"
        ]
    return "", [f"this account may not publish for {wanted}, only for: {names}"]


def _unknown_token(client: Client, organisation: str | None) -> str | None:
    """CKAN takes a wrong or expired token for no token at all: ask for what only accounts may."""
    try:
        client.read("am_following_group", id=organisation or "-")
    except DeniedError:
        return (
            "the portal does not know this token: it is wrong, expired or revoked; make a new one "
            "on your profile page there, under API Tokens"
        )
    except PortalError:
        return None
    return None


def _licence(client: Client, package: Package) -> tuple[str, list[str]]:
    """The portal's key for the package's licence, found by key, title or address."""
    entries = package.descriptor.get("licenses")
    ours: Mapping[str, Any] = next(iter(entries), {}) if isinstance(entries, list) else {}
    signs = {_sign(ours.get(key)) for key in ("name", "title", "path")} - {""}
    if not signs:
        return "", ["the package names no licence"]
    known = client.read("license_list")
    for each in known:
        theirs = {_sign(each.get(key)) for key in ("id", "title", "url")} - {""}
        if theirs & signs:
            return str(each["id"]), []
    usual = _LICENCES.get(_sign(ours.get("name")))
    if usual and any(each["id"] == usual for each in known):
        return usual, []
    ids = ", ".join(sorted(str(each["id"]) for each in known))
    return "", [f"the portal knows no licence {ours.get('name')}; it has: {ids}"]


def _sign(value: object) -> str:
    """A key, title or address in a form that can be compared."""
    text = str(value or "").lower().strip().rstrip("/")
    return re.sub(r"^https?://(www\.)?", "", text)


def occupied(remote: Remote, name: str, portal: Portal) -> Iterator[str]:
    """Why the dataset's name is not ours to use, if it is not."""
    if remote.raw is None:
        return
    if portal.organisation and remote.raw.get("owner_org") != portal.organisation:
        owner = (remote.raw.get("organization") or {}).get("name", "nobody")
        yield f"the dataset name {name} is taken by the organisation {owner}: choose another name"
    elif COMMIT not in remote.extras:
        yield (
            f"the dataset {name} was not made by this publisher and will not be overwritten: "
            "choose another name, or have that dataset renamed"
        )


def held(remote: Remote, options: Options, runs: frozenset[str], now: float) -> Iterator[str]:
    """Why this is not the time: someone else is publishing, or the staff made the dataset private.

    ``runs`` began on this machine, where a lock has told already that none of them goes on.
    """
    claim = remote.claim
    if claim and claim.run not in runs and not options.take_over:
        minutes = int(now - claim.since) // 60
        if now - claim.since < CLAIM_SECONDS:
            yield (
                f"another publisher (run {claim.run}) began {minutes} minute(s) ago and has not "
                "finished: wait for it, or pass --take-over if you know that it is over"
            )
    if remote.private and VERIFIED in remote.extras and not options.reveal:
        yield (
            "the dataset was public and has been made private on the portal: ask its staff why, "
            "then pass --reveal to publish and show it again"
        )


def remarks(remote: Remote, dataset: Dataset) -> Iterator[str]:
    """What a person should know and what stops nothing."""
    wanted = {each.name for each in dataset.resources}
    for name, there in remote.resources.items():
        found = remote.hashes.get(name)
        if name not in wanted and name.startswith(RELEASE) and found != there.get(SHA256):
            yield (
                f"the portal's bundle {name} is not the file that was published; rollback to that "
                "release will be refused"
            )
    for each in dataset.resources:
        if each.size > USUAL_SIZE:
            yield (
                f"{each.name} has {each.size:,} bytes; unless its staff raised the limit, a CKAN "
                f"takes {USUAL_SIZE:,}. It is tried in private first"
            )


def replaced(remote: Remote, package: Package, archive: Path) -> Iterator[str]:
    """Why this version cannot be published: the portal has it already, with other content."""
    name = f"{RELEASE}{package.version}"
    there = remote.resources.get(name)
    if there is not None and not remote.fresh and remote.hashes.get(name) != hashed(archive)[0]:
        yield (
            f"release {package.version} is on the portal already, with other content: raise the "
            "version in datapackage.json, or pass --replace to overwrite that release"
        )


def oversized(dataset: Dataset) -> Iterator[str]:
    """Metadata that would not fit into the one form field in which they travel."""
    fields = [dataset.fields, dataset.extras, [each.fields for each in dataset.resources]]
    size = len(json.dumps(fields, ensure_ascii=False).encode()) + 600 * len(dataset.resources)
    if size > MAX_FIELD:
        yield (
            f"the metadata are {size:,} bytes, and CKAN takes {MAX_FIELD:,}: shorten descriptions"
        )


def hidden(client: Client, name: str) -> Iterator[str]:
    """A dataset of this name that this account may not even see."""
    try:
        client.read("package_show", id=name)
    except MissingError:
        return
    except DeniedError:
        yield f"the dataset name {name} is taken by a dataset that this account may not see"
