"""In what way a cell differs from what is expected: its shape, and the pieces that differ."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Literal

Shape = Literal["missing", "left over", "number", "spaces", "width", "text"]
_AROUND = 2
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of the cell and what would stand there, with the characters around it."""

    found: str
    expected: str
    removed: str
    added: str


def shape(found: str | None, expected: str | None) -> Shape:
    """How ``found`` differs from ``expected``: the way in which a habit repeats itself."""
    if not found:
        return "missing"
    if not expected:
        return "left over"
    if number(found) is not None and number(expected) is not None:
        return "number"
    if _spaceless(found) == _spaceless(expected):
        return "spaces"
    if _narrow(found) == _narrow(expected):
        return "width"
    return "text"


def changes(found: str | None, expected: str | None) -> tuple[Change, ...]:
    """The pieces in which two texts differ, in their order."""
    a, b = found or "", expected or ""
    matcher = SequenceMatcher(a=a, b=b, autojunk=False)
    return tuple(
        Change(
            found=a[max(0, i - _AROUND) : j + _AROUND],
            expected=b[max(0, k - _AROUND) : m + _AROUND],
            removed=a[i:j],
            added=b[k:m],
        )
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def signature(found: str | None, expected: str | None) -> tuple[str, ...]:
    """What two defects have in common if one is the habit of the other: shape and pieces."""
    pieces = {f"{c.removed}→{c.added}" for c in changes(found, expected)}
    kind = shape(found, expected)
    return (kind,) if kind in ("missing", "number") else (kind, *sorted(pieces))


def in_words(found: str | None, expected: str | None, lang: str) -> str:
    """The pieces that differ, for a person: the first three, and how many more there are."""
    pieces = changes(found, expected)
    pattern = "“{0}”（对照“{1}”）" if lang == "zh" else "“{0}” (against “{1}”)"
    said = [pattern.format(c.found, c.expected) for c in pieces[:_SHOWN]]
    text = ("；" if lang == "zh" else "; ").join(said)
    more = len(pieces) - _SHOWN
    if more <= 0:
        return text
    return f"{text}；另有{more}处" if lang == "zh" else f"{text}; and {more} more"


def number(text: str | None) -> Decimal | None:
    """A text as a number, if it is one."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _spaceless(text: str) -> str:
    return "".join(text.split())


def _narrow(text: str) -> str:
    return _spaceless(unicodedata.normalize("NFKC", text))
