"""What changed from one package to another: tables, columns, rows and cells."""

from fiscal_notice.diff.changes import changes_between, changes_json, changes_text

__all__ = ["changes_between", "changes_json", "changes_text"]
