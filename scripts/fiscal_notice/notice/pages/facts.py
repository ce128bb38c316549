"""All that the pages of a notice draw on: its facts, its report, and the files to offer."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.site.facts import SiteFacts


@dataclass(frozen=True, kw_only=True)
class NoticeSiteFacts(NoticeFacts, SiteFacts):
    """The facts of a notice, and of the site of any package."""
