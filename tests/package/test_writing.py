"""Files are written beside and renamed: all or none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fiscal_notice.errors import TargetError
from fiscal_notice.package import write_files


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"same")
    stamp = (tmp_path / "a").stat().st_mtime_ns
    assert write_files(tmp_path, {"a": b"same", "b/c": b"new"}) == ["b/c"]
    assert files(tmp_path) == {"a": b"same", "b/c": b"new"}
    assert (tmp_path / "a").stat().st_mtime_ns == stamp


def test_a_folder_in_the_way_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(TargetError, match="Is a directory") as caught:
        write_files(tmp_path, {"a": b"new", "in/to/c": b"new", "in/d": b"new", "b": b"new"})
    assert caught.value.file == str(tmp_path / "b")
    assert files(tmp_path) == {"a": b"old"}
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(TargetError) as caught:
        write_files(tmp_path / "out", {"a": b"new"})
    assert caught.value.hint


def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TargetError, match="No space left on device"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert files(tmp_path) == {"a": b"old"}


def test_an_interruption_while_staging_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"a": b"new"})
    assert files(tmp_path) == {"a": b"old"}


def test_an_interruption_while_renaming_waits_for_the_last_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = dict.fromkeys("abc", b"new")
    for name in wanted:
        (tmp_path / name).write_bytes(b"old")
    replace, calls = Path.replace, []

    def interrupted(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, wanted)
    assert files(tmp_path) == wanted
