"""Flat pictures as PNG, the same bytes on every machine.

zlib's bytes differ by its version and maker, and stored blocks would be ten times as large. A flat
picture, each row held against the one above, is all runs of zeros: so runs and one Huffman code do
nearly as well as zlib, and leave no choice that a library could make otherwise.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from zlib import adler32, crc32

import numpy as np
from numpy.typing import NDArray

Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]
_RUN = re.compile(rb"(.)\1{3,258}", re.DOTALL)
_END, _SYMBOLS, _LONGEST = 256, 286, 15
"""Of Deflate: the symbol that ends a block, how many there are, the bits of the longest code."""
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
    """``content`` in one block of Deflate (RFC 1951), runs of a byte put together.

    Runs are the only matches, so the one distance is 1, a code of one bit.
    """
    pieces = list(_pieces(content))
    counts = Counter({0: 1, _END: 1})  # a code needs two symbols
    for plain, run in pieces:
        counts.update(plain)
        counts.update([_LENGTHS[run][0]] if run else [])
    sizes = _sizes(counts)
    codes = _codes(sizes)
    runs = {run: codes[symbol] + extra + "0" for run, (symbol, extra) in _LENGTHS.items()}
    body = (
        "".join([*map(codes.__getitem__, plain), runs[run] if run else ""]) for plain, run in pieces
    )
    # Bits in the order in which they are written, which is the lowest of a byte first.
    bits = "".join([_header(sizes), *body, codes[_END]])
    return int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")


def _pieces(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Bytes as they are, and how often the last of them follows once more."""
    at = 0
    for run in _RUN.finditer(content):
        yield content[at : run.start() + 1], run.end() - run.start() - 1
        at = run.end()
    yield content[at:], 0


def _sizes(counts: Mapping[int, int]) -> list[int]:
    """How many bits each symbol takes, by Huffman; of equal ones the smaller symbol is first."""
    sizes = [0] * _SYMBOLS
    heap = [(count, symbol, [symbol]) for symbol, count in sorted(counts.items())]
    heapify(heap)
    while len(heap) > 1:
        (a, first, some), (b, second, others) = heappop(heap), heappop(heap)
        for symbol in (*some, *others):
            sizes[symbol] += 1
        heappush(heap, (a + b, min(first, second), some + others))
    if max(sizes) > _LONGEST:
        return _sizes({symbol: (count + 1) // 2 for symbol, count in counts.items()})
    return sizes


def _codes(sizes: Sequence[int]) -> list[str]:
    """The code of each symbol by the sizes alone, as a reader works them out."""
    codes, code, before = [""] * len(sizes), 0, 0
    for size, symbol in sorted((size, symbol) for symbol, size in enumerate(sizes) if size):
        code <<= size - before
        codes[symbol] = f"{code:0{size}b}"
        code, before = code + 1, size
    return codes


def _header(sizes: Sequence[int]) -> str:
    """The head of a last block with codes of its own: each size in a code of four bits."""
    plain = _codes([4] * 16)
    order = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
    given = "".join(_number(4 if symbol < len(plain) else 0, 3) for symbol in order)
    counts = _number(_SYMBOLS - 257, 5) + _number(0, 5) + _number(len(order) - 4, 4)
    return "101" + counts + given + "".join(plain[size] for size in [*sizes, 1])


def _number(value: int, bits: int) -> str:
    """A number as Deflate writes one, the lowest bit first."""
    return f"{value:0{bits}b}"[::-1] if bits else ""


def _lengths() -> Iterator[tuple[int, tuple[int, str]]]:
    """Lengths 3 to 258: the symbol and the extra bits of each."""
    length = 3
    for symbol in range(257, 285):
        bits = max(0, (symbol - 261) // 4)
        for more in range(1 << bits):
            yield length + more, (symbol, _number(more, bits))
        length += 1 << bits
    yield 258, (285, "")


_LENGTHS = dict(_lengths())
