"""What a dataset says of itself: descriptor → CKAN fields, tags and extras. Pure.

The table in docs/publishing.md is the specification, with DCAT-AP and China's catalogue beside it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.package import Package, Resource, read_records
from fiscal_notice_ckan import vocabulary

_NOTES_EN = "Machine-readable release of a public document; see the resources."
# Units as fiscal notices print them, for readers of English.
_UNITS_EN = {"元": "yuan", "万元": "10,000 yuan"}
# How many kinds of errata the notes name; the resource has all of them.
_KINDS = 5

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


def metadata_of(package: Package, licence: str, picture: str = "") -> Metadata:
    """The dataset's metadata.

    ``licence`` is the portal's key for the package's licence, ``picture`` an image in Markdown.
    """
    raw = package.descriptor
    source = _first(raw.get("sources"))
    creator = _contributor(raw, "creator", "author")
    maintainer = _contributor(raw, "publisher", "maintainer", "wrangler")
    fields = {
        "name": str(raw.get("name", "")),
        "title": str(raw.get("title") or raw.get("name", "")),
        "notes": notes_of(package, picture),
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
        extras=_extras(package),
        translated={
            "title": _by_language(raw.get("title"), raw.get("title@en")),
            "notes": _by_language(raw.get("description@zh"), raw.get("description")),
        },
        language=next((str(each) for each in _listed(raw.get("languages"))), "en"),
    )


def texts_of_resource(resource: Resource) -> dict[str, Mapping[str, str]]:
    """A resource's name and description by language."""
    raw, units = resource.raw, _units_of(resource)
    texts = _by_language(raw.get("description@zh"), raw.get("description"))
    if units:
        texts = {lang: "\n\n".join(filter(None, (texts.get(lang), units))) for lang in ("zh", "en")}
    return {
        "name": _by_language(resource.title("zh"), resource.title("en")),
        "description": texts,
    }


def _by_language(zh: object, en: object) -> dict[str, str]:
    return {lang: str(text) for lang, text in (("zh", zh), ("en", en)) if text}


def _extras(package: Package) -> dict[str, str]:
    return {key: _text(value) for key, value in _every_extra(package).items() if value}


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _every_extra(package: Package) -> dict[str, Any]:
    """Extras by the keys that ckanext-dcat reads, where it has one; empty where nothing is said."""
    raw = package.descriptor
    notice = _notice(package)
    licence = _first(raw.get("licenses"))
    start, end = _period(raw, notice)
    contact = _contributor(raw, "contact", "publisher", "maintainer", "wrangler")
    return {
        "title_en": raw.get("title@en"),
        "identifier": raw.get("id") or raw.get("name"),
        "language": _json_list(vocabulary.languages(raw)),
        "theme": _json_list(vocabulary.themes(raw)),
        "issued": notice.get("printed_on"),
        "modified": raw.get("created"),
        "frequency": vocabulary.frequency(raw),
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
        "access_rights": vocabulary.PUBLIC,
        "conforms_to": raw.get("$schema"),
        "licence_name": licence.get("name"),
        "licence_address": licence.get("path"),
        "document_number": notice.get("document_number"),
        "openness": notice.get("disclosure"),
    }


def notes_of(package: Package, picture: str = "") -> str:
    """The dataset's description in Markdown: both languages, errata, how to read the units.

    ``picture`` comes after the first words on what this is, where both are seen at once.
    """
    raw = package.descriptor
    title = f"**{raw['title@en']}**" if raw.get("title@en") else ""
    english = str(raw.get("description") or _NOTES_EN)
    first = [str(raw.get("description@zh", "")), picture, title]
    return "\n\n".join(filter(None, [*first, english, _units(package), _errata(package)]))


def licence_address(package: Package, name: str) -> str:
    """The address of a resource's licence, which is the package's if it has none of its own."""
    resource = package.resource(name)
    own = _first(resource.raw.get("licenses")) if resource else {}
    address = str((own or _first(package.descriptor.get("licenses"))).get("path") or "")
    return address if vocabulary.is_address(address) else ""


def name_of_resource(resource: Resource) -> str:
    """A resource's title in both languages, as the portal lists it."""
    zh, en = resource.title("zh"), resource.title("en")
    return zh if zh == en else f"{zh} · {en}"


def notes_of_resource(resource: Resource) -> str:
    """A resource's description, with what its columns of quantities are counted in."""
    parts = [str(resource.raw.get("description@zh", "")), str(resource.raw.get("description", ""))]
    return "\n\n".join(filter(None, [*parts, _units_of(resource)]))


def _units_of(resource: Resource) -> str:
    units = [f"`{name}` {_unit(unit)}" for name, unit in _quantities(resource)]
    return f"单位 · Units: {'; '.join(units)}." if units else ""


def _quantities(resource: Resource) -> Iterator[tuple[str, str]]:
    for each in resource.schema.fields if resource.schema else ():
        if each.raw.get("unit"):
            yield each.name, str(each.raw["unit"])


def _units(package: Package) -> str:
    columns: dict[str, set[str]] = {}
    for resource in package.tables:
        for name, unit in _quantities(resource):
            columns.setdefault(unit, set()).add(name)
    rows = [
        f"- {_unit(unit)}: {', '.join(f'`{name}`' for name in sorted(names))}"
        for unit, names in columns.items()
    ]
    return "\n".join(["**单位 · Units**", "", *rows]) if rows else ""


def _unit(unit: str) -> str:
    english = _UNITS_EN.get(unit)
    return f"{unit} ({english})" if english else unit


def _errata(package: Package) -> str:
    """How many errata there are, the most frequent kinds first, and where to find them."""
    resource = package.resource("errata")
    if resource is None or resource.schema is None:
        return ""
    kinds = Counter(record.cells.get("kind", "") for record in read_records(package, resource))
    field = resource.schema.field("kind")
    labels = {c["value"]: c for c in field.raw.get("categories", [])} if field else {}
    rows = [(_label(labels.get(kind, {}), kind), n) for kind, n in kinds.most_common(_KINDS)]
    total, named = sum(kinds.values()), name_of_resource(resource)
    others = total - sum(count for _, count in rows)
    rows += [("其他 · Others", others)] if others else []
    listed = "\n".join(f"- {label}: {count}" for label, count in rows)
    return (
        f"**勘误 · Errata**\n\n"
        f"原文或转录文本的已知缺陷{total}处，仅作声明，不作更正，逐条列于资源“{named}”。\n\n"
        f"{total} known defects of the original or its transcript, declared and not corrected; the "
        f"resource “{named}” has each of them.\n\n{listed}"
    )


def _label(category: Mapping[str, Any], value: str) -> str:
    zh, en = category.get("label"), category.get("label@en")
    return f"{zh} · {en}" if zh and en else value


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
