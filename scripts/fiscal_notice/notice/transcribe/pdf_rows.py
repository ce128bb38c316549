"""The rows of a table without rules around its cells, when its columns are known."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from fiscal_notice.notice.transcribe.pdf_lines import Letter, Line, cell_text, lines_of
from fiscal_notice.notice.transcribe.pdf_tables import Cell, Rule

AMOUNT = re.compile(r"[-－—△▲+(（￥¥]*[\d０-９][\d０-９,，.．]*[)）%％]?|[-—/]")
TOTAL = re.compile(r"[合总小共]\s*计$")


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
    def top(self) -> float:
        """Its upper edge."""
        return self.letters[0].top

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.letters[0].bottom

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter.text for letter in self.letters)


@dataclass(slots=True)
class _Block:
    """Bits below each other in a column: the text of a cell."""

    column: int
    bits: list[Bit]

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.bits[0].top + self.bits[-1].bottom) / 2


def column_of(x: float, edges: list[float]) -> int:
    """The column in which a place lies."""
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)


def fits(bits: list[Bit], edges: list[float]) -> bool:
    """Whether no part of a line crosses the edge of a column."""
    return all(column_of(bit.x0 + 1, edges) == column_of(bit.x1 - 1, edges) for bit in bits)


def rows_of(
    lines: list[Line],
    bits: list[list[Bit]],
    anchors: list[int],
    across: list[Rule],
    edges: list[float],
) -> list[list[Cell]]:
    """The rows of a table: between horizontal rules, around its amounts, or from its full lines.

    ``anchors`` are the lines that are rows by themselves.
    """
    width = edges[-1] - edges[0]
    between = [rule for rule in across if lines[0].bottom < rule.at < lines[-1].top]
    whole = sorted({rule.at for rule in between if rule.end - rule.start > 0.3 * width})
    if 2 * len(whole) >= len(anchors):
        groups = _between_rules(bits, between, whole)
    elif amounts := _amounts(bits, anchors, edges):
        groups = _around(bits, amounts, edges)
    else:
        groups = _from(lines, bits, anchors)
    return [_cells(group, edges) for group in groups if group]


def _between_rules(
    bits: list[list[Bit]], rules: list[Rule], whole: list[float]
) -> list[list[list[Bit]]]:
    """Rows between rules; a cell that a rule spares belongs to the first of the rows it covers."""
    found: list[list[list[Bit]]] = [[] for _ in range(len(whole) + 1)]
    for line in bits:
        for bit in line:
            x = (bit.x0 + bit.x1) / 2
            middle = bit.middle
            above = [rule.at for rule in rules if rule.start < x < rule.end and rule.at < middle]
            found[bisect_right(whole, max(above) + 1) if above else 0].append([bit])
    return found


def _amounts(bits: list[list[Bit]], anchors: list[int], edges: list[float]) -> list[Bit]:
    """The bits of the columns that mostly hold amounts; none if they are few."""
    columns: dict[int, list[Bit]] = {}
    for line in bits:
        for bit in line:
            columns.setdefault(column_of((bit.x0 + bit.x1) / 2, edges), []).append(bit)
    found: list[Bit] = []
    # Columns of amounts stand side by side at the right; codes further left are none.
    for column in range(len(edges) - 2, 0, -1):
        inside = columns.get(column, [])
        amounts = [bit for bit in inside if AMOUNT.fullmatch(bit.text)]
        # One of them may be the column's name.
        if amounts and len(amounts) * 5 >= (len(inside) - 1) * 4:
            found += amounts
        elif found:
            break
    return found if len(found) * 3 >= len(anchors) * 2 else []


def _around(bits: list[list[Bit]], amounts: list[Bit], edges: list[float]) -> list[list[list[Bit]]]:
    """Rows around amounts: each cell belongs to the amount beside its middle."""
    size = amounts[0].bottom - amounts[0].top
    heights: list[float] = []
    for height in sorted(bit.middle for bit in amounts):
        if not heights or height - heights[-1] > 0.5 * size:
            heights.append(height)
    first = bits[0][0].middle
    if heights[0] - first > size:
        heights.insert(0, first)  # the header
    rows: dict[float, dict[int, _Block]] = {height: {} for height in heights}
    between: set[int] = set()
    for block in sorted(_blocks(bits, heights, edges), key=lambda one: one.middle):
        # Of two rows that are equally near, a cell over both begins in the upper one.
        near = min(
            heights, key=lambda height: (round(abs(height - block.middle) / size * 2), height)
        )
        if abs(near - block.middle) > 0.35 * size and block.column < len(edges) // 2:
            between.add(block.column)
        if block.column in rows[near]:
            near = block.middle  # a line between two rows: the heading of a group
            rows.setdefault(near, {})
        rows[near][block.column] = block
    for column in between:
        _raise(rows, heights, column)
    return [
        [[bit] for block in blocks.values() for bit in block.bits]
        for _, blocks in sorted(rows.items(), key=lambda item: item[0])
    ]


def _raise(rows: dict[float, dict[int, _Block]], heights: list[float], column: int) -> None:
    """Put labels that stand in the middle of several rows into the first of these."""
    start = 0
    for number, height in enumerate(heights):
        block = rows[height].get(column)
        if block is None:
            continue
        # A label in the middle has as many rows above as below, of those that have none.
        below = block.middle > height + 0.2 * (block.bits[0].bottom - block.bits[0].top)
        end = number + (number - start) + below
        around = [*heights[start:number], *heights[number + 1 : end + 1]]
        if start < number and end < len(heights) and not any(column in rows[one] for one in around):
            rows[heights[start]][column] = rows[height].pop(column)
            start = end + 1
        else:
            start = number + 1 + below


def _blocks(bits: list[list[Bit]], heights: list[float], edges: list[float]) -> list[_Block]:
    """The bits of each column as cells: parted by gaps, or where a row begins."""
    columns: dict[int, list[Bit]] = {}
    for line in bits:
        for bit in line:
            columns.setdefault(column_of(bit.x0 + 1, edges), []).append(bit)
    found: list[_Block] = []
    for column, inside in columns.items():
        inside.sort(key=lambda bit: (bit.top, bit.x0))
        last: _Block | None = None
        for bit in inside:
            if last is None or not _goes_on(last.bits, bit, heights):
                last = _Block(column, [])
                found.append(last)
            last.bits.append(bit)
    return [part for block in found for part in _parted(block, heights)]


def _goes_on(above: list[Bit], bit: Bit, heights: list[float]) -> bool:
    """Whether a bit goes on with a cell: close below it, and no first line of another row."""
    size = bit.bottom - bit.top
    if bit.top < above[-1].bottom - 0.5 * size:
        return True  # beside it, on the same line
    begins = [
        any(abs(one.middle - height) < 0.2 * size for height in heights) for one in (above[0], bit)
    ]
    return bit.top - above[-1].bottom < 0.6 * size and not all(begins)


def _parted(block: _Block, heights: list[float]) -> list[_Block]:
    """A block that runs beside several rows without a gap, as the cells of these rows."""
    top, bottom = block.bits[0].top, block.bits[-1].bottom
    beside = [height for height in heights if top < height < bottom]
    if len(beside) < 2:
        return [block]
    found: dict[float, _Block] = {}
    for bit in block.bits:
        middle = bit.middle
        near = min(beside, key=lambda height: abs(height - middle))
        found.setdefault(near, _Block(block.column, [])).bits.append(bit)
    return list(found.values())


def _from(lines: list[Line], bits: list[list[Bit]], anchors: list[int]) -> list[list[list[Bit]]]:
    """Rows from lines that are rows by themselves on, parted at the widest gap between them."""
    starts = [0]
    for first, second in pairwise(anchors):
        gaps = [
            (lines[number].top - lines[number - 1].bottom, number)
            for number in range(first + 1, second + 1)
        ]
        # Where all gaps are alike, text is set from the top: further lines belong to the row above.
        widest = max(gap for gap, _ in gaps)
        starts.append(max(number for gap, number in gaps if gap > widest - 0.5))
    return [bits[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _cells(rows: list[list[Bit]], edges: list[float]) -> list[Cell]:
    letters: dict[int, list[Letter]] = {}
    for bits in rows:
        for bit in bits:
            if column_of(bit.x0 + 1, edges) == column_of(bit.x1 - 1, edges) or len(bits) == 1:
                letters.setdefault(column_of(bit.x0 + 1, edges), []).extend(bit.letters)
            else:
                for letter in bit.letters:
                    column = column_of((letter.x0 + letter.x1) / 2, edges)
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
    if abs((left + right) / 2 - middle) < 0.05 * (edges[-1] - edges[0]) and TOTAL.search(
        "".join(one.text for one in sorted(label, key=lambda one: one.x0))
    ):
        letters[0] = letters.pop(filled[0])
