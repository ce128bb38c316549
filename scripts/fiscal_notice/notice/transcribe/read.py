"""The one door to originals: a file of any kind to blocks, by the reader that its content names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from fiscal_notice.errors import OriginalError, require
from fiscal_notice.notice.questions import Question
from fiscal_notice.notice.transcribe import convert
from fiscal_notice.notice.transcribe.blocks import Transcription
from fiscal_notice.notice.transcribe.formats import Format, recognise
from fiscal_notice.notice.transcribe.office_zip import look_through, refuse_entities

#: Format → the module here and its function; readers of paths, and readers of bytes.
_OF_PATHS = {
    "docx": ("docx", "read_docx"),
    "xls": ("xls", "read_xls"),
    "pdf": ("pdf", "read_pdf"),
}
_OF_BYTES = {
    "html": ("html", "read_html"),
    "csv": ("csv", "read_csv"),
    "text": ("text", "read_text"),
}
#: The longest text that is read, in bytes; notices have a hundredth of it.
MOST_TEXT = 4_000_000
# Their readers need no packages beyond those that every installation has.
_PLAIN = {"text", "csv"}
_XML = {"wordxml", "excelxml"}
_ZIPPED = {"docx", "xlsx", "xlsb", "odt", "ods", "ofd"}


def transcribe(path: Path, prefix: str = "") -> Transcription:
    """The blocks of an original and what a person should know of its reading.

    Of a workbook with sheets whose names begin with ``prefix`` only these are read.
    Raises OriginalError, which names the file, for one that cannot be read, MissingExtraError if
    the packages that read its kind are not installed.
    """
    kind = recognise(path)
    if kind.name not in _PLAIN:
        require("originals")
    try:
        found = _read(path, kind, prefix)
    except OriginalError as error:
        error.file = str(path)
        raise
    if not found.blocks:
        raise OriginalError(
            "the file holds no text",
            file=path,
            found="; ".join(remark.what for remark in found.remarks) or None,
            hint="give the file that holds the notice; pictures of it have no text",
        )
    return found


def _read(path: Path, kind: Format, prefix: str) -> Transcription:
    remarks = look_through(path) if kind.name in _ZIPPED else ()
    if kind.name in _XML:
        refuse_entities(path)
    if kind.name == "text" and path.stat().st_size > MOST_TEXT:
        raise OriginalError(
            "the text is too long to be read",
            found=f"{path.stat().st_size / 1_000_000:,.0f} MB",
            expected=f"at most {MOST_TEXT // 1_000_000} MB",
            hint="give the text of the notice alone",
        )
    if kind.name in convert.MADE:
        with convert.converted(path, kind.name) as made:
            found = _read(made, recognise(made), prefix)
        remarks += (
            Question(
                what="LibreOffice converted the file; places are those of what it made",
                found=kind.name,
            ),
        )
    elif kind.name == "xlsx":
        # Left to the reader of workbooks, whose sheets have names.
        from fiscal_notice.notice.transcribe.xlsx import read_xlsx

        found = read_xlsx(path, prefix)
    elif kind.name in _OF_PATHS:
        found = _reader(_OF_PATHS[kind.name])(path)
    else:
        found = _reader(_OF_BYTES[kind.name])(path.read_bytes())
    return replace(found, remarks=remarks + found.remarks)


def _reader(of: tuple[str, str]) -> Callable[[Path | bytes], Transcription]:
    """A reader, with its libraries, when it is needed."""
    module = import_module(f"fiscal_notice.notice.transcribe.{of[0]}")
    reader: Callable[[Path | bytes], Transcription] = getattr(module, of[1])
    return reader
