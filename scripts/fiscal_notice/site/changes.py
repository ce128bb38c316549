"""The versions of the data and what changed, and what changed since another package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fiscal_notice.diff import Comparison, changes_between
from fiscal_notice.package import Package
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page, Site
from fiscal_notice.site.releases import Version, versions

NAME = "changes"
_WORDS = ("变更", "Changes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the page shows; ``compared`` is None if no other package was given."""

    versions: list[Version]
    compared: Comparison | None = None


def pages(facts: SiteFacts) -> Iterator[Page]:
    """The one page."""
    yield _page(Changes(versions=versions(facts.package)))


def since(site: Site, old: Package) -> Site:
    """``site`` with what changed since ``old`` on its page of changes, which it has from now on.

    Raises PackageError for a table that cannot be read.
    """
    package = site.facts.package
    compared = Comparison(old=old, new=package, changes=changes_between(old, package))
    page = _page(Changes(versions=versions(package), compared=compared))
    if any(each.name == NAME for each in site.pages):
        return replace(
            site, pages=tuple(page if each.name == NAME else each for each in site.pages)
        )
    return replace(site, pages=(*site.pages, page))


def _page(content: Changes) -> Page:
    return Page(name=NAME, title=_WORDS, menu=_WORDS, content=content)
