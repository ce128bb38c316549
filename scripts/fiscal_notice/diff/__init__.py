"""What changed between two packages, as text, JSON or a page."""

from fiscal_notice.diff.changes import changes_between, changes_json, changes_text
from fiscal_notice.diff.page import Comparison, changes_html

__all__ = ["Comparison", "changes_between", "changes_html", "changes_json", "changes_text"]
