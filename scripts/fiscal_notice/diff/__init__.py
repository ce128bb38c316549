"""What changed from one package to another: tables, columns, rows and cells."""

from fiscal_notice.diff.changes import as_json, as_text, compare

__all__ = ["as_json", "as_text", "compare"]
