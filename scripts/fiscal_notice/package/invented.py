"""Packages that are made up, as examples: ``invented`` in the descriptor, and texts that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fiscal_notice.package.words import PLACES, text_of

#: The property of a descriptor that says that nothing in the package is real.
INVENTED = "invented"
_WORDS = {"zh": "虚构", "en": "invented"}
_BEFORE = {"zh": "【虚构示例】", "en": "Invented example: "}
_TEXTS = [(lang, name) for what in ("title", "description") for lang, name in PLACES[what].items()]


def is_invented(raw: Mapping[str, Any]) -> bool:
    """Whether a descriptor says that its package is made up."""
    return raw.get(INVENTED) is True


def not_said(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The titles and descriptions of an invented package that don't say so, with the word to say.

    A language that the descriptor doesn't have needs none; the title without a tag is needed.
    """
    if not is_invented(raw):
        return []
    return [
        (name, _WORDS[lang])
        for lang, name in _TEXTS
        if (text := text_of(raw, name)) or name == "title"
        if not any(word in text.casefold() for word in _WORDS.values())
    ]


def saying_so(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptor; of an invented package with titles and descriptions that say so."""
    lang_of = {name: lang for lang, name in _TEXTS}
    lacking = {name: _BEFORE[lang_of[name]] for name, _ in not_said(raw)}
    return {**raw, **{name: before + text_of(raw, name) for name, before in lacking.items()}}
