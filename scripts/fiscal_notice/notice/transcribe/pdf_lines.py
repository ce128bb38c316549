"""The letters of a page put together to lines, and the lines of a cell to its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fiscal_notice.notice.transcribe.spacing import close_up
from fiscal_notice.notice.transcribe.wording import ITEM, is_wide, joint

_LISTED = re.compile(r"[（(][^（()）]*号[）)][。；;，,]?$")
_RUNS_ON = re.compile(r"[的第等提和及与、，。；：）)》規规文要精有关印的“”]")
# What is not broken at the end of a line: a Latin word, with the brackets and stops around it.
_WORD = re.compile(r"[〔（《“‘「【〈(]*(?:[\x21-\x7e]+|.)[〕）》”’」】〉，。、；：！？)]*")


@dataclass(slots=True)
class Letter:
    """A printed character and its box, in points from the left and the top."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Piece:
    """Part of a line that wide gaps part from the rest."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class Line:
    """A printed line: its text, its pieces, its box and its letters."""

    text: str
    pieces: list[Piece]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    letters: list[Letter]

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0


def letters_of(page: Any) -> list[Letter]:
    """The letters within a page of pdfplumber; those that lie on their side are left out."""
    width, height = float(page.width), float(page.height)
    found = []
    for char in page.chars:
        if not char["upright"]:
            continue
        letter = Letter(char["text"], char["x0"], char["x1"], char["top"], char["bottom"])
        if letter.x1 > 0 and letter.x0 < width and letter.bottom > 0 and letter.top < height:
            found.append(letter)
    return found


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """Letters as lines from the top down; each from left to right."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: one.middle):
        # Quotes and footnote numbers are smaller: a letter belongs to a line that it overlaps.
        row = rows[-1] if rows else None
        if row is not None and letter.middle - row[0].middle < 0.5 * max(letter.size, row[0].size):
            row.append(letter)
        else:
            rows.append([letter])
    lines = (_line(sorted(row, key=lambda one: one.x0)) for row in rows)
    return [line for line in lines if line is not None]


def _line(row: list[Letter]) -> Line | None:
    shown = [letter for letter in row if letter.text.strip()]
    if not shown:
        return None
    size = sorted(letter.size for letter in shown)[len(shown) // 2]
    pieces: list[Piece] = []
    words: list[str] = []
    start = last = row[0]
    for number, letter in enumerate(row):
        if number:
            if (
                letter.text == last.text
                and letter.x0 - last.x0 < 0.2 * size
                and letter.text.strip()
            ):
                continue  # printed twice, to look bold
            gap = letter.x0 - last.x1
            if gap > 1.8 * size and letter.text.strip():
                pieces.append(Piece("".join(words), start.x0, last.x1))
                words, start = [], letter
            elif gap > (0.25 if _is_latin(last.text, letter.text) else 0.7) * size:
                words.append(" ")
        if not letter.text.strip() and not words:
            start = row[min(number + 1, len(row) - 1)]
            last = letter if letter.x1 > last.x1 else last
            continue
        words.append(letter.text)
        if letter.text.strip() or letter.x1 > last.x1:
            last = letter
    pieces.append(Piece("".join(words), start.x0, max(start.x1, last.x1)))
    for piece in pieces:
        piece.text = close_up(piece.text)
    pieces = [piece for piece in pieces if piece.text]
    return Line(
        text=close_up(" ".join(piece.text for piece in pieces)),
        pieces=pieces,
        x0=shown[0].x0,
        x1=max(letter.x1 for letter in shown),
        top=min(letter.top for letter in shown),
        bottom=max(letter.bottom for letter in shown),
        size=size,
        letters=shown,
    )


def _is_latin(before: str, after: str) -> bool:
    return not (is_wide(before) or is_wide(after))


def cell_text(lines: list[Line]) -> str:
    """The text of a cell: lines that are full run on, shorter ones end a paragraph."""
    text = ""
    widest = max((line.width for line in lines), default=0.0)
    for number, line in enumerate(lines):
        if number:
            text += between(lines[number - 1], line, widest)
        text += line.text
    return text


def between(before: Line, after: Line, widest: float) -> str:
    """What parts two lines of a cell that is as wide as its widest line."""
    if _LISTED.search(before.text) and not _RUNS_ON.match(after.text):
        return " "
    if ITEM.match(after.text):
        return " "
    word = _WORD.match(after.text)
    needed = sum(after.size if is_wide(sign) else after.size / 2 for sign in word[0]) if word else 0
    free = widest - before.width
    # A line may be shorter by a stop that hangs over; before a title even a small rest is meant.
    if free > max(2.2 * after.size, needed + after.size) or (
        after.text.startswith("《") and free > needed + 0.2 * after.size
    ):
        return " "
    return joint(before.text, after.text)
