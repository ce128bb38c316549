"""The rules and how they came out."""

from __future__ import annotations

from collections.abc import Iterator

from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.checks import checks
from fiscal_notice.site.pages import Page


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(name="rules", under="data", title=("规则", "Rules"), content=checks(facts))
