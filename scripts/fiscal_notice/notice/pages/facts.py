"""All that the pages of a notice draw on: its facts, its report, and the files to offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.pages.city_files import city_files
from fiscal_notice.site.downloads import Download
from fiscal_notice.site.facts import SiteFacts


@dataclass(frozen=True, kw_only=True)
class NoticeSiteFacts(NoticeFacts, SiteFacts):
    """The facts of a notice, and of the site of any package."""

    @cached_property
    def city_files(self) -> Mapping[str, Sequence[Download]]:
        """The files on each city, by its code."""
        return city_files(self)

    @property
    def attached(self) -> Sequence[Download]:
        """The files on the cities."""
        return [each for files in self.city_files.values() for each in files]
