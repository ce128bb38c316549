"""The pure half of search: the query language, matching, order and facets."""

from __future__ import annotations

import pytest

from fiscal_notice_ckan.portal.inside.portal_site.grammar import (
    Every,
    QueryError,
    parse,
    parse_plain,
)
from fiscal_notice_ckan.portal.inside.portal_site.matching import Document, Search, answer, holds

NOTICE: Document = {
    "name": "notice",
    "title": "省级促进经济高质量发展专项资金",
    "text": "notice\n省级促进经济高质量发展专项资金\nPatent Awards",
    "tags": ["专利奖励", "water quality"],
    "state": "active",
    "organization": "finance",
    "metadata_modified": "2026-05-01T08:00:00Z",
    "notes": None,
}

HOLDS = [
    "",
    "*:*",
    "高质量发展",
    "高质量 专项",
    "patent",
    "-carrots",
    "title:经济",
    "title_ngram:经济",
    'tags:"water quality"',
    'tags: "专利奖励"',
    "tags:专利*",
    "name:not?ce",
    "name:*",
    "+organization:finance +state:(active OR draft)",
    "organization:finance AND NOT state:draft",
    "name:other OR name:notice",
    "name:other || title:资金",
    "(name:other OR name:notice) AND state:active",
    "metadata_modified:[2026-01-01 TO *]",
    "metadata_modified:[* TO 2026-12-31]",
    "-metadata_modified:[2026-06-01 TO *]",
    '-tags:"carrots"',
    r"title:\经济",
    '"高质量发展专项"',
]
BREAKS = [
    "高质量 地方",
    "-patent",
    "name:notic",
    "tags:专利",
    'tags:"专利*"',
    "notes:*",
    "unknown:*",
    "+organization:finance +state:(draft OR deleted)",
    "+state:draft name:notice OR name:other",
    "name:notice OR name:other -organization:finance",
    "metadata_modified:[2026-06-01 TO *]",
    "name:notice AND name:other",
]
NOT_UNDERSTOOD = [
    "name:(notice",
    "name:notice)",
    "name:",
    'name:"open',
    "name:(OR)x:",
    "name:[2020 TO",
    "metadata_modified:[NOW-1DAY TO *]",
]


@pytest.mark.parametrize("query", HOLDS)
def test_holds(query: str) -> None:
    assert holds(parse(query), NOTICE)


@pytest.mark.parametrize("query", BREAKS)
def test_breaks(query: str) -> None:
    assert not holds(parse(query), NOTICE)


@pytest.mark.parametrize("query", NOT_UNDERSTOOD)
def test_not_understood(query: str) -> None:
    with pytest.raises(QueryError):
        holds(parse(query), NOTICE)


def test_words_typed_by_people_are_never_an_error() -> None:
    assert holds(parse_plain("专项资金"), NOTICE)
    assert not holds(parse_plain("专项资金 ("), NOTICE)
    assert holds(parse_plain('awards"'.removesuffix('"')), NOTICE)
    with pytest.raises(QueryError):
        parse_plain("title:(专项")


DOCUMENTS: list[Document] = [
    {"name": "a", "title": "水质", "text": "水质", "tags": ["x", "y"], "seen": "2"},
    {"name": "b", "title": "空气", "text": "空气和水质", "tags": ["x"], "seen": "1"},
    {"name": "c", "title": "土壤", "text": "土壤", "tags": [], "seen": "1"},
]


def page(search: Search) -> str:
    return "".join(str(each["name"]) for each in answer(DOCUMENTS, search).page)


@pytest.mark.parametrize(
    ("search", "names"),
    [
        (Search(sort="name desc"), "cba"),
        (Search(sort="seen asc, name desc"), "cba"),
        (Search(sort="seen asc, name asc"), "bca"),
        (Search(query=parse("水质"), sort="score desc"), "ab"),
        (Search(query=parse("水质"), sort="score asc"), "ba"),
        (Search(sort="name asc", start=1, rows=1), "b"),
        (Search(sort="name asc", rows=0), ""),
        (Search(filters=(parse("tags:x"), parse("-tags:y")), sort="name asc"), "b"),
    ],
)
def test_order_and_page(search: Search, names: str) -> None:
    assert page(search) == names


def test_count_is_of_all_pages_and_facets_of_all_matches() -> None:
    found = answer(DOCUMENTS, Search(rows=1, facets=("tags",)))
    assert (found.count, found.facets) == (3, {"tags": {"x": 2, "y": 1}})
    limited = answer(DOCUMENTS, Search(facets=("tags",), facet_limit=1))
    assert limited.facets == {"tags": {"x": 2}}
    often = answer(DOCUMENTS, Search(facets=("tags",), facet_least=2, facet_limit=-1))
    assert often.facets == {"tags": {"x": 2}}


def test_sort_that_is_not_understood() -> None:
    with pytest.raises(QueryError, match="sideways"):
        answer(DOCUMENTS, Search(query=Every(), sort="name sideways"))
