"""Files in pdf: text and tables read page by page; a scan is told to be a picture."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.pdf_drawn import TooMuchDrawnError, lay_out
from fiscal_notice.notice.transcribe.pdf_flow import (
    Flow,
    Margins,
    Sheet,
    Text,
    drop_running,
    parted,
)
from fiscal_notice.notice.transcribe.pdf_lines import Letter, letters_of, lines_of
from fiscal_notice.notice.transcribe.pdf_pages import Joined
from fiscal_notice.notice.transcribe.pdf_tables import Grid, ruled_tables, rules_of
from fiscal_notice.notice.transcribe.pdf_unruled import unruled_tables
from fiscal_notice.notice.transcribe.wording import PAGE_NUMBER

MAX_PAGES = 500
_MAX_CONTENT = 30_000_000  # bytes that draw a page
MAX_DRAWN = 100_000  # letters, lines and pictures of a page
_OCR = "run OCR over it and look the text through, or ask the issuer for the office file"


def read_pdf(path: Path) -> Transcription:
    """The paragraphs and tables of a pdf, each with its page.

    Tables that go on on the next page are one; their headers that are printed again, page numbers
    and running headers are left out. Raises OriginalError for a scan, a file with a password, a
    damaged one and one of more than 500 pages.
    """
    with _opened(path) as pdf:
        pages = _count(pdf, path)
        sheets, remarks = _sheets(pdf, pages, path)
    running = drop_running(sheets)
    if running:
        remarks.append(
            Question(what="what is printed on most pages was left out", found=" / ".join(running))
        )
    return Transcription(blocks=_blocks(sheets), remarks=tuple(remarks))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """An open pdf of pdfplumber; whatever its libraries raise is one sentence."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    # What the library says of fonts on the way concerns nobody who reads the notice.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(path) as pdf:
            yield pdf
    except OriginalError:
        raise
    except Exception as error:  # a damaged file breaks the library anywhere
        locked = (PDFPasswordIncorrect, PDFEncryptionError)
        if isinstance(error, locked) or any(isinstance(one, locked) for one in error.args):
            raise OriginalError(
                "the pdf is protected by a password",
                file=path.name,
                hint="save it without a password, or give the office file",
            ) from None
        raise OriginalError(
            "the pdf is damaged or cut off",
            file=path.name,
            found=type(error).__name__,
            hint="fetch it again, or give the office file",
        ) from None


def _count(pdf: Any, path: Path) -> int:
    """How many pages there are; no more are laid out than may be read."""
    from pdfminer.pdfpage import PDFPage

    count = 0
    for _ in PDFPage.create_pages(pdf.doc):
        count += 1
        if count > MAX_PAGES:
            raise OriginalError(
                f"the pdf has more than {MAX_PAGES} pages",
                file=path.name,
                hint="give the pages of the notice alone",
            )
    if not count:
        raise OriginalError(
            "the pdf is damaged or cut off",
            file=path.name,
            found="no pages",
            hint="fetch it again, or give the office file",
        )
    return count


def _sheets(pdf: Any, pages: int, path: Path) -> tuple[list[Sheet], list[Question]]:
    sheets: list[Sheet] = []
    pictures: list[int] = []
    behind: list[int] = []
    strange = total = 0
    for page in pdf.pages:
        _check_content(page, path)
        try:
            lay_out(page, MAX_DRAWN)
        except TooMuchDrawnError:
            raise _too_large(page, path) from None
        letters = letters_of(page)
        pictured = _is_pictured(page)
        shown = sum(1 for letter in letters if letter.text.strip())
        if pictured and shown < 10:
            pictures.append(page.page_number)
        elif pictured:
            behind.append(page.page_number)
        strange += sum(1 for letter in letters if _is_strange(letter))
        total += shown
        sheets.append(_sheet(page, letters, _unended(sheets)))
        page.close()
    if not total:
        raise OriginalError(
            "the pdf is a picture of a document and holds no text"
            if pictures
            else "the pdf holds no text",
            file=path.name,
            hint=_OCR,
        )
    if strange * 3 > total:
        raise OriginalError(
            "the letters of the pdf cannot be told: it doesn't say what its signs mean",
            file=path.name,
            hint=_OCR,
        )
    remarks = []
    if pictures:
        remarks.append(
            Question(
                what=f"{len(pictures)} of {pages} pages are pictures and were not read",
                found=", ".join(map(str, pictures)),
                answer=_OCR,
            )
        )
    if behind:
        remarks.append(
            Question(
                what=f"{len(behind)} of {pages} pages are pictures with text put behind them",
                found=", ".join(map(str, behind)),
                answer="look the figures through: such text comes from OCR",
            )
        )
    return sheets, remarks


