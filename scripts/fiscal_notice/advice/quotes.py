"""Quotes that are never closed, or not where a cell ends."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.advice.hits import Hit
from fiscal_notice.advice.inspected import Form, Inspected
from fiscal_notice.advice.reading import SMALL

_PIECE = 1024**2


def quotes(inspected: Inspected) -> Iterator[Hit] | None:
    """Every quote that opens a cell is closed where that cell ends.

    单元格的引号均在该单元格结束处闭合。

    Holds: "a, b" stands in one cell; a quote inside it is written twice.

    Breaks: 1,"a without a second quote, so that all following lines become part of one cell.

    Basis: frictionless, like Python's csv module, reads on to the end of the file and says nothing;
    the rows are gone.
    """
    form = inspected.form
    if form is None or len(inspected.files) != 1 or inspected.raw.get("compression"):
        return None
    # A table that is proven clean has no line with odd quotes.
    quote = form.dialect.quotechar
    if inspected.proven or not quote or (inspected.cut and inspected.size > SMALL):
        return iter(())
    return _look(inspected, form) if _has(inspected, quote, form) else iter(())


def _has(inspected: Inspected, quote: str, form: Form) -> bool:
    """Whether the file has any quote: most have none, and need not be read as text."""
    sign = quote.encode(form.encoding)[-1:] if quote.isascii() else b""
    with inspected.files[0].open("rb") as file:
        while piece := file.read(_PIECE):
            if sign in piece:
                return True
    return False


@dataclass(slots=True)
class _Lines:
    """Lines that are counted, remembered while a record lasts, and known to have run out."""

    lines: Iterator[str]
    taken: list[str]
    count: int = 0
    ran_out: bool = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self.lines)
        except StopIteration:
            self.ran_out = True
            raise
        self.count += 1
        self.taken.append(line)
        return line


def _look(inspected: Inspected, form: Form) -> Iterator[Hit]:
    lines = _Lines(inspected.lines(), [])
    rows = csv.reader(lines, dialect=form.dialect)
    try:
        for number, cells in enumerate(rows, start=1):
            if lines.ran_out:
                yield _never_closed(number, cells, lines.count)
            elif len(lines.taken) > 1 and not _regular(lines.taken, form):
                begin = lines.count - len(lines.taken) + 1
                swallowed = len(lines.taken) - 1
                yield Hit(
                    kind="quote-closed-late",
                    row=number,
                    found=_shown(lines.taken[0]),
                    words={"line": begin, "lines": swallowed},
                )
            lines.taken.clear()
    except (UnicodeError, csv.Error):
        # frictionless reports these.
        return


def _never_closed(number: int, cells: list[str], last: int) -> Hit:
    swallowed = len(cells[-1].splitlines()) - 1
    line = last - swallowed
    return Hit(
        kind="quote-never-closed",
        row=number,
        found=_shown(cells[-1]),
        words={"line": line, "lines": swallowed},
    )


def _regular(lines: list[str], form: Form) -> bool:
    """Whether the lines are one record for a reader that lets no odd quote pass."""
    try:
        return len(list(csv.reader(lines, dialect=form.dialect, strict=True))) == 1
    except csv.Error:
        return False


def _shown(text: str) -> str:
    line = next(iter(text.splitlines()), "")
    return line if len(line) <= 60 else line[:60] + "…"  # noqa: PLR2004
