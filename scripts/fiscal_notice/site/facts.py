"""All that the pages draw on: the facts of the notice, its report, and the files to offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.model import Report
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.site.downloads import Download, offered


@dataclass(frozen=True, kw_only=True)
class Facts(NoticeFacts):
    """The facts of a notice and its report; ``downloads`` are files to offer (name → content)."""

    report: Report
    downloads: Mapping[str, bytes] | None = None

    @cached_property
    def offered(self) -> list[Download]:
        """The files that can be downloaded."""
        return offered(self.package, self.downloads)

    @property
    def created(self) -> str:
        """The day of this version."""
        return str(self.package.descriptor.get("created", ""))[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its name, template and content; ``title`` in Chinese and English.

    ``nav`` is the entry of the navigation that it belongs to.
    """

    name: str
    template: str
    nav: str
    title: tuple[str, str]
    content: object
