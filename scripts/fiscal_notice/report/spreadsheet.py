"""The errors as an XLSX file, to hand to whoever must mend them: a row for each.

The first sheet has the verdict and the errors by table, column and kind; the second all of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import row_height
from fiscal_notice.export.xlsx_cells import plain_zip, write_text
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.model import Finding, Report, Rule
from fiscal_notice.package.limits import SHEET_ROWS
from fiscal_notice.report.groups import TableGroups, grouped
from fiscal_notice.report.links import FileLink
from fiscal_notice.report.sentences import (
    expected_in,
    found_in,
    kind_title,
    letters_of,
    mend,
    sentence,
)
from fiscal_notice.report.spreadsheet_summary import (
    SHEET_WORDS,
    SummarySheet,
    fitting,
    for_paper,
    write_summary,
)

# The same bytes for the same report: nothing in it says when.
_WHEN = (2000, 1, 1)
# Excel opens no sheet with more.
_MOST_LINKS = 65_000
_LONGEST_LINK = 2_000

_WIDTHS = {
    "number": 7,
    "table": 16,
    "file": 20,
    "cell": 14,
    "row": 8,
    "column": 9,
    "field": 16,
    "key": 14,
    "found": 24,
    "expected": 24,
    "what": 46,
    "mend": 42,
    "kind": 20,
    "rule": 9,
    "line": 12,
    "severity": 10,
}
_TOP = 1


class _Cells(NamedTuple):
    """A row of the second sheet: its cells by the names of the columns, and its link."""

    values: dict[str, str | int | None]
    link: str


def report_xlsx(
    report: Report, *, lang: str = "en", links: Mapping[str, FileLink] | None = None
) -> bytes:
    """The report as an XLSX file, the same bytes for the same report and version of zlib.

    ``links`` are the files of the tables, by name of the resource. Nothing of what the tables hold
    becomes a formula, a number or a link. What a sheet cannot hold is left out, and that is said.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        words = SHEET_WORDS[lang]
        book.set_properties({"title": words["title"], "created": datetime(*_WHEN)})  # noqa: DTZ001
        styles = Styles(book)
        findings = [*report.undeclared, *report.advice]
        kept = findings[: SHEET_ROWS - _TOP]
        groups = grouped(report, findings)
        first, second = (book.add_worksheet(name) for name in words["sheets"])
        write_summary(SummarySheet(first, styles, lang), report, groups, len(findings) - len(kept))
        rows = _rows(report, kept, groups, lang, links or {})
        _write_findings(second, styles, list(rows), words["columns"])
    # It is sent about, and nobody compares its hash: a tenth of the size is worth more.
    return plain_zip(buffer, _WHEN, zipfile.ZIP_DEFLATED)


def _rows(
    report: Report,
    findings: Sequence[Finding],
    groups: Sequence[TableGroups],
    lang: str,
    links: Mapping[str, FileLink],
) -> Iterator[_Cells]:
    words, paths = SHEET_WORDS[lang], {stat.name: stat.path for stat in report.resources}
    rules = {outcome.rule.id: outcome.rule for outcome in report.outcomes}
    headers = {
        id(finding): group
        for table in groups
        for group in table.groups
        if group.diagnosis
        for finding in group.findings
    }
    # Where labels and fields differ, a field does not tell the column.
    crooked = {finding.table for finding in findings if finding.labels}
    for number, finding in enumerate(findings, start=1):
        link = links.get(finding.table)
        row = 1 if finding.labels and finding.row is None else finding.row
        column = finding.column
        if column is None and link and finding.table not in crooked:
            column = link.column(finding.field)
        letters = letters_of(column) if column else ""
        address = f"{letters}{row}" if letters and row else ""
        whole = headers.get(id(finding))
        values: dict[str, str | int | None] = {
            "number": number,
            "table": finding.table,
            "file": paths.get(finding.table, finding.table),
            "cell": address or (link.path.rpartition("/")[2] if link else ""),
            "row": row,
            "column": letters,
            "field": finding.field,
            "key": "" if finding.key == f"row {finding.row}" else finding.key,
            "found": found_in(finding),
            "expected": expected_in(finding, lang),
            "what": sentence(finding, lang),
            "mend": whole.mend(lang) if whole else mend(finding, lang),
            "kind": kind_title(finding, lang) or _statement(rules.get(finding.rule), lang),
            "rule": "" if kind_title(finding) else finding.rule,
            "line": finding.line,
            "severity": words["severity"][finding.severity],
        }
        yield _Cells(values, link.to(address) if link else "")


def _statement(rule: Rule | None, lang: str) -> str:
    return "" if rule is None else rule.statement_zh if lang == "zh" else rule.statement


def _write_findings(
    sheet: Worksheet, styles: Styles, rows: Sequence[_Cells], titles: Mapping[str, str]
) -> None:
    # Columns that have nothing in any row are left out, but those that everybody looks for.
    columns = [
        name
        for name in titles
        if name in ("number", "table", "file", "found", "what", "mend")
        or any(row.values[name] not in ("", None) for row in rows)
    ]
    for at, name in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[name])
        sheet.write_string(0, at, titles[name], styles.title)
    for number, (values, link) in enumerate(rows, start=_TOP):
        texts = [str(values[name] or "") for name in columns]
        height = row_height(texts, [_WIDTHS[name] for name in columns])
        if height is not None:
            sheet.set_row(number, height)
        for at, name in enumerate(columns):
            value = values[name]
            if isinstance(value, int):
                sheet.write_number(number, at, value, styles.whole)
            elif name == "cell" and link and value and _can_link(link, number):
                sheet.write_url(number, at, f"external:{link}", styles.link, str(value))
            else:
                write_text(sheet, number, at, fitting(str(value or "")), styles.text)
    sheet.freeze_panes(_TOP, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    for_paper(sheet)
    sheet.repeat_rows(0)


def _can_link(link: str, number: int) -> bool:
    return number <= _MOST_LINKS and len(link) <= _LONGEST_LINK
