"""Tables without rules: columns are told by the gaps that the text of their rows leaves."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from fiscal_notice.notice.transcribe.pdf_flow import ANNEX_HEAD
from fiscal_notice.notice.transcribe.pdf_lines import Letter, Line, cell_text, lines_of
from fiscal_notice.notice.transcribe.pdf_tables import Cell, Grid, Rule

_AMOUNT = re.compile(r"[-－—△▲+(（￥¥]*[\d０-９][\d０-９,，.．]*[)）%％]?|[-—/]")
_TOTAL = re.compile(r"[合总小共]\s*计$")
_ROWS = 3  # fewer rows with the same columns are chance
_WRAPPED = 12  # lines of the longest cell
_APART = 5.0  # heights of a line between rows of one table


@dataclass(slots=True)
class Bit:
    """Letters of a line without a gap between them."""

    letters: list[Letter]

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.letters[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.letters[-1].x1

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter.text for letter in self.letters)


def unruled_tables(
    lines: list[Line], across: list[Rule], grids: list[Grid], before: Grid | None = None
) -> tuple[list[Line], list[Grid]]:
    """The lines that are text, and the tables that the others make.

    ``before`` is the table without rules that ends the page before: a row of it may go on here.
    """
    bits = [_bits(line) for line in lines]
    rows = [_is_row(line, parts) for line, parts in zip(lines, bits, strict=True)]
    text: list[Line] = []
    found: list[Grid] = []
    start = 0
    while start < len(lines):
        table = None
        if rows[start]:
            below = _below(lines, grids, start)
            table = _table(lines, bits, rows, start, below)
            if table is None and before is not None and not found:
                table = _rest(lines, bits, rows, before.edges, (start, below))
        if table is None:
            text.append(lines[start])
            start += 1
            continue
        edges, end = table
        # Lines beside a row that is set in the middle of its cells begin above it.
        while text and _overlaps(lines, start) and _fits(bits[start - 1], edges):
            text.pop()
            start -= 1
        first = _first(lines, bits, edges, start)
        del text[len(text) - (start - first) :]
        anchors = [number for number in range(start, end) if rows[number]]
        grid = Grid(
            edges[0], edges[-1], lines[first].top, lines[end - 1].bottom, edges, ruled=False
        )
        groups = _groups(lines[start:end], [one - start for one in anchors], across, edges)
        if first < start:
            groups = [list(range(first - start, 0)), *groups]
        for group in groups:
            grid.rows.append(_cells([bits[start + number] for number in group], edges))
        for cell in grid.rows[-1]:
            cell.full = bool(cell.text)
        found.append(grid)
        start = end
    return text, found


def _overlaps(lines: list[Line], number: int) -> bool:
    """Whether a line is beside the one above it, rather than below."""
    return number > 0 and lines[number - 1].bottom > lines[number].top + 1


def _below(lines: list[Line], grids: list[Grid], start: int) -> int:
    """The number of the line after those without a wide gap or a ruled table between."""
    end = start + 1
    while end < len(lines):
        before, line = lines[end - 1], lines[end]
        if line.top - before.bottom > _APART * line.size or ANNEX_HEAD.match(line.text):
            break
        if any(before.bottom <= grid.top <= line.top for grid in grids):
            break
        end += 1
    return end


def _bits(line: Line) -> list[Bit]:
    found = [Bit([line.letters[0]])]
    for before, letter in pairwise(line.letters):
        if letter.x0 - before.x1 > 0.6 * line.size:
            found.append(Bit([letter]))
        else:
            found[-1].letters.append(letter)
    return found


def _is_row(line: Line, bits: list[Bit]) -> bool:
    """Whether a line can be a row: three parts that lie apart, or two of which one is an amount."""
    wide = [second for first, second in pairwise(bits) if second.x0 - first.x1 > 0.9 * line.size]
    if len(wide) >= 2 and len(line.text.split()) < len(line.text) / 2:
        return True
    return len(bits) > 1 and any(_AMOUNT.fullmatch(bit.text) for bit in bits[1:])


def _table(
    lines: list[Line], bits: list[list[Bit]], rows: list[bool], start: int, below: int
) -> tuple[list[float], int] | None:
    """The columns' edges of the table that begins at ``start``, and the line after it.

    None if there is none. ``below`` is the line up to which it can go on.
    """
    end = start + 1
    while end < below and any(rows[end : end + _WRAPPED]):
        end += 1
    for _ in range(4):
        anchors = [number for number in range(start, end) if rows[number]]
        if len(anchors) < _ROWS:
            return None
        edges = _edges([bits[number] for number in anchors], lines[start].size)
        if len(edges) < 3 or 3 * sum(not _fits(bits[one], edges) for one in anchors) > len(anchors):
            return None
        grown = _grown(lines, bits, rows, edges, (start, below))
        if grown == end:
            break
        end = grown
    last = max(number for number in range(start, end) if rows[number])
    while (
        last + 1 < below
        and _fits(bits[last + 1], edges)
        and lines[last + 1].top - lines[last].bottom < 0.6 * lines[last].size
    ):
        last += 1
    return edges, last + 1


def _rest(
    lines: list[Line],
    bits: list[list[Bit]],
    rows: list[bool],
    edges: list[float],
    bounds: tuple[int, int],
) -> tuple[list[float], int] | None:
    """The last few rows of a table that fills the page before, as ``_table`` gives them."""
    start, _ = bounds
    wide = (
        _fits(bits[start], edges) and len({_column(one.x0 + 1, edges) for one in bits[start]}) > 1
    )
    return (list(edges), _grown(lines, bits, rows, edges, bounds)) if wide else None


def _grown(
    lines: list[Line],
    bits: list[list[Bit]],
    rows: list[bool],
    edges: list[float],
    bounds: tuple[int, int],
) -> int:
    """The number of the line up to which lines stand in the columns, or head a group of rows."""
    start, below = bounds
    end = start + 1
    while end < below:
        line = lines[end]
        heads = (
            len(bits[end]) == 1
            and line.x0 < edges[1]
            and 2 * line.width < edges[-1] - edges[0]
            and any(rows[end + 1 : end + 3])
        )
        if not (rows[end] or heads or _fits(bits[end], edges)):
            break
        end += 1
    return end


def _first(lines: list[Line], bits: list[list[Bit]], edges: list[float], start: int) -> int:
    """The first line on a page that goes on with a cell of the page before, else ``start``."""
    first = start
    while (
        first > 0
        and len(bits[first - 1]) == 1
        and _fits(bits[first - 1], edges)
        and lines[first].top - lines[first - 1].bottom < 2.5 * lines[first].size
        and start - first < 12
    ):
        first -= 1
    return first if first == 0 else start


def _edges(rows: list[list[Bit]], size: float) -> list[float]:
    """The columns' edges: where hardly any row has letters."""
    left = min(row[0].x0 for row in rows)
    right = max(row[-1].x1 for row in rows)
    steps = int(right - left) + 1
    covered = [0] * (steps + 1)
    few = len(rows) // 10
    for number, row in enumerate(rows):
        # The header tells of columns that hardly any row fills.
        weight = 1 if number else few + 1
        for bit in row:
            for x in range(max(0, int(bit.x0 - left)), min(steps, int(bit.x1 - left) + 1)):
                covered[x] += weight
    edges = [left - 1]
    start: int | None = None
    for x, count in enumerate(covered):
        if count <= few and x < steps:
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= max(2.0, 0.25 * size):
                edges.append(left + (start + x) / 2)
            start = None
    return [*edges, right + 1]


