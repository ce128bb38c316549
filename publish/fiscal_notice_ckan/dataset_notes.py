"""What a portal's readers are told in Markdown: of the dataset, and of each resource. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fiscal_notice.model import LANGUAGES, WEIGHTS
from fiscal_notice.package import Package, Resource, read_records
from fiscal_notice.package.words import both, by_language
from fiscal_notice_ckan.related_datasets import lines_of

_NOTES_EN = "Machine-readable release of a public document; see the resources."
# Units as the packages of this family have them, for readers of English.
_UNITS_EN = {"元": "yuan", "万元": "10,000 yuan", "分": "points"}
# How many kinds of errata the notes name; the resource has all of them.
_KINDS = 3


def notes_of(package: Package, picture: str = "", site: str = "") -> str:
    """The dataset's description in Markdown: languages, related datasets, errata.

    Short, for what stands below it is what people come for: units are told by each resource.

    ``picture`` comes after the first words on what this is, where both are seen at once. ``site``
    is the portal's address.
    """
    raw = package.descriptor
    titles, notes = by_language(raw, "title"), by_language(raw, "description")
    title = f"**{titles['en']}**" if "en" in titles else ""
    english = notes.get("en", _NOTES_EN)
    first = [notes.get("zh"), picture, title]
    rest = [lines_of(package, site), _errata(package)]
    return "\n\n".join(filter(None, [*first, english, *rest]))


def name_of_resource(resource: Resource) -> str:
    """A resource's title in both languages, as the portal lists it."""
    return both(resource.title("zh"), resource.title("en"))


def notes_of_resource(resource: Resource) -> str:
    """A resource's description, with what its columns of quantities are counted in."""
    parts = by_language(resource.raw, "description").values()
    return "\n\n".join(filter(None, [*parts, units_of(resource)]))


def units_of(resource: Resource) -> str:
    """What a resource's columns of quantities are counted in; "" if nothing is said of it."""
    units = [f"`{name}` {_unit(unit)}" for name, unit in _quantities(resource)]
    return f"单位 · Units: {'; '.join(units)}." if units else ""


def _quantities(resource: Resource) -> Iterator[tuple[str, str]]:
    for each in resource.schema.fields if resource.schema else ():
        if each.raw.get("unit"):
            yield each.name, str(each.raw["unit"])


def _unit(unit: str) -> str:
    english = _UNITS_EN.get(unit)
    return f"{unit} ({english})" if english else unit


def _errata(package: Package) -> str:
    """How many errata there are: by weight, the material ones first with their kinds.

    Where one does not say its weight, the most frequent kinds of all.
    """
    resource = package.resource("errata")
    if resource is None or resource.schema is None:
        return ""
    rows = [record.cells for record in read_records(package, resource)]
    total, named = len(rows), name_of_resource(resource)
    about = by_language(resource.raw, "description")
    listed = _by_weight(resource, rows) or ([f"- {_by_kind(resource, rows)}"] if rows else [])
    said = both(about.get("zh", ""), about.get("en", ""))
    head = f"**{named}**: 共{total}处 · {total} in all. {said}"
    return "\n".join([head, "", *listed])


def _by_weight(resource: Resource, rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Each weight as the schema calls it, the first with its kinds; none if one row has none."""
    if any(row.get("weight") not in WEIGHTS for row in rows):
        return []
    lines: list[str] = []
    for weight in WEIGHTS:
        some = [row for row in rows if row["weight"] == weight]
        if some:
            told = "" if lines else f" ({_by_kind(resource, some)})"
            lines.append(f"- **{_label(resource, 'weight', weight)}: {len(some)}**{told}")
    return lines


def _by_kind(resource: Resource, rows: Sequence[Mapping[str, str]]) -> str:
    """The most frequent kinds, with what is left."""
    kinds = Counter(row.get("kind", "") for row in rows).most_common()
    counted = [(_label(resource, "kind", kind), number) for kind, number in kinds]
    rest = sum(number for _, number in counted[_KINDS:])
    counted = counted[:_KINDS] + ([("其他 · Others", rest)] if rest else [])
    return "; ".join(f"{label}: {number}" for label, number in counted)


def _label(resource: Resource, name: str, code: str) -> str:
    field = resource.field(name)
    zh, en = (field.labels(lang) if field else {} for lang in LANGUAGES)
    return both(zh.get(code, code), en.get(code, code))
