"""What a dataset says of itself: descriptor → CKAN fields, tags and extras. Pure.

The table in docs/publishing.md is the specification, with DCAT-AP and China's catalogue beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.model import LANGUAGES
from fiscal_notice.package import Package, Resource, read_records
from fiscal_notice.package.words import by_language
from fiscal_notice_ckan import authority_tables
from fiscal_notice_ckan.dataset_notes import notes_of, units_of
from fiscal_notice_ckan.related_datasets import addresses

#: The keys of every extra that is made here. One that stands on a portal and is not wanted any more
#: is a leftover of ours; an extra with another key is somebody else's, or the publisher's marker. A
#: key that is no longer written has to stay here, for the portals that still have it.
OWN_EXTRAS = frozenset(
    [
        "access_rights",
        "conforms_to",
        "contact_email",
        "contact_name",
        "contact_url",
        "creator_email",
        "creator_name",
        "creator_type",
        "creator_uri",
        "creator_url",
        "document_number",
        "frequency",
        "identifier",
        "is_referenced_by",
        "issued",
        "language",
        "licence_address",
        "licence_name",
        "modified",
        "openness",
        "provenance",
        "publisher_email",
        "publisher_name",
        "publisher_type",
        "publisher_uri",
        "publisher_url",
        "related_resource",
        "spatial_bbox",
        "spatial_centroid",
        "spatial_text",
        "spatial_uri",
        "temporal_end",
        "temporal_start",
        "theme",
        "title_en",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """CKAN's own fields, the tags, and extras whose keys clash with no field of CKAN's own.

    ``translated`` has title and notes by language, for portals with fields for that; ``language``
    is that of texts which are there in one only.
    """

    fields: Mapping[str, str]
    tags: tuple[str, ...]
    extras: Mapping[str, str]
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    language: str = "en"


def metadata_of(package: Package, licence: str, picture: str = "", site: str = "") -> Metadata:
    """The dataset's metadata.

    ``licence`` is the portal's key for the package's licence, ``picture`` an image in Markdown,
    ``site`` the portal's address.
    """
    raw = package.descriptor
    source = _first(raw.get("sources"))
    creator = _contributor(raw, "creator", "author")
    maintainer = _contributor(raw, "publisher", "maintainer", "wrangler")
    fields = {
        "name": str(raw.get("name", "")),
        "title": str(raw.get("title") or raw.get("name", "")),
        "notes": notes_of(package, picture, site),
        "version": package.version,
        "license_id": licence,
        "url": str(raw.get("homepage") or source.get("path") or ""),
        "author": str(creator.get("title", "")),
        "author_email": str(creator.get("email", "")),
        "maintainer": str(maintainer.get("title", "")),
        "maintainer_email": str(maintainer.get("email", "")),
        "type": "dataset",
    }
    return Metadata(
        fields=fields,
        tags=tuple(sorted({str(word) for word in _listed(raw.get("keywords"))})),
        extras=_extras(package, site),
        translated={
            "title": by_language(raw, "title"),
            "notes": by_language(raw, "description"),
        },
        language=next((str(each) for each in _listed(raw.get("languages"))), "en"),
    )


def texts_of_resource(resource: Resource) -> dict[str, Mapping[str, str]]:
    """A resource's name and description by language."""
    texts, units = by_language(resource.raw, "description"), units_of(resource)
    if units:
        texts = {lang: "\n\n".join(filter(None, (texts.get(lang), units))) for lang in LANGUAGES}
    return {
        "name": {lang: resource.title(lang) for lang in LANGUAGES},
        "description": texts,
    }


def _extras(package: Package, site: str) -> dict[str, str]:
    return {key: _text(value) for key, value in _every_extra(package, site).items() if value}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _every_extra(package: Package, site: str = "") -> dict[str, Any]:
    """Extras by the keys that ckanext-dcat reads, where it has one; empty where nothing is said."""
    raw = package.descriptor
    notice = _notice(package)
    licence = _first(raw.get("licenses"))
    start, end = _period(raw, notice)
    contact = _contributor(raw, "contact", "publisher", "maintainer", "wrangler")
    return {
        "title_en": by_language(raw, "title").get("en"),
        "identifier": raw.get("id") or raw.get("name"),
        "language": _json_list(authority_tables.languages(raw)),
        "theme": _json_list(authority_tables.themes(raw)),
        "issued": notice.get("printed_on"),
        "modified": raw.get("created"),
        "frequency": authority_tables.frequency(raw),
        "temporal_start": start,
        "temporal_end": end,
        **_spatial(raw),
        "provenance": _first(raw.get("sources")).get("title"),
        # Whoever compiled the data publishes them: not whoever wrote what they are made from.
        **_agent("publisher", _contributor(raw, "publisher", "maintainer")),
        **_agent("creator", _contributor(raw, "creator", "author")),
        "contact_name": contact.get("title"),
        "contact_email": contact.get("email"),
        "contact_url": contact.get("path"),
        "access_rights": authority_tables.PUBLIC,
        "conforms_to": raw.get("$schema"),
        "licence_name": licence.get("name"),
        "licence_address": licence.get("path"),
        "document_number": notice.get("document_number"),
        "openness": notice.get("disclosure"),
        **addresses(package, site),
    }


def licence_address(package: Package, name: str) -> str:
    """The address of a resource's licence, which is the package's if it has none of its own."""
    resource = package.resource(name)
    own = _first(resource.raw.get("licenses")) if resource else {}
    address = str((own or _first(package.descriptor.get("licenses"))).get("path") or "")
    return address if authority_tables.is_address(address) else ""


def _notice(package: Package) -> Mapping[str, str]:
    """The row of the table ``notice``; empty if there is no such table."""
    resource = package.resource("notice")
    records = read_records(package, resource) if resource and resource.schema else []
    return records[0].cells if records else {}


def _period(raw: Mapping[str, Any], notice: Mapping[str, str]) -> tuple[str, str]:
    """First and last day: the descriptor's ``temporal``, or else the notice's budget year."""
    temporal = raw.get("temporal")
    if isinstance(temporal, dict):
        return str(temporal.get("start", "")), str(temporal.get("end", ""))
    year = notice.get("budget_year", "")
    return (f"{year}-01-01", f"{year}-12-31") if year else ("", "")


def _spatial(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Where the data are about: the descriptor's ``spatial``, a text or its parts."""
    spatial = raw.get("spatial", "")
    if not isinstance(spatial, dict):
        return {"spatial_text": spatial}
    return {
        "spatial_text": spatial.get("text"),
        "spatial_uri": spatial.get("uri"),
        "spatial_bbox": spatial.get("bbox"),
        "spatial_centroid": spatial.get("centroid"),
    }


def _agent(role: str, person: Mapping[str, Any]) -> dict[str, Any]:
    """A contributor as ckanext-dcat's flat extras of a role."""
    parts = {"name": "title", "email": "email", "url": "path", "type": "type", "uri": "uri"}
    return {f"{role}_{part}": person.get(key) for part, key in parts.items()}


def _json_list(values: Iterable[str]) -> str:
    """The form in which ckanext-dcat reads several values; nothing for none."""
    listed = list(values)
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def _contributor(raw: Mapping[str, Any], *roles: str) -> Mapping[str, Any]:
    people = [each for each in _listed(raw.get("contributors")) if isinstance(each, dict)]
    for role in roles:
        for each in people:
            if role in (*_listed(each.get("roles")), each.get("role")):
                return each
    return {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _first(value: object) -> Mapping[str, Any]:
    entries: Iterable[Any] = value if isinstance(value, list) else []
    return next((each for each in entries if isinstance(each, dict)), {})
