"""The rows of a form, whose cells are parted by tabs or upright bars, and its words laid bare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.transcript import squeeze

_BAR = re.compile(r"[|｜]")
_BRACKETS = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.．]|[0-9]{1,2}[、.．])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One row: its line and its cells, outer spaces removed; blank cells keep their place."""

    line: Line
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[tuple[int, str]]:
        """The cells that are not blank, with their columns from 1."""
        return [(column, cell) for column, cell in enumerate(self.cells, start=1) if cell]

    @property
    def ruled(self) -> bool:
        """Whether the row has several cells, blank ones counted."""
        return len(self.cells) > 1


def form_row(line: Line, *, framed: bool = False) -> FormRow:
    """The row on a line; ``framed`` says that bars stand at both ends of the table's rows too."""
    text = line.text
    if "\t" in text:
        cells = text.split("\t")
    elif _BAR.search(text):
        text = text.strip()
        cells = _BAR.split(text[1:-1] if framed and is_framed(text) else text)
    else:
        cells = [text]
    return FormRow(line=line, cells=tuple(cell.strip() for cell in cells))


def is_framed(text: str) -> bool:
    """Whether a row begins and ends with a bar."""
    stripped = text.strip()
    return len(stripped) > 1 and bool(_BAR.match(stripped[0]) and _BAR.match(stripped[-1]))


def bare(text: str) -> str:
    """A label or level name for comparing: no spaces, brackets, numbering, colon at its end."""
    word = squeeze(text)
    without = _BRACKETS.sub("", word)
    return _NUMBERING.sub("", without or word).strip("：:★*—-")


def is_in_brackets(text: str) -> bool:
    """Whether a text is nothing but brackets with what stands in them."""
    return not _BRACKETS.sub("", squeeze(text))


def in_brackets(text: str) -> list[str]:
    """What stands in the brackets of a text, spaces removed."""
    return [found[1:-1] for found in _BRACKETS.findall(squeeze(text))]


def meaning(text: str, words: Mapping[str, str]) -> str | None:
    """What ``words`` says of a text: of all of it, or of it without brackets."""
    return words.get(squeeze(text)) or words.get(bare(text))
