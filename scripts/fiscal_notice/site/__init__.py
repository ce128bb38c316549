"""A static site of a package: pages in Chinese and English that need no network and no script."""

from fiscal_notice.site.build import SiteResult, make_site

__all__ = ["SiteResult", "make_site"]
