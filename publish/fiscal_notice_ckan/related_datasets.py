"""The datasets of other packages that a package names (``related``): where they are. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from fiscal_notice.package import Package
from fiscal_notice.package.related import RELATIONS, Related, related
from fiscal_notice.package.words import both
from fiscal_notice_ckan.authority_tables import is_address

#: What a package that this one names is for DCAT, by ckanext-dcat's keys; of any other relation
#: than these it is simply related.
_KEYS = {"followedBy": "is_referenced_by"}
_ANY = "related_resource"
KEYS = (_ANY, *_KEYS.values())
_NAME = re.compile(r"[a-z0-9_-]{2,100}")


def related_datasets(package: Package, site: str) -> Iterator[tuple[Related, str]]:
    """The packages that ``package`` names, with the address of the page of each.

    It is the entry's path if that is an address, else the dataset of its name on the portal at
    ``site``, whether it is there yet or not: of two that name each other one is published first.
    """
    own = package.descriptor.get("name")
    for each in related(package):
        if is_address(each.path):
            yield each, each.path
        elif _NAME.fullmatch(each.name) and each.name != own:
            yield each, f"{site}/dataset/{each.name}"


def addresses(package: Package, site: str) -> dict[str, str]:
    """The addresses by the key of an extra, as a JSON list; empty where there is none."""
    found: dict[str, list[str]] = {key: [] for key in KEYS}
    for each, address in related_datasets(package, site):
        found[_KEYS.get(each.relation, _ANY)].append(address)
    return {key: json.dumps(listed) if listed else "" for key, listed in found.items()}


def lines_of(package: Package, site: str) -> str:
    """A line of Markdown for each, in both languages, with a link."""
    return "\n\n".join(
        f"**{both(zh, en)}**: [{_plain(each)}]({address.replace(')', '%29')})"
        for each, address in related_datasets(package, site)
        for en, zh in [RELATIONS.get(each.relation, ("Related", "相关"))]
    )


def _plain(each: Related) -> str:
    title = each.title or each.name
    return re.sub(r"([\\\[\]*_`<>])", r"\\\1", both(title, each.title_en or title))
