"""Which files are plain: CSV in UTF-8, commas, double quotes, one row of labels.

Encoding and delimiter are found as frictionless finds them, from the first bytes and lines, so that
a file is read here as it is checked there; whatever is in doubt is not plain.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from fiscal_notice.package.descriptor import Resource

# What frictionless looks at to find out encoding and form: bytes, and lines.
DETECTED, SNIFFED = 100_000, 100
# Properties by which data may be read otherwise than as a plain file.
_OTHERWISE = ("scheme", "compression", "innerpath", "extrapaths", "dialect", "layout", "control")


def plain_encoding(path: Path, resource: Resource) -> str | None:
    """``utf-8``, or ``utf-8-sig`` with a byte-order mark, of a plain CSV; None if it is none.

    Plain is RFC 4180, rows perhaps ended by line feeds alone: a CSV without a dialect.
    Raises OSError.
    """
    raw = resource.raw
    if len(resource.paths) != 1 or any(raw.get(name) for name in _OTHERWISE):
        return None
    if raw.get("format", "csv") != "csv" or not resource.path.endswith(".csv"):
        return None
    with path.open("rb") as file:
        head = file.read(DETECTED)
        file.seek(0)
        lines = list(islice(file, SNIFFED))
    if head.count(b"\r") != head.count(b"\r\n"):
        # Lines that end otherwise: which are the first ones is in doubt.
        return None
    encoding = _encoding(head, raw)
    return encoding if encoding and commas(lines, encoding) else None


def _encoding(head: bytes, raw: Mapping[str, Any]) -> str | None:
    """The encoding if it is UTF-8, else None."""
    stated = raw.get("encoding")
    if stated:
        try:
            utf8 = isinstance(stated, str) and codecs.lookup(stated).name == "utf-8"
        except LookupError:
            return None
        if not utf8:
            return None
    elif not head.isascii() and not head.startswith(codecs.BOM_UTF8):
        from fiscal_notice.package.foreign import detected_encoding  # noqa: PLC0415  heavy

        if detected_encoding(head) != "utf-8":
            return None
    elif b"~{" in head or b"\x1b" in head:
        # ASCII that may be HZ or ISO-2022.
        return None
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def commas(lines: Sequence[bytes], encoding: str = "utf-8") -> bool:
    """Whether frictionless takes these first lines of a file for cells parted by plain commas."""
    try:
        text = b"".join(lines).decode(encoding)
    except UnicodeDecodeError:
        return False
    if not any(sign in text for sign in ("\t", ";", "|", ", ")):
        # There is nothing else that the sniffer could find.
        return True
    try:
        sniffed = csv.Sniffer().sniff(text, ",\t;|")
    except csv.Error:
        # frictionless falls back on plain commas here.
        return True
    plain = sniffed.delimiter == "," and not sniffed.skipinitialspace
    return plain and sniffed.quotechar in ('"', "'")
