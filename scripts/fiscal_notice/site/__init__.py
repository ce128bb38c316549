"""A static site of any package: pages in Chinese and English that need no network and no script."""

from fiscal_notice.site.build import SiteResult, make_site
from fiscal_notice.site.pages import Page, Site

__all__ = ["Page", "Site", "SiteResult", "make_site"]
