"""Views in the database for the common questions about a kind of package, and ready queries.

What a view asks is known to the kind of the package (``package.kind``); a view is made only for a
package that has its tables and fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fiscal_notice.export.typed_tables import TypedTable
from fiscal_notice.package import Package
from fiscal_notice.package.kind import kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query on a view, with parameters of SQLite (``:name``)."""

    name: str
    zh: str
    en: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view: its titles and descriptions, and its SELECT in SQLite's SQL.

    ``needs`` maps the tables that it reads to their fields, with spaces between; it may read the
    labels of codes in ``_codes`` too. ``titles`` are those of columns that are no field of these
    tables, as "Chinese · English"; ``amounts`` are those among them that are money.
    """

    name: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    needs: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    sql: str


def possible_views(package: Package, tables: Sequence[TypedTable]) -> tuple[View, ...]:
    """The views whose tables and fields are all there, and whose names no table has."""
    fields = {table.name: set(table.schema.names) for table in tables}
    return tuple(
        view
        for view in kind_of(package).views
        if view.name not in fields
        and all(set(names.split()) <= fields.get(t, set()) for t, names in view.needs.items())
    )


def column_titles(
    view: View, columns: Sequence[str], tables: Sequence[TypedTable]
) -> dict[str, str]:
    """A title in both languages for each of a view's ``columns``; a field's own where it is one."""
    known = {c.name: c.field for t in tables if t.name in view.needs for c in t.columns}
    own = {name: f"{known[name].title()} · {known[name].title('en')}" for name in known}
    return {name: title for name in columns if (title := (own | dict(view.titles)).get(name))}
