"""What the tables of money have in common: a header row, rows by column name, words to codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line
from fiscal_notice.notice.extract.transcript import Ledger, squeeze

Columns = Mapping[str, str]


def header_line(lines: Sequence[Line], columns: Sequence[str]) -> Line | None:
    """The first line whose cells are ``columns``, white space aside."""
    return next((line for line in lines if _names(line) == list(columns)), None)


def headed_rows(
    lines: Sequence[Line], columns: Sequence[str], ledger: Ledger, reader: str
) -> Iterator[tuple[Line, Columns]]:
    """The rows below a header, as cells by column name; the header is repeated on each page.

    Lines without a tab are left for others. Raises TranscriptError for a row that has more cells
    than the header, or fewer: only a last cell that is empty may be lost, as it is where white
    space at the ends of lines was removed, and then in the whole table.
    """
    started, stripped = False, not any(line.text.endswith("\t") for line in lines)
    for line in lines:
        if _names(line) == list(columns):
            ledger.take(line, "header")
            started = True
        elif started and "\t" in line.text:
            ledger.take(line, reader)
            yield line, _by_name(line, columns, stripped=stripped)


def _names(line: Line) -> list[str]:
    names = [squeeze(cell) for cell in line.cells]
    while names and not names[-1]:
        names.pop()
    return names


def _by_name(line: Line, columns: Sequence[str], *, stripped: bool) -> Columns:
    cells = line.cells
    if len(cells) > len(columns) and not any(cells[len(columns) :]):
        cells = cells[: len(columns)]
    if len(cells) != len(columns) and not (stripped and len(cells) == len(columns) - 1):
        raise TranscriptError(
            "the row does not fit the header of its table",
            line=line.number,
            found=f"{len(cells)} cells: {' | '.join(cells)}",
            expected=f"{len(columns)} cells: {' | '.join(columns)}",
            hint="the row is broken, or a tab is missing or too many",
        )
    return dict(zip(columns, [*cells, ""][: len(columns)], strict=True))


def classify(text: str, codes: Mapping[str, str], line: Line, what: str) -> str:
    """The code of the one word of ``codes`` that ``text`` contains; TranscriptError otherwise."""
    found = [code for word, code in codes.items() if word in text]
    if len(found) != 1:
        raise TranscriptError(
            f"{what} tells no kind of transfer" if not found else f"{what} tells two kinds",
            line=line.number,
            found=text or "(empty)",
            expected="exactly one of " + ", ".join(codes),
            hint="correct the transcript, or the categories of transfer_type in the schema",
        )
    return found[0]
