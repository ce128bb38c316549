"""Files with a list of their hashes: what is ours is replaced or goes, what is not stays."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from fiscal_notice.errors import TargetError
from fiscal_notice.package import write_files
from fiscal_notice.package.owned_files import owned, replace_owned, sums

LIST = "list.txt"
FIRST = {"a.txt": b"a", "in/b.txt": b"b", "in/c.txt": b"c"}
SECOND = {"a.txt": b"other", "d.txt": b"d"}


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def test_the_list_is_one_that_sha256sum_checks(tmp_path: Path) -> None:
    made = replace_owned(tmp_path, LIST, FIRST, ["ours"])
    assert [(file.name, file.path.read_bytes(), file.bytes) for file in made] == [
        (name, content, len(content)) for name, content in FIRST.items()
    ]
    ended = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", LIST], cwd=tmp_path, check=False
    )
    assert ended.returncode == 0
    assert owned(tmp_path, LIST).comments == ("ours",)
    assert owned(tmp_path, LIST).unchanged(tmp_path) == made


def test_other_files_take_the_place_of_the_former_ones(tmp_path: Path) -> None:
    replace_owned(tmp_path, LIST, FIRST)
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "in" / "c.txt").write_bytes(b"mine now")
    replace_owned(tmp_path, LIST, SECOND)
    assert held(tmp_path) == SECOND | {"mine.txt": b"mine", "in/c.txt": b"mine now"}
    assert {name for _, name in owned(tmp_path, LIST).files} == set(SECOND)


def test_a_file_of_ours_that_was_changed_is_made_again(tmp_path: Path) -> None:
    replace_owned(tmp_path, LIST, FIRST)
    (tmp_path / "a.txt").write_bytes(b"broken")
    assert owned(tmp_path, LIST).unchanged(tmp_path) is None
    replace_owned(tmp_path, LIST, FIRST)
    assert held(tmp_path) == FIRST


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes(b"mine")
    replace_owned(tmp_path, LIST, FIRST)
    with pytest.raises(TargetError, match="somebody else wrote") as caught:
        replace_owned(tmp_path, LIST, SECOND)
    assert caught.value.file == str(tmp_path / "d.txt")
    assert held(tmp_path) == FIRST | {"d.txt": b"mine"}


def test_the_same_file_is_nobody_else_s(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes(b"d")
    replace_owned(tmp_path, LIST, SECOND)
    assert held(tmp_path) == SECOND


@pytest.mark.parametrize("call", range(1, 4))
def test_after_an_interruption_the_next_run_knows_what_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """Of the list that begins, of the files (of which one is written) and of the last list."""
    replace_owned(tmp_path, LIST, FIRST)
    calls: list[Path] = []

    def stopped(folder: Path, files: Mapping[str, bytes]) -> list[str]:
        calls.append(folder)
        if len(calls) == call:
            write_files(folder, dict(list(files.items())[: call - 1]))
            raise KeyboardInterrupt
        return write_files(folder, files)

    with monkeypatch.context() as patched:
        patched.setattr("fiscal_notice.package.owned_files.write_files", stopped)
        with pytest.raises(KeyboardInterrupt):
            replace_owned(tmp_path, LIST, SECOND)
    if call == 2:
        assert owned(tmp_path, LIST).unchanged(tmp_path) is None
    replace_owned(tmp_path, LIST, SECOND)
    assert held(tmp_path) == SECOND
    assert owned(tmp_path, LIST).unchanged(tmp_path) is not None


@pytest.mark.parametrize("before", [{}, FIRST])
def test_what_cannot_be_written_is_not_called_ours(
    tmp_path: Path, before: Mapping[str, bytes]
) -> None:
    """A folder is in the way of one file; later somebody writes another that was announced."""
    if before:
        replace_owned(tmp_path, LIST, before)
    listed = owned(tmp_path, LIST)
    (tmp_path / "z").mkdir()
    with pytest.raises(TargetError, match="cannot write"):
        replace_owned(tmp_path, LIST, {**SECOND, "new/e.txt": b"e", "z": b"z"}, ["ours"])
    assert (held(tmp_path), owned(tmp_path, LIST)) == (before, listed)
    assert (tmp_path / LIST).exists() == bool(before)
    assert not (tmp_path / "new").exists()
    (tmp_path / "d.txt").write_bytes(b"mine")
    with pytest.raises(TargetError, match="somebody else wrote"):
        replace_owned(tmp_path, LIST, SECOND)
    assert (tmp_path / "d.txt").read_bytes() == b"mine"


def test_where_not_even_the_list_can_be_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_owned(tmp_path, LIST, FIRST)
    calls: list[Path] = []

    def full(folder: Path, files: Mapping[str, bytes]) -> list[str]:
        calls.append(folder)
        if len(calls) > 1:
            raise TargetError(f"the disk is full at call {len(calls)}")
        return write_files(folder, files)

    with monkeypatch.context() as patched:
        patched.setattr("fiscal_notice.package.owned_files.write_files", full)
        with pytest.raises(TargetError, match="at call 2"):
            replace_owned(tmp_path, LIST, SECOND)
    replace_owned(tmp_path, LIST, SECOND)
    assert held(tmp_path) == SECOND


def killed(folder: Path, contents: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends when the list is begun."""

    def stopped(root: Path, files: Mapping[str, bytes]) -> list[str]:
        if LIST not in files:
            raise KeyboardInterrupt
        return write_files(root, files)

    with monkeypatch.context() as patched:
        patched.setattr("fiscal_notice.package.owned_files.write_files", stopped)
        with pytest.raises(KeyboardInterrupt):
            replace_owned(folder, LIST, contents)


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_only_announced_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """However often it was; a file that was written before stays ours, whoever changed it."""
    replace_owned(tmp_path, LIST, FIRST)
    for number in range(times):
        killed(tmp_path, SECOND | {"more.txt": bytes([number])}, monkeypatch)
    (tmp_path / "a.txt").write_bytes(b"changed")
    (tmp_path / "d.txt").write_bytes(b"mine")
    with pytest.raises(TargetError, match="somebody else wrote") as caught:
        replace_owned(tmp_path, LIST, SECOND)
    assert caught.value.file == str(tmp_path / "d.txt")
    assert held(tmp_path) == FIRST | {"a.txt": b"changed", "d.txt": b"mine"}
    (tmp_path / "d.txt").unlink()
    replace_owned(tmp_path, LIST, SECOND)
    assert held(tmp_path) == SECOND


