"""What a portal's readers are told in Markdown: of the dataset, and of each resource. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fiscal_notice.model import LANGUAGES
from fiscal_notice.package import Package, Resource, read_records
from fiscal_notice.package.words import both, by_language
from fiscal_notice_ckan.related_datasets import lines_of

_NOTES_EN = "Machine-readable release of a public document; see the resources."
# Units as the packages of this family have them, for readers of English.
_UNITS_EN = {"元": "yuan", "万元": "10,000 yuan", "分": "points"}
# How many kinds of errata the notes name; the resource has all of them.
_KINDS = 5


def notes_of(package: Package, picture: str = "", site: str = "") -> str:
    """The dataset's description in Markdown: languages, related datasets, units, errata.

    ``picture`` comes after the first words on what this is, where both are seen at once. ``site``
    is the portal's address.
    """
    raw = package.descriptor
    titles, notes = by_language(raw, "title"), by_language(raw, "description")
    title = f"**{titles['en']}**" if "en" in titles else ""
    english = notes.get("en", _NOTES_EN)
    first = [notes.get("zh"), picture, title]
    rest = [lines_of(package, site), _units(package), _errata(package)]
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
    field = resource.field("kind")
    zh, en = (field.labels(lang) if field else {} for lang in LANGUAGES)
    rows = [
        (both(zh.get(kind, kind), en.get(kind, kind)), n) for kind, n in kinds.most_common(_KINDS)
    ]
    total, named = sum(kinds.values()), name_of_resource(resource)
    others = total - sum(count for _, count in rows)
    rows += [("其他 · Others", others)] if others else []
    listed = "\n".join(f"- {label}: {count}" for label, count in rows)
    about = by_language(resource.raw, "description")
    return (
        f"**{named}**\n\n"
        f"共{total}处，逐条列于资源“{named}”。{about.get('zh', '')}\n\n"
        f"{total} in all; the resource “{named}” has each of them. {about.get('en', '')}".rstrip()
        + f"\n\n{listed}"
    )
