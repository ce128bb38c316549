"""On which system and in which Python a portal can run, and what a person is told elsewhere."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from fiscal_notice.errors import PublishError
from fiscal_notice_ckan.portal import up
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.interpreter import check_system, find_interpreter

NEWER = "echo cpython 3.13"
SUITED = "echo cpython 3.12"
BROKEN = "echo 'pyenv: python3.12: command not found' >&2; echo Note >&2; exit 127"
NO_VENV = """
echo 'Traceback (most recent call last):' >&2
echo 'ModuleNotFoundError: ensurepip' >&2
exit 1"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


@pytest.fixture(autouse=True)
def _newer_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This Python is one that PostgreSQL's wheels are not built for."""
    monkeypatch.setattr(sys, "executable", str(python(tmp_path / "this", "python3.13", NEWER)))


def python(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def found(home: Home, *folders: Path) -> str:
    return find_interpreter(home, {"PATH": os.pathsep.join([*map(str, folders), ""])})


def test_this_python_is_taken_if_it_fits(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    this = str(python(tmp_path / "this", "python3.11", "echo cpython 3.11"))
    monkeypatch.setattr(sys, "executable", this)
    python(tmp_path / "a", "python3.12", SUITED)
    assert found(home, tmp_path / "a") == this


def test_another_python_is_looked_for(home: Home, tmp_path: Path) -> None:
    other = python(tmp_path / "b", "python3.11", "echo cpython 3.11")
    assert found(home, tmp_path / "a", tmp_path / "b") == str(other)


@pytest.mark.parametrize("script", [BROKEN, NO_VENV, NEWER, "echo pypy 3.11"])
def test_python_that_does_not_fit_its_name_is_passed_over(
    home: Home, tmp_path: Path, script: str
) -> None:
    python(tmp_path / "a", "python3.12", script)
    behind = python(tmp_path / "b", "python3.12", SUITED)
    assert found(home, tmp_path / "a", tmp_path / "b") == str(behind)


def test_portals_own_python_is_passed_over_as_it_is_made_anew(home: Home, tmp_path: Path) -> None:
    python(home.venv / "bin", "python3.12", SUITED)
    other = python(tmp_path / "b", "python3.12", SUITED)
    assert found(home, home.venv / "bin", tmp_path / "b") == str(other)


def test_without_any_python_each_is_told_with_its_fault(home: Home, tmp_path: Path) -> None:
    broken = python(tmp_path / "a", "python3.12", BROKEN)
    bare = python(tmp_path / "a", "python3.11", NO_VENV)
    with pytest.raises(PublishError) as caught:
        found(home, tmp_path / "a")
    error = caught.value
    assert error.file == sys.executable
    assert (error.found or "").split("; ") == [
        f"{sys.executable} (cpython 3.13)",
        f"{broken} (pyenv: python3.12: command not found)",
        f"{bare} (ModuleNotFoundError: ensurepip)",
    ]
    assert "3.11 or 3.12" in (error.expected or "")
    assert "publish --url" in (error.hint or "")


def test_this_python_is_asked_for_real(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    if sys.version_info < (3, 13):
        assert find_interpreter(home, os.environ) == sys.executable
    else:
        assert find_interpreter(home, os.environ) != sys.executable


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [
        ("Darwin", "arm64", None),
        ("Linux", "aarch64", "glibc 2.36"),
        ("Linux", "x86_64", None),
        ("Linux", "x86_64", ""),
    ],
)
def test_other_systems_are_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str, libc: str | None
) -> None:
    def confstr(_: str) -> str:
        if libc is None:
            raise ValueError("unrecognized configuration name")
        return libc

    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", confstr)
    with pytest.raises(PublishError, match=f"{system} {machine}") as caught:
        up(home=tmp_path / "home")
    assert "publish --url" in (caught.value.hint or "")
    assert not (tmp_path / "home").exists()


def test_this_system_is_accepted() -> None:
    check_system()
