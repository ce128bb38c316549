"""Rows by frictionless's own parser, of a table opened without those that it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def open_unlinked(resource: Any) -> Any:
    """The resource opened, its foreign keys not looked up. Raises FrictionlessException."""
    with _without_foreign_keys(resource):
        return resource.open()


def numbered_rows(table: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows of an opened table with frictionless's row numbers: the first record of a file is 1.

    Header and skipped rows are left out. Raises FrictionlessException.
    """
    rows: Iterator[tuple[int, list[Any]]] = table.dialect.read_enumerated_content_stream(
        table.cell_stream
    )
    return rows


@contextmanager
def _without_foreign_keys(resource: Any) -> Iterator[None]:
    """Keep frictionless from reading the tables that foreign keys refer to, while it opens."""
    if not resource.schema:
        yield
        return
    held, resource.schema.foreign_keys = resource.schema.foreign_keys, []
    try:
        yield
    finally:
        resource.schema.foreign_keys = held
