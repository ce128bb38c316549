"""What only a real process shows: signals, closed pipes, full devices, old terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import fiscal_notice
from cli.conftest import contents

# For what ends by itself, however busy the machine is.
PATIENCE = 120
COMMAND = [sys.executable, "-m", "fiscal_notice"]
SOURCES = str(Path(fiscal_notice.__file__).parent.parent)
# Stands still once the first file is staged, says so, and then waits for the signal.
SLOW = """
import os, sys, time
from fiscal_notice.cli import main as cli
whole = os.fsync
def slow(handle):
    whole(handle)
    print("staged", flush=True)
    time.sleep(600)
os.fsync = slow
sys.argv[1:] = sys.argv[1:] or ["extract"]
cli.entry_point()
"""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCES, "PYTHONUTF8": "0", **more}


def process(folder: Path, command: list[str], **more: str) -> subprocess.Popen[str]:
    """A command started in a folder."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Under nohup this one is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [["extract"], ["release", "--out", "out"]])
def test_an_interrupted_command_leaves_all_as_it_was(
    mini: Path, arguments: list[str], number: signal.Signals
) -> None:
    if arguments == ["extract"]:
        (mini / "resources" / "grants.csv").write_text("edited\n", encoding="utf-8")
    before = contents(mini)
    running = process(mini, [sys.executable, "-c", SLOW, *arguments])
    assert running.stdout is not None
    assert running.stdout.readline() == "staged\n"
    assert len(contents(mini)) > len(before)
    running.send_signal(number)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 3
    assert err.strip() == "Interrupted; nothing was left half-written."
    assert contents(mini) == before


# Says so once the signals are in charge.
READY = """
import sys
from fiscal_notice.cli import signals
whole = signals.listen
def listen():
    whole()
    print("ready", flush=True)
signals.listen = listen
sys.argv[1:] = ["validate"]
from fiscal_notice.__main__ import entry_point
entry_point()
"""


@pytest.mark.parametrize("wait", [0.0, 0.2, 0.5, 0.9])
def test_an_interrupted_validation_is_one_line(mini: Path, wait: float) -> None:
    running = process(mini, [sys.executable, "-c", READY])
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    time.sleep(wait)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE)
    # It may have been done before the signal came.
    assert (running.returncode, err.strip()) in (
        (3, "Interrupted; nothing was left half-written."),
        (0, ""),
    )


# Sends itself the signal while the named module is being imported.
EARLY = """
import os, sys
class Finder:
    def find_spec(self, name, path, target=None):
        if name == sys.argv[2]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), int(sys.argv[1]))
sys.meta_path.insert(0, Finder())
from fiscal_notice.__main__ import entry_point
entry_point()
"""
# Sends itself the signal while Python shuts down: before it lets go of the handlers, and after.
LATE = """
import atexit, os, sys
class Last:
    def __del__(self, kill=os.kill, me=os.getpid(), number=int(sys.argv[1])):
        kill(me, number)
last = Last()
atexit.register(os.kill, os.getpid(), int(sys.argv[1]))
sys.argv[1:] = ["--version"]
from fiscal_notice.__main__ import entry_point
entry_point()
"""
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("module", ["click", "fiscal_notice.cli.validate"])
def test_a_signal_during_the_first_imports_is_one_line(
    tmp_path: Path, number: signal.Signals, module: str
) -> None:
    running = process(tmp_path, [sys.executable, "-c", EARLY, str(int(number)), module])
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (3, "")
    assert err == "Interrupted; nothing was left half-written.\n"


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_after_the_end_changes_nothing(tmp_path: Path, number: signal.Signals) -> None:
    running = process(tmp_path, [sys.executable, "-c", LATE, str(int(number))])
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (0, "")
    assert out.startswith("fiscal-notice")


def test_a_reader_that_goes_away_is_no_error(mini: Path) -> None:
    running = process(mini, [*COMMAND, "rules", "--format", "markdown"])
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    err = running.stderr.read()
    running.stderr.close()
    assert (running.wait(timeout=PATIENCE), err) == (0, "")


def test_a_full_device_is_one_line(mini: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*COMMAND, "extract", "--check"],
            cwd=mini,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == "output: No space left on device\n"


def test_a_terminal_without_chinese_shows_escapes(mini: Path) -> None:
    # ASCII alone click takes for a mistake and prints UTF-8.
    running = process(mini, [*COMMAND, "trace", "grants", "3"], PYTHONIOENCODING="latin-1")
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (0, "")
    assert "\\u7532\\u5e02" in out


@pytest.mark.parametrize("address", ["foo", "", "http://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_an_address_that_is_none_is_no_wait(mini: Path, address: str) -> None:
    running = process(mini, [*COMMAND, "validate", "--cluster", address])
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 3
    assert "no dask scheduler answers" in err
    assert "Traceback" not in err


def test_without_a_standard_output(mini: Path) -> None:
    command = f"exec {sys.executable} -m fiscal_notice --root {mini} validate >&-"
    ended = subprocess.run(
        ["sh", "-c", command], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0
    assert ended.stderr == ""
