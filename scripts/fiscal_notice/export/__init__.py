"""Downloads: the tables of a package as CSV for Excel, XLSX, SQLite, Parquet and JSON Lines."""

from fiscal_notice.export.downloads import (
    Downloads,
    make_database,
    make_downloads,
    single_file,
)

__all__ = ["Downloads", "make_database", "make_downloads", "single_file"]
