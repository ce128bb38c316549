"""Texts as they are shown to people: what cannot be seen has a sign or its code."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = {"\t": "␉", "\n": "␊", "\r": "␍", "\0": "␀", "\u00a0": "⍽"}
_AROUND = re.compile(r"^ +| +$|(?<= ) | (?= )")
_WIDE = re.compile("^\u3000+|\u3000+$")


def visible(text: str) -> str:
    """``text`` with signs for what nobody sees.

    Spaces at its ends or side by side become ␠; tabs, line ends, zero-width characters and the
    like a sign or their code in angle brackets.
    """
    text = _AROUND.sub(lambda found: "␠" * len(found[0]), text)
    text = _WIDE.sub(lambda found: "<U+3000>" * len(found[0]), text)
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    hidden = unicodedata.category(sign) in _HIDDEN and sign not in " \u3000"
    return f"<U+{ord(sign):04X}>" if hidden else sign


# Controls, formats, half characters, and spaces and line ends of other kinds.
_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"])
