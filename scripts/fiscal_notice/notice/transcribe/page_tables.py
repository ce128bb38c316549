"""Tables of a page: which hold data, their cells laid out as a grid, and the text of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.spacing import close_up
from fiscal_notice.notice.transcribe.wording import joint

_MAX_CELLS = 1_000_000
_MAX_SPAN = 1000
MAX_DEPTH = 400
NOT_SHOWN = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template head title link meta iframe object embed svg canvas select "
        "option button input textarea map audio video math",
    )
)
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p "
        "pre section summary table tbody td tfoot th thead tr ul",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BORDERED = re.compile(
    r"border(?!-collapse|-spacing|-radius|[\w-]*\s*:\s*(?:0|none))", re.IGNORECASE
)
_NUMBERED = re.compile(r"[\d一二三四五六七八九十（(①-⑳]")
_PROSE = 80
_LABEL = 12


def is_hidden(element: Any) -> bool:
    """Whether an element is never shown."""
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or (
        element.get("hidden") is not None
    )


def numeral(item: Any) -> str:
    """The number that a browser prints before an entry of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    text = "".join(item.itertext()).strip()
    if _NUMBERED.match(text):
        return ""
    return f"{1 + sum(1 for one in item.itersiblings('li', preceding=True))}. "


def is_layout(table: Any) -> bool:
    """Whether a table only places text on the page: it holds tables, one cell, or prose."""
    if table.get("role") == "presentation":
        return True
    inner = table.find(".//table")
    if inner is not None:
        # A small table in a cell of a ruled one is data in data.
        most = 2 * len(inner.text_content()) > len(table.text_content())
        return most or not _has_border(table)
    rows = [list(_cells(row)) for row in _rows(table)]
    widest = max((len(row) for row in rows), default=0)
    if widest <= 1:
        return True
    if table.find(".//th") is not None or _has_border(table):
        return False
    if len(rows) == 1:
        return True
    # Prose in paragraphs stands in cells of the layout; cells of data are short.
    prose = sum(
        1
        for row in rows
        for cell in row
        if len(cell.findall(".//p")) > 2 and len(cell.text_content()) > _PROSE * 3
    )
    return prose > 0 and len(rows) <= 3


def _has_border(table: Any) -> bool:
    border = (table.get("border") or "").strip()
    if border.removesuffix("px") not in {"", "0"}:
        return True
    styles = [table.get("style") or ""]
    styles += [cell.get("style") or "" for cell in table.iter("td")][:4]
    return any(_BORDERED.search(style) for style in styles)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in {"td", "th"} and not is_hidden(cell))


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(int(text), _MAX_SPAN) if text.isdecimal() and text.isascii() and len(text) < 6 else 1


def rows_of(table: Any) -> list[list[str]]:
    """The cells of a table as a grid; a merged cell has its text at its first place only."""
    grid: list[dict[int, str]] = []
    waiting: dict[int, int] = {}  # column → rows that a cell above still covers
    count = 0
    for element in _rows(table):
        if is_hidden(element):
            continue
        row: dict[int, str] = {}
        covered = {column for column, left in waiting.items() if left}
        waiting = {column: left - 1 for column, left in waiting.items() if left > 1}
        column = 0
        for cell in _cells(element):
            while column in covered:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            row[column] = cell_text(cell)
            for place in range(column, column + across):
                row.setdefault(place, "")
                if down > 1:
                    waiting[place] = down - 1
            column += across
            count += across
        row.update(dict.fromkeys(covered - row.keys(), ""))
        count += len(covered)
        if count > _MAX_CELLS:
            raise OriginalError(
                "a table of the page has too many cells",
                expected=f"at most {_MAX_CELLS}",
                hint="give the office file",
            )
        grid.append(row)
    width = max((max(row) + 1 for row in grid if row), default=0)
    if width * len(grid) > _MAX_CELLS:
        raise OriginalError(
            "a table of the page has too many cells",
            expected=f"at most {_MAX_CELLS}",
            hint="give the office file",
        )
    rows = [[row.get(column, "") for column in range(width)] for row in grid]
    return rows if any(map(any, rows)) else []


def cell_text(cell: Any) -> str:
    """The text of a cell on one line: its paragraphs parted by a space, lines as they need it."""
    reader = _CellReader()
    reader.read(cell, inside=False)
    reader.close(fresh=True)
    text = ""
    before = ""
    for line, begins in reader.lines:
        # A line that is broken in a long text ends something; in a short label it only saves room.
        apart = begins or line.startswith("《") or len(before) > _LABEL
        text += (" " if text and apart else joint(text, line)) + line
        before = line
    return text


class _CellReader:
    """The lines of a cell, and whether a new paragraph begins with each."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, bool]] = []
        self._words: list[str] = []
        self._fresh = True

    def read(self, element: Any, *, inside: bool = True, depth: int = 0) -> None:
        if (
            not isinstance(element.tag, str)
            or element.tag in NOT_SHOWN
            or is_hidden(element)
            or depth > MAX_DEPTH
        ):
            return
        if element.tag == "br":
            self.close(fresh=False)
            return
        block = inside and element.tag in BLOCKS
        if block:
            self.close(fresh=True)
        self._words.append(numeral(element) if element.tag == "li" else "")
        self._words.append(element.text or "")
        for child in element:
            self.read(child, depth=depth + 1)
            self._words.append(child.tail or "")
        if block:
            self.close(fresh=True)

    def close(self, *, fresh: bool) -> None:
        """End the open line; ``fresh``: what follows is a paragraph of its own."""
        text = close_up("".join(self._words))
        self._words.clear()
        if text:
            self.lines.append((text, self._fresh))
            self._fresh = fresh
        else:
            self._fresh = self._fresh or fresh
