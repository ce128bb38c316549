"""The font of the share pictures: outlines of a TrueType file, and glyphs painted from them.

Everything is plain arithmetic, so that the same text is the same picture on every machine,
whatever fonts and libraries it has. The file has no glyphs put together of others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

FILE = "NotoSansSC-Medium-subset.ttf"
Point = tuple[float, float]
# Straight pieces of each curve, enough at the sizes of a picture.
_PIECES = 4


@dataclass(frozen=True, slots=True)
class Glyph:
    """A painted glyph: rows of how much of each pixel is ink, 0 to 1, and where they stand.

    ``left`` and ``top`` are pixels from the pen on the baseline, ``advance`` how far it moves.
    """

    left: int
    top: int
    rows: tuple[tuple[float, ...], ...]
    advance: float


class Font:
    """The outlines of a file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        number = struct.unpack_from(">H", content, 4)[0]
        directory = (struct.unpack_from(">4s4xII", content, 12 + 16 * n) for n in range(number))
        self._tables = {tag.decode(): (start, size) for tag, start, size in directory}
        self.units = self._number("head", 18)
        self._metrics = self._number("hhea", 34)
        self._long = bool(self._number("head", 50))
        self._glyph_of = dict(self._characters())

    def has(self, text: str) -> bool:
        """Whether every character can be drawn."""
        return all(ord(sign) in self._glyph_of for sign in text)

    def advance(self, sign: str) -> int:
        """How far the pen moves, in units of the font."""
        place = min(self._glyph_of.get(ord(sign), 0), self._metrics - 1)
        return self._number("hmtx", 4 * place)

    def contours(self, sign: str) -> list[list[Point]]:
        """The outline of a character as closed lines, in units of the font, upwards."""
        glyph = self._glyph_of.get(ord(sign), 0)
        start, end = self._place(glyph), self._place(glyph + 1)
        return list(self._outline(start)) if end > start else []

    def _number(self, table: str, offset: int) -> int:
        place = self._tables[table][0] + offset
        return int(struct.unpack_from(">H", self._content, place)[0])

    def _place(self, glyph: int) -> int:
        if self._long:
            start = self._tables["loca"][0] + 4 * glyph
            return int(struct.unpack_from(">I", self._content, start)[0])
        return 2 * self._number("loca", 2 * glyph)

    def _characters(self) -> Iterator[tuple[int, int]]:
        """Characters and their glyphs, of a table of format 4."""
        start = self._tables["cmap"][0]
        start += struct.unpack_from(">I", self._content, start + 8)[0]
        twice = struct.unpack_from(">H", self._content, start + 6)[0]
        runs = twice // 2
        at = [start + 14, *(start + 16 + n * twice for n in (1, 2, 3))]
        last, first, delta, offset = (struct.unpack_from(f">{runs}H", self._content, p) for p in at)
        for run in range(runs):
            for code in range(first[run], min(last[run], 0xFFFE) + 1):
                glyph = code
                if offset[run]:
                    place = at[3] + 2 * run + offset[run] + 2 * (code - first[run])
                    glyph = struct.unpack_from(">H", self._content, place)[0]
                if offset[run] == 0 or glyph:
                    yield code, (glyph + delta[run]) & 0xFFFF

    def _outline(self, place: int) -> Iterator[list[Point]]:
        content, at = self._content, self._tables["glyf"][0] + place
        number = struct.unpack_from(">h", content, at)[0]
        ends = struct.unpack_from(f">{number}H", content, at + 10)
        at += 10 + 2 * number
        at += 2 + struct.unpack_from(">H", content, at)[0]  # instructions
        flags: list[int] = []
        while len(flags) <= ends[-1]:
            flag = content[at]
            again = content[at + 1] if flag & 8 else 0
            at += 2 if flag & 8 else 1
            flags += [flag] * (again + 1)
        xs, at = self._coordinates(flags, at, short=2, same=16)
        ys, at = self._coordinates(flags, at, short=4, same=32)
        begin = 0
        for end in ends:
            on = [bool(flag & 1) for flag in flags[begin : end + 1]]
            yield _flat(list(zip(xs[begin : end + 1], ys[begin : end + 1], strict=True)), on)
            begin = end + 1

    def _coordinates(
        self, flags: Sequence[int], at: int, *, short: int, same: int
    ) -> tuple[list[int], int]:
        found, value = [], 0
        for flag in flags:
            if flag & short:
                value += self._content[at] if flag & same else -self._content[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", self._content, at)[0]
                at += 2
            found.append(value)
        return found, at


def _flat(points: list[tuple[int, int]], on: list[bool]) -> list[Point]:
    """A closed line of quadratic curves as straight pieces."""
    full: list[tuple[float, float, bool]] = []
    for (a, is_on), (b, next_on) in pairwise([*zip(points, on, strict=True), (points[0], on[0])]):
        full.append((a[0], a[1], is_on))
        if not is_on and not next_on:
            full.append(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, True))
    first = next(n for n, point in enumerate(full) if point[2])
    full = [*full[first:], *full[: first + 1]]
    # Between two points off the line there is now one on it: every curve has three points.
    line: list[Point] = [full[0][:2]]
    for place, point in enumerate(full[1:], start=1):
        if not point[2]:
            line += _curve(full[place - 1][:2], point[:2], full[place + 1][:2])
        elif full[place - 1][2]:
            line.append(point[:2])
    return line


