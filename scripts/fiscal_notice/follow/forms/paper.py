"""A paper for signature: what was announced to a region, with lines to sign, as a docx."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from fiscal_notice.export.xlsx_cells import plain_zip
from fiscal_notice.follow.forms.about import about_form
from fiscal_notice.follow.forms.rows import Content
from fiscal_notice.follow.forms.words import words
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package.naming import date_of_creation

# What XML, and so a document, has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_UNUSED = ("stylesWithEffects", "thumbnail")
_FONT, _LATIN = "宋体", "Times New Roman"
_BODY, _SMALL, _TITLE = 10.5, 9, 16


def paper(content: Content) -> bytes:
    """The paper as a docx, the same bytes for the same content; needs python-docx.

    Raises PackageError if the notice's descriptor has a date of creation that is none.
    """
    from docx import Document  # noqa: PLC0415  heavy, and of an extra

    when = date_of_creation(content.announced.facts.package)
    page = _Paper(Document())
    page.properties(about_form(content)["form_id"], datetime(*when))  # noqa: DTZ001
    _write(page, content)
    buffer = io.BytesIO()
    page.document.save(buffer)
    return plain_zip(buffer, when)


def _write(page: _Paper, content: Content) -> None:
    said = words()
    facts = content.announced.facts
    notice = facts.tables.notice
    page.title(f"{content.name}{said['paper']['title']}")
    page.facts(
        [
            ("通知", notice["title_clean"] or notice["title"] or facts.package.title("zh")),
            ("文号", notice["document_number"]),
            ("预算年度", notice["budget_year"]),
            ("地区", " ".join(part for part in (content.code, content.name) if part)),
            ("表格编号", about_form(content)["form_id"]),
        ]
    )
    _write_money(page, content)
    _write_targets(page, content)
    page.text(said["paper"]["statement"])
    page.signatures(said["paper"]["signatures"])


def _write_money(page: _Paper, content: Content) -> None:
    total = content.announced.amount(content.code)
    if total is None:
        return
    page.heading("下达资金")
    rows = [
        (row["allocation_id"], row["project_name"], row["function_code"], _amount(row))
        for row in content.allocations
    ]
    header = ("编号", "项目名称", "功能分类科目", "金额（元）")
    if not rows:
        header = ("编号", "项目名称", "收款单位", "金额（元）")
        rows = [
            (r["grant_id"], r["project_name"], r["recipient_as_printed"], _amount(r))
            for r in content.announced.grants.get(content.code, ())
        ]
    page.table(header, [*rows, ("", "合计", "", f"{total:,f}")], (1.6, 8.2, 3.6, 3.2), right=(3,))


def _amount(row: Entry) -> str:
    """Yuan with commas."""
    return f"{Decimal(row['amount_yuan']):,f}" if row["amount_yuan"] else ""


def _write_targets(page: _Paper, content: Content) -> None:
    evaluations = [each for each in content.evaluations if each.indicators]
    if not evaluations:
        return
    page.heading("绩效目标")
    for each in evaluations:
        page.caption(f"绩效表{each.sheet_id}：{each.head.get('project_name', '')}".rstrip("："))
        rows = [
            (row["level1"], row["level2"], row["level3"], row["target_as_printed"])
            for row in each.indicators
        ]
        header = ("一级指标", "二级指标", "三级指标", "指标值")
        page.table(header, rows, (2.6, 3.0, 7.4, 3.6))


class _Paper:
    """A document of python-docx, in Chinese type."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Cm, Pt  # noqa: PLC0415

        self.document, self._cm, self._pt = document, Cm, Pt
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        self._lighten()
        style = document.styles["Normal"]
        style.font.size = Pt(_BODY)
        self._type(style)
        # Chinese stops and colons stand where they stand in China.
        for language in document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")

    def _lighten(self) -> None:
        """Leave out what the library's template has and no form uses: nine tenths of the file."""
        for style in list(self.document.styles):
            if style.name not in _STYLES:
                style.delete()
        for holder in (self.document.part, self.document.part.package):
            for key, relation in list(holder.rels.items()):
                if relation.reltype.rpartition("/")[2] in _UNUSED:
                    del holder.rels[key]

    def properties(self, title: str, made: datetime) -> None:
        """What the file says of itself: no person, and the day of the notice's package."""
        core = self.document.core_properties
        core.title, core.author, core.comments, core.last_modified_by = title, "", "", ""
        core.created = core.modified = made
        core.revision = 1

    def title(self, text: str) -> None:
        """A title in the middle."""
        self._line(text, size=_TITLE, bold=True).alignment = 1

    def heading(self, text: str) -> None:
        """A heading."""
        self._line(text, size=12, bold=True).paragraph_format.keep_with_next = True

    def caption(self, text: str) -> None:
        """What stands above a table, on the same page."""
        self._line(text).paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph."""
        self._line(text)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels with their texts; what is empty is left out."""
        self.table((), [fact for fact in facts if fact[1]], (2.6, 14.0))

    def signatures(self, labels: Sequence[str]) -> None:
        """Lines to be filled in by hand."""
        for label in labels:
            line = self._line(f"{label}：______________________________")
            line.paragraph_format.space_before = self._pt(18)
            line.paragraph_format.keep_with_next = True

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        right: Sequence[int] = (),
    ) -> None:
        """A table with lines; ``widths`` in centimetres, columns ``right`` stand on the right."""
        table = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self._cm(width)
        for number, row in enumerate([header, *rows] if header else rows):
            line = table.add_row()
            self._mark(line, "w:cantSplit")
            cells = line.cells
            for at, (cell, text, width) in enumerate(zip(cells, row, widths, strict=True)):
                cell.width = self._cm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_before = self._pt(2)
                paragraph.paragraph_format.space_after = self._pt(2)
                if at in right:
                    paragraph.alignment = 2
                bold = (bool(header) and number == 0) or (not header and at == 0)
                self._run(paragraph, text, _SMALL, bold)
        if header:
            self._mark(table.rows[0], "w:tblHeader")
        self.document.add_paragraph().paragraph_format.space_after = self._pt(0)

    def _line(self, text: str, size: float = _BODY, bold: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        self._run(paragraph, text, size, bold)
        paragraph.paragraph_format.space_after = self._pt(6)
        return paragraph

    def _run(self, paragraph: Any, text: str, size: float, bold: bool) -> None:
        run = paragraph.add_run(_printable(text))
        run.font.size, run.bold = self._pt(size), bold
        self._type(run)

    def _type(self, holder: Any) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415

        holder.font.name = _LATIN
        properties = holder.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)

    @staticmethod
    def _mark(row: Any, name: str) -> None:
        """Keep a row on one page (``w:cantSplit``), or on top of every page (``w:tblHeader``)."""
        from docx.oxml import OxmlElement  # noqa: PLC0415

        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001


def _printable(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
