"""The index of a site's search: what is found, and where it is, as a script for each language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is found by its ``words``, and by words that stand ``beside`` them or are not shown.

    ``place`` is the end of its address, behind what all of its group have in front.
    """

    words: str
    place: str
    beside: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Places of one kind, called ``title``; their addresses begin with ``front``.

    ``page`` has a list of them all, which is asked by ``find`` in its address; empty if none has.
    """

    title: str
    page: str = ""
    front: str
    places: list[Place]


def index_script(groups: Iterable[Group]) -> bytes:
    """The index of one language as a script: pages that are opened as files may read no data."""
    found = [
        [group.title, group.page, group.front, [_short(place) for place in group.places]]
        for group in groups
        if group.places
    ]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    # Line ends in JSON, which once were none to JSON and ended a text in scripts.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"globalThis.siteIndex={text};\n".encode("utf-8", "replace")


def _short(place: Place) -> list[str]:
    parts = [place.words, place.place, place.beside, place.hidden]
    while len(parts) > 2 and not parts[-1]:  # noqa: PLR2004  words and place are always there
        parts.pop()
    return parts
