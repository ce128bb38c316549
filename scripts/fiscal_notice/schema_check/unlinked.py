"""A table opened by frictionless without the tables that its foreign keys refer to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def opened(resource: Any) -> Any:
    """The resource opened, its foreign keys not looked up. Raises FrictionlessException."""
    with _without_foreign_keys(resource):
        return resource.open()


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
