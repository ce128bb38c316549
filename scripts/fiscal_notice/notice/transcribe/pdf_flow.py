"""Lines outside tables put together to paragraphs; page numbers and running headers left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fiscal_notice.notice.transcribe.pdf_lines import Line
from fiscal_notice.notice.transcribe.pdf_tables import Grid
from fiscal_notice.notice.transcribe.wording import ITEM, PAGE_NUMBER, joint

_EDGE = 0.12  # of the page's height, at its head and foot
_BARE_NUMBER = re.compile(r"\d{1,4}(?:\s*/\s*\d{1,4})?")
_DATE = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:印发)?")
# What a browser prints above and below a page.
_PRINTED = re.compile(
    r"(?:file|https?)://\S+(?:\s+\d+\s*/\s*\d+)?|\d{1,4}[/-]\d{1,2}[/-]\d{1,4},?\s*\S{0,6}\d{1,2}:\d{2}.*"
)
_CONTINUED = re.compile(r"[（(]?续(?:上)?表[）)]?")
ANNEX_HEAD = re.compile(
    r"附[件表]\s*[\d一二三四五六七八九十]*(?:[-－]\d+)?\s*[:：]?$|附件\s*[:：]|抄送\s*[:：]"
)
UNIT = re.compile(r"[（(]?(?:金额)?(?:单位|计量单位)\s*[:：]")
_LIST_HEAD = re.compile(r"附件\s*[:：]|附\s*[:：]")


_NUMBERS = (PAGE_NUMBER, _BARE_NUMBER, _PRINTED)


@dataclass(slots=True)
class Sheet:
    """What stands on a page: its lines and tables from the top down."""

    number: int
    width: float
    height: float
    items: list[Line | Grid] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """A paragraph, and the page on which it begins."""

    text: str
    page: int


def drop_running(sheets: list[Sheet]) -> list[str]:
    """Take page numbers and what is printed on most pages out; gives the running lines."""
    seen: Counter[tuple[str, bool]] = Counter()
    for sheet in sheets:
        seen.update({_mark(line, sheet) for line in _edge_lines(sheet)})
    running: list[str] = []
    for sheet in sheets:
        for line in _edge_lines(sheet):
            often = seen[_mark(line, sheet)]
            number = any(one.fullmatch(line.text) for one in _NUMBERS)
            again = often >= 3 and often * 5 >= len(sheets) * 3
            if number or (again and not ANNEX_HEAD.match(line.text)):
                sheet.items.remove(line)
                if not number and line.text not in running:
                    running.append(line.text)
        sheet.items = [
            item
            for item in sheet.items
            if isinstance(item, Grid) or not _CONTINUED.fullmatch(item.text)
        ]
    return running


def _edge_lines(sheet: Sheet) -> list[Line]:
    """Up to two lines at the head and at the foot of a page, beyond all tables."""
    head = [one for one in sheet.items[:2] if isinstance(one, Line)]
    foot = [one for one in sheet.items[-2:] if isinstance(one, Line)]
    found = [one for one in head if one.bottom < _EDGE * sheet.height]
    found += [one for one in foot if one.top > (1 - _EDGE) * sheet.height and one not in found]
    return found


def _mark(line: Line, sheet: Sheet) -> tuple[str, bool]:
    return re.sub(r"\d+", "0", line.text), line.top > sheet.height / 2


# What part of the lines at the commonest place makes another place one of full lines.
_MANY = 0.15


class Margins:
    """Where full lines begin and end, for pages of each width."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self._found: dict[int, tuple[float, float]] = {}
        for width in {round(sheet.width) for sheet in sheets}:
            runs = [
                [item for item in sheet.items if isinstance(item, Line)]
                for sheet in sheets
                if round(sheet.width) == width
            ]
            long = [line for lines in runs for line in lines if len(line.text) >= 15]
            if not long:
                continue
            # Pages may have lines that are wider than their text: the frame of a printed web page.
            right = _usual([(line.x1, line.size) for line in long], largest=True)
            after = [
                (line.x0, line.size)
                for lines in runs
                for before, line in pairwise(lines)
                if abs(before.x1 - right) < 2 * before.size
            ]
            left = _usual(after or [(line.x0, line.size) for line in long], largest=False)
            self._found[width] = (left, right)

    def of(self, sheet: Sheet) -> tuple[float, float]:
        """The left and the right margin of a page."""
        return self._found.get(round(sheet.width), (0.0, sheet.width))


def _usual(places: list[tuple[float, float]], *, largest: bool) -> float:
    """Where full lines begin or end, within a letter's size: the outermost place of many lines.

    Headings of one length on every page are many too, and end before full lines do; a few lines
    that are wider are the frame around the text.
    """
    counted = [
        ([other for other, _ in places if abs(other - place) <= size], place)
        for place, size in sorted(places, reverse=largest)
    ]
    most = max((len(near) for near, _ in counted), default=0)
    near = next((near for near, _ in counted if len(near) >= _MANY * most), [])
    return (max(near) if largest else min(near)) if near else 0.0


class Flow:
    """Paragraphs that grow line by line."""

    def __init__(self, margins: Margins) -> None:
        self.texts: list[Text] = []
        self._margins = margins
        self._last: Line | None = None
        self._sheet: Sheet | None = None
        self._listed = False

    def add(self, line: Line, sheet: Sheet) -> Text | None:
        """Add a line; gives the paragraph that it begins, None where it goes on with the last."""
        if self._goes_on(line, sheet):
            text = self.texts[-1]
            text.text += joint(text.text, line.text) + line.text
            self._last, self._sheet = line, sheet
            return None
        self._listed = bool(_LIST_HEAD.match(line.text)) or (
            self._listed and ITEM.match(line.text) is not None
        )
        self._last, self._sheet = line, sheet
        self.texts.append(Text(line.text, sheet.number))
        return self.texts[-1]

    def end(self) -> None:
        """A table stands between: what follows is a new paragraph."""
        self._last = None
        self._listed = False

    def _goes_on(self, line: Line, sheet: Sheet) -> bool:
        last, before = self._last, self._sheet
        if last is None or before is None or abs(last.size - line.size) > 0.12 * line.size:
            return False
        left, right = self._margins.of(before)
        if last.x1 < right - 2.2 * line.size or last.x0 > left + 8 * line.size:
            return False
        if ITEM.match(line.text) or ANNEX_HEAD.match(line.text):
            return False
        near = line.top - last.bottom <= 1.6 * line.size
        if not (near if sheet is before else round(sheet.width) == round(before.width)):
            return False
        # Entries of the list of annexes hang: their further lines begin where their names do.
        hangs = self._listed and line.x0 > left and not _LIST_HEAD.match(line.text)
        return abs(line.x0 - left) <= 0.8 * line.size or hangs


def parted(line: Line) -> list[Line]:
    """A line that ends in a date far from the rest, as two: who printed it, and when."""
    if len(line.pieces) != 2 or not _DATE.fullmatch(line.pieces[1].text):
        return [line]
    return [
        replace(line, text=piece.text, pieces=[piece], x0=piece.x0, x1=piece.x1)
        for piece in line.pieces
    ]