def _curve(start: Point, control: Point, end: Point) -> Iterator[Point]:
    """A quadratic curve as straight pieces, without its start."""
    for n in range(1, _PIECES + 1):
        t = n / _PIECES
        a, b, c = (1 - t) * (1 - t), 2 * (1 - t) * t, t * t
        yield (
            a * start[0] + b * control[0] + c * end[0],
            a * start[1] + b * control[1] + c * end[1],
        )


@cache
def font() -> Font:
    """The font that is in the program."""
    return Font((files(__package__) / FILE).read_bytes())


@cache
def glyph(sign: str, size: int) -> Glyph:
    """A character painted at ``size`` pixels."""
    scale = size / font().units
    lines = [[(x * scale, -y * scale) for x, y in line] for line in font().contours(sign)]
    advance = font().advance(sign) * scale
    if not lines:
        return Glyph(0, 0, (), advance)
    left = int(min(x for line in lines for x, _ in line) // 1) - 1
    top = int(min(y for line in lines for _, y in line) // 1) - 1
    width = int(max(x for line in lines for x, _ in line)) + 3 - left
    height = int(max(y for line in lines for _, y in line)) + 3 - top
    sums = [0.0] * (width * height + 1)
    for line in lines:
        for (x0, y0), (x1, y1) in pairwise(line):
            _edge(sums, width, (x0 - left, y0 - top), (x1 - left, y1 - top))
    ink = [min(abs(value), 1.0) for value in accumulate(sums)]
    rows = tuple(tuple(ink[n * width : (n + 1) * width]) for n in range(height))
    return Glyph(left, top, rows, advance)


def _edge(sums: list[float], width: int, start: Point, end: Point) -> None:
    """Add how an edge changes the ink of the pixels to its right, row by row.

    The sum of all changes up to a pixel is the ink of the pixel.
    """
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:
        return
    sign = 1.0
    if y0 > y1:
        x0, y0, x1, y1, sign = x1, y1, x0, y0, -1.0
    slope = (x1 - x0) / (y1 - y0)
    for row in range(int(y0), int(y1) + 1):
        upper, lower = max(y0, row), min(y1, row + 1)
        if lower <= upper:
            continue
        part = sign * (lower - upper)
        a, b = x0 + (upper - y0) * slope, x0 + (lower - y0) * slope
        a, b = min(a, b), max(a, b)
        _spread(sums, row * width, part, a, b)


def _spread(sums: list[float], at: int, part: float, a: float, b: float) -> None:
    """Spread the change of one row over the pixels that an edge crosses from ``a`` to ``b``."""
    before = 0.0
    for column in range(int(a), int(b) + 1):
        covered = _behind(a, b, column + 1) - _behind(a, b, column)
        sums[at + column] += part * (covered - before)
        before = covered
    sums[at + int(b) + 1] += part * (1 - before)


def _behind(a: float, b: float, x: float) -> float:
    """How much ink is left of ``x`` where it sets in evenly from ``a`` to ``b``."""
    if x <= a:
        return 0.0
    return (b - a) / 2 + x - b if x >= b else (x - a) ** 2 / (2 * (b - a))
