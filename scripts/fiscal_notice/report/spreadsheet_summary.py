"""The first sheet of a spreadsheet of errors: the verdict, and the errors by kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import row_height
from fiscal_notice.export.xlsx import write_text
from fiscal_notice.export.xlsx_styles import Styles
from fiscal_notice.model import Report
from fiscal_notice.package.limits import SHEET_TEXT
from fiscal_notice.report.groups import Group, TableGroups
from fiscal_notice.report.sentences import column_of, finding_line
from fiscal_notice.report.shown import shown
from fiscal_notice.report.spreadsheet_words import SHEET_WORDS
from fiscal_notice.report.words import WORDS, cut_lines, size_line, verdict, warning_lines

_A4 = 9
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
_GROUP_WIDTHS = (20, 20, 26, 12, 70, 60)
_COUNT = 3


def fitting(text: str) -> str:
    """A text that a cell can hold."""
    plain = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    # Rare characters count twice there.
    most = SHEET_TEXT // 2
    return plain if len(plain) <= most else f"{plain[:most]}…"


def for_paper(sheet: Worksheet) -> None:
    """Lay a sheet out for printing: across, and as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


class Page:
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


def write_summary(page: Page, report: Report, groups: Sequence[TableGroups], left_out: int) -> None:
    """The whole sheet; ``left_out`` findings are more than the other one holds."""
    styles, lang, words = page.styles, page.lang, SHEET_WORDS[page.lang]
    page.across(f"{words['title']} · {shown(report.title or report.package)}", styles.top, 24)
    name = " ".join(part for part in (report.package, report.version) if part)
    page.across(shown(name), styles.under, 18)
    page.across(verdict(report, lang), styles.part if report.valid else styles.warning, 18)
    page.across(size_line(report, lang), styles.prose)
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


def _write_groups(page: Page, tables: Sequence[TableGroups]) -> None:
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


def _texts(group: Group, lang: str) -> Sequence[str]:
    first, words = group.findings[0], SHEET_WORDS[lang]
    count = words["least"].format(count=group.count) if group.least else str(group.count)
    if group.diagnosis is not None:
        column, kind = words["header"], WORDS[lang]["header"]
        example = group.diagnosis.says[lang == "zh"]
    else:
        column = shown(group.column[lang == "zh"]) or column_of(first, lang)
        kind = " ".join(part for part in (group.title(lang), group.statement(lang)) if part)
        example = finding_line(first, lang)
    return shown(group.table), column, kind, count, example, group.mend(lang)
