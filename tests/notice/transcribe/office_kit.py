"""Invented office files, whole ones and broken ones, and what is read in them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fiscal_notice.notice.transcribe.blocks import Paragraph, Table, Transcription

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def texts(found: Transcription) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def tables(found: Transcription) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def whats(found: Transcription) -> list[str]:
    return [remark.what for remark in found.remarks]


def letter() -> Any:
    """A document with a paragraph and a table."""
    document = docx.Document()
    document.add_paragraph("某省财政厅关于下达2031年测试资金的通知")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["地区", "金额", "甲市", "120"], strict=True):
        cell.text = text
    return document


def book_of(*rows: list[Any], title: str = "附件1") -> Any:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def bytes_of(made: Any) -> bytes:
    """A document or workbook as its file."""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def patched(data: bytes, changes: dict[str, Any]) -> bytes:
    """A zip with members added (bytes) or changed (a function of their text)."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            change = changes.get(name)
            content = old.read(name)
            if callable(change):
                content = change(content.decode()).encode()
            new.writestr(name, content if change is None or callable(change) else change)
        for name, content in changes.items():
            if name not in old.namelist():
                new.writestr(name, content)
    return out.getvalue()


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def add_xml(parent: Any, xml: str) -> Any:
    """Append an element, given with the usual prefixes."""
    spaces = (
        nsdecls("w", "a", "r", "wp")
        + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        + ' xmlns:v="urn:schemas-microsoft-com:vml"'
        + ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    )
    element = parse_xml(f"<w:any {spaces}>{xml}</w:any>")[0]
    parent.append(element)
    return element
