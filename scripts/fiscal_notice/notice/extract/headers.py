"""Find the header of a printed table, of one to four rows with merged parents, and join its levels.

A merged cell has its text in its first column or row; the rest of it is blank, or repeats the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiscal_notice.notice.extract.amounts import figure, plain
from fiscal_notice.notice.extract.column_titles import exact_meaning, meaning_of

Cells = Sequence[str]

_MOST_ROWS = 4
_LONGEST_TITLE = 40
_NUMBER = re.compile(r"[(\[]?(?:[0-9]{1,2}|[A-Z]|[①-⑳]|栏次)[)\]]?(?:=.*)?")
_TOTAL = re.compile(r".*(?:合计|总计|小计|共计)")
# 一、发展资金 heads a part of the body.
_HEADING = re.compile(r"[(]?[一二三四五六七八九十]+[)、.]")
_KNOWN_WORDS = 2


def filled(cells: Cells) -> list[int]:
    """The places of the cells that have text."""
    return [place for place, cell in enumerate(cells) if cell]


def _could_be_titles(cells: Cells) -> bool:
    texts = [cells[place] for place in filled(cells)]
    if len(texts) < 2 or len({plain(text) for text in texts}) < 2:  # noqa: PLR2004
        return False
    if any(figure(text) or len(text) > _LONGEST_TITLE for text in texts):
        return False
    return not _TOTAL.fullmatch(plain(texts[0])) or exact_meaning(texts[0]) not in (None, "amount")


def header_length(rows: Sequence[Cells], *, first: bool) -> int:
    """How many of ``rows`` are a header, from the top; 0 if they do not begin with one.

    ``first`` says that no table has begun yet: then one known title is enough, or none where the
    rows below have figures.
    """
    if not rows or not _could_be_titles(rows[0]):
        return 0
    texts = [rows[0][place] for place in filled(rows[0])]
    known = sum(exact_meaning(text) is not None for text in texts)
    length = 1
    while length < min(_MOST_ROWS, len(rows)) and _continues(rows[:length], rows[length]):
        length += 1
    if known >= _KNOWN_WORDS:
        return length
    if not first:
        return 0
    proposed = known or any(meaning_of(text) == "amount" for text in texts)
    below = rows[length : length + 3]
    figures = any(figure(cell) for row in below for cell in row)
    return length if (proposed or figures) and (figures or not below or known) else 0


def _continues(above: Sequence[Cells], cells: Cells) -> bool:
    """Whether a row belongs to the header: each text stands below a parent or an empty cell."""
    upper = above[-1]
    places = [p for p in filled(cells) if p >= len(upper) or plain(cells[p]) != plain(upper[p])]
    if not places or any(figure(cells[p]) for p in places):
        return False
    # A row of the body has its label at the left; a lower header row leaves that to the upper one.
    if _TOTAL.fullmatch(plain(cells[places[0]])) and places[0] == filled(upper)[0]:
        return False
    if all(_below_parent(above, cells, place) for place in places):
        return True
    # A parent with a single column below it, 其中： for one: told by the words.
    return not _HEADING.match(plain(cells[places[0]])) and all(
        meaning_of(cells[place], closely=place == filled(above[0])[0]) == "amount"
        for place in places
    )


def _below_parent(above: Sequence[Cells], cells: Cells, place: int) -> bool:
    upper = above[-1]
    if place >= len(upper):
        return False
    if not upper[place]:
        # Below a merged parent at the left, or where nothing at all is printed above.
        return any(row[q] for row in above for q in range(place) if q < len(row))
    if place and plain(upper[place - 1]) == plain(upper[place]):
        return True
    after = place + 1
    if after >= len(upper) or after >= len(cells) or not cells[after]:
        return False
    return not upper[after] or plain(upper[after]) == plain(upper[place])


def is_numbering(cells: Cells) -> bool:
    """Whether a row numbers the columns: 1, 2, 3=1+2 …, or letters."""
    texts = [plain(cells[place]) for place in filled(cells)]
    if len(texts) < 3 or not all(_NUMBER.fullmatch(text) for text in texts):  # noqa: PLR2004
        return False
    numbers = [int(m[0]) for text in texts if (m := re.search(r"[0-9]+", text.partition("=")[0]))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def joined(rows: Sequence[Cells]) -> list[str]:
    """The header of each column: the texts of its levels, the parent's first, joined by ``/``.

    A parent's text holds for the blank cells at its right as far as a lower row has text there.
    """
    width = max(len(row) for row in rows)
    levels = [[*row, *[""] * (width - len(row))] for row in rows]
    for number, row in enumerate(levels[:-1]):
        below = levels[number + 1 :]
        parent = ""
        for place in range(width):
            has_child = any(lower[place] for lower in below)
            if row[place]:
                parent = row[place] if has_child else ""
            elif has_child and parent and not _apart(levels[:number], place):
                row[place] = parent
    return ["/".join(_levels(levels, place)) for place in range(width)]


def _apart(above: Sequence[Cells], place: int) -> bool:
    # Another parent begins here one level higher: what stands at the left belongs to that one.
    return any(row[place] and plain(row[place]) != plain(row[place - 1]) for row in above)


def _levels(levels: Sequence[Cells], place: int) -> list[str]:
    texts: list[str] = []
    for row in levels:
        if row[place] and (not texts or plain(texts[-1]) != plain(row[place])):
            texts.append(row[place])
    return texts
