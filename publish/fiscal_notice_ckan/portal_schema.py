"""A portal's own schema for datasets, as ckanext-scheming tells it. Pure.

It is what the action ``scheming_dataset_schema_show`` gives, its presets spelled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: The plugin, as a portal lists it.
PLUGIN = "scheming_datasets"
_LISTS = frozenset({"scheming_multiple_text", "scheming_multiple_choice"})

FieldKind = Literal["text", "day", "time", "list", "parts", "languages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaField:
    """A field of the portal's schema; ``choices`` is empty where any value will do.

    ``derives`` says that the portal fills the field of CKAN's own from it.
    """

    name: str
    kind: FieldKind
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


def _kind(
    raw: Mapping[str, Any], checks: frozenset[str], parts: tuple[SchemaField, ...]
) -> FieldKind:
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
