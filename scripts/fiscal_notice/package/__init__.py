"""Data packages: descriptor, schemas and tables, read and written."""

from fiscal_notice.package.archive import open_package
from fiscal_notice.package.cells import cell_reader
from fiscal_notice.package.descriptor import Field, Package, Resource, Schema
from fiscal_notice.package.descriptor_reader import find_root, read_package
from fiscal_notice.package.table_reader import open_table, open_typed
from fiscal_notice.package.tabular import Record, format_rows, read_records, record_key
from fiscal_notice.package.writing import write_files

__all__ = [
    "Field",
    "Package",
    "Record",
    "Resource",
    "Schema",
    "cell_reader",
    "find_root",
    "format_rows",
    "open_package",
    "open_table",
    "open_typed",
    "read_package",
    "read_records",
    "record_key",
    "write_files",
]
