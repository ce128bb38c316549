"""Downloads: the tables of a package as CSV for Excel, XLSX, SQLite, Parquet and JSON Lines."""

from fiscal_notice.export.downloads import make_database, make_downloads, single_files

__all__ = ["make_database", "make_downloads", "single_files"]
