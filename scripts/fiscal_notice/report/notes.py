"""What frictionless notes of an error, taken apart: the part of its message that has no place.

A note is a sentence of frictionless; these are the patterns of those that it writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from fiscal_notice.report.note_sentences import SENTENCES

_PATTERNS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'type is "(?P<type>[^/"]*)/(?P<format>.*)"',
        r'constraint "(?P<constraint>\w+)" is "(?P<value>.*)"',
        r"the same as in the row at position (?P<other>\d+)",
        r'expected is "(?P<expected>.*)" and actual is "(?P<actual>.*)"',
        (
            r'for "(?P<fields>.*)": values "(?P<values>.*)" not found in the lookup table '
            r'"(?P<resource>.*)" as "(?P<targets>.*)"'
        ),
        r'at position "(?P<positions>[\d, ]+)"',
        (
            r"'(?P<codec>[^']+)' codec can't decode bytes? (?:(?P<byte>0x[0-9a-f]+) )?in position "
            r"(?P<position>\d+)(?:-\d+)?: (?P<reason>.*)"
        ),
    )
)

_PROPERTY = re.compile(r" ?at property '(.*)'", re.DOTALL)


@lru_cache(maxsize=4096)
def parts_of(note: str) -> Mapping[str, str]:
    """The parts of a note by name, such as ``type`` and ``format``, ``constraint`` and ``value``.

    Empty for a note of no known form.
    """
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(note):
            return {name: text for name, text in found.groupdict().items() if text is not None}
    return {}


def sentence_of(note: str, lang: str) -> str | None:
    """A note about a file or a descriptor in our own words; None for one that is not known."""
    for pattern, words in SENTENCES:
        if found := pattern.fullmatch(note):
            parts = {name: text or "" for name, text in found.groupdict().items()}
            if "at" in parts:
                parts["at"] = _at(parts["at"], lang)
            if "why" in parts:
                parts["why"] = sentence_of(parts["why"], lang) or parts["why"]
            return words[lang == "zh"].format(**parts)
    return None


def _at(text: str, lang: str) -> str:
    found = _PROPERTY.fullmatch(text)
    if not found:
        return ""
    place = found.group(1).replace("/", ".")
    return f"（位于 {place}）" if lang == "zh" else f" (in {place})"
