"""The pages of the site of a notice: money, cities, recipients, targets, errata, its lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fiscal_notice.model import Report
from fiscal_notice.notice.pages import (
    cities,
    data,
    errata,
    findable,
    overview,
    recipients,
    rules,
    targets,
    transcript,
)
from fiscal_notice.notice.pages.descriptions import described
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.formatting import NoticeFormatter
from fiscal_notice.notice.pages.sharing import pictures, shared
from fiscal_notice.package import Package
from fiscal_notice.site.pages import Site

#: The modules of the pages, in the order of the navigation.
PAGES = (overview, cities, recipients, targets, errata, data, rules, transcript)


def notice_site(
    package: Package, report: Report, downloads: Mapping[str, bytes] | None = None
) -> Site:
    """The site of a notice of the family; raises PackageError for a table that cannot be read."""
    facts = NoticeSiteFacts(package=package, report=report, downloads=downloads)
    return Site(
        facts=facts,
        pages=tuple(
            shared(facts, described(facts, page))
            for module in PAGES
            for page in module.pages(facts)
        ),
        pictures=partial(pictures, facts),
        formatter=NoticeFormatter,
        templates=("fiscal_notice.notice.pages",),
        search=findable.groups,
    )
