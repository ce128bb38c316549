"""What a portal is, and what this account may do there; asked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from fiscal_notice.package import Package
from fiscal_notice_ckan.address import checked_url
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.column_types import TICK
from fiscal_notice_ckan.dataset import Destination
from fiscal_notice_ckan.errors import DeniedError, PortalError, expect
from fiscal_notice_ckan.portal_schema import NO_SCHEMA, PLUGIN, PortalSchema, schema_of

#: Each CKAN that is supported, with the microseconds between two times that it tells apart.
TICKS = {"2.11": 1_000_000, "2.12": TICK}
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


def learn(
    client: Client, package: Package, organisation: str | None
) -> tuple[Destination, list[str]]:
    """Ask the portal what it is and what this account may do; and what stands in the way.

    Raises PortalError if the portal cannot be asked at all.
    """
    status = expect(client.read("status_show"), dict, "itself")
    owner, problems = _owner(client, organisation)
    licence, unlicensed = _licence(client, package)
    plugins = frozenset(map(str, status.get("extensions", [])))
    return (
        Destination(
            url=_address(status, client.url),
            organisation=owner,
            licence=licence,
            plugins=plugins,
            schema=_schema(client, plugins),
            tick=TICKS.get(_series(status), TICK),
        ),
        [*_kind(status), *problems, *unlicensed],
    )


def _schema(client: Client, plugins: frozenset[str]) -> PortalSchema:
    """The portal's own fields; none where it has CKAN's only, also if other types have a schema."""
    if PLUGIN not in plugins:
        return NO_SCHEMA
    found = client.find("scheming_dataset_schema_show", type="dataset")
    return NO_SCHEMA if found is None else schema_of(expect(found, dict, "its schema"))


def _series(status: Mapping[str, Any]) -> str:
    return ".".join(str(status.get("ckan_version")).split(".")[:2])


def _kind(status: Mapping[str, Any]) -> Iterator[str]:
    if _series(status) not in TICKS:
        version = status.get("ckan_version", "of unknown version")
        yield f"the portal is CKAN {version}; this publisher knows {' and '.join(TICKS)}"
    if "datastore" not in status.get("extensions", []):
        yield "the portal has no DataStore (its plugin `datastore` is not enabled)"


def _address(status: Mapping[str, Any], url: str) -> str:
    """The portal's public address; ours if it names none that can be one."""
    named = str(status.get("site_url", ""))
    return checked_url(named) if urlsplit(named).hostname else url


def _owner(client: Client, wanted: str | None) -> tuple[str, list[str]]:
    """The id of the organisation to publish for, or why there is none."""
    action = "organization_list_for_user"
    mine = expect(client.read(action, permission="create_dataset"), list, "organisations")
    if not mine and (problem := _unknown_token(client)):
        return "", [problem]
    chosen = [each for each in mine if wanted in (None, each["name"], each["id"])]
    if len(chosen) == 1:
        return str(chosen[0]["id"]), []
    names = ", ".join(sorted(each["name"] for each in mine)) or "none"
    if not mine:
        return "", ["this account may publish for no organisation: ask for the role of an editor"]
    if wanted is None:
        return "", [
            f"name the organisation (--organisation); this account may publish for: {names}"
        ]
    if client.find("organization_show", id=wanted) is None:
        return "", [
            f"the portal has no organisation {wanted}; this account may publish for: {names}"
        ]
    return "", [f"this account may not publish for {wanted}, only for: {names}"]


def _unknown_token(client: Client) -> str | None:
    """CKAN takes a wrong or expired token for no token at all: ask for what only accounts may."""
    try:
        # It answers only for an organisation that there is.
        for name in client.read("organization_list", limit=1):
            client.read("am_following_group", id=name)
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
    named = (
        [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    )
    ours: Mapping[str, Any] = next(iter(named), {})
    signs = {_sign(ours.get(key)) for key in ("name", "title", "path")} - {""}
    if not signs:
        return "", ["the package names no licence"]
    known = expect(client.read("license_list"), list, "licences")
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
