"""What changed since another package, on the site. The changes are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from site_kit import general_package

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import PackageError
from fiscal_notice.package import read_package
from fiscal_notice.site import make_site
from fiscal_notice.validate import rules_for, validate_package
from kit import ROOT, change_cell, copy_package


def test_a_notice_shows_what_changed_since_an_earlier_one(tmp_path: Path) -> None:
    copy = copy_package(tmp_path / "new")
    change_cell(copy, ("grants", "17", "amount_yuan", "250000"))
    package = read_package(copy)
    report = validate_package(package, rules_for(package))
    made = make_site(package, report, tmp_path / "site", since=read_package(ROOT))
    for lang in ("zh", "en"):
        page = (made.out / lang / "changes.html").read_text(encoding="utf-8")
        assert "+50,000" in page
        start = (made.out / lang / "index.html").read_text(encoding="utf-8")
        assert 'href="changes.html"' in start
    plain = make_site(package, report, tmp_path / "plain")
    assert not (plain.out / "zh" / "changes.html").exists()


def test_any_package_does_so_beside_its_changelog(tmp_path: Path) -> None:
    old = general_package(tmp_path / "old", version="1")
    new = general_package(tmp_path / "new", version="2")
    (new / "CHANGELOG.md").write_text("## 2\n- More.\n", encoding="utf-8")
    out = tmp_path / "site"
    arguments = (
        "--root",
        str(new),
        "site",
        "--no-downloads",
        "--since",
        str(old),
        "--out",
        str(out),
    )
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    page = (out / "en" / "changes.html").read_text(encoding="utf-8")
    assert "Since" in page
    assert "More." in page


def test_what_cannot_be_compared_with_is_said(tmp_path: Path) -> None:
    root = general_package(tmp_path / "new")
    arguments = ("--root", str(root), "site", "--since", str(tmp_path / "nothing"))
    with pytest.raises(PackageError, match="no such file or folder"):
        CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert not (root / "dist").exists()
