"""What Datasette is to say of the SQLite download: titles, descriptions, units, labels, queries.

The form is the metadata of Datasette 0.65. All of it is shown as text: where Datasette would take
HTML, nothing of the package is given.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from fiscal_notice.export.about import about, codes
from fiscal_notice.export.typed_tables import TypedColumn, TypedTable
from fiscal_notice.export.views import View, possible_views
from fiscal_notice.package import Package
from fiscal_notice.package.row_names import label_field
from fiscal_notice.package.words import both

Metadata = dict[str, Any]


def explore_metadata(package: Package, tables: Sequence[TypedTable], database: Path) -> Metadata:
    """The metadata for Datasette, of the database at ``database``, which is served as its name."""
    zh, en = about(package, "zh"), about(package, "en")
    words: Metadata = {
        "title": both(zh.title, en.title),
        "description": " ".join((*zh.paragraphs, *en.paragraphs)).replace("**", ""),
        "source": "; ".join(title for title, _ in zh.sources),
        "source_url": next((address for _, address in zh.sources if address), ""),
        "license": "; ".join(title for title, _ in zh.licences),
        "license_url": next((address for _, address in zh.licences if address), ""),
    }
    words = {name: text for name, text in words.items() if text}
    parts = {table.name: _table(table, tables) for table in tables}
    views = possible_views(package, tables)
    parts |= {view.name: _view(view, database) for view in views}
    parts |= {name: {"hidden": True} for name in ("_package", "_tables", "_fields", "_codes")}
    name = str(package.descriptor["name"])
    return words | {
        "databases": {name: {**words, "tables": parts, "queries": dict(_queries(views))}}
    }


def amount_columns(package: Package, tables: Sequence[TypedTable]) -> frozenset[str]:
    """The columns of tables and views with numbers in a unit, which people read in thousands."""
    measured = {
        column.name
        for table in tables
        for column in table.columns
        if column.unit and column.value_type in ("integer", "number")
    }
    counted = {name for view in possible_views(package, tables) for name in view.amounts}
    return frozenset(measured | counted)


def _table(table: TypedTable, tables: Sequence[TypedTable]) -> Metadata:
    listed = _codes(tables, table.name)
    words: Metadata = {
        "title": both(table.resource.title(), table.resource.title("en")),
        "description": f"{table.description('zh')} {table.description('en')}",
        "columns": {c.name: _column(c, listed.get(c.name, "")) for c in table.columns},
        "facets": list(listed),
    }
    label = label_field(table.schema)
    return words if label is None else words | {"label_column": label}


def _codes(tables: Sequence[TypedTable], name: str) -> dict[str, str]:
    """The codes of a table's fields in words, by field."""
    found: dict[str, list[str]] = {}
    for code in codes(tuple(table for table in tables if table.name == name)):
        words = code.value if code.value == code.zh else f"{code.value} {code.zh}"
        found.setdefault(code.field, []).append(words)
    return {field: ", ".join(words) for field, words in found.items()}


def _column(column: TypedColumn, listed: str) -> str:
    """Title, meaning, unit and codes. Datasette's own units would turn 元 into mega-yuan."""
    parts = [
        both(column.field.title(), column.field.title("en")) + ".",
        column.description("zh"),
        column.description("en"),
        f"单位 Unit: {column.unit}." if column.unit else "",
        f"代码 Codes: {listed}." if listed else "",
    ]
    return " ".join(part for part in parts if part)


def _view(view: View, database: Path) -> Metadata:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?immutable=1", uri=True)) as held:
        found = held.execute(
            "SELECT field, title_zh, title_en FROM _fields WHERE table_name = ? ORDER BY position",
            (view.name,),
        ).fetchall()
    return {
        "title": both(view.zh, view.en),
        "description": f"{view.about_zh} {view.about_en}",
        "columns": {field: both(zh, en) for field, zh, en in found},
    }


def _queries(views: Sequence[View]) -> Iterator[tuple[str, Metadata]]:
    """A query for each view, and those with parameters; hyphens, as names of views are taken."""
    for view in views:
        words = {
            "title": both(view.zh, view.en),
            "description": f"{view.about_zh} {view.about_en}",
        }
        sql = f"SELECT * FROM {view.name}"  # noqa: S608  names of this program
        yield view.name.replace("_", "-"), {**words, "sql": sql}
    for view in views:
        for query in view.queries:
            about = f"{view.about_zh} {view.about_en}"
            words = {"title": both(query.zh, query.en), "description": about}
            yield query.name.replace("_", "-"), {**words, "sql": query.sql}
