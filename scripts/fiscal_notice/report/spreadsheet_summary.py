"""The first sheet of a spreadsheet of errors, the verdict and the errors by kind; and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import row_height
from fiscal_notice.export.xlsx_cells import write_text
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.model import Report
from fiscal_notice.package.limits import NO_XML, SHEET_TEXT
from fiscal_notice.package.visible import abridged
from fiscal_notice.report.groups import FindingGroup, TableGroups
from fiscal_notice.report.sentences import column_of, finding_line
from fiscal_notice.report.words import (
    WORDS,
    cut_lines,
    declared_line,
    size_line,
    verdict,
    warning_lines,
)

# What the spreadsheet says beside the sentences of all reports.
SHEET_WORDS: dict[str, Any] = {
    "en": {
        "sheets": ("Summary", "Findings"),
        "title": "Errors to mend",
        "groups": ("Table", "Column", "Kind", "Count", "Example", "To do"),
        "columns": {
            "number": "No.",
            "table": "Table",
            "file": "File",
            "cell": "Cell",
            "row": "Row",
            "column": "Column",
            "field": "Field",
            "key": "Key",
            "found": "Found",
            "expected": "Expected",
            "what": "What is wrong",
            "mend": "To do",
            "kind": "Kind",
            "rule": "Rule",
            "line": "Source line",
            "severity": "Severity",
        },
        "severity": {"error": "error", "warning": "warning", "advice": "advice"},
        "reading": "Sheet “{sheet}” has a row for each. Filter it by table, column or kind. A "
        "click on “Cell” opens the file.",
        "least": "{count:,} or more",
        "over": "{left:,} findings are not here: a sheet holds no more. --limit gives fewer.",
        "header": "header",
    },
    "zh": {
        "sheets": ("汇总", "问题清单"),
        "title": "待改正的问题",
        "groups": ("表", "列", "类别", "数量", "示例", "处理"),
        "columns": {
            "number": "序号",
            "table": "表",
            "file": "文件",
            "cell": "单元格",
            "row": "行",
            "column": "列",
            "field": "字段",
            "key": "主键",
            "found": "现为",
            "expected": "应为",
            "what": "问题",
            "mend": "处理",
            "kind": "类别",
            "rule": "规则",
            "line": "原文行",
            "severity": "程度",
        },
        "severity": {"error": "错误", "warning": "警告", "advice": "提示"},
        "reading": "“{sheet}”每行一处问题，可按表、列或类别筛选；点击“单元格”可打开所在文件。",
        "least": "至少 {count:,}",
        "over": "另有 {left:,} 处问题未列出：一张工作表已容纳不下。可用 --limit 减少数量。",
        "header": "表头",
    },
}
_A4 = 9
_GROUP_WIDTHS = (20, 20, 26, 12, 70, 60)
_COUNT = 3


def fitting(text: str) -> str:
    """A text that a cell can hold."""
    plain = NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    # Rare characters count twice there.
    most = SHEET_TEXT // 2
    return plain if len(plain) <= most else f"{plain[:most]}…"


def for_paper(sheet: Worksheet) -> None:
    """Lay a sheet out for printing: across, and as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


class SummarySheet:
    """The first sheet, written from the top down; ``row`` is the next one."""

    def __init__(self, sheet: Worksheet, styles: Styles, lang: str) -> None:
        self.sheet, self.styles, self.lang = sheet, styles, lang
        self.row = 0
        for at, width in enumerate(_GROUP_WIDTHS):
            sheet.set_column(at, at, width)

    def across(self, text: str, style: Format, height: float | None = None) -> None:
        """A line over all columns."""
        tall = height or row_height([text], [sum(_GROUP_WIDTHS)])
        if tall is not None:
            self.sheet.set_row(self.row, tall)
        self.sheet.merge_range(self.row, 0, self.row, len(_GROUP_WIDTHS) - 1, "", style)
        write_text(self.sheet, self.row, 0, fitting(text), style)
        self.row += 1

    def line(self, texts: Sequence[str], styles: Sequence[Format]) -> None:
        """A row of the table of groups."""
        height = row_height(texts, _GROUP_WIDTHS)
        if height is not None:
            self.sheet.set_row(self.row, height)
        for at, (text, style) in enumerate(zip(texts, styles, strict=True)):
            if text.isdecimal() and style is self.styles.amount:
                self.sheet.write_number(self.row, at, int(text), style)
            else:
                write_text(self.sheet, self.row, at, fitting(text), style)
        self.row += 1


def write_summary(
    page: SummarySheet, report: Report, groups: Sequence[TableGroups], left_out: int
) -> None:
    """The whole sheet; ``left_out`` findings are more than the other one holds."""
    styles, lang, words = page.styles, page.lang, SHEET_WORDS[page.lang]
    page.across(f"{words['title']} · {abridged(report.title or report.package)}", styles.top, 24)
    name = " ".join(part for part in (report.package, report.version) if part)
    page.across(abridged(name), styles.under, 18)
    page.across(verdict(report, lang), styles.part if report.valid else styles.warning, 18)
    page.across(size_line(report, lang), styles.prose)
    for said in filter(None, [declared_line(report, lang)]):
        page.across(said, styles.prose)
    for said in cut_lines(report, lang):
        page.across(said, styles.warning)
    if left_out:
        page.across(words["over"].format(left=left_out), styles.warning)
    for said in warning_lines(report, lang):
        page.across(f"{WORDS[lang]['warnings']} · {said}", styles.prose)
    if groups:
        page.across(words["reading"].format(sheet=words["sheets"][1]), styles.prose)
        _write_groups(page, groups)
    for_paper(page.sheet)


def _write_groups(page: SummarySheet, tables: Sequence[TableGroups]) -> None:
    styles = page.styles
    page.row += 1
    titles = [styles.title] * len(_GROUP_WIDTHS)
    titles[_COUNT] = styles.title_right
    page.line(SHEET_WORDS[page.lang]["groups"], titles)
    page.sheet.freeze_panes(page.row, 0)
    cells = [styles.text] * len(_GROUP_WIDTHS)
    cells[_COUNT] = styles.amount
    for table in tables:
        for group in table.groups:
            page.line(_texts(group, page.lang), cells)


def _texts(group: FindingGroup, lang: str) -> Sequence[str]:
    first, words = group.findings[0], SHEET_WORDS[lang]
    count = words["least"].format(count=group.count) if group.least else str(group.count)
    if group.diagnosis is not None:
        column, kind = words["header"], WORDS[lang]["header"]
        example = group.diagnosis.says[lang == "zh"]
    else:
        column = abridged(group.column[lang == "zh"]) or column_of(first, lang)
        kind = " ".join(part for part in (group.title(lang), group.statement(lang)) if part)
        example = finding_line(first, lang)
    return abridged(group.table), column, kind, count, example, group.mend(lang)
