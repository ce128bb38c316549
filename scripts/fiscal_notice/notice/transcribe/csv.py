"""A table of separated values (.csv, .tsv) to blocks: parted by commas, tabs, bars or the like."""

from __future__ import annotations

import csv
import io
import re

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.blocks import Paragraph, Place, Table, Transcription
from fiscal_notice.notice.transcribe.sheet_blocks import blocks_of, used
from fiscal_notice.notice.transcribe.sheet_scan import MOST_AREA, too_large
from fiscal_notice.notice.transcribe.spacing import cell_lines
from fiscal_notice.notice.transcribe.text import decoded

_SEPARATORS = (",", "\t", ";", "|", "，")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SAMPLE = 200


def read_csv(data: bytes) -> Transcription:
    """The blocks of a table: lines above it, the table, notes below.

    Its encoding is UTF-8 or GB18030, or UTF-16 with its mark. ``cell`` is the row's range as a
    spreadsheet would have it, ``paragraph`` the line on which the row begins. Raises OriginalError
    for what is no text.
    """
    text = decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    limit = csv.field_size_limit(len(text) + 1)
    try:
        for row in reader:
            rows.append([cell_lines(cell) for cell in row])
            lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise OriginalError(
            f"the table cannot be read: {error}",
            line=reader.line_num,
            hint="save it again as CSV in UTF-8, or as .xlsx",
        ) from None
    finally:
        csv.field_size_limit(limit)
    width = max(map(len, rows), default=0)
    if width * len(rows) > MOST_AREA:
        raise too_large("", "CSV")
    rows = [row + [""] * (width - len(row)) for row in rows]
    blocks = tuple(_with_line(block, lines) for block in blocks_of(used(None, rows, {})))
    if not blocks:
        raise OriginalError("the file holds no text", hint="give the file that holds the notice")
    return Transcription(blocks=blocks)


def separator(text: str) -> str:
    """What parts the cells: the sign that most lines have equally often, outside quotes."""
    lines = _QUOTED.sub("", text[:200_000]).splitlines()[:_SAMPLE]
    lines = [line for line in lines if line.strip()]

    def weight(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if sign in line]
        if not counts:
            return 0, 0
        usual = max(set(counts), key=counts.count)
        return counts.count(usual), usual

    return max(_SEPARATORS, key=weight)


def _with_line(block: Paragraph | Table, lines: list[int]) -> Paragraph | Table:
    def placed(place: Place) -> Place:
        row = int(re.findall(r"[0-9]+", place.cell or "1")[0])
        return Place(cell=place.cell, paragraph=lines[row - 1])

    if isinstance(block, Paragraph):
        return Paragraph(text=block.text, place=placed(block.place))
    return Table(rows=block.rows, places=tuple(map(placed, block.places)))
