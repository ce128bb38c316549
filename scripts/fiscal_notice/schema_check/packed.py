"""The errors of a report: a few as they are, many packed, so that memory holds a million of them.

An error of frictionless is a dictionary of a dozen texts, most of which say the same for all
errors. As lines of JSON they pack to a fiftieth, and those lines are what a report is written of.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, overload

Error = dict[str, Any]
ReportDict = dict[str, Any]
"""A report as frictionless writes it in JSON; in order valid, stats, warnings, errors, tasks."""

# So many errors are kept as they are before they are packed.
FEW = 2000
# So many of those are written at a time: a row may have a thousand cells.
LINES = 100
_line = json.JSONEncoder(ensure_ascii=False).encode
_row = itemgetter("rowNumber")


@dataclass(frozen=True, slots=True)
class Pack:
    """Consecutive errors of whole rows, and the rows of the first and the last of them."""

    count: int
    first: int | None
    last: int | None
    data: bytes

    @property
    def text(self) -> str:
        """The errors as JSON, one a line."""
        return zlib.decompress(self.data).decode("utf-8", "surrogatepass")

    def errors(self) -> list[Error]:
        """The errors themselves."""
        return [json.loads(line) for line in self.text.split("\n")]


def pack_errors(errors: Sequence[Error]) -> Pack:
    """Pack some errors, at least one."""
    text = "\n".join(map(_line, errors))
    data = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
    return Pack(len(errors), errors[0].get("rowNumber"), errors[-1].get("rowNumber"), data)


class Errors(Sequence[Error]):
    """Errors in their order; to be gone through from the beginning, as often as needed."""

    def __init__(self, errors: Iterable[Error] = ()) -> None:
        self._packs: list[Pack] = []
        self._open: list[Error] = []
        self._packed = 0
        self.extend(errors)

    def append(self, error: Error) -> None:
        """Add an error."""
        held = self._open
        # The errors of a row stay together.
        if len(held) >= FEW and held[-1].get("rowNumber") != error.get("rowNumber"):
            self._close()
        self._open.append(error)

    def extend(self, errors: Iterable[Error]) -> None:
        """Add errors; what is packed stays so."""
        if isinstance(errors, Errors):
            for part in errors.parts():
                self.add(part)
            return
        for error in errors:
            self.append(error)

    def add(self, part: Pack | Sequence[Error]) -> None:
        """Add a part of others."""
        if not isinstance(part, Pack):
            self.extend(part)
            return
        self._close()
        self._packs.append(part)
        self._packed += part.count

    def parts(self) -> Iterator[Pack | list[Error]]:
        """All errors, as far as they are packed so, in parts of whole rows."""
        yield from self._packs
        if self._open:
            yield self._open

    def rows(self) -> Iterator[tuple[int, list[Error]]]:
        """The errors of rows, row by row; there must be no others."""
        for number, errors in groupby(self, _row):
            yield number, list(errors)

    def first(self, count: int) -> Errors:
        """The first errors, no more than ``count``."""
        if len(self) <= count:
            return self
        return Errors(error for error, _ in zip(self, range(count), strict=False))

    def texts(self) -> Iterator[str]:
        """All errors as JSON, one a line, many lines at a time."""
        for part in self.parts():
            if isinstance(part, Pack):
                yield part.text
                continue
            for start in range(0, len(part), LINES):
                yield "\n".join(map(_line, part[start : start + LINES]))

    def _close(self) -> None:
        if self._open:
            self._packs.append(pack_errors(self._open))
            self._packed += len(self._open)
            self._open = []

    def __iter__(self) -> Iterator[Error]:
        for part in self.parts():
            yield from part.errors() if isinstance(part, Pack) else part

    def __len__(self) -> int:
        return self._packed + len(self._open)

    @overload
    def __getitem__(self, index: int) -> Error: ...

    @overload
    def __getitem__(self, index: slice) -> list[Error]: ...

    def __getitem__(self, index: int | slice) -> Error | list[Error]:
        return list(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, list | Errors) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Errors({list(self)!r})"


def unpacked(report: ReportDict) -> ReportDict:
    """The same report, its errors as lists, as any program takes them."""
    for task in report["tasks"]:
        task["errors"] = list(task["errors"])
    return report
