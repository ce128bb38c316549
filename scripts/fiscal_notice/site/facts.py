"""All that the pages draw on, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from fiscal_notice.model import Report
from fiscal_notice.package import Package
from fiscal_notice.site.book import Book, Entry
from fiscal_notice.site.downloads import Download, offered
from fiscal_notice.site.money import Money
from fiscal_notice.site.places import Places
from fiscal_notice.site.promises import Promises


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The package, added up and sorted; ``downloads`` are files to offer (name → content)."""

    package: Package
    report: Report
    downloads: Mapping[str, bytes] | None = None

    @cached_property
    def book(self) -> Book:
        """The tables."""
        return Book(self.package)

    @cached_property
    def money(self) -> Money:
        """The sums."""
        return Money(self.book)

    @cached_property
    def places(self) -> Places:
        """Rows by region."""
        return Places(self.book)

    @cached_property
    def promises(self) -> Promises:
        """The targets."""
        return Promises(self.book)

    @cached_property
    def regions(self) -> dict[str, Entry]:
        """The regions by their codes, in the order of the notice."""
        return {row["region_code"]: row for row in self.book.rows("regions")}

    @cached_property
    def english(self) -> dict[str, str]:
        """The English names of the regions that have one, by their codes."""
        names = {row["gb_code"]: row["name_en"] for row in self.book.rows("gb_divisions")}
        found = {code: names.get(row["gb_code"], "") for code, row in self.regions.items()}
        return {code: name for code, name in found.items() if name}

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
