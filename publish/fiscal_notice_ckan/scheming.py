"""A portal's own schema for datasets (ckanext-scheming) → where each fact goes there. Pure.

ckanext-dcat reads the same facts as flat extras (``contact_name``) or as fields of a schema
(``contact``, a list of parts with ``name``), and a portal that has the field refuses the extra.
The schema is what the action ``scheming_dataset_schema_show`` gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from fiscal_notice_ckan.metadata import OWN_EXTRAS, Metadata

#: The plugin, as a portal lists it.
PLUGIN = "scheming_datasets"
# Fields whose parts have another name in ckanext-dcat's flat extras than the field itself.
_FLAT = {"spatial_coverage": "spatial", "temporal_coverage": "temporal"}
_LISTS = frozenset({"scheming_multiple_text", "scheming_multiple_choice"})
# CKAN's own fields of persons: ckanext-dcat makes a second contact point of them, beside that of a
# schema, whose pages do not show them.
_PERSONS = ("author", "author_email", "maintainer", "maintainer_email")
# What CKAN fills of a resource on its own, once there is a file.
_GIVEN = frozenset({"id", "size", "url"})
_DAY = len("2021-01-31")

Kind = Literal["text", "day", "time", "list", "parts", "languages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaField:
    """A field of the portal's schema; ``choices`` is empty where any value will do.

    ``derives`` says that the portal fills the field of CKAN's own from it.
    """

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    parts: tuple[SchemaField, ...] = ()
    derives: bool = False

    @property
    def base(self) -> str:
        """The field of CKAN's own whose text a field has in several languages."""
        return self.name.removesuffix("_translated")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSchema:
    """The fields that a portal has for datasets and for resources; none without scheming."""

    dataset: tuple[SchemaField, ...] = ()
    resource: tuple[SchemaField, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def required(self) -> frozenset[str]:
        """The dataset's fields without which the portal takes none."""
        return frozenset(each.name for each in self.dataset if each.required)

    @property
    def required_of_resources(self) -> frozenset[str]:
        """The resource's fields without which the portal takes none."""
        return frozenset(each.name for each in self.resource if each.required)


#: What a portal without scheming has.
NO_SCHEMA = PortalSchema()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Values by field; what is left over; and what the portal would not take, in words."""

    fields: Mapping[str, Any]
    extras: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def schema_of(answer: Mapping[str, Any]) -> PortalSchema:
    """The schema in an answer of ``scheming_dataset_schema_show``."""
    return PortalSchema(
        dataset=_fields(answer.get("dataset_fields")),
        resource=_fields(answer.get("resource_fields")),
        languages=tuple(map(str, answer.get("form_languages") or ())),
    )


def _fields(entries: Any) -> tuple[SchemaField, ...]:
    named = [each for each in entries or () if isinstance(each, Mapping) and each.get("field_name")]
    return tuple(map(_field, named))


def _field(raw: Mapping[str, Any]) -> SchemaField:
    checks = frozenset(str(raw.get("create_validators") or raw.get("validators") or "").split())
    parts = _fields(raw.get("repeating_subfields"))
    return SchemaField(
        name=str(raw["field_name"]),
        kind=_kind(raw, checks, parts),
        required=_required(raw, checks) and not parts,
        choices=tuple(str(each["value"]) for each in raw.get("choices") or () if "value" in each),
        parts=parts,
        derives=_is_core(raw),
    )


def _is_core(raw: Mapping[str, Any]) -> bool:
    told = (raw.get("preset"), raw.get("output_validators"))
    return any("fluent_core_translated" in str(each) for each in told)


def _kind(raw: Mapping[str, Any], checks: frozenset[str], parts: tuple[SchemaField, ...]) -> Kind:
    if parts:
        return "parts"
    told = (*checks, *(str(raw.get(key, "")) for key in ("preset", "output_validators")))
    if any(each.startswith("fluent_") for each in told):
        return "languages"
    if checks & _LISTS:
        return "list"
    if any(each.startswith("scheming_isodatetime") for each in checks):
        return "time"
    return "day" if "isodate" in checks else "text"


def _required(raw: Mapping[str, Any], checks: frozenset[str]) -> bool:
    """Whether the portal insists: beside other validators ``required`` only marks the form."""
    if "not_empty" in checks:
        return True
    asks = not checks or any(each.startswith(("scheming_", "fluent_")) for each in checks)
    return bool(raw.get("required")) and asks


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
            told = _in_languages(each, metadata, schema)
            if told is not None:
                fields[each.name] = told
                if each.derives:
                    # The portal shows its own choice of them there.
                    del fields[each.base]
        elif each.kind == "parts":
            taken = {name: part for part in each.parts if (name := _flat(each, part)) in OWN_EXTRAS}
            if taken:
                found = {
                    part.name: _value(extras.pop(name), part)
                    for name, part in taken.items()
                    if name in extras
                }
                fields[each.name] = [found] if found else []
        elif each.name in extras or each.name in OWN_EXTRAS:
            value = _value(extras.pop(each.name, ""), each)
            fields[each.name], wrong = _allowed(each, value)
            refused += wrong
            if each.required and not fields[each.name]:
                del fields[each.name]
    names = {each.name for each in schema.dataset}
    if "contact" in names:
        fields |= dict.fromkeys(set(_PERSONS) - names, "")
    return Placed(fields=fields, extras=extras, refused=tuple(refused))


def place_resource(fields: Mapping[str, str], schema: PortalSchema) -> Placed:
    """The fields of a resource in the portal's forms."""
    known = {each.name: each for each in schema.resource}
    placed: dict[str, Any] = {}
    refused: list[str] = []
    for name, text in fields.items():
        placed[name] = text
        if name in known:
            placed[name], wrong = _allowed(known[name], _value(text, known[name]))
            refused += wrong
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


def _in_languages(
    each: SchemaField, metadata: Metadata, schema: PortalSchema
) -> dict[str, str] | None:
    """A text by the portal's names of languages (``zh-Hans``); None if there is none."""
    texts = metadata.translated.get(each.base)
    if not texts:
        return None
    # ckanext-fluent takes BCP 47, so none of CKAN's own names of locales (zh_Hans_CN).
    names = {_primary(name): name for name in reversed(schema.languages)}
    return {names.get(_primary(lang), lang): text for lang, text in texts.items()}


def _primary(lang: str) -> str:
    return lang.split("-", maxsplit=1)[0].lower()
