"""The pages that show what became of a notice, city by city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fiscal_notice.errors import PackageError
from fiscal_notice.follow.announced import announced_by, notice_of
from fiscal_notice.follow.family import FOLLOWS
from fiscal_notice.follow.pages import city, documents, overview
from fiscal_notice.follow.pages.facts import FollowFacts
from fiscal_notice.follow.pages.words import BesideFormatter, FollowWords
from fiscal_notice.model import Report
from fiscal_notice.notice.pages.cities import page_name
from fiscal_notice.package import Package
from fiscal_notice.package.related import related
from fiscal_notice.site.build import general_site
from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.pages import Page, Site

#: The modules of the pages.
PAGES = (overview, city, documents)
_HERE = "fiscal_notice.follow.pages"
_WORDS = ("后续跟踪：钱到哪了、目标如何", "Follow-up: what became of it")
_BACK = ("通知给本市的资金与目标", "What the notice announced for this city")
_BANNER = (
    "虚构示例：“后续跟踪”各页的材料、数字和得分都是编造的，并非事实。",
    "An invented example: documents, figures and scores on the pages of the follow-up are made up.",
)


def beside(package: Package, report: Report, site: Site) -> Site:
    """The site of a notice with the pages of a follow-up; PackageError if it follows another."""
    names = [each.name for each in related(package, FOLLOWS)]
    own = str(site.facts.package.descriptor.get("name", ""))
    if own not in names:
        raise PackageError(
            "the follow-up is of another package",
            file=package.shown,
            found=", ".join(names) or "(none is named)",
            expected=own,
            hint="name the follow-up of this package with --follow-up",
        )
    f = FollowFacts(
        package=package,
        report=report,
        announced=announced_by(site.facts.package),
        prefix=_free(site),
    )
    there = {page.name for page in site.pages}
    return replace(
        site,
        pages=(
            *(_seen(page, f) for page in site.pages),
            *(_back(page, f, there) for page in _pages(f)),
        ),
        formatter=BesideFormatter,
        templates=tuple(dict.fromkeys((_HERE, *site.templates))),
        banner=_BANNER if f.invented else site.banner,
    )


def follow_up_site(
    package: Package, report: Report, downloads: Mapping[str, bytes] | None
) -> Site | None:
    """The site of a follow-up by itself; None, the general one, if its notice is not there."""
    notice = notice_of(package)
    if notice is None:
        return None
    f = FollowFacts(package=package, report=report, announced=announced_by(notice))
    site = general_site(SiteFacts(package=package, report=report, downloads=downloads))
    first, *others = site.pages
    return replace(
        site,
        pages=(first, *_pages(f), *others),
        formatter=FollowWords,
        templates=(_HERE,),
        banner=_BANNER if f.invented else ("", ""),
    )


def _free(site: Site) -> str:
    """What the names of the pages begin with: a second follow-up has a number."""
    there = {page.name for page in site.pages}
    names = ("follow-up", *(f"follow-up{number}" for number in range(2, len(there) + 3)))
    return next(name for name in names if name not in there)


def _pages(f: FollowFacts) -> tuple[Page, ...]:
    return tuple(page for module in PAGES for page in module.pages(f))


def _seen(page: Page, f: FollowFacts) -> Page:
    """A page of the notice, with a link to what became of it."""
    names = {page_name(code): f.city_page(code) for code in f.regions}
    leads = names | {"index": f.prefix, "cities": f.prefix}
    if page.name not in leads:
        return page
    return replace(page, see=(*page.see, (leads[page.name], *_WORDS)))


def _back(page: Page, f: FollowFacts, there: set[str]) -> Page:
    """A page on a city, with a link to what the notice says of it."""
    names = {f.city_page(code): page_name(code) for code in f.regions}
    name = names.get(page.name, "")
    return replace(page, see=((name, *_BACK),)) if name in there else page
