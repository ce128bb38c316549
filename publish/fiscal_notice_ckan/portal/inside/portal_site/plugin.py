"""The CKAN plugin ``postgres_search``: dataset search answered by PostgreSQL, without Solr.

CKAN's own code holds on to the classes ``PackageSearchQuery`` and ``PackageSearchIndex`` in several
places, so their methods are replaced rather than the classes.
"""

# CKAN lives in the portal's virtual environment only, so its types are unknown here.
# mypy: disable-error-code="import-not-found, import-untyped, no-any-return"

from __future__ import annotations

import re
from typing import Any, NoReturn

from ckan import model, plugins
from ckan.common import asbool, config
from ckan.lib import search
from ckan.lib.search import index as search_index
from ckan.lib.search import query as search_query

from .documents import all_documents, package_json
from .grammar import Clause, Every, QueryError, parse, parse_plain
from .matching import Document, Search, answer

_FETCHED = {"data_dict": True, "validated_data_dict": False}


class PostgresSearch(plugins.SingletonPlugin):  # type: ignore[misc]
    """Puts the search below in the place of Solr, as soon as CKAN loads the plugin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        install()


def install() -> None:
    """Replace CKAN's dataset search and index for this process."""
    # There is no Solr whose schema could be checked at start.
    search.is_available = lambda: False
    search.check_solr_schema_version = lambda *_args: False
    query = search_query.PackageSearchQuery
    query.run = query.__call__ = run
    query.get_index = get_index
    query.get_all_entity_ids = get_all_entity_ids
    index = search_index.PackageSearchIndex
    for name in ("index_package", "delete_package", "commit", "clear"):
        setattr(index, name, _nothing_to_do)


def _nothing_to_do(*_args: Any, **_kwargs: Any) -> None:
    """Do nothing: searches read the tables themselves, so there is no index to keep."""


def get_index(_self: Any, reference: str) -> NoReturn:
    """Send ``package_show`` to the database, which is what it does on this error."""
    raise search.SearchError(f"datasets are not indexed: {reference}")


def get_all_entity_ids(_self: Any, max_results: int = 1000) -> list[str]:
    """Return the ids of the active datasets, at most ``max_results``."""
    active = model.Session.query(model.Package.id).filter_by(state="active").limit(max_results)
    return [row.id for row in active]


def run(
    self: Any,
    query: dict[str, Any],
    permission_labels: list[str] | None = None,
    **_kwargs: Any,
) -> dict[str, Any]:
    """Answer a dataset search as CKAN expects it; raises SearchQueryError."""
    unknown = set(query) - search_query.VALID_SOLR_PARAMETERS
    if unknown:
        raise search.SearchQueryError(f"Invalid search parameters: {sorted(unknown)}")
    try:
        found = answer(all_documents(permission_labels), _search(query))
    except QueryError as error:
        raise search.SearchQueryError(str(error)) from error
    self.count, self.facets = found.count, found.facets
    fields = re.split(r"[\s,]+", (query.get("fl") or "name").strip())
    self.results = [_result(document, fields) for document in found.page]
    return {"results": self.results, "count": self.count}


def _search(query: dict[str, Any]) -> Search:
    faceted = asbool(query.get("facet", True))
    return Search(
        query=_words(query.get("q")),
        filters=_filters(query),
        sort=query.get("sort") or config.get("ckan.search.default_package_sort"),
        start=int(query.get("start") or 0),
        rows=int(query.get("rows", 10)),
        facets=tuple(query.get("facet.field") or ()) if faceted else (),
        facet_limit=int(query.get("facet.limit", config.get("search.facets.limit"))),
        facet_least=int(query.get("facet.mincount", 1)),
    )


def _words(text: str | None) -> Clause:
    return Every() if not text or text in ('""', "''") else parse_plain(text)


def _filters(query: dict[str, Any]) -> tuple[Clause, ...]:
    """Return the filters asked for, and active datasets only where none speaks of the state."""
    texts = [text for text in (query.get("fq"), *(query.get("fq_list") or ())) if text]
    if not any("+state:" in text for text in texts):
        texts.append("+state:active")
    return tuple(parse(text) for text in texts)


def _result(document: Document, fields: list[str]) -> Any:
    if fields in (["id"], ["name"]):
        return document[fields[0]]
    names = [*document, *_FETCHED] if "*" in fields else fields
    return {name: _field(document, name) for name in names if name in _FETCHED or name in document}


def _field(document: Document, name: str) -> Any:
    if name not in _FETCHED:
        return document[name]
    return package_json(str(document["id"]), default_schema=_FETCHED[name])