def _check_content(page: Any, path: Path) -> None:
    """Raise OriginalError for a page that unpacks to more than a page needs."""
    size = 0
    for stream in page.page_obj.contents:
        data = getattr(stream.resolve() if hasattr(stream, "resolve") else stream, "rawdata", None)
        if data and data[:1] in {b"\x78", b"\x48", b"\x68"}:
            try:
                unpacked = zlib.decompressobj().decompress(data, _MAX_CONTENT)
            except zlib.error:
                continue
            size += len(unpacked)
        if size >= _MAX_CONTENT:
            raise _too_large(page, path)


def _too_large(page: Any, path: Path) -> OriginalError:
    return OriginalError(
        f"page {page.page_number} of the pdf is too large to be read",
        file=path.name,
        hint="give the office file",
    )


def _is_strange(letter: Letter) -> bool:
    return letter.text.startswith("(cid:") or "\ue000" <= letter.text[:1] <= "\uf8ff"


def _is_pictured(page: Any) -> bool:
    """Whether pictures cover most of a page."""
    area = sum(
        max(0.0, min(one["x1"], page.width) - max(one["x0"], 0))
        * max(0.0, min(one["bottom"], page.height) - max(one["top"], 0))
        for one in page.images
    )
    return bool(area > 0.6 * float(page.width) * float(page.height))


def _unended(sheets: list[Sheet]) -> Grid | None:
    """The table without rules that ends the last page, if one does."""
    for item in reversed(sheets[-1].items if sheets else []):
        if isinstance(item, Grid):
            return None if item.ruled else item
        if not PAGE_NUMBER.fullmatch(item.text):
            break
    return None


def _sheet(page: Any, letters: list[Letter], before: Grid | None) -> Sheet:
    across, down = rules_of(page)
    grids, rest = ruled_tables(across, down, letters)
    lines, more = unruled_tables(lines_of(rest), across, grids, before)
    items = [part for line in lines for part in parted(line)]
    found: list[Any] = sorted([*items, *grids, *more], key=lambda item: (item.top, item.x0))
    return Sheet(page.page_number, float(page.width), float(page.height), found)


def _blocks(sheets: list[Sheet]) -> tuple[Paragraph | Table, ...]:
    """Paragraphs and tables in order, those that go on on the next page put together."""
    flow = Flow(Margins(sheets))
    found: list[Text | Joined] = []
    for sheet in sheets:
        for number, item in enumerate(sheet.items):
            if isinstance(item, Grid):
                last = found[-1] if found else None
                if number == 0 and isinstance(last, Joined) and last.goes_on(item):
                    last.add(item, sheet.number)
                else:
                    found.append(Joined(item, sheet.number))
                flow.end()
            elif (text := flow.add(item, sheet)) is not None:
                found.append(text)
    blocks: list[Paragraph | Table] = []
    tables = 0
    for one in found:
        if isinstance(one, Text):
            blocks.append(Paragraph(text=one.text, place=Place(page=one.page)))
        else:
            tables += 1
            blocks.append(one.block(tables))
    return tuple(blocks)
