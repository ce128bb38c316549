"""The source, line by line: where every figure leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fiscal_notice.model import LANGUAGES
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.standing import as_words
from fiscal_notice.site.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """A line, its cells if it is a row of a table, and the errata that are about it.

    ``places`` says in each language where it stands in the original, if that is known.
    """

    number: int
    cells: tuple[str, ...]
    errata: tuple[str, ...]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An annex or a target sheet with its heading, or, without one, what stands before them."""

    heading: str
    lines: list[TranscriptLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """All lines in their parts."""

    parts: list[Part]


def pages(facts: NoticeSiteFacts) -> Iterator[Page]:
    """The one page."""
    yield Page(
        name="transcript",
        title=("原文", "The notice"),
        menu=("原文", "Notice"),
        content=transcript(facts),
    )


def transcript(facts: NoticeSiteFacts) -> Transcript:
    """The transcript with marks."""
    marks: dict[int, list[str]] = {}
    for row in facts.tables.rows("errata"):
        marks.setdefault(row.line or 0, []).append(row["erratum_id"])
    places = places_of(facts)
    lines = [
        TranscriptLine(
            number=number,
            cells=tuple(text.split("\t")),
            errata=tuple(marks.get(number, ())),
            places=places.get(number, {}),
        )
        for number, text in enumerate(facts.tables.transcript, start=1)
    ]
    return Transcript(parts=_parts(facts, lines))


def _parts(facts: NoticeSiteFacts, lines: list[TranscriptLine]) -> list[Part]:
    """The lines from each heading to the next."""
    starts = {1: ""} if lines else {}
    for line, heading in sorted(contents(facts)):
        starts[_start(facts, line)] = heading
    bounds = [*starts, len(lines) + 1]
    return [
        Part(heading=heading, lines=lines[first - 1 : after - 1])
        for (first, heading), after in zip(starts.items(), bounds[1:], strict=True)
    ]


def _start(facts: NoticeSiteFacts, line: int) -> int:
    """Where what has its heading on a line begins: with 附件1 or the like above it."""
    texts = facts.tables.transcript
    markers = {row["marker_line"] for row in facts.tables.rows("annexes")}
    for above in range(line - 1, 0, -1):
        if str(above) in markers:
            return above
        if texts[above - 1].strip():
            break
    return line


def places_of(facts: NoticeSiteFacts) -> dict[int, dict[str, str]]:
    """By line where it stands in its original: 附件.xlsx, 工作表 附件1, 单元格区域 A5:F5."""
    originals = {row["original_id"]: row["path"] for row in facts.tables.rows("originals")}
    return {
        row.line: {
            lang: as_words(row.cells, originals.get(row["original_id"], ""), lang)
            for lang in LANGUAGES
        }
        for row in facts.tables.rows("places")
        if row.line is not None
    }


def contents(facts: NoticeSiteFacts) -> Iterator[tuple[int, str]]:
    """Where the annexes and the target sheets begin."""
    tables = facts.tables
    for annex in tables.rows("annexes"):
        line = tables.line(annex, "heading")
        if annex["heading"] and line is not None:
            yield line, annex["heading"]
    for sheet in tables.rows("target_sheets"):
        if sheet.line is not None and 1 <= sheet.line <= len(tables.transcript):
            yield sheet.line, _name(facts, sheet)


def _name(facts: NoticeSiteFacts, sheet: Entry) -> str:
    region = facts.regions.get(sheet["region_code"])
    return sheet["heading"] or (region["name"] if region else sheet["sheet_id"])
