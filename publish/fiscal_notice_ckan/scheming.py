"""A portal's own schema for datasets (ckanext-scheming) → where each fact goes there. Pure.

ckanext-dcat reads the same facts as flat extras (``contact_name``) or as fields of a schema
(``contact``, a list of parts with ``name``), and a portal that has the field refuses the extra.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from fiscal_notice_ckan.metadata import OWN_EXTRAS, Metadata
from fiscal_notice_ckan.portal_schema import PortalSchema, SchemaField

# Fields whose parts have another name in ckanext-dcat's flat extras than the field itself.
_FLAT = {"spatial_coverage": "spatial", "temporal_coverage": "temporal"}
# CKAN's own fields of persons: ckanext-dcat makes a second contact point of them, beside that of a
# schema, whose pages do not show them.
_PERSONS = ("author", "author_email", "maintainer", "maintainer_email")
# What CKAN fills of a resource on its own, once there is a file.
_GIVEN = frozenset({"id", "size", "url"})
_DAY = len("2021-01-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Values by field; what is left over; and what the portal would not take, in words."""

    fields: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def place(metadata: Metadata, schema: PortalSchema) -> Placed:
    """The metadata as the portal wants them: extras become fields where it has such fields.

    A field of ours that the package says nothing of is emptied, unless the portal requires it: then
    it is for the portal's staff to fill.
    """
    fields: dict[str, Any] = dict(metadata.fields)
    extras = dict(metadata.extras)
    refused: list[str] = []
    for each in schema.dataset:
        if each.kind == "languages":
            _put_languages(fields, each, _texts(each, metadata, extras), schema)
        elif each.kind == "parts":
            fields |= _whole(each, metadata, extras, schema)
        elif each.name in OWN_EXTRAS:
            value, wrong = _allowed(each, _value(extras.pop(each.name, ""), each))
            refused += wrong
            fields |= {each.name: value} if value or not each.required else {}
    names = {each.name for each in schema.dataset}
    if "contact" in names:
        fields |= dict.fromkeys(set(_PERSONS) - names, "")
    return Placed(fields=fields, extras=extras, refused=tuple(refused))


def _texts(each: SchemaField, metadata: Metadata, extras: dict[str, str]) -> Mapping[str, Any]:
    """What a field for languages is to say, by language; an extra that goes into it goes."""
    if each.name in extras:
        return {metadata.language: extras.pop(each.name)}
    if each.base == "tags" and metadata.tags:
        # Nothing tells which keyword is of which language; without any, ckanext-dcat serves none.
        return {metadata.language: list(metadata.tags)}
    return metadata.translated.get(each.base, {})


def _whole(
    each: SchemaField, metadata: Metadata, extras: dict[str, str], schema: PortalSchema
) -> dict[str, Any]:
    """The field that is made of the extras of its stem, which go; none if no extra is like that."""
    taken = {name: part for part in each.parts if (name := _flat(each, part)) in OWN_EXTRAS}
    found = {
        part.name: _value(extras.pop(name), part) for name, part in taken.items() if name in extras
    }
    for part in each.parts:
        if part.kind == "languages" and found.get(part.base):
            # It is the same in all, so what the portal derives from it is, too.
            found[part.name] = _named({metadata.language: found[part.base]}, schema)
    return {each.name: [found] if found else []} if taken else {}


