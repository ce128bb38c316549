"""The command line as a person meets it: a code, what is printed, and what it leaves behind."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fiscal_notice.cli.main import entry_point


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process, in a folder, through its real entry point."""

    def call(folder: Path, *arguments: str) -> Result:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["fiscal-notice", *arguments])
        handlers = {number: signal.getsignal(number) for number in SIGNALS}
        try:
            with pytest.raises(SystemExit) as left:
                entry_point()
        finally:
            # A command that is over is deaf to signals; its process ends then, and this one stays.
            for number, handler in handlers.items():
                signal.signal(number, handler)
        printed = capsys.readouterr()
        code = left.value.code
        assert isinstance(code, int)
        return Result(code=code, out=printed.out, err=printed.err)

    return call


def refused(result: Result, *words: str) -> None:
    """The command could not run and says so in one clear message with all ``words``."""
    assert result.code == 3, result
    assert "Traceback" not in result.err
    assert "fault of its own" not in result.err
    assert result.out == ""
    problem, *rows = result.err.rstrip("\n").split("\n")
    assert problem
    assert any(row.startswith(("  try:", "  expected:")) for row in rows), result.err
    for word in words:
        assert word in result.err


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
