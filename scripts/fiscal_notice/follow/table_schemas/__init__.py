"""The schemas of the tables of a follow-up package, as data."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from fiscal_notice.package import Field, Schema

TABLES = (
    *("evidence", "budgets", "stages", "payments", "confirmed_targets", "monitoring"),
    *("self_evaluations", "self_evaluation_funds", "self_evaluation_scores"),
    *("self_evaluation_answers", "scores", "schedule", "errata", "field_cells", "unplaced"),
    *("schemes", "scheme_parameters"),
)
"""The tables in the order of a package. One without rows is absent."""

#: Tables that are code lists of the program, of which a package has the rows that it uses.
CODE_LISTS = ("schemes", "scheme_parameters")


@cache
def _document(name: str) -> str:
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")


def raw_schema(table: str) -> dict[str, Any]:
    """The Table Schema of ``table``."""
    schema: dict[str, Any] = json.loads(_document(table))
    return schema


@cache
def schema_of(table: str) -> Schema:
    """The same as a Schema."""
    raw = raw_schema(table)
    fields = tuple(Field(name=f["name"], type=f["type"], raw=f) for f in raw["fields"])
    return Schema(fields=fields, primary_key=tuple(raw.get("primaryKey", ())), raw=raw)


def path_of(table: str) -> str:
    """Where the table lies in a package."""
    folder = "resources/codelists" if table in CODE_LISTS else "resources"
    return f"{folder}/{table}.csv"


def published() -> dict[str, bytes]:
    """All schemas as they stand beside those of a notice, by path from its folder."""
    return {
        f"schemas/follow-up/{table}.json": (
            json.dumps(raw_schema(table), ensure_ascii=False, indent=2) + "\n"
        ).encode()
        for table in TABLES
    }
