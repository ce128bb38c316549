"""Fixtures that several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import copy_package, mini_package


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """A copy of the real package, to be broken."""
    return copy_package(tmp_path / "package")


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """The small invented notice as a package, to be broken."""
    return mini_package(tmp_path / "mini")
