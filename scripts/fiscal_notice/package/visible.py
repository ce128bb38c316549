"""Texts with their invisible signs shown, for messages that say how two texts differ."""

from __future__ import annotations

import unicodedata

_SHOWN = {" ": "␠", "\t": "␉", "\n": "␊", "\r": "␍", "\0": "␀"}
# Separators and formats that no reader sees, and what has no form of its own.
_UNSEEN = frozenset(["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"])


# So many characters of a value are shown in full.
_MOST = 200


def visible(text: str) -> str:
    """``text`` with signs for what is easily missed: ␠ for an outer or doubled space, U+00A0.

    Single spaces between words stay as they are.
    """
    missed = _missed_spaces(text)
    return "".join(
        sign if sign == " " and place not in missed else _shown(sign)
        for place, sign in enumerate(text)
    )


def abridged(text: str) -> str:
    """``visible`` text; of more than 200 characters these, and how many there are."""
    if len(text) <= _MOST:
        # Most values are plain; to say so at once halves the time of a long report.
        plain = text.isascii() and text.isprintable() and "  " not in text
        return text if plain and text.strip(" ") == text else visible(text)
    return f"{visible(text[:_MOST])}… ({len(text):,})"


def has_unseen(text: str) -> bool:
    """Whether a text begins or ends with a space, or holds a sign that no reader sees."""
    return text != text.strip(" ") or any(map(_unseen, text))


def without_unseen(text: str) -> str:
    """``text`` without outer spaces; invisible signs that part words become spaces."""
    signs = (" " if sign.isspace() else "" if _unseen(sign) else sign for sign in text)
    return " ".join("".join(signs).split())


def _missed_spaces(text: str) -> frozenset[int]:
    begin = len(text) - len(text.lstrip(" "))
    end = len(text.rstrip(" "))
    spaces = {place for place, sign in enumerate(text) if sign == " "}
    return frozenset(
        place
        for place in spaces
        if place < begin or place >= end or place - 1 in spaces or place + 1 in spaces
    )


def _unseen(sign: str) -> bool:
    return sign != " " and unicodedata.category(sign) in _UNSEEN


def _shown(sign: str) -> str:
    if sign in _SHOWN:
        return _SHOWN[sign]
    return f"U+{ord(sign):04X}" if _unseen(sign) else sign
