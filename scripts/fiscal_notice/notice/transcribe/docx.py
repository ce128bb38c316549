"""A document of Word (.docx) to blocks: paragraphs and tables in order, as they are printed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.docx_numbering import Numbering, W
from fiscal_notice.notice.transcribe.docx_table import cells_of, read_table, rows_of
from fiscal_notice.notice.transcribe.docx_text import THROUGH, Inline
from fiscal_notice.notice.transcribe.remarks import Notes
from fiscal_notice.notice.transcribe.spacing import close_up, lines_of
from fiscal_notice.notice.transcribe.wording import PAGE_NUMBER

_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Documents with macros and templates hold the same, under other names.
_OTHER_KINDS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_TYPES = "[Content_Types].xml"
_WORDS = re.compile(r"[^\W\d第页共]")


def read_docx(path: Path) -> Transcription:
    """The blocks of a document, and what a person should know.

    Paragraphs count those of the body from 1, also blank ones; tables count those of the body.
    Raises OriginalError for a document that cannot be read.
    """
    document = _opened(path)
    reader = _Reader(_part(document, "numbering"), _part(document, "styles"))
    blocks = tuple(reader.read(document.element.body))
    notes = reader.notes
    for kind in ("footnotes", "endnotes"):
        for text in _footnotes(_part(document, kind)):
            notes.add("footnote", text)
    for text in _running(document):
        notes.add("running head", text)
    return Transcription(blocks=blocks, remarks=notes.remarks())


def _opened(path: Path) -> Any:
    import docx

    try:
        source: BytesIO | str = str(path)
        with zipfile.ZipFile(path) as archive:
            types = archive.read(_TYPES).decode("utf-8", "replace")
            if any(kind in types for kind in _OTHER_KINDS):
                source = _as_document(archive, types)
        return docx.Document(source)
    except Exception as error:  # whatever python-docx meets in a broken file
        raise OriginalError(
            "the document cannot be read",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:200]}",
            expected="a whole Word document (.docx)",
            hint="open it in Word or WPS, save it as .docx, and take that file",
        ) from None


def _as_document(archive: zipfile.ZipFile, types: str) -> BytesIO:
    """A document with macros, or a template, under the name of a plain document."""
    for kind in _OTHER_KINDS:
        types = types.replace(kind, _DOCUMENT)
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as out:
        for member in archive.infolist():
            out.writestr(
                member.filename,
                types if member.filename == _TYPES else archive.read(member),
            )
    copy.seek(0)
    return copy


def _part(document: Any, name: str) -> Any | None:
    """The root of a part that the document is related to, ``numbering`` say."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/relationships/{name}"):
            part = relation.target_part
            element = getattr(part, "element", None)
            return element if element is not None else parse_xml(part.blob)
    return None


def _footnotes(part: Any | None) -> Iterator[str]:
    """The texts of the notes below pages; the lines that only part them from the page are none."""
    for note in () if part is None else part:
        if note.get(f"{W}type") in {None, "normal"}:
            yield from filter(None, [_text_of(note)])


def _running(document: Any) -> Iterator[str]:
    """What stands above and below each page, but for the numbers of pages."""
    known: set[str] = set()
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        element = getattr(relation.target_part, "element", None)
        text = "" if element is None else _text_of(element)
        if _WORDS.search(text) and not PAGE_NUMBER.fullmatch(text) and text not in known:
            known.add(text)
            yield text


def _text_of(element: Any) -> str:
    """All paragraphs of a part in one line."""
    inline = Inline(Notes())
    return close_up(" ".join(inline.text(each) for each in element.iter(f"{W}p")))


class _Reader:
    """Walks through the body of a document once."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self.notes = Notes()
        self._inline = Inline(self.notes)
        self._numbering = Numbering(numbering, styles)
        self._paragraphs = 0
        self._tables = 0
        # What stands before a paragraph mark that was deleted: it goes on in the next paragraph.
        self._carried = ""

    def read(self, body: Any) -> Iterator[Paragraph | Table]:
        """The blocks of a body, or of what stands in it for one."""
        for child in body:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraphs += 1
                yield from self._paragraph(child, Place(paragraph=self._paragraphs))
            elif tag == f"{W}tbl":
                yield from self._table(child)
            elif tag in THROUGH or str(tag).endswith("}AlternateContent"):
                yield from self.read(_alternative(child))
            elif tag == f"{W}altChunk":
                self.notes.add("embedded")

    def _paragraph(self, element: Any, place: Place) -> Iterator[Paragraph | Table]:
        text = self._carried + self._inline.text(element)
        boxes = self._inline.take_boxes()
        for box in boxes:
            yield from self._box(box, place)
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = text
            return
        self._carried = ""
        label = self._numbering.label(element)
        lines = lines_of(label + text) if close_up(text) else []
        yield from (Paragraph(text=line, place=place) for line in lines)

    def _box(self, box: Any, place: Place) -> Iterator[Paragraph | Table]:
        """A text box, as paragraphs where its anchor stands."""
        if box.tag != f"{W}txbxContent":
            yield from (Paragraph(text=line, place=place) for line in lines_of(box.get("string")))
            return
        for child in box:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, place)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in THROUGH:
                yield from self._box_inside(child, place)

    def _box_inside(self, holder: Any, place: Place) -> Iterator[Paragraph | Table]:
        for child in holder.iter(f"{W}p"):
            yield from self._paragraph(child, place)

    def _table(self, table: Any) -> Iterator[Paragraph | Table]:
        self._tables += 1
        number = self._tables
        cells = [cell for row in rows_of(table) for cell in cells_of(row)]
        if len(cells) == 1:
            # A frame around a text, or around another table.
            for child in cells[0]:
                if child.tag == f"{W}p":
                    yield from self._paragraph(child, Place(cell=f"T{number}!A1:A1"))
                elif child.tag == f"{W}tbl":
                    yield from self._table(child)
                elif child.tag in THROUGH:
                    yield from self._box_inside(child, Place(cell=f"T{number}!A1:A1"))
            return
        yield from read_table(table, number, lambda cell: list(self._lines(cell)))

    def _lines(self, cell: Any) -> Iterator[str]:
        for child in cell:
            if child.tag == f"{W}p":
                text = self._inline.text(child)
                for box in self._inline.take_boxes():
                    if box.tag == f"{W}txbxContent":
                        yield from self._lines(box)
                    else:
                        yield close_up(box.get("string"))
                yield from lines_of(self._numbering.label(child) + text)
            elif child.tag == f"{W}tbl":
                self.notes.add("nested table")
                for row in rows_of(child):
                    for inner in cells_of(row):
                        yield from self._lines(inner)
            elif child.tag in THROUGH:
                yield from self._lines(child)


def _alternative(holder: Any) -> Any:
    """What a holder of blocks holds; of alternates the first."""
    if str(holder.tag).endswith("}AlternateContent"):
        return next(iter(holder), ())
    return holder
