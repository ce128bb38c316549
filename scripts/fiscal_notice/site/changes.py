"""The versions of the data and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page
from fiscal_notice.site.releases import versions


def pages(facts: SiteFacts) -> Iterator[Page]:
    """The one page."""
    words = ("变更", "Changes")
    yield Page(name="changes", title=words, menu=words, content=versions(facts.package))
