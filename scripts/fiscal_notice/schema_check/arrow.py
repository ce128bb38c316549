"""Arrow's arrays and NumPy's, handed over by their buffers.

pyarrow's own conversions import pandas first, which takes longer than to check 100,000 rows.
The arrays have no nulls: a cell of a CSV is a text, be it empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

Mask = np.ndarray[Any, np.dtype[np.bool_]]


def numbers_of(array: pa.Array) -> np.ndarray[Any, Any]:
    """An array of numbers as it lies in memory; not to be written to."""
    return np.asarray(np.from_dlpack(array))


def mask_of(array: pa.BooleanArray) -> Mask:
    """An array of Booleans, of which Arrow keeps eight in a byte, as a mask of its own."""
    if not len(array):
        return np.empty(0, dtype=np.bool_)
    packed = np.frombuffer(array.buffers()[1], dtype=np.uint8)
    bits = np.unpackbits(packed, count=array.offset + len(array), bitorder="little")
    return bits[array.offset :].view(np.bool_)


def selected(array: pa.Array, mask: Mask) -> pa.Array:
    """The values that ``mask`` selects."""
    bits = pa.py_buffer(np.packbits(mask, bitorder="little"))
    return array.filter(pa.Array.from_buffers(pa.bool_(), len(mask), [None, bits]))


def strings(texts: Iterable[str]) -> pa.StringArray:
    """Some texts as an array. Raises UnicodeEncodeError for half of a surrogate pair."""
    encoded = [text.encode() for text in texts]
    ends = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(one) for one in encoded], out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)
