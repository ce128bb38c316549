"""Tables on a page of a pdf: by the lines that rule them, or by where their text stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from fiscal_notice.notice.transcribe.pdf_lines import Letter, Line, cell_text, lines_of

_NEAR = 3.0  # points within which two rules are one, or meet
_THIN = 3.5  # points up to which a filled box is a rule
_SHORT = 4.0
_MAX_RULES = 1000  # of a page, in each direction
_PADDING = 12.0  # points of a cell's width that its text leaves free
_MANY_LINES = 3
_COVERED = 0.6


@dataclass(slots=True)
class Rule:
    """A straight line: at ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Cell:
    """A cell of a row, from ``x0`` to ``x1``.

    ``full``: its text fills it down to its lower edge, so it may go on on the next page.
    ``unended``: it ends with the page, and no rule closes it.
    """

    text: str
    x0: float
    x1: float
    full: bool = False
    unended: bool = False


@dataclass(slots=True)
class Grid:
    """A table on a page: its box, its columns' edges, and the cells that begin in each row."""

    x0: float
    x1: float
    top: float
    bottom: float
    edges: list[float]
    rows: list[list[Cell]] = field(default_factory=list)
    ruled: bool = True


def rules_of(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules of a page, near ones put together."""
    across: list[Rule] = []
    down: list[Rule] = []
    for x0, x1, top, bottom in _strokes(page):
        if bottom - top <= _THIN < x1 - x0:
            across.append(Rule((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= _THIN < bottom - top:
            down.append(Rule((x0 + x1) / 2, top, bottom))
    return _together(across), _together(down)


def _strokes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """The boxes (x0, x1, top, bottom) of all lines, thin boxes, and sides of boxes of a page."""
    for one in page.lines:
        yield one["x0"], one["x1"], one["top"], one["bottom"]
    for one in page.rects:
        x0, x1, top, bottom = one["x0"], one["x1"], one["top"], one["bottom"]
        if min(x1 - x0, bottom - top) <= _THIN:
            yield x0, x1, top, bottom
        elif one.get("stroke"):
            yield from ((x0, x1, y, y) for y in (top, bottom))
            yield from ((x, x, top, bottom) for x in (x0, x1))
    for one in page.curves:
        for (ax, ay), (bx, by) in pairwise(one["pts"]):
            yield min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)


def _together(rules: list[Rule]) -> list[Rule]:
    """Rules at nearly the same place as one, where they touch."""
    rules.sort(key=lambda rule: rule.at)
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][-1].at <= 1.5 and rule.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found: list[Rule] = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        group.sort(key=lambda rule: rule.start)
        current = Rule(at, group[0].start, group[0].end)
        for rule in group[1:]:
            if rule.start <= current.end + _NEAR:
                current.end = max(current.end, rule.end)
            else:
                found.append(current)
                current = Rule(at, rule.start, rule.end)
        found.append(current)
    found = [rule for rule in found if rule.end - rule.start > _SHORT]
    # More are a drawing: the longest are those of a table, if there is one.
    longest = sorted(found, key=lambda rule: rule.start - rule.end)[:_MAX_RULES]
    return sorted(longest, key=lambda rule: rule.at)


def ruled_tables(
    across: list[Rule], down: list[Rule], letters: list[Letter]
) -> tuple[list[Grid], list[Letter]]:
    """The ruled tables from the top down, and the letters outside them."""
    grids: list[Grid] = []
    for rows, columns in _connected(across, down):
        _close_sides(rows, columns)
        xs, ys = _places(columns), _places(rows)
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        inside = [one for one in letters if _is_inside(one, xs, ys)]
        if not inside:
            continue
        grid = Grid(xs[0], xs[-1], ys[0], ys[-1], xs)
        grid.rows = _rows(xs, ys, rows, columns, inside)
        if any(cell.text for row in grid.rows for cell in row):
            grids.append(grid)
            taken = set(map(id, inside))
            letters = [one for one in letters if id(one) not in taken]
    return sorted(grids, key=lambda grid: grid.top), letters


def _is_inside(letter: Letter, xs: list[float], ys: list[float]) -> bool:
    return xs[0] < (letter.x0 + letter.x1) / 2 < xs[-1] and ys[0] < letter.middle < ys[-1]


class _Sets:
    """Numbers put together in sets, each named by its least."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, one: int) -> int:
        """The name of the set that a number is in."""
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet, in groups of horizontal and vertical ones."""
    sets = _Sets(len(across) + len(down))
    for i, row in enumerate(across):
        for j, column in enumerate(down, start=len(across)):
            if (
                row.start - _NEAR <= column.at <= row.end + _NEAR
                and column.start - _NEAR <= row.at <= column.end + _NEAR
            ):
                sets.join(i, j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(sets.of(i), ([], []))[0].append(row)
    for j, column in enumerate(down, start=len(across)):
        groups.setdefault(sets.of(j), ([], []))[1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def _close_sides(rows: list[Rule], columns: list[Rule]) -> None:
    """Add the outer rules that a table with open sides lacks."""
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    top, bottom = min(rule.start for rule in columns), max(rule.end for rule in columns)
    top, bottom = min(top, rows[0].at), max(bottom, rows[-1].at)
    for x in (left, right):
        if min(abs(rule.at - x) for rule in columns) > 2 * _NEAR and len(rows) > 1:
            columns.append(Rule(x, rows[0].at, rows[-1].at))
    for y in (top, bottom):
        if min(abs(rule.at - y) for rule in rows) > 2 * _NEAR and len(columns) > 1:
            rows.append(Rule(y, left, right))
    rows.sort(key=lambda rule: rule.at)
    columns.sort(key=lambda rule: rule.at)


def _places(rules: Iterable[Rule]) -> list[float]:
    """Where rules lie, near ones once."""
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _walls(rules: list[Rule], places: list[float], steps: list[float]) -> list[list[bool]]:
    """For each place and each step along it: whether a rule lies there."""
    walls = [[False] * (len(steps) - 1) for _ in places]
    for rule in rules:
        place = min(range(len(places)), key=lambda one: abs(places[one] - rule.at))
        for step in range(len(steps) - 1):
            low, high = steps[step], steps[step + 1]
            if min(high, rule.end) - max(low, rule.start) >= _COVERED * (high - low):
                walls[place][step] = True
    return walls


def _rows(
    xs: list[float], ys: list[float], rows: list[Rule], columns: list[Rule], inside: list[Letter]
) -> list[list[Cell]]:
    """The cells of a grid: fields without a rule between them are one cell."""
    high, wide = len(ys) - 1, len(xs) - 1
    flat, upright = _walls(rows, ys, xs), _walls(columns, xs, ys)
    sets = _Sets(high * wide)
    for field_ in range(high * wide):
        y, x = divmod(field_, wide)
        if x + 1 < wide and not upright[x + 1][y]:
            sets.join(field_, field_ + 1)
        if y + 1 < high and not flat[y + 1][x]:
            sets.join(field_, field_ + wide)
    texts: dict[int, list[Letter]] = {}
    for letter in inside:
        x = bisect_left(xs, (letter.x0 + letter.x1) / 2) - 1
        y = bisect_left(ys, letter.middle) - 1
        texts.setdefault(sets.of(y * wide + x), []).append(letter)
    ends: dict[int, tuple[int, int]] = {}  # set → its last row and column
    for field_ in range(high * wide):
        y, x = divmod(field_, wide)
        last, across = ends.get(sets.of(field_), (0, 0))
        ends[sets.of(field_)] = (max(last, y), max(across, x))
    found: list[list[Cell]] = [[] for _ in range(high)]
    for name, (last, across) in ends.items():
        y, x = divmod(name, wide)
        lines = lines_of(texts.get(name, ()))
        cell = Cell(cell_text(lines), xs[x], xs[across + 1])
        cell.full = _is_full(lines, ys[last + 1], cell.x1 - cell.x0)
        cell.unended = last == high - 1 and not any(flat[high][x : across + 1])
        found[y].append(cell)
    return found


def _is_full(lines: list[Line], low: float, width: float) -> bool:
    """Whether lines fill a cell down to its edge and, if they are few, the last one's width."""
    if not lines:
        return False
    below, size = low - lines[-1].bottom, lines[-1].size
    if len(lines) >= _MANY_LINES:
        return below < 2.5 * size  # the next line may not have found room
    return below < size and width - lines[-1].width < 2.2 * size + _PADDING
