"""A Report as people and programs read it: text, HTML, JSON and a spreadsheet of what to mend.

The verdict comes first, then the errors by table, column and kind, then one by one. Sentences are
made here, in both languages, from what the findings hold; nobody else makes any.
"""

from fiscal_notice.report.counting import came_out, counts
from fiscal_notice.report.document import as_json
from fiscal_notice.report.page import as_html
from fiscal_notice.report.sentences import finding_line, sentence
from fiscal_notice.report.text import as_text, finding_lines
from fiscal_notice.report.words import cut_lines, verdict

__all__ = [
    "as_html",
    "as_json",
    "as_text",
    "came_out",
    "counts",
    "cut_lines",
    "finding_line",
    "finding_lines",
    "sentence",
    "verdict",
]
