"""Quotes that are never closed, or not where a cell ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fiscal_notice.schema_check.hashing import PIECE
from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected, TextForm


def quotes(inspected: Inspected) -> Iterator[Hit] | None:
    """Every quote that opens a cell is closed where that cell ends.

    单元格的引号均在该单元格结束处闭合。

    Holds: "a, b" stands in one cell; a quote inside it is written twice.

    Breaks: 1,"a without a second quote, so that all following lines become part of one cell.

    Basis: frictionless, like Python's csv module, reads on to the end of the file and says nothing;
    the rows are gone.
    """
    form = inspected.form
    if form is None or not inspected.files:
        return None
    # A table that is proven clean has no line with odd quotes.
    quote = form.dialect.quotechar
    if inspected.proven or not quote or (inspected.cut and not inspected.small):
        return iter(())
    return _look(inspected, form) if _has(inspected, quote, form) else iter(())


def _has(inspected: Inspected, quote: str, form: TextForm) -> bool:
    """Whether there may be any quote: most files have none, and need not be read as text."""
    if inspected.opened.compression or not quote.isascii():
        return True
    sign = quote.encode(form.encoding)[-1:]
    return any(_holds(file, sign) for file in inspected.files)


def _holds(path: Path, sign: bytes) -> bool:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if sign in piece:
                return True
    return False


@dataclass(slots=True)
class _Lines:
    """Lines that are remembered until they are taken, and known to have run out."""

    lines: Iterator[str]
    taken: list[str] = field(default_factory=list)
    ran_out: bool = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = next(self.lines)
        except StopIteration:
            self.ran_out = True
            raise
        self.taken.append(line)
        return line

    def take(self) -> list[str]:
        """The lines since the last time."""
        taken, self.taken = self.taken, []
        return taken


def _look(inspected: Inspected, form: TextForm) -> Iterator[Hit]:
    quick = _of_blocks(inspected, form) if not inspected.small else None
    if quick is not None:
        yield from quick
        return
    lines, before = _Lines(inspected.lines()), 0
    rows = csv.reader(lines, dialect=form.dialect)
    try:
        for number, cells in enumerate(rows, start=1):
            taken = lines.take()
            yield from _odd(number, before + 1, cells, taken, form, open_end=lines.ran_out)
            before += len(taken)
    except (UnicodeError, csv.Error):
        # frictionless reports these.
        return


def _of_blocks(inspected: Inspected, form: TextForm) -> list[Hit] | None:
    """The same of a large file by way of numpy: only lines with odd quotes are read as text.

    None if the file is not such that they can be told apart.
    """
    from fiscal_notice.schema_check.batches import FileSource  # noqa: PLC0415  needs pyarrow
    from fiscal_notice.schema_check.records import IrregularError  # noqa: PLC0415

    source = inspected.row_source()
    if not isinstance(source, FileSource):
        return None
    found: list[Hit] = []
    before = 0
    try:
        for block in source.blocks():
            records, done = block.records, 0
            for position in sorted(records.odd):
                begin, end = int(records.starts[position]), int(records.ends[position])
                before += records.data.count(b"\n", done, begin)
                text = records.data[begin:end].decode("utf-8")
                lines = _Lines(io.StringIO(text, newline=""))
                cells = next(csv.reader(lines, dialect=form.dialect), [])
                taken, number = lines.take(), block.first + position
                found += _odd(number, before + 1, cells, taken, form, open_end=lines.ran_out)
                before, done = before + len(taken), end
            before += records.data.count(b"\n", done, records.used)
    except IrregularError:
        return None
    return found


def _odd(
    number: int, line: int, cells: list[str], taken: list[str], form: TextForm, *, open_end: bool
) -> Iterator[Hit]:
    """What is odd about the quotes of row ``number``, which begins on ``line``."""
    if open_end:
        swallowed = len(list(io.StringIO(cells[-1], newline=""))) - 1
        opens = line + len(taken) - 1 - swallowed
        words = {"line": opens, "lines": swallowed}
        yield Hit(kind="quote-never-closed", row=number, found=_shown(cells[-1]), words=words)
    elif len(taken) > 1 and not _regular(taken, form):
        words = {"line": line, "lines": len(taken) - 1}
        yield Hit(kind="quote-closed-late", row=number, found=_shown(taken[0]), words=words)


def _regular(lines: list[str], form: TextForm) -> bool:
    """Whether the lines are one record for a reader that lets no odd quote pass."""
    try:
        return len(list(csv.reader(lines, dialect=form.dialect, strict=True))) == 1
    except csv.Error:
        return False


def _shown(text: str) -> str:
    line = next(iter(text.splitlines()), "")
    return line if len(line) <= 60 else line[:60] + "…"  # noqa: PLR2004
