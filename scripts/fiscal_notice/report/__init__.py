"""A Report as people and programs read it: text, HTML, JSON and a spreadsheet of what to mend.

The verdict comes first, then the errors by table, column and kind, then one by one. Sentences are
made here, in both languages, from what the findings hold; nobody else makes any.
"""

from fiscal_notice.report.counting import came_out, counts
from fiscal_notice.report.json_form import report_json
from fiscal_notice.report.page import report_html
from fiscal_notice.report.sentences import finding_line, sentence
from fiscal_notice.report.terminal import finding_lines, report_text
from fiscal_notice.report.words import cut_lines, verdict

__all__ = [
    "came_out",
    "counts",
    "cut_lines",
    "finding_line",
    "finding_lines",
    "report_html",
    "report_json",
    "report_text",
    "sentence",
    "verdict",
]
