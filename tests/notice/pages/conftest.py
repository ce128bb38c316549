"""The site of the package of this repository, built once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from site_kit import HtmlPage, build, database, read_pages

from fiscal_notice.site import SiteResult
from kit import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteResult:
    return build(ROOT, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site(built: SiteResult) -> Path:
    return built.out


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, HtmlPage]:
    return read_pages(site)


@pytest.fixture(scope="session")
def sql() -> sqlite3.Connection:
    return database(ROOT)
