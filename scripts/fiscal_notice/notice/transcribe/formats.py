"""What kind of file an original is: by its bytes and what is inside, not by its name alone."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import OriginalError

MOST_BYTES = 300 * 1024**2
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: how it is read (``name``) and its media type."""

    name: str
    media_type: str


_FORMATS = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "xls": "application/vnd.ms-excel",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "wordxml": "application/msword",
    "excelxml": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "text": "text/plain",
}
_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_PACKED = ((b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"))
_PAGE = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<div[\s>]|<p[\s>]",
    re.IGNORECASE,
)
# What a member of a zip tells of its kind.
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("OFD.xml", "ofd"),
)
_MIMETYPES = (("opendocument.text", "odt"), ("opendocument.spreadsheet", "ods"))


def recognise(path: Path) -> Format:
    """The format of a file. Raises OriginalError for one that has no reader."""
    head = _head(path)
    name = _of_head(path, head)
    return Format(name=name, media_type=_FORMATS[name])


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise OriginalError(
            f"the file cannot be read: {error.strerror}",
            file=path,
            hint="check its name and its rights",
        ) from None
    if not head:
        raise OriginalError(
            "the file is empty", file=path, hint="fetch it again, and compare its size"
        )
    if size > MOST_BYTES:
        raise OriginalError(
            "the file is far larger than a notice",
            file=path,
            found=f"{size / 1024**2:,.0f} MB",
            expected=f"at most {MOST_BYTES // 1024**2} MB",
            hint="take a copy with the parts of the notice alone",
        )
    return head


def _of_head(path: Path, head: bytes) -> str:
    if head.startswith(b"PK"):
        return _of_zip(path)
    if head.startswith(_OLE):
        return _of_ole(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    for sign, kind in _PICTURES:
        if head.startswith(sign):
            raise OriginalError(
                "the file is a picture, which has no text",
                file=path,
                found=kind,
                hint="look for the notice as docx, web page or pdf with text, or type it as text",
            )
    for sign, kind in _PACKED:
        if head.startswith(sign):
            raise _packed(path, kind)
    return _of_text(path, head)


def _packed(path: Path, kind: str) -> OriginalError:
    return OriginalError(
        "the file is an archive of other files",
        file=path,
        found=kind,
        hint="unpack it, and name the files of the notice",
    )


def _of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.open("mimetype").read(200) if "mimetype" in names else b""
            types = (
                archive.open("[Content_Types].xml").read(_HEAD * 16)
                if "[Content_Types].xml" in names
                else b""
            )
    except Exception as error:  # zipfile raises many kinds for a damaged file
        raise OriginalError(
            "the file is cut off or damaged",
            file=path,
            found=f"{type(error).__name__}: {str(error)[:100]}",
            hint="fetch it again, and compare its size",
        ) from None
    for member, kind in _MEMBERS:
        if member in names:
            return kind
    for words, kind in _MIMETYPES:
        if words.encode() in mimetype:
            return kind
    for words, kind in (("wordprocessingml", "docx"), ("spreadsheetml", "xlsx")):
        if words.encode() in types:
            return kind
    if b"presentationml" in types or b"opendocument" in mimetype:
        raise _no_reader(path, "a presentation or a drawing")
    raise _packed(path, "zip")


def _of_ole(path: Path) -> str:
    """An old office file: the names of its streams stand in it as UTF-16."""
    data = path.read_bytes()

    def has(name: str) -> bool:
        return b"".join((name.encode("utf-16-le"), b"\x00\x00")) in data

    if has("EncryptedPackage"):
        raise protected(path)
    book, document = has("Workbook") or has("Book"), has("WordDocument")
    if book and (not document or path.suffix.casefold() in {".xls", ".xlt", ".et"}):
        return "xls"
    if document:
        # It may hold a workbook, as a workbook may hold it: then its name decides.
        return "doc"
    raise _no_reader(path, "an old office file that is neither a document nor a workbook")


def protected(path: Path) -> OriginalError:
    """That a file has a password."""
    return OriginalError(
        "the file is protected by a password",
        file=path,
        expected="a file that opens without one",
        hint="open it with the password, save it without, and take that file",
    )


def _no_reader(path: Path, found: str) -> OriginalError:
    return OriginalError(
        "there is no reader for this kind of file",
        file=path,
        found=found,
        expected="docx, xlsx, xls, pdf, html, csv or txt",
        hint="save it as one of these",
    )


def _of_text(path: Path, head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head.decode("utf-16", "ignore").encode()
    elif b"\x00" in head:
        raise _no_reader(path, "bytes that are no text")
    if start.startswith((b"<?xml", b"<w:", b"<Workbook")):
        if b"Word.Document" in head or b"wordDocument" in head:
            return "wordxml"
        if b"Excel.Sheet" in head or b"office:spreadsheet" in head:
            return "excelxml"
    if start[:20].upper().startswith(b"MIME-VERSION"):
        raise _no_reader(path, "a web page with its pictures in one file (MHT)")
    if start.startswith(b"<") and _PAGE.search(head):
        return "html"
    if path.suffix.casefold() in {".htm", ".html", ".shtml", ".xhtml"}:
        return "html"
    return "csv" if path.suffix.casefold() in {".csv", ".tsv"} else "text"
