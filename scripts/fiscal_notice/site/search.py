"""The index of a site's search: what is found, and where it is, as a script for each language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
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
    Places that are the same in all languages stand in a script of their own, called ``common``;
    ``beside`` are words beside each, with its place as ``{}``.
    """

    title: str
    page: str = ""
    front: str
    places: list[Place]
    common: str = ""
    beside: str = ""


def index_scripts(groups: Iterable[Group], lang: str) -> Iterator[tuple[str, bytes]]:
    """The index of one language as scripts by name: pages that are opened as files read no data."""
    found: list[list[object]] = []
    for group in groups:
        entries = [_short(place) for place in group.places]
        if entries and group.common:
            yield (
                group.common,
                _script(f'(globalThis.siteCommon??={{}})["{group.common}"]', entries),
            )
            found.append([group.title, group.page, group.front, group.common, group.beside])
        elif entries:
            found.append([group.title, group.page, group.front, entries])
    yield lang, _script("globalThis.siteIndex", found)


def _script(name: str, value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line ends in JSON, which once were none to JSON and ended a text in scripts.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{name}={text};\n".encode("utf-8", "replace")


def _short(place: Place) -> list[str]:
    parts = [place.words, place.place, place.beside, place.hidden]
    while len(parts) > 2 and not parts[-1]:  # noqa: PLR2004  words and place are always there
        parts.pop()
    return parts
