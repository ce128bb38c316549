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
    citation: dict[str, str]


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page."""
    general = data(facts, prefix="")
    content = NoticeData(
        **{each.name: getattr(general, each.name) for each in fields(general)},
        versions=versions(facts.package),
        citation=citation(facts),
    )
    yield Page(name="data", title=("数据", "Data"), menu=("数据", "Data"), content=content)


def citation(facts: NoticeSiteFacts) -> dict[str, str]:
    """What to name when the data are used, from the descriptor."""
    descriptor = facts.package.descriptor
    people = [p for p in descriptor.get("contributors") or [] if isinstance(p, dict)]
    makers = [p for p in people if "creator" not in (p.get("roles") or [])] or people
    licences = [x for x in descriptor.get("licenses") or [] if isinstance(x, dict)]
    return {
        "who": ", ".join(str(p.get("title", "")) for p in makers),
        "title": str(descriptor.get("title", "")),
        "title_en": facts.package.title("en"),
        "name": str(descriptor.get("name", "")),
        "version": facts.package.version,
        "created": facts.created,
        "year": facts.created[:4],
        "licence": ", ".join(str(x.get("title") or x.get("name", "")) for x in licences),
    }
