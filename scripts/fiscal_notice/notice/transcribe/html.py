"""Web pages as government sites make them: the notice is read, the frame around it left out."""

from __future__ import annotations

import codecs
import re
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.transcribe import page_blocks, page_frame
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.text import decoded

MAX_BYTES = 20_000_000
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SHOWN = 80


def read_html(data: bytes) -> Transcription:
    """The title, paragraphs and tables of the notice on a page, and a remark on what was left out.

    Nothing is fetched. Raises OriginalError for a page that is too large or has no text.
    """
    if len(data) > MAX_BYTES:
        raise OriginalError(
            "the page is too large to be read",
            found=f"{len(data) // 1_000_000} MB",
            expected=f"at most {MAX_BYTES // 1_000_000} MB",
            hint="save the article alone, or give the office file",
        )
    document = _parsed(_text(data))
    frame = page_frame.frame_of(document)
    parts = page_blocks.parts_of(document, frame)
    kept = page_frame.kept(parts, frame)
    if not kept:
        raise OriginalError(
            "the page holds no text of a notice",
            hint="save the page from the browser when it has loaded, or give the office file",
        )
    return Transcription(blocks=_placed(kept), remarks=_remarks(frame))


def _text(data: bytes) -> str:
    """The page's letters: by its mark, its declaration, or whatever encoding fits."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoded(data)
    match = _CHARSET.search(data[:4096])
    declared = match[1].decode("ascii").lower() if match else "utf-8"
    # What calls itself gb2312 often has letters that only the larger code has.
    encoding = "gb18030" if declared in {"gb2312", "gbk", "gb18030", "x-gbk"} else declared
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        pass
    try:
        return decoded(data)
    except OriginalError:
        # A page with a few damaged letters is still a page.
        known = encoding if encoding in {"gb18030", "big5"} else "utf-8"
        return data.decode(known, errors="replace").replace("\x00", "")


def _parsed(text: str) -> Any:
    """The tree of a page; no network, no entities of its own, no trees without bounds."""
    import lxml.html

    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    text = _DECLARATION.sub("", text)
    try:
        document = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        document = None
    if any("depth" in error.message for error in parser.error_log):
        raise OriginalError("the page is nested too deeply to be read", hint="give the office file")
    if document is None or document.find(".//body") is None:
        raise OriginalError(
            "the page holds no text of a notice",
            hint="save the page from the browser when it has loaded, or give the office file",
        )
    return document


def _placed(kept: list[page_blocks.Part]) -> tuple[Paragraph | Table, ...]:
    blocks: list[Paragraph | Table] = []
    paragraph = table = 0
    for part in kept:
        if part.rows:
            table += 1
            blocks.append(page_blocks.table_block(part.rows, table))
        else:
            paragraph += 1
            blocks.append(Paragraph(text=part.text, place=Place(paragraph=paragraph)))
    return tuple(blocks)


def _remarks(frame: page_frame.Frame) -> tuple[Question, ...]:
    left = [text for text in frame.left_out if text]
    if not left:
        return ()
    shown = " / ".join(left)
    return (
        Question(
            what=f"{len(left)} lines of the page around the notice were left out",
            found=shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…",
        ),
    )
