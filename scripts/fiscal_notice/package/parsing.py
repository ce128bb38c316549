"""Lines of text to rows of cells, as Python's csv module and therefore frictionless cut them."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from fiscal_notice.errors import PackageError

# As frictionless has it for the whole process once it is imported: cells of any length. Otherwise
# what is read would depend on what was imported before.
csv.field_size_limit(2**31 - 2)


def no_text(encoding: str, place: str) -> PackageError:
    """What is wrong with a file whose bytes are not in its encoding."""
    name = encoding.removesuffix("-sig").upper()
    return PackageError(
        f"the file is not {name}" if name else "the encoding of the file is not known",
        file=place,
        hint="save it as UTF-8 and run again, or state its encoding in the descriptor",
    )


def check_encoding(encoding: object, place: str) -> None:
    """PackageError for an encoding that Python does not know; None is none that is stated."""
    try:
        codecs.lookup(encoding if isinstance(encoding, str) else "utf-8")
    except LookupError:
        raise PackageError(
            f"the encoding {encoding} is not known",
            file=place,
            expected="an encoding that Python knows, such as utf-8 or gb18030",
            hint="correct it in the descriptor",
        ) from None


class UnclosedError(Exception):
    """A quote is open when the text ends, so that the rows after it became one cell."""


class _End:
    """An empty line after the last one: it is a row of its own unless a quote is still open."""

    def __init__(self) -> None:
        self.reached = False

    def __iter__(self) -> Iterator[str]:
        self.reached = True
        yield ""


class Lines:
    """The rows of ``lines``, lists of text; ``line`` is the last line of the row given last.

    ``dialect`` is what the csv module takes. Raises UnclosedError at the end, csv.Error, and
    whatever reading the lines raises.
    """

    def __init__(self, lines: Iterable[str], dialect: Any = csv.excel) -> None:
        self._end = _End()
        self._reader = csv.reader(chain(lines, self._end), dialect)

    @property
    def line(self) -> int:
        """The number of lines that were read."""
        return self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return (cells for _, cells in self.numbered())

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its last line."""
        reader = self._reader
        for cells in reader:
            if not cells and self._end.reached:
                return
            yield reader.line_num, cells
        raise UnclosedError
