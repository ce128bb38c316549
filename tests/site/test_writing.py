"""Where a site may be written, what an earlier one has left, and what stops it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from site_kit import unwritten, written

from fiscal_notice.errors import PackageError, TargetError
from fiscal_notice.package import write_files
from fiscal_notice.site.build import MANIFEST, site_files
from kit import ROOT, change_cell


def test_what_an_earlier_site_left_is_removed_and_nothing_else(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    written(ROOT, out)
    (out / "zh" / "mine.html").write_text("mine")
    written(mini, out)
    wanted = set(site_files(unwritten(mini)))
    left = {p.relative_to(out).as_posix() for p in (out / "zh").iterdir()}
    assert left == {name for name in wanted if name.startswith("zh/")} | {"zh/mine.html"}


def test_a_page_that_is_no_longer_made_goes_unless_it_was_changed(
    mini: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    written(ROOT, out)
    gone = sorted(out.glob("zh/city-*.html"))[-2:]
    gone[0].write_text("mine now")
    written(mini, out)
    assert gone[0].read_text() == "mine now"
    assert not gone[1].exists()


SIGNED = "# A site of fiscal-notice: its next build may replace or remove these files\n"


def test_a_list_of_files_that_names_others_does_no_harm(mini: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "site", tmp_path / "other.html"
    other.write_text("other")
    digest = hashlib.sha256(b"other").hexdigest()
    out.mkdir()
    (out / "inside.txt").write_text("other")
    names = ("../other.html", str(other), "", ".", "inside.txt")
    listed = "".join(f"{digest}  {name}\n" for name in names)
    (out / MANIFEST).write_text(SIGNED + listed)
    written(mini, out)
    assert other.read_text() == "other"
    assert not (out / "inside.txt").exists()


@pytest.mark.parametrize(
    "held",
    [
        {"thesis.docx": "a", "files.txt": "./thesis.docx\n"},
        {"index.html": "mine"},
        {"files.txt": ""},
        {".hidden": ""},
    ],
)
def test_a_folder_with_files_of_somebody_else_is_refused(
    mini: Path, tmp_path: Path, held: dict[str, str]
) -> None:
    for name, text in held.items():
        (tmp_path / "site" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    with pytest.raises(TargetError, match="no site of this program") as caught:
        written(mini, tmp_path / "site")
    assert min(held) in str(caught.value)
    assert "--out" in str(caught.value)
    assert {p.name: p.read_text() for p in (tmp_path / "site").iterdir()} == held


def test_the_package_s_own_folders_are_refused(mini: Path) -> None:
    for folder in (mini, mini / "resources"):
        before = sorted(mini.rglob("*"))
        with pytest.raises(TargetError, match="no site of this program"):
            written(mini, folder)
        assert sorted(mini.rglob("*")) == before


def test_a_file_of_somebody_else_in_the_place_of_a_page(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    written(mini, out)
    city = next(name for name in site_files(unwritten(ROOT)) if not (out / name).exists())
    (out / city).write_text("mine")
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with pytest.raises(TargetError, match="somebody else wrote this file") as caught:
        written(ROOT, out)
    assert city in str(caught.value)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_a_build_that_was_interrupted_is_done_again(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, calls = tmp_path / "site", []

    def stopped(root: Path, files: Mapping[str, bytes]) -> list[str]:
        calls.append(files)
        if len(calls) == 2:
            write_files(root, dict(list(files.items())[:5]))
            raise KeyboardInterrupt
        return write_files(root, files)

    monkeypatch.setattr("fiscal_notice.package.owned_files.write_files", stopped)
    with pytest.raises(KeyboardInterrupt):
        written(mini, out)
    written(mini, out)
    wanted = set(site_files(unwritten(mini)))
    assert wanted <= {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}


def test_a_build_that_cannot_be_written_leaves_the_old_site(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    written(ROOT, out)
    (out / "zh" / "rules.html").unlink()
    (out / "zh" / "rules.html").mkdir()
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with pytest.raises(TargetError, match="cannot write"):
        written(mini, out)
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_what_a_build_that_was_killed_has_left_goes(mini: Path, tmp_path: Path) -> None:
    out = written(mini, tmp_path / "site")
    left = [out / "zh" / ".index.html.a1_b2c3d", out / ".files.txt.00000000"]
    others = [out / "zh" / ".index.html.swp", out / ".nojekyll", out / ".mine.txt.a1_b2c3d"]
    for path in (*left, *others):
        path.write_text("half")
    written(mini, out)
    assert not [path for path in left if path.exists()]
    assert all(path.exists() for path in others)


def test_half_a_character_is_named(mini: Path, tmp_path: Path) -> None:
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"title": "x\ud800"}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(PackageError, match=r"half of a character") as caught:
        written(mini, tmp_path / "site")
    assert r"\ud800" in str(caught.value)
    assert not (tmp_path / "site").exists()


def test_an_amount_that_is_none_is_named(mini: Path, tmp_path: Path) -> None:
    change_cell(mini, ("grants", "1", "amount_yuan", "fünf"))
    with pytest.raises(PackageError, match="no amount in yuan") as caught:
        written(mini, tmp_path / "site")
    assert "fünf" in str(caught.value)


def test_the_list_of_files_is_one_of_hashes(mini: Path, tmp_path: Path) -> None:
    """As sha256sum --check reads it."""
    out = written(mini, tmp_path / "site")
    ended = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=out, check=False
    )
    assert ended.returncode == 0