def test_what_was_announced_and_written_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(tmp_path, SECOND, monkeypatch)
    write_files(tmp_path, SECOND)
    replace_owned(tmp_path, LIST, {"d.txt": b"newer"})
    assert held(tmp_path) == {"d.txt": b"newer"}


def test_what_is_not_whole_is_not_taken_for_unchanged(tmp_path: Path) -> None:
    """All files of the list are there, but it was begun only: some of them may be former ones."""
    replace_owned(tmp_path, LIST, FIRST)
    text = (tmp_path / LIST).read_text(encoding="utf-8")
    (tmp_path / LIST).write_text("# not all of these files are written yet\n" + text)
    assert owned(tmp_path, LIST).unchanged(tmp_path) is None
    replace_owned(tmp_path, LIST, FIRST)
    assert (tmp_path / LIST).read_text(encoding="utf-8") == text


def test_a_list_that_names_others_does_no_harm(tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other.txt"
    other.write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    names = ("../other.txt", str(other), "", ".", "kept.csv", "gone.txt")
    write_files(folder, {LIST: sums((digest, name) for name in names)})
    write_files(folder, {"kept.csv": b"x", "gone.txt": b"x"})
    replace_owned(folder, LIST, {"a.txt": b"a"}, names=re.compile(r".*\.txt"))
    assert other.read_bytes() == b"x"
    assert held(folder) == {"a.txt": b"a", "kept.csv": b"x"}


@pytest.mark.parametrize("content", [b"", b"\xff", b"# ours\nnonsense\n"])
def test_a_list_that_cannot_be_read_names_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LIST).write_bytes(content)
    found = owned(tmp_path, LIST)
    assert (found.files, found.unchanged(tmp_path)) == (frozenset(), None)


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    replace_owned(tmp_path, LIST, FIRST)
    ours = [".a.txt.a1_b2c3d", f".{LIST}.00000000", "in/.b.txt.abcdefgh"]
    others = [".a.txt.swp", ".mine.txt.a1_b2c3d", ".a.txt.A1_b2c3d"]
    for name in (*ours, *others):
        (tmp_path / name).write_bytes(b"half")
    replace_owned(tmp_path, LIST, FIRST)
    assert held(tmp_path) == FIRST | dict.fromkeys(others, b"half")
