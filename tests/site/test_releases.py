"""Which headings of a changelog are versions, and of what date."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_kit import general_package

from fiscal_notice.package import read_package
from fiscal_notice.site.releases import versions

MANY = 200_000


def found(folder: Path, heading: str) -> list[tuple[str, str]]:
    """The numbers and dates of the versions in a changelog of one heading, the package's aside."""
    root = general_package(folder / "package", version="present")
    (root / "CHANGELOG.md").write_text(f"{heading}\n", encoding="utf-8")
    first, *others = versions(read_package(root))
    assert first.number == "present"
    return [(each.number, each.date) for each in others]


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("## 1.0", ("1.0", "")),
        ("## [1.0] - 2020-01-02", ("1.0", "2020-01-02")),
        ("## 1.0 – 2020-01-02", ("1.0", "2020-01-02")),
        ("## Data v1.0 (2020-01-02)  ", ("1.0", "2020-01-02")),
        ("## 1.0-rc.1 2020-01-02", ("1.0-rc.1", "2020-01-02")),
        ("## 1" + "-" * MANY, ("1" + "-" * MANY, "")),
        ("## 1" + " " * MANY + "2020-01-02", ("1", "2020-01-02")),
    ],
    ids=range(7),
)
def test_a_heading_is_a_version(tmp_path: Path, heading: str, wanted: tuple[str, str]) -> None:
    assert found(tmp_path, heading) == [wanted]


@pytest.mark.parametrize(
    "heading",
    [
        "## Unreleased",
        "## Software 1.0 - 2020-01-02",
        "## 1.0 since 2020-01-02",
        "## 1.0 +*/ 2020-01-02",
        "## 1.0 - 9 8 2020-01-02",
        "## 1" + "-" * MANY + " x",
        "## 1" + " -" * MANY + "x",
        "## 1" + " " * MANY + "x",
    ],
    ids=range(8),
)
def test_another_heading_is_none(tmp_path: Path, heading: str) -> None:
    assert found(tmp_path, heading) == []
