"""What all workbooks share: texts that stay texts, and files that are the same to the byte."""

from __future__ import annotations

import io
import zipfile

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


def write_text(sheet: Worksheet, row: int, at: int, text: str, style: Format) -> None:
    """Write a text as it is: never a formula, never a link."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library would take this for mark-up of its own and write it as it stands. In pieces
        # (it asks for three) it is text.
        sheet.write_rich_string(row, at, text[:1], text[1:2], text[2:], style)
    else:
        sheet.write_string(row, at, text, style)


def plain_zip(
    buffer: io.BytesIO, when: tuple[int, int, int], method: int = zipfile.ZIP_STORED
) -> bytes:
    """The same entries dated, and stored: deflated bytes depend on the version of zlib."""
    plain = io.BytesIO()
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(plain, "w", method) as out:
        for member in made.infolist():
            entry = zipfile.ZipInfo(member.filename, (*when, 0, 0, 0))
            entry.create_system = 3  # Unix, whatever the machine
            entry.external_attr = 0o100644 << 16
            out.writestr(entry, made.read(member), method)
    return plain.getvalue()
