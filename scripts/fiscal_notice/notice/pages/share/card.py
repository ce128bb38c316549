"""What a share picture shows: words, figures, and a bar for each city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fiscal_notice.notice.pages.share.font import font, glyph
from fiscal_notice.notice.pages.share.png import Canvas, Colour, png

WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_PAGE: Colour = (253, 252, 250)
_INK: Colour = (29, 33, 41)
_SOFT: Colour = (93, 100, 112)
_RED: Colour = (166, 28, 28)
_GREY: Colour = (200, 192, 178)
# Each colour of words has this many steps from the page to itself.
_STEPS = 4


def _palette() -> list[Colour]:
    found = [_PAGE]
    for colour in (_INK, _SOFT, _RED):
        for step in range(1, _STEPS + 1):
            pairs = zip(_PAGE, colour, strict=True)
            a, b, c = ((page * (_STEPS - step) + ink * step) // _STEPS for page, ink in pairs)
            found.append((a, b, c))
    return [*found, _GREY]


PALETTE = _palette()
INK, SOFT, RED = (1 + n * _STEPS for n in range(3))
_FULL = _STEPS - 1
BAR = len(PALETTE) - 1


@dataclass(frozen=True, slots=True)
class Line:
    """Words on a baseline: pieces of text with their size and colour, one after the other."""

    baseline: int
    pieces: tuple[tuple[str, int, int], ...]


def card(lines: Sequence[Line], bars: Sequence[float], own: int | None) -> bytes:
    """A picture: ``bars`` are heights of 0 to 1, the ``own`` one red."""
    canvas = np.zeros((HEIGHT, WIDTH), np.uint8)
    canvas[:14] = RED + _FULL
    for line in lines:
        _write(canvas, line)
    _draw_bars(canvas, bars, own)
    return png(canvas, PALETTE)


def _write(canvas: Canvas, line: Line) -> None:
    """Write the pieces of a line, all smaller if they are too long; what has no glyph is left."""
    pieces = [piece for piece in line.pieces if piece[0] and font().has(piece[0])]
    room = WIDTH - 2 * _MARGIN
    wanted = sum(_length(text, size) for text, size, _ in pieces)
    shrink = min(1.0, room / wanted) if wanted else 1.0
    x = float(_MARGIN)
    for text, size, colour in pieces:
        fitted = int(size * shrink)
        for sign in text:
            _paint(canvas, sign, fitted, (int(x), line.baseline), colour)
            x += glyph(sign, fitted).advance


def _length(text: str, size: int) -> float:
    return sum(font().advance(sign) for sign in text) * size / font().units


def _paint(canvas: Canvas, sign: str, size: int, pen: tuple[int, int], colour: int) -> None:
    painted = glyph(sign, size)
    if not painted.rows:
        return
    ink = np.floor(np.array(painted.rows) * _STEPS + 0.5).astype(np.uint8)
    pixels = np.where(ink > 0, ink + colour - 1, 0).astype(np.uint8)
    x, y = pen[0] + painted.left, pen[1] + painted.top
    place = canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]]
    np.maximum(place, pixels[: place.shape[0], : place.shape[1]], out=place)


def _draw_bars(canvas: Canvas, bars: Sequence[float], own: int | None) -> None:
    """Draw the bars side by side on the lower edge; none where they would be thinner than a gap."""
    room = WIDTH - 2 * _MARGIN
    step = room // max(len(bars), 1)
    if not bars or step < 4:  # noqa: PLR2004
        return
    step = min(step, 80)
    gap, foot, height = max(1, step // 5), HEIGHT - 48, 110
    for place, part in enumerate(bars):
        left = _MARGIN + place * step
        top = foot - max(2, int(part * height))
        colour = RED + _FULL if place == own else BAR
        canvas[top:foot, left : left + step - gap] = colour
    canvas[foot : foot + 2, _MARGIN : _MARGIN + len(bars) * step - gap] = SOFT + _FULL
