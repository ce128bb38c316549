"""A document of words on paper as a docx: titles, paragraphs, entries, tables, lines to sign."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fiscal_notice.export.xlsx_cells import plain_zip

# What XML, and so a document, has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_UNUSED = ("stylesWithEffects", "thumbnail")
_FONT, _LATIN = "宋体", "Times New Roman"
_BODY, _SMALL, _TITLE = 10.5, 9, 16
_HANG = 0.9


class DocxPaper:
    """A document of python-docx on A4, in Chinese type."""

    def __init__(self) -> None:
        from docx import Document  # noqa: PLC0415  heavy, and of an extra
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Cm, Pt  # noqa: PLC0415

        self.document, self._cm, self._pt = Document(), Cm, Pt
        document = self.document
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

    def content(self, title: str, made: tuple[int, int, int]) -> bytes:
        """The document as a file, the same bytes for the same document; it names no person."""
        self._properties(title, datetime(*made))  # noqa: DTZ001
        buffer = io.BytesIO()
        self.document.save(buffer)
        return plain_zip(buffer, made)

    def _properties(self, title: str, made: datetime) -> None:
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

    def entry(self, mark: str, lines: Sequence[str]) -> None:
        """An entry of a list: ``mark`` hangs before the first line, all stand behind it."""
        for number, text in enumerate(lines):
            line = self._line(f"{mark}\t{text}" if number == 0 else text)
            line.paragraph_format.left_indent = self._cm(_HANG)
            line.paragraph_format.first_line_indent = self._cm(-_HANG if number == 0 else 0)
            line.paragraph_format.space_after = self._pt(2 if number + 1 < len(lines) else 7)
            # The first line of an entry is not left alone at the foot of a page.
            line.paragraph_format.keep_with_next = number + 1 < len(lines)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels with their texts; what is empty is left out."""
        self.table((), [fact for fact in facts if fact[1]], (2.6, 14.0))

    def signatures(self, labels: Sequence[str], colon: str = "：") -> None:
        """Lines to be filled in by hand."""
        for label in labels:
            line = self._line(f"{label}{colon}______________________________")
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