def place_resource(
    fields: Mapping[str, str],
    schema: PortalSchema,
    translated: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Placed:
    """The fields of a resource in the portal's forms; ``translated`` has texts by language."""
    known = {each.name: each for each in schema.resource if each.kind != "languages"}
    placed: dict[str, Any] = {}
    refused: list[str] = []
    for name, text in fields.items():
        placed[name] = text
        if name in known:
            placed[name], wrong = _allowed(known[name], _value(text, known[name]))
            refused += wrong
    for each in schema.resource:
        if each.kind == "languages":
            _put_languages(placed, each, translated.get(each.base, {}), schema)
    return Placed(fields=placed, refused=tuple(refused))


def unfilled(
    schema: PortalSchema, fields: Mapping[str, Any], there: Mapping[str, Any] | None
) -> Iterator[str]:
    """Fields of a dataset that the portal requires and nobody has filled."""
    for each in schema.dataset:
        value = fields.get(each.name) or (there or {}).get(each.name)
        if each.required and not value:
            yield _lacking(each, "datasets")
        elif each.kind == "languages" and each.required and isinstance(value, Mapping):
            for lang in schema.languages:
                if not value.get(lang):
                    yield f"the portal requires {each.name} in the language {lang}; {_ASK}"
        elif each.kind == "parts":
            told = fields.get(each.name) or []
            for part in each.parts:
                if part.required and not all(one.get(part.name) for one in told):
                    yield _lacking(replace(part, name=f"{each.name}: {part.name}"), "datasets")


def unfilled_in_resource(schema: PortalSchema, fields: Mapping[str, Any]) -> Iterator[str]:
    """Fields of a resource that the portal requires and this publisher does not write."""
    for each in schema.resource:
        if each.required and not fields.get(each.name) and each.name not in _GIVEN:
            yield _lacking(each, "resources")


_ASK = "ask its staff to make that optional"


def _lacking(each: SchemaField, what: str) -> str:
    some = f" (one of {', '.join(each.choices[:8])})" if each.choices else ""
    return (
        f"the portal's schema requires the field {each.name}{some} of {what}, and there is nothing "
        f"to write into it: {_ASK}"
    )


def _flat(whole: SchemaField, part: SchemaField) -> str:
    return f"{_FLAT.get(whole.name, whole.name)}_{part.name}"


def _value(text: str, each: SchemaField) -> Any:
    """A text, which may be a JSON list, as the field takes it."""
    items = _items(text)
    if each.kind == "list":
        return items
    if each.kind in ("day", "time"):
        at = instant(text)
        return text if at is None else at.isoformat()[: _DAY if each.kind == "day" else None]
    return items[0] if len(items) == 1 else text


def instant(text: str) -> datetime | None:
    """The time that a date or a date and time tells, in UTC and without a zone; None if none.

    CKAN refuses a Z, and gives a time without a zone back.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def same(there: Any, wanted: Any) -> bool:
    """Whether a portal says of a field what it was told, in its own form of it."""
    if isinstance(there, str) and isinstance(wanted, str) and there and wanted:
        at = instant(wanted)
        return there == wanted or (at is not None and instant(there) == at)
    return bool(_bare(there, wanted) == _bare(wanted, wanted))


def _bare(value: Any, wanted: Any) -> Any:
    """A value without its empty parts; text that holds a list, where one is wanted, as that."""
    if isinstance(value, str) and isinstance(wanted, list | dict) and value[:1] in ("[", "{"):
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, Mapping):
        return {key: _bare(each, "") for key, each in value.items() if each} or None
    if isinstance(value, list):
        return [_bare(each, "") for each in value if each] or None
    return value or None


def _items(text: str) -> list[str]:
    if text.startswith("["):
        try:
            return [str(each) for each in json.loads(text)]
        except ValueError:
            pass
    return [text] if text else []


def _allowed(each: SchemaField, value: Any) -> tuple[Any, list[str]]:
    """The value as far as the portal lists it among its choices, and what had to be left out."""
    if not each.choices or not value:
        return value, []
    wanted = value if isinstance(value, list) else _items(value)
    wrong = [one for one in wanted if one not in each.choices]
    # The portal gives them back in the order of its choices.
    kept = [one for one in each.choices if one in wanted]
    if isinstance(value, list):
        taken: Any = kept
    else:
        # One only: the first that the package names.
        taken = next((one for one in wanted if one in each.choices), "")
        wrong = [one for one in wanted if one != taken]
    return taken, [f"the portal's field {each.name} does not take {one}: left out" for one in wrong]


def _put_languages(
    fields: dict[str, Any], each: SchemaField, texts: Mapping[str, Any], schema: PortalSchema
) -> None:
    """Put a text into a field by the portal's names of languages (``zh-Hans``), if there is one."""
    if not texts:
        return
    fields[each.name] = _named(texts, schema)
    if each.derives:
        # The portal shows its own choice of them there.
        fields.pop(each.base, None)


def _named(texts: Mapping[str, Any], schema: PortalSchema) -> dict[str, Any]:
    # ckanext-fluent takes BCP 47, so none of CKAN's own names of locales (zh_Hans_CN).
    names = {_primary(name): name for name in reversed(schema.languages)}
    return {names.get(_primary(lang), lang): text for lang, text in texts.items()}


def _primary(lang: str) -> str:
    return lang.split("-", maxsplit=1)[0].lower()
