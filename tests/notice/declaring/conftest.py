"""Notices with defects: the invented one with habits of its own, and the real one undeclared."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.notice.extract.run import extract
from kit import copy_package, mini_package

# Invented habits: a full stop behind values, a bound stated twice, and a value that is missing.
DEFECTS = (
    ("不低于95%\n", "不低于95%。\n"),
    ("3至5场\n", "3至5场。\n"),
    ("\t开展2场以上展览活动\t不少于2场\n", "\t开展2场以上展览活动\t不少于2场以上\n"),
    ("\t提高知识产权保护意识\t逐步提升\n", "\t提高知识产权保护意识\t\n"),
)


def with_defects(target: Path, *defects: tuple[str, str]) -> Path:
    """The invented notice with words replaced in its transcript, its tables rebuilt."""
    root = mini_package(target)
    path = root / "resources" / "source" / "notice.txt"
    text = path.read_text(encoding="utf-8")
    for old, new in defects:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    extract(root)
    return root


@pytest.fixture
def defective(tmp_path: Path) -> Path:
    """The invented notice with invented habits."""
    return with_defects(tmp_path / "defective", *DEFECTS)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The real package with an empty table of errata."""
    root = copy_package(tmp_path / "bare")
    path = root / "resources" / "errata.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    extract(root)
    return root
