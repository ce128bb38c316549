"""A folder that does not exist yet, and the invented notice as a file of text.

All of it is invented but for the names of two cities, which the program's code list must know.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import DATA


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The small invented notice, as it lies on a desk."""
    path = tmp_path / "desk" / "notice.txt"
    path.parent.mkdir()
    text = (DATA / "mini" / "notice.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("甲市", "广州市").replace("乙市", "深圳市"), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the package is to be made."""
    return tmp_path / "made"
