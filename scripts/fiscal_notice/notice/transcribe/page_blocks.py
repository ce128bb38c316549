"""The parts of a page in their order: lines of text and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.notice.transcribe.blocks import Place, Table
from fiscal_notice.notice.transcribe.page_tables import (
    BLOCKS,
    MAX_DEPTH,
    NOT_SHOWN,
    is_hidden,
    is_layout,
    numeral,
    rows_of,
)
from fiscal_notice.notice.transcribe.places import row_range
from fiscal_notice.notice.transcribe.spacing import close_up

_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|rar|zip|7z|csv|txt|tiff?|jpe?g|png)(?:$|[?#])", re.IGNORECASE
)


@dataclass(slots=True)
class Part:
    """A line of text, or a table: ``rows`` of cells.

    ``linked`` counts the characters that are links, ``files`` the links to files.
    """

    text: str
    element: Any
    rows: list[list[str]] = field(default_factory=list)
    linked: int = 0
    files: int = 0


@dataclass(slots=True)
class _Line:
    """What has been read of the line that is open."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    files: int = 0


def parts_of(document: Any, frame: Any) -> list[Part]:
    """Every part of the page that is shown, navigation too."""
    body = document.find(".//body")
    reader = _Reader(frame.dropped)
    reader.read(body, body, 0)
    reader.close(body)
    return reader.parts


def table_block(rows: list[list[str]], number: int) -> Table:
    """A table of blocks.py: ``T2!A5:F5`` is row 5 of the second table."""
    return Table(
        rows=tuple(map(tuple, rows)),
        places=tuple(
            Place(cell=f"T{number}!{row_range(row, len(rows[0]))}")
            for row in range(1, len(rows) + 1)
        ),
    )


class _Reader:
    """Walks a tree, closing a line at each block and each <br>."""

    def __init__(self, dropped: set[Any]) -> None:
        self.parts: list[Part] = []
        self.dropped = dropped
        self._line = _Line()

    def read(self, element: Any, block: Any, depth: int) -> None:
        """Read what ``element`` holds; ``block`` is the block element that it stands in."""
        tag = element.tag
        if not isinstance(tag, str) or tag in NOT_SHOWN or is_hidden(element) or depth > MAX_DEPTH:
            return
        if tag == "br":
            if block.tag in {"h1", "h2", "h3"}:
                self._line.words.append("\n")
            else:
                self.close(block)
            return
        if tag == "table" and element not in self.dropped and not is_layout(element):
            self.close(block)
            rows = rows_of(element)
            if rows:
                self.parts.append(Part(text="", element=element, rows=rows))
            return
        inner = element if tag in BLOCKS else block
        if inner is element:
            self.close(block)
        if tag == "li":
            self._line.words.append(numeral(element))
        self._words(element.text, element)
        for child in element:
            self.read(child, inner, depth + 1)
            self._words(child.tail, element)
        if inner is element:
            self.close(element)

    def close(self, block: Any) -> None:
        """End the open line, if it has words."""
        line, self._line = self._line, _Line()
        text = close_up("".join(line.words))
        if text:
            self.parts.append(Part(text=text, element=block, linked=line.linked, files=line.files))

    def _words(self, words: str | None, element: Any) -> None:
        if not words:
            return
        first, *others = words.split("\n") if element.tag == "pre" else [words]
        self._line.words.append(first)
        for line in others:
            self.close(element)
            self._line.words.append(line)
        if words.strip() and (link := _link(element)) is not None:
            self._line.linked += len("".join(words.split()))
            self._line.files += bool(_FILE.search(link))


def _link(element: Any) -> str | None:
    """The address that an element leads to, by itself or what it stands in."""
    for _ in range(4):
        if element is None:
            return None
        if element.tag == "a":
            return str(element.get("href") or "")
        element = element.getparent()
    return None
