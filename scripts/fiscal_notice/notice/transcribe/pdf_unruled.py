"""Tables without rules: columns are told by the gaps that the text of their rows leaves."""

from __future__ import annotations

from itertools import pairwise

from fiscal_notice.notice.transcribe.pdf_flow import ANNEX_HEAD, UNIT
from fiscal_notice.notice.transcribe.pdf_lines import Line
from fiscal_notice.notice.transcribe.pdf_rows import AMOUNT, TOTAL, Bit, column_of, fits, rows_of
from fiscal_notice.notice.transcribe.pdf_tables import Grid, Rule
from fiscal_notice.notice.transcribe.wording import PAGE_NUMBER

_ROWS = 3  # fewer rows with the same columns are chance
_WRAPPED = 12  # lines of the longest cell
_APART = 5.0  # heights of a line between rows of one table


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
        while text and _is_beside(lines, bits, edges, start):
            text.pop()
            start -= 1
        first = _first(lines, bits, edges, start)
        del text[len(text) - (start - first) :]
        anchors = [number for number in range(start, end) if rows[number]]
        grid = Grid(
            edges[0], edges[-1], lines[first].top, lines[end - 1].bottom, edges, ruled=False
        )
        if first < start:
            # What goes on with a cell of the page before is a row that has nothing else.
            grid.rows += rows_of(lines[first:start], bits[first:start], [0], [], edges)
        anchors = [number - start for number in anchors]
        grid.rows += rows_of(lines[start:end], bits[start:end], anchors, across, edges)
        for cell in grid.rows[-1]:
            cell.full = bool(cell.text)
        found.append(grid)
        start = end
    return text, found


def _is_beside(lines: list[Line], bits: list[list[Bit]], edges: list[float], start: int) -> bool:
    """Whether the line above belongs to the row: beside it, or a name over others in the header."""
    above, line = lines[start - 1], lines[start]
    if not fits(bits[start - 1], edges):
        return False
    header = not any(AMOUNT.fullmatch(bit.text) for bit in bits[start])
    short = len(bits[start - 1]) == 1 and 3 * above.width < edges[-1] - edges[0]
    inside = edges[1] < above.x0 and above.x1 < edges[-1] and not UNIT.match(above.text)
    near = line.top - above.bottom < 0.5 * line.size
    return above.bottom > line.top + 1 or (header and short and inside and near)


def _below(lines: list[Line], grids: list[Grid], start: int) -> int:
    """The number of the line after those without a wide gap or a ruled table between."""
    end = start + 1
    while end < len(lines):
        before, line = lines[end - 1], lines[end]
        if line.top - before.bottom > _APART * line.size or ANNEX_HEAD.match(line.text):
            break
        if PAGE_NUMBER.fullmatch(line.text):
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
    return len(bits) > 1 and any(AMOUNT.fullmatch(bit.text) for bit in bits[1:])


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
        edges = _edges(bits[start:end], rows[start:end], lines[start].size)
        if len(edges) < 3 or 3 * sum(not fits(bits[one], edges) for one in anchors) > len(anchors):
            return None
        grown = _grown(lines, bits, rows, edges, (start, below))
        if grown == end:
            break
        end = grown
    last = max(number for number in range(start, end) if rows[number])
    while (
        last + 1 < below
        and fits(bits[last + 1], edges)
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
        fits(bits[start], edges) and len({column_of(one.x0 + 1, edges) for one in bits[start]}) > 1
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
        if not (rows[end] or heads or fits(bits[end], edges)):
            break
        end += 1
    return end


def _first(lines: list[Line], bits: list[list[Bit]], edges: list[float], start: int) -> int:
    """The first line on a page that goes on with a cell of the page before, else ``start``."""
    first = start
    if not any(AMOUNT.fullmatch(bit.text) for bit in bits[start]):
        return start
    while (
        first > 0
        and len(bits[first - 1]) == 1
        and fits(bits[first - 1], edges)
        and lines[first].top - lines[first - 1].bottom < 2.5 * lines[first].size
        and start - first < 12
    ):
        first -= 1
    return first if first == 0 else start


def _edges(bits: list[list[Bit]], rows: list[bool], size: float) -> list[float]:
    """The columns' edges: where hardly any line has letters."""
    full = [line for line, is_row in zip(bits, rows, strict=True) if is_row]
    left = min(line[0].x0 for line in full)
    right = max(line[-1].x1 for line in full)
    steps = int(right - left) + 1
    # Further lines of cells tell too; a line over many columns is a heading or running text.
    body = next(
        (number for number, line in enumerate(bits) if AMOUNT.fullmatch(line[-1].text)), len(bits)
    )
    narrow = [
        line
        for number, (line, is_row) in enumerate(zip(bits, rows, strict=True))
        if not is_row
        and (
            len(line) > 1
            if number < body  # a lone name in the header stands over several columns
            else line[-1].x1 - line[0].x0 < 0.35 * (right - left)
        )
    ]
    few = len(full) // 30
    covered = [0] * (steps + 1)
    for number, line in enumerate([*full, *narrow]):
        # The header tells of columns that hardly any row fills.
        weight = 1 if number else few + 1
        for bit in line:
            if number and TOTAL.search(bit.text):
                continue  # stands in the middle of several columns
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
    return _headed([*edges, right + 1], bits[:body], bits[body:])


def _headed(edges: list[float], header: list[list[Bit]], body: list[list[Bit]]) -> list[float]:
    """The edges without those between a name in the header and the cells beside below it."""
    names = {column_of((bit.x0 + bit.x1) / 2, edges) for line in header for bit in line}
    cells = {column_of((bit.x0 + bit.x1) / 2, edges) for line in body for bit in line}
    kept = edges[:1]
    for column, edge in enumerate(edges[1:-1]):
        here, there = (column in names, column in cells), (column + 1 in names, column + 1 in cells)
        if {here, there} != {(True, False), (False, True)}:
            kept.append(edge)
    return [*kept, edges[-1]]
