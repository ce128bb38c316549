"""What tests of forms share: the command line, and notices that have less than ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Run, run
from kit import DATA

__all__ = ["run"]


@pytest.fixture
def short_notice(tmp_path: Path, run: Run) -> Path:
    """The invented notice as ``new`` makes it of its letter and first annex alone."""
    text = (DATA / "mini" / "notice.txt").read_text(encoding="utf-8")
    text = text.replace("甲市", "广州市").replace("乙市", "深圳市")
    letter, annexes = text.split("附件：1. ")
    first = annexes.partition("\n附件2\n")[0].partition("\n附件1\n")[2]
    path = tmp_path / "letter.txt"
    path.write_text(f"{letter}附件：分配情况表\n\n附件\n{first}", encoding="utf-8")
    result = run(tmp_path, "new", "short", "letter.txt")
    assert result.code == 0, result.out + result.err
    return tmp_path / "short"
