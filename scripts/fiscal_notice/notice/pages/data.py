"""The data of a notice: its tables, downloads, releases, how to cite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.site.data import Data, data
from fiscal_notice.site.pages import Page
from fiscal_notice.site.releases import Version, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeData(Data):
    """What the page shows beside the data of any package."""

    versions: list[Version]
    licence: str


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page."""
    general = data(facts, prefix="")
    content = NoticeData(
        **{each.name: getattr(general, each.name) for each in fields(general)},
        versions=versions(facts.package),
        licence=licence(facts),
    )
    yield Page(name="data", title=("数据", "Data"), menu=("数据", "Data"), content=content)


def licence(facts: NoticeSiteFacts) -> str:
    """What the data may be used under, from the descriptor."""
    found = [x for x in facts.package.descriptor.get("licenses") or [] if isinstance(x, dict)]
    return ", ".join(str(x.get("title") or x.get("name", "")) for x in found)
