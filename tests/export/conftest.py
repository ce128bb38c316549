"""The downloads of the real package and of a hostile one, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from export.kit import downloads_of, hostile_package
from fiscal_notice.package import Package, read_package
from kit import ROOT


@pytest.fixture(scope="session")
def real() -> Package:
    return read_package(ROOT, shown=".")


@pytest.fixture(scope="session")
def real_downloads(real: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return downloads_of(real, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return hostile_package(tmp_path_factory.mktemp("hostile-package"))


@pytest.fixture(scope="session")
def hostile_downloads(hostile: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return downloads_of(hostile, tmp_path_factory.mktemp("hostile"))
