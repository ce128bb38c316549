"""Flat pictures as PNG, the same bytes on every machine.

zlib's bytes differ by its version and maker, and stored blocks would be ten times as large. A flat
picture, each row held against the one above, is all runs of zeros: so runs and Deflate's own fixed
codes do nearly as well as zlib, and need no choice that a library could make otherwise.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]
_RUN = re.compile(rb"(.)\1{3,258}", re.DOTALL)
_UP = 2
"""The filter that keeps how a row differs from the one above."""


def png(canvas: Canvas, palette: Sequence[Colour]) -> bytes:
    """A picture of an even width whose pixels are numbers of at most 16 colours."""
    height, width = canvas.shape
    packed = (canvas[:, ::2] << 4) | canvas[:, 1::2]
    above = np.vstack([np.zeros_like(packed[:1]), packed[:-1]])
    rows = np.hstack([np.full((height, 1), _UP, np.uint8), packed - above]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    data = b"\x78\x01" + deflated(rows) + struct.pack(">I", adler32(rows))
    colours = bytes(part for colour in palette for part in colour)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def deflated(content: bytes) -> bytes:
    """``content`` in one block of Deflate with the fixed codes, runs of a byte put together."""
    # Bits in the order in which they are written, which is the lowest of a byte first.
    bits = "".join(["110", *_symbols(content), _CODES[256]])
    size = (len(bits) + 7) // 8
    return int(bits[::-1], 2).to_bytes(size, "little")


def _symbols(content: bytes) -> Iterator[str]:
    at = 0
    for run in _RUN.finditer(content):
        yield from (_CODES[value] for value in content[at : run.start() + 1])
        yield _LENGTHS[run.end() - run.start() - 1]
        at = run.end()
    yield from (_CODES[value] for value in content[at:])


def _code(symbol: int) -> str:
    """The fixed code of a symbol, as RFC 1951 gives them in 3.2.6."""
    if symbol < 144:  # noqa: PLR2004
        return f"{0b00110000 + symbol:08b}"
    if symbol < 256:  # noqa: PLR2004
        return f"{0b110010000 + symbol - 144:09b}"
    if symbol < 280:  # noqa: PLR2004
        return f"{symbol - 256:07b}"
    return f"{0b11000000 + symbol - 280:08b}"


_CODES = [_code(symbol) for symbol in range(288)]


def _lengths() -> Iterator[tuple[int, str]]:
    """Lengths 3 to 258, each with the distance of one byte (a code of five zeros)."""
    length = 3
    for symbol in range(257, 285):
        extra = max(0, (symbol - 261) // 4)
        for more in range(1 << extra):
            tail = f"{more:0{extra}b}"[::-1] if extra else ""
            yield length + more, _CODES[symbol] + tail + "00000"
        length += 1 << extra
    yield 258, _CODES[285] + "00000"


_LENGTHS = dict(_lengths())
