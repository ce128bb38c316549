"""Which datasets answer a query, in which order, and how many fall under each facet.

Documents are plain mappings from field to text or list of texts, so that this module is pure. Words
are found as substrings, whatever their case: Chinese has no spaces to split words at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from .grammar import AnyOf, Between, Clause, Every, QueryError, Term, Without

Document: TypeAlias = Mapping[str, str | list[str] | None]

# Running text, where part of a value is a match; every other field is matched as a whole.
_RUNNING_TEXT = frozenset(
    {"text", "title", "notes", "res_name", "res_description", "author", "maintainer"}
)
_WEIGHTS = (("name", 4), ("title", 4), ("tags", 2), ("groups", 2), ("text", 1))
_DEFAULT_SORT = "score desc, metadata_modified desc"
_UNLIMITED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search: ``query`` ranks and selects, ``filters`` only select."""

    query: Clause = field(default_factory=Every)
    filters: tuple[Clause, ...] = ()
    sort: str = _DEFAULT_SORT
    start: int = 0
    rows: int = 10
    facets: tuple[str, ...] = ()
    facet_limit: int = 50
    facet_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How many documents match, the asked page of them, and counts by facet and value."""

    count: int
    page: tuple[Document, ...]
    facets: dict[str, dict[str, int]]


def answer(documents: Iterable[Document], search: Search) -> Answer:
    """Answer a search. Raises QueryError for a sort order that is not understood."""
    wanted = Every(parts=(search.query, *search.filters))
    found = [document for document in documents if holds(wanted, document)]
    ordered = _ordered(found, search)
    return Answer(
        count=len(found),
        page=tuple(ordered[search.start : search.start + search.rows]),
        facets={name: _counts(found, name, search) for name in search.facets},
    )


def holds(clause: Clause, document: Document) -> bool:
    """Whether a document satisfies a clause."""
    match clause:
        case Every(parts=parts):
            return all(holds(part, document) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, document) for part in parts)
        case Without(part=part):
            return not holds(part, document)
        case Between():
            return any(_within(clause, value) for value in _values(document, clause.field))
        case Term():
            return any(_matches(clause, value) for value in _values(document, clause.field))


def _values(document: Document, name: str) -> list[str]:
    value = document.get(name.removesuffix("_ngram"))
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _matches(term: Term, value: str) -> bool:
    sought, held = term.value.casefold(), value.casefold()
    partial = term.field in _RUNNING_TEXT or term.field.endswith("_ngram")
    if not term.quoted and ("*" in sought or "?" in sought):
        pattern = re.escape(sought).replace(r"\*", ".*").replace(r"\?", ".")
        return bool((re.search if partial else re.fullmatch)(pattern, held, re.DOTALL))
    return sought in held if partial else sought == held


def _within(between: Between, value: str) -> bool:
    """ISO 8601 dates order as text; Solr's date arithmetic is refused rather than misread."""
    if "NOW" in between.low + between.high:
        raise QueryError("dates relative to NOW are not understood; write them out")
    return (between.low == "*" or value >= between.low) and (
        between.high == "*" or value <= between.high
    )


def _score(clause: Clause, document: Document) -> int:
    """How well the words of a query fit: names and titles weigh most."""
    match clause:
        case Every(parts=parts) | AnyOf(parts=parts):
            return sum(_score(part, document) for part in parts)
        case Term(value=value):
            sought = value.casefold()
            return sum(
                weight
                for name, weight in _WEIGHTS
                if any(sought in held.casefold() for held in _values(document, name))
            )
    return 0


def _ordered(documents: Sequence[Document], search: Search) -> list[Document]:
    """Sorted by each criterion, the last one first: Python's sort is stable."""
    ordered = list(documents)
    for criterion in reversed((search.sort or _DEFAULT_SORT).split(",")):
        name, _, direction = criterion.strip().partition(" ")
        direction = direction.strip().lower() or "asc"
        if not re.fullmatch(r"[A-Za-z_]\w*", name) or direction not in ("asc", "desc"):
            raise QueryError(f"sort order not understood: {criterion.strip()!r}")
        ordered.sort(key=lambda each: _sort_key(each, name, search), reverse=direction == "desc")
    return ordered


def _sort_key(document: Document, name: str, search: Search) -> tuple[int, str]:
    if name == "score":
        return _score(search.query, document), ""
    return 0, " ".join(_values(document, name)).casefold()


def _counts(documents: Iterable[Document], name: str, search: Search) -> dict[str, int]:
    counter = Counter(value for document in documents for value in set(_values(document, name)))
    ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    kept = [(value, count) for value, count in ranked if count >= search.facet_least]
    return dict(kept if search.facet_limit <= _UNLIMITED else kept[: search.facet_limit])
