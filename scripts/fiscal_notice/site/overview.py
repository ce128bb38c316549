"""The overview: what the package is, its tables, whose it is, and how it was checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice.model import LANGUAGES, Count
from fiscal_notice.report import counts, verdict
from fiscal_notice.site.data import Table, tables
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page
from fiscal_notice.site.taking import Taken

# What is taken along of the list of tables.
_MORE = (
    ("名称", "Name"),
    ("标题", "Title"),
    ("行", "Rows"),
    ("列", "Columns"),
    ("字节", "Bytes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the page shows; ``verdict`` by language. Licences and so on are the descriptor's."""

    tables: list[Table]
    others: list[Table]
    counts: Mapping[str, Count]
    bytes: int
    cut: bool
    verdict: Mapping[str, str]
    licenses: list[Mapping[str, Any]]
    sources: list[Mapping[str, Any]]
    contributors: list[Mapping[str, Any]]
    keywords: list[str]
    taken: Taken

    @staticmethod
    def more(contributor: Mapping[str, Any]) -> list[str]:
        """What else is known of a contributor that has a title: the roles and the organization."""
        roles = contributor.get("roles") or contributor.get("role") or []
        words = [*(roles if isinstance(roles, list) else [roles])]
        if contributor.get("title") and contributor.get("organization"):
            words.append(contributor["organization"])
        return [str(word) for word in words]


def pages(facts: SiteFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="index",
        title=("总览", "Overview"),
        menu=("总览", "Overview"),
        content=overview(facts),
    )


def overview(facts: SiteFacts) -> Overview:
    """The package at a glance."""
    entries, descriptor = tables(facts), facts.package.descriptor
    keywords = descriptor.get("keywords")
    return Overview(
        tables=[entry for entry in entries if entry.is_table],
        others=[entry for entry in entries if not entry.is_table],
        counts=counts(facts.report),
        bytes=sum(stat.bytes for stat in facts.report.resources),
        cut=bool(facts.report.cut),
        verdict={lang: verdict(facts.report, lang) for lang in LANGUAGES},
        licenses=_objects(descriptor.get("licenses")),
        sources=_objects(descriptor.get("sources")),
        contributors=_objects(descriptor.get("contributors")),
        keywords=[str(word) for word in keywords] if isinstance(keywords, list) else [],
        taken=Taken(package=facts.package, name="tables", more=_MORE),
    )


def _objects(value: object) -> list[Mapping[str, Any]]:
    """Objects of a property; a text in the place of one is its title."""
    listed = value if isinstance(value, list) else []
    found = ({"title": each} if isinstance(each, str) else each for each in listed)
    return [each for each in found if isinstance(each, dict) and each]