def _column(x: float, edges: list[float]) -> int:
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)


def _fits(bits: list[Bit], edges: list[float]) -> bool:
    """Whether no part of a line crosses the edge of a column."""
    return all(_column(bit.x0 + 1, edges) == _column(bit.x1 - 1, edges) for bit in bits)


def _groups(
    lines: list[Line], anchors: list[int], across: list[Rule], edges: list[float]
) -> list[list[int]]:
    """The lines of each row: between horizontal rules, or around the lines that are whole rows."""
    width = edges[-1] - edges[0]
    rules = sorted(
        rule.at
        for rule in across
        if rule.end - rule.start > 0.5 * width and lines[0].bottom < rule.at < lines[-1].top
    )
    if 2 * len(rules) >= len(anchors):
        bands: dict[int, list[int]] = {}
        for number, line in enumerate(lines):
            bands.setdefault(bisect_right(rules, (line.top + line.bottom) / 2), []).append(number)
        return list(bands.values())
    starts = [0]
    for first, second in pairwise(anchors):
        gaps = [
            (lines[number].top - lines[number - 1].bottom, number)
            for number in range(first + 1, second + 1)
        ]
        # Where all gaps are alike, text is set from the top: further lines belong to the row above.
        widest = max(gap for gap, _ in gaps)
        starts.append(max(number for gap, number in gaps if gap > widest - 0.5))
    return [
        list(range(start, end))
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]


def _cells(rows: list[list[Bit]], edges: list[float]) -> list[Cell]:
    letters: dict[int, list[Letter]] = {}
    for bits in rows:
        for bit in bits:
            if _column(bit.x0 + 1, edges) == _column(bit.x1 - 1, edges) or len(bits) == 1:
                letters.setdefault(_column(bit.x0 + 1, edges), []).extend(bit.letters)
            else:
                for letter in bit.letters:
                    column = _column((letter.x0 + letter.x1) / 2, edges)
                    letters.setdefault(column, []).append(letter)
    _head(letters, edges)
    return [
        Cell(cell_text(lines_of(letters.get(column, ()))), edges[column], edges[column + 1])
        for column in range(len(edges) - 1)
    ]


def _head(letters: dict[int, list[Letter]], edges: list[float]) -> None:
    """Put the label of a total, which stands in the middle of several columns, in the first."""
    filled = sorted(letters)
    if len(filled) < 2 or filled[0] == 0:
        return
    label = letters[filled[0]]
    left, right = min(one.x0 for one in label), max(one.x1 for one in label)
    middle = (edges[0] + edges[filled[1]]) / 2
    if abs((left + right) / 2 - middle) < 0.03 * (edges[-1] - edges[0]) and _TOTAL.search(
        "".join(one.text for one in sorted(label, key=lambda one: one.x0))
    ):
        letters[0] = letters.pop(filled[0])
