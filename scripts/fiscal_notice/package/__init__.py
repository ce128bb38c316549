"""Data packages: descriptor, schemas and CSVs, read and written."""

from fiscal_notice.package.archive import open_package
from fiscal_notice.package.descriptor import (
    Field,
    Package,
    Resource,
    Schema,
    find_root,
    read_package,
)
from fiscal_notice.package.tabular import Record, format_rows, read_records, record_key
from fiscal_notice.package.writing import write_files

__all__ = [
    "Field",
    "Package",
    "Record",
    "Resource",
    "Schema",
    "find_root",
    "format_rows",
    "open_package",
    "read_package",
    "read_records",
    "record_key",
    "write_files",
]
