"""Install CKAN and its servers into the portal's own virtual environment, from locked lists."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from .home import Home, says, write_whole
from .interpreter import find_interpreter
from .process import run_step
from .versions import BUILD_LOCK, SITE_PROJECT, extended, lock_files, release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_INSTALL_TIMEOUT = 900.0
_FAILED = "CKAN could not be installed"


def install(home: Home, series: str, progress: Callable[[str], None]) -> None:
    """Make the virtual environment, or what is missing of it; does nothing where all is there."""
    wanted = _digest(*lock_files(series), BUILD_LOCK)
    marker = home.venv / "installed"
    # The link to the interpreter breaks when that Python is removed from the machine.
    if not (says(marker, wanted) and home.python.exists()):
        interpreter = find_interpreter(home, _pip_environment(os.environ))
        more = " and extensions" if extended(series) else ""
        progress(f"installing CKAN {release(series)}{more}: once, about a minute")
        marker.unlink(missing_ok=True)
        _make_venv(home, interpreter)
        _install_locked(home, series)
        write_whole(marker, wanted, mode=0o644)
    _install_site(home)


def _make_venv(home: Home, interpreter: str) -> None:
    shutil.rmtree(home.venv, ignore_errors=True)
    run_step(
        "a virtual environment could not be made",
        [interpreter, "-m", "venv", home.venv],
        log=home.log("install"),
        timeout=120,
        environment=_pip_environment(os.environ),
    )


def _install_locked(home: Home, series: str) -> None:
    # Some dependencies (feedgen, pysolr, ckanext-scheming) are published as source only. What
    # builds them is locked too, so it comes first, and pip may not fetch another builder.
    _pip(home, "--only-binary", ":all:", "--require-hashes", "-r", str(BUILD_LOCK))
    for lock in lock_files(series):
        _pip(home, "--use-pep517", "--require-hashes", "-r", str(lock))


def _install_site(home: Home) -> None:
    files = [SITE_PROJECT / "pyproject.toml", *sorted(SITE_PROJECT.rglob("*.py"))]
    wanted, marker = _digest(*files), home.venv / "site-installed"
    if says(marker, wanted):
        return
    # Built from a copy: building leaves files behind, and the original may be read-only.
    copy = home.root / "site"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(SITE_PROJECT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    _pip(home, "--force-reinstall", "--no-index", str(copy))
    shutil.rmtree(copy)
    write_whole(marker, wanted, mode=0o644)


def _pip(home: Home, *arguments: str) -> None:
    # Dependencies are in the lock; resolving them again would ask for psycopg2, which needs a
    # compiler, where the lock has psycopg2-binary. CKAN's modules are compiled when first used.
    always = ("--no-deps", "--no-build-isolation", "--no-compile", "--no-input")
    run_step(
        _FAILED,
        [home.python, "-m", "pip", "install", *always, *arguments],
        log=home.log("install"),
        timeout=_INSTALL_TIMEOUT,
        environment=_pip_environment(os.environ) | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )


def _pip_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Keep the caller's settings for pip and its network, not what bends Python or the target."""
    # Packages are built here by code of others: no token of ours for them.
    bending = ("CKAN_", "PYTHON", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "VIRTUAL_ENV")
    return {name: value for name, value in environment.items() if not name.startswith(bending)}


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
