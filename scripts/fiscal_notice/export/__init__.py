"""Downloads: the tables of a package in the forms that ``export.forms`` lists."""

from fiscal_notice.export.downloads import (
    Downloads,
    make_database,
    make_downloads,
    single_file,
)

__all__ = ["Downloads", "make_database", "make_downloads", "single_file"]
