"""All that the pages of a site draw on: a package, its report, and the files to offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.model import Report
from fiscal_notice.package import Package
from fiscal_notice.site.downloads import Download, offered


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """A package and its report; ``downloads`` are files to offer (name → content)."""

    package: Package
    report: Report
    downloads: Mapping[str, bytes] | None = None

    @cached_property
    def offered(self) -> list[Download]:
        """The files that can be downloaded."""
        return offered(self.package, self.downloads)

    @property
    def attached(self) -> Sequence[Download]:
        """Files that single pages offer, which no list of downloads has."""
        return ()

    @property
    def created(self) -> str:
        """The day of this version."""
        return str(self.package.descriptor.get("created", ""))[:10]
