"""The example that a reader can make: nothing in it is real, and every page says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fiscal_notice.package import read_package
from follow.kit import INVENTED
from kit import ROOT


def test_all_of_it_is_made_and_says_that_it_is_invented(tmp_path: Path) -> None:
    program = str(ROOT / "tests" / "follow" / "example.py")
    done = subprocess.run(
        [sys.executable, program, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 forms: 2 read" in done.stdout
    assert done.stdout.count("nothing found") == 2
    assert "other than reported: 0" in done.stdout
    for name in ("notice", "follow-up"):
        package = read_package(tmp_path / name)
        assert package.descriptor["invented"] is True
        assert INVENTED in package.title("zh")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len([page for page in pages if page.name.startswith("follow-up")]) >= 6
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert INVENTED in text or "nvented" in text, page
