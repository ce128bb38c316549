"""Cut a transcript into the parts of a notice: letter, annexes, colophon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal_notice.errors import TranscriptError
from fiscal_notice.model import Line
from fiscal_notice.notice.extract.transcript import Ledger

_MARKER = re.compile(r"附\s*件\s*([0-9]{1,3})[：:]?")
_COLOPHON = re.compile(r"公开方式[：:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of lines under one annex marker (``marker`` is None before the first one)."""

    annex_no: str | None
    marker: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A notice cut into parts; a part that it doesn't have is empty."""

    letter: tuple[Line, ...]
    sections: tuple[Section, ...]
    colophon: tuple[Line, ...]


def cut(ledger: Ledger) -> Document:
    """Cut the lines of ``ledger`` into a Document and enter the markers in it."""
    lines = [line for line in ledger.lines if line.text.strip()]
    end = next((i for i, line in enumerate(lines) if _COLOPHON.match(line.text.strip())), None)
    end = len(lines) if end is None else end
    first, *sections = _sections(lines[:end], ledger)
    return Document(letter=first.lines, sections=tuple(sections), colophon=tuple(lines[end:]))


def _sections(lines: list[Line], ledger: Ledger) -> list[Section]:
    groups: list[tuple[Line | None, str | None, list[Line]]] = [(None, None, [])]
    for line in lines:
        match = _MARKER.fullmatch(line.text.strip())
        if match and any(number == match[1] for _, number, _ in groups):
            raise TranscriptError(
                f"annex {match[1]} begins twice",
                line=line.number,
                found=line.text.strip(),
                hint="take the second marker out, or correct its number",
            )
        if match:
            groups.append((ledger.take(line, "marker"), match[1], []))
        else:
            groups[-1][2].append(line)
    return [
        Section(annex_no=number, marker=marker, lines=tuple(rest))
        for marker, number, rest in groups
    ]
