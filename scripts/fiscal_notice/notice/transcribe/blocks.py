"""What a reader of an original gives: paragraphs and tables in their order, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_notice.notice.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands in its original, as far as the kind of file tells it.

    ``page`` and ``paragraph`` count from 1; ``cell`` is the range of a row, ``A5:F5`` in a sheet,
    ``T2!A5:F5`` for row 5 of the second table of a document.
    """

    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, as it is printed but for white space of the layout."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a table, each with as many cells as the table has columns, and their places.

    A merged cell has its text in its first row and column; the rest of it is empty.
    Rows of a plain text that are parted by tabs have the cells that stand there, more or fewer.
    """

    rows: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """An original, read: its blocks in order, and what a person should know about the reading.

    ``remarks`` are no open questions: hidden rows that were read, links that were not followed.
    """

    blocks: tuple[Paragraph | Table, ...]
    remarks: tuple[Question, ...] = ()
