"""The letter as plain text: lines that fit on a page of any font with letters of one width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiscal_notice.export.sheet_layout import width_of
from fiscal_notice.notice.declaring.letter import Letter

WIDTH = 76
_INDENT = 4
# Words of letters and digits stay whole; of Chinese every sign may end a line.
_PIECES = re.compile(r"[!-~]+|\s+|[^\s!-~]")
_NEVER_FIRST = "，。；：、！？）”’》〕—…％,.;:!?)"
_NEVER_LAST = "（“‘《〔("
_RULE = "_" * 30


def letter_text(letter: Letter) -> str:
    """The letter as text."""
    return "\n".join(_lines(letter)) + "\n"


def _lines(letter: Letter) -> Iterator[str]:
    yield from _wrapped(letter.subject)
    yield ""
    yield from _wrapped(letter.to)
    for paragraph in letter.opening:
        yield ""
        yield from _wrapped(paragraph)
    number = 0
    for part in letter.parts:
        yield ""
        yield from _wrapped(part.heading)
        for item in part.items:
            number += 1
            yield ""
            yield from _wrapped(item.says, f"{number}.")
            for line in item.below:
                yield from _wrapped(line, " ")
    for paragraph in letter.closing:
        yield ""
        yield from _wrapped(paragraph)
    colon = "：" if letter.lang == "zh" else ": "
    for label in letter.blanks:
        yield ""
        yield f"{label}{colon}{_RULE}"


def _wrapped(text: str, mark: str = "") -> Iterator[str]:
    """Lines of a paragraph; ``mark`` hangs before the first, and all are moved in behind it."""
    first = mark.ljust(_INDENT) if mark else ""
    after = " " * len(first)
    line = first
    for piece in _PIECES.findall(text):
        if width_of(line + piece) > WIDTH and piece not in _NEVER_FIRST and line.strip():
            kept = line.rstrip().rstrip(_NEVER_LAST)
            moved = line.rstrip()[len(kept) :]
            yield kept.rstrip()
            line = after + moved + piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
