"""Plain texts: lines as paragraphs; rows parted by tabs or by bars as tables."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.wording import PAGE_NUMBER

_MARKS = re.compile(r" *\[(?:excerpt ends|\.\.\.|…+)\]")
# What a collector says of a text stands above it: "# source: …".
_COMMENT = re.compile(r"#\s+\S{1,12}\s?[:：]")
_BARS = re.compile(r"[|｜│]")
_RULE = re.compile(r"[\s|｜│:+=\-─┼━—]+")
_BLANKS = " \u3000\u00a0\r\ufeff"

Line = tuple[int, str]


def read_text(data: bytes) -> Transcription:
    """The paragraphs and tables of a text in UTF-8, GB18030, or UTF-16 with its mark.

    Rows parted by tabs stay as they are, also their empty cells. ``paragraph`` is the line.
    Raises OriginalError for what is no text.
    """
    lines = list(_lines(decoded(data)))
    blocks: list[Paragraph | Table] = []
    start = 0
    while start < len(lines):
        end = _end_of_table(lines, start)
        if end > start:
            table = _table(lines[start:end])
            blocks += [table] if table.rows else []
        else:
            end = start + 1
            number, line = lines[start]
            if line and not _is_rule(line):
                blocks.append(Paragraph(text=line, place=Place(paragraph=number)))
        start = end
    if not blocks:
        raise OriginalError("the file holds no text", hint="give the file that holds the notice")
    return Transcription(blocks=tuple(blocks))


def decoded(data: bytes) -> str:
    """The text of bytes in UTF-8, GB18030, or UTF-16 with its mark; OriginalError for others."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise OriginalError(
        "the file is not text",
        expected="UTF-8, GB18030, or UTF-16 with a byte order mark",
        hint="save it as text in UTF-8",
    )


def _lines(text: str) -> Iterator[Line]:
    """The lines with their numbers from 1, without what a collector put above and between."""
    above = True
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\f\v]", text), start=1):
        line = raw.lstrip(_BLANKS).rstrip(_BLANKS)
        if above and line.startswith("#"):
            line = "" if _COMMENT.match(line) else line.lstrip("# ")
        elif line.strip():
            above = False
        if "[" in line:
            line = _MARKS.sub("", line)
        if not PAGE_NUMBER.fullmatch(line):
            yield number, line if line.strip() else ""


def _is_rule(line: str) -> bool:
    """Whether a line is only drawn: ---, |---|---|; a single dash is an empty cell."""
    return (
        len(line) > 2
        and _RULE.fullmatch(line) is not None
        and re.search(r"[-=─━—]{2}", line) is not None
    )


def _end_of_table(lines: list[Line], start: int) -> int:
    """The number of the line after the table that begins at ``start``; ``start`` if none does."""
    end = start
    if "\t" in lines[start][1]:
        while end < len(lines) and "\t" in lines[end][1]:
            end += 1
        return end
    counts = []
    while end < len(lines) and (bars := len(_BARS.findall(lines[end][1]))):
        if not _is_rule(lines[end][1]):
            counts.append(bars)
        end += 1
    if len(counts) < 2 or (max(counts) == 1 and len(counts) != end - start):
        return start
    usual = max(set(counts), key=counts.count)
    # A row that was cut off has fewer; a line of links has any number.
    return end if 2 * counts.count(usual) > len(counts) else start


def _table(lines: list[Line]) -> Table:
    if "\t" in lines[0][1]:
        rows = [[cell.strip(_BLANKS) for cell in line.split("\t")] for _, line in lines]
        numbers = [number for number, _ in lines]
    else:
        kept = [(number, line) for number, line in lines if not _is_rule(line)]
        framed = all(_BARS.match(line) and _BARS.match(line[-1]) for _, line in kept)
        rows = [[cell.strip() for cell in _BARS.split(line)] for _, line in kept]
        rows = [row[1:-1] for row in rows] if framed else rows
        width = max((len(row) for row in rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in rows]
        numbers = [number for number, _ in kept]
    return Table(
        rows=tuple(map(tuple, rows)), places=tuple(Place(paragraph=number) for number in numbers)
    )
