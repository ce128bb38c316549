"""The first sheet: what the form is for, who fills it in and how, and until when."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from fiscal_notice.export.sheet_layout import LINE
from fiscal_notice.export.xlsx_cells import write_text
from fiscal_notice.follow.form_layout import HEAD, SHEETS
from fiscal_notice.follow.forms.choices import restrict
from fiscal_notice.follow.forms.due import Due
from fiscal_notice.follow.forms.grid import Grid, Span
from fiscal_notice.follow.forms.rows import Content, evaluation_name
from fiscal_notice.follow.forms.styles import FormStyles, kind_of
from fiscal_notice.follow.forms.table_sheet import arrange
from fiscal_notice.follow.forms.words import words
from fiscal_notice.follow.table_schemas import raw_schema, schema_of

_WIDTHS = (18, 40, 46, 14)
_LAST = len(_WIDTHS) - 1


def write_guide(sheet: Worksheet, styles: FormStyles, content: Content, due: Sequence[Due]) -> None:
    """Write the sheet from the top down."""
    sheet.hide_gridlines(2)
    page = _Page(Grid(sheet=sheet, widths=_WIDTHS), styles)
    said = words()
    page.title(content.name + said["title"]["zh"], said["title"]["en"])
    page.part("请先填写本页 · Fill in this page first")
    for name in HEAD:
        page.field(name)
    page.part("通知 · The notice")
    for label, text in _facts(content):
        page.fact(label, text)
    if due:
        page.part("报送时间 · Due")
        for each in due:
            unsure = "" if each.sure else "（依据未读到全文，以通知为准）"
            what = f"{each.on.isoformat()}  {each.period}  {each.source}{unsure}"
            page.fact(each.report, what)
    page.part("怎样填写 · How to fill in")
    for number, text in enumerate(said["how"]["zh"], start=1):
        page.prose(f"{number}. {text}")
    page.prose(said["how"]["en"])
    page.part("颜色 · Colours")
    for look, colour in said["colours"].items():
        page.colour(look, colour["zh"], colour["en"])
    page.part("工作表 · Sheets")
    for form in SHEETS:
        rows = content.rows(form)
        about = str(raw_schema(form.table)["description@zh"])
        page.sheet_link(form.name, form.name_en, about, len(rows))
    for evaluation in content.evaluations:
        project = evaluation.head.get("project_name", "")
        about = said["evaluation"]["about"] + (f"：{project}" if project else "")
        name = evaluation_name(evaluation)
        page.sheet_link(name, said["evaluation"]["about_en"], about, len(evaluation.indicators))
    arrange(sheet)
    sheet.set_portrait()


def _facts(content: Content) -> list[tuple[str, str]]:
    facts = content.announced.facts
    notice = facts.tables.notice
    amount = content.announced.amount(content.code)
    region = " ".join(part for part in (content.code, content.name) if part)
    found = [
        ("标题", notice["title_clean"] or notice["title"] or facts.package.title("zh")),
        ("文号", notice["document_number"]),
        ("主送", notice["addressees"]),
        ("预算年度", notice["budget_year"]),
        ("地区", region),
        ("下达金额（元）", "" if amount is None else f"{amount:,f}"),
    ]
    found += [
        (f"要求（第{row['clause_no']}条）" if row["clause_no"] else "要求", row["text"])
        for row in facts.tables.rows("clauses")
    ]
    return [(label, text) for label, text in found if text]


class _Page:
    """A page that is written from the top down; ``row`` is the next one."""

    def __init__(self, grid: Grid, styles: FormStyles) -> None:
        self.grid, self.styles = grid, styles
        self.row = 0

    def title(self, zh: str, en: str) -> None:
        self._across(zh, self.styles.title, 30)
        self._across(en, self.styles.under, LINE + 4)

    def part(self, text: str) -> None:
        self.grid.sheet.set_row(self.row, 8)
        self.row += 1
        self._across(text, self.styles.part, LINE * 1.5)

    def field(self, name: str) -> None:
        """A field of the form's evidence that is to be filled in."""
        field = schema_of("evidence").field(name)
        assert field is not None  # noqa: S101  of our own layout
        write_text(self.grid.sheet, self.row, 0, field.title(), self.styles.label)
        self.grid.sheet.write_blank(
            self.row, 1, None, self.styles.cell("fill", kind_of(field), "left")
        )
        write_text(self.grid.sheet, self.row, 2, str(field.raw["description@zh"]), self.styles.note)
        restrict(self.grid.sheet, (self.row, 1, self.row, 1), field)
        self.grid.sheet.set_row(self.row, LINE + 7)
        self.row += 1

    def fact(self, label: str, text: str) -> None:
        write_text(self.grid.sheet, self.row, 0, label, self.styles.label)
        span = Span(row=self.row, left=1, right=_LAST)
        self.grid.put(span, text, self.styles.fact)
        self._next(span, text)

    def prose(self, text: str) -> None:
        span = Span(row=self.row, left=0, right=_LAST)
        self.grid.put(span, text, self.styles.prose)
        self._next(span, text)

    def colour(self, form: str, zh: str, en: str) -> None:
        self.grid.sheet.write_blank(self.row, 0, None, self.styles.cell(form, "text"))
        span = Span(row=self.row, left=1, right=_LAST)
        self.grid.put(span, f"  {zh} · {en}", self.styles.prose)
        self._next(span, zh)

    def sheet_link(self, name: str, english: str, words: str, rows: int) -> None:
        target = f"internal:{quote_sheetname(name)}!A1"
        self.grid.sheet.write_url(self.row, 0, target, self.styles.link, name)
        for at, text in ((1, english), (2, words), (3, f"已列 {rows} 行" if rows else "空白")):
            write_text(self.grid.sheet, self.row, at, text, self.styles.prose)
        self._next(Span(row=self.row, left=2, right=2), words)

    def _across(self, text: str, style: object, height: float) -> None:
        self.grid.put(Span(row=self.row, left=0, right=_LAST), text, style)
        self.grid.sheet.set_row(self.row, height)
        self.row += 1

    def _next(self, span: Span, text: str) -> None:
        self.grid.height(self.row, [(span, text)])
        self.row += 1
