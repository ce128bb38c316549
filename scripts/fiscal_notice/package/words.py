"""What a descriptor calls things in Chinese and English: the one look-up of words by language.

A property has the language in which these packages are written, and with a tag the other one, as in
the Data Package recipe for translations: titles and labels are Chinese beside ``title@en`` and
``label@en``, descriptions are English beside ``description@zh``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fiscal_notice.model import LANGUAGES

#: Where a text of a language stands, by what it is.
PLACES = {
    "title": {"zh": "title", "en": "title@en"},
    "label": {"zh": "label", "en": "label@en"},
    "description": {"zh": "description@zh", "en": "description"},
}


def text_of(raw: Mapping[str, Any], name: str) -> str:
    """A property that is text; empty if it is missing or is none."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def by_language(raw: Mapping[str, Any], what: str) -> dict[str, str]:
    """The ``title``, ``label`` or ``description`` in each language that has one."""
    return {lang: text for lang in LANGUAGES if (text := text_of(raw, PLACES[what][lang]))}


def said(raw: Mapping[str, Any], what: str, lang: str) -> str:
    """The same in ``lang``, or else the one without a tag, or any; empty if there is none.

    The packages of others have tags as they like: ``title`` in English beside ``title@zh``.
    """
    found = (text_of(raw, f"{what}@{lang}"), text_of(raw, what), *by_language(raw, what).values())
    return next((text for text in found if text), "")


def both(zh: str, en: str) -> str:
    """A name in both languages, once if they do not differ."""
    return zh if zh == en else f"{zh} · {en}"


def labels_of(categories: Sequence[Any], lang: str) -> dict[str, str]:
    """The labels of a field's ``categories`` by value, in their order; the value if it has none."""
    return {
        str(each["value"]): said(each, "label", lang) or str(each["value"])
        for each in categories
        if isinstance(each, Mapping) and "value" in each
    }
