"""Many packages on this machine: in parallel, one summary, and nothing stops the rest."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, run
from fiscal_notice.many import Job, packages_in, processes, validate_many, work
from fiscal_notice.many.local import LocalEngine
from many.conftest import PATIENCE, Deadly

__all__ = ["run"]
JOB = Job(schemas_only=True)


def test_which_packages_are_meant(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(many)
    (many / ".hidden" / "p").mkdir(parents=True, exist_ok=True)
    (many / ".hidden" / "p" / "datapackage.json").write_text("{}", encoding="utf-8")
    below = [str(Path("deep/below/mini"))]
    assert packages_in([Path("deep"), Path("p01"), Path("p01"), Path("no")]) == [
        *below,
        "p01",
        "no",
    ]
    found = packages_in([many])
    assert len(found) == 50
    assert found == sorted(found)
    assert packages_in([Path("p01/datapackage.json")]) == [str(Path("p01/datapackage.json"))]
    assert packages_in([Path("p01/..")]) == packages_in([Path("p01/../")])


def test_one_summary_of_many(many: Path, run: Run) -> None:
    names = ["p01", "broken", "p02", "p00", "none"]
    result = run(many, "validate", *names, "--limit", "2")
    assert result.code == 1
    *listed, last = result.out.splitlines()
    assert last.startswith(
        "5 packages: 2 valid, 2 not valid, 1 that could not be read; 9,050 rows, "
    )
    assert listed[0].startswith("broken: NOT VALID: 1 error in broken/datapackage.json")
    assert listed[2] == "p00: NOT VALID: at least 2 errors in rows."
    assert sum(line.startswith("  rows:") for line in listed) == 1  # broken had the other
    assert "none: no such file or folder" in listed
    assert "5 of 5 packages" in result.err


def test_nothing_to_run_is_no_finding(many: Path, run: Run) -> None:
    assert run(many, "validate", "none", "no", "-q").code == 3
    # A wrong descriptor is one.
    assert run(many, "validate", "broken", "empty", "none", "-q").code == 1
    fine = run(many, "validate", "p01", "p02", "-q")
    assert (fine.code, fine.err) == (0, "")
    assert run(many, "validate", "p01", "none", "-q").code == 1


def test_an_unknown_rule_is_said_once(many: Path, run: Run) -> None:
    result = run(many, "validate", "p01", "p02", "--rule", "TOT-99")
    assert result.code == 2
    assert result.err.count("no rule is called TOT-99") == 1


@pytest.mark.parametrize("form", ["json", "frictionless"])
def test_reports_of_many_as_json(many: Path, run: Run, form: str) -> None:
    result = run(many, "validate", "p00", "none", "p01", "-q", "--format", form)
    document = json.loads(result.out)
    assert [entry["path"] for entry in document["packages"]] == ["p00", "none", "p01"]
    assert document["packages"][1]["error"].startswith("none: ")
    assert document["valid"] is False
    assert document["stats"] | {"rows": 0, "bytes": 0, "seconds": 0} == {
        "packages": 3,
        "valid": 1,
        "invalid": 1,
        "unreadable": 1,
        "advised": 0,
        "rows": 0,
        "bytes": 0,
        "seconds": 0,
    }
    alone = json.loads(run(many, "validate", "p01", "--format", form).out)
    assert [*document["packages"][2]["report"]] == [*alone]


def test_a_page_is_of_one_package(many: Path, run: Run) -> None:
    result = run(many, "validate", "p00", "p01", "--format", "html")
    assert result.code == 2
    assert "json is for many" in result.err


def test_a_process_that_dies_costs_nothing(many: Path) -> None:
    sources = packages_in([many])[2:14]
    killed: list[int] = []

    def kill_one() -> None:
        if not killed:
            victim = multiprocessing.active_children()[0]
            victim.kill()
            killed.append(victim.pid or 0)

    results = list(validate_many(LocalEngine(2), JOB, sources, kill_one))
    assert killed
    assert [result.source for result in results] == sources
    assert all(result.error is None for result in results)


def test_a_package_that_ends_its_process_is_named(many: Path) -> None:
    good = str(many / "p01")
    sources = [good, Deadly(good), good, good]
    results = list(validate_many(LocalEngine(2), JOB, sources))
    assert [result.valid for result in results] == [True, False, True, True]
    assert "died, twice" in str(results[1].error)


def test_a_fault_is_one_packages(tmp_path: Path) -> None:
    result = work(JOB, "a\0b")
    assert "no such file or folder" in str(result.error)


def test_ctrl_c_ends_all_processes(many: Path) -> None:
    command = [sys.executable, "-m", "fiscal_notice", "validate", *["."] * 1]
    running = subprocess.Popen(
        command,
        cwd=many,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert running.stderr is not None
    first = running.stderr.readline()
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    assert "packages" in first
    assert running.returncode == 3
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_process_stays_when_the_first_is_ended(many: Path, number: signal.Signals) -> None:
    """Only the first hears of it; what is left would hold the pipes open."""
    running = subprocess.Popen(
        [sys.executable, "-m", "fiscal_notice", "validate", "."],
        cwd=many,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Under nohup this one is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert running.stderr is not None
    running.stderr.readline()
    running.send_signal(number)
    _, err = running.communicate(timeout=PATIENCE)
    if number is signal.SIGKILL:
        assert running.returncode == -signal.SIGKILL
    else:
        assert running.returncode == 3
        assert "Interrupted" in err


def test_what_cannot_be_looked_into_holds_nothing_up(
    many: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rights of a folder don't stop root, who runs these tests in many places."""
    whole = os.scandir

    def scandir(path: str) -> Any:
        if Path(path).name == "below":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return whole(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = packages_in([many / "deep", many / "p01"])
    assert found == [str(many / "deep" / "below"), str(many / "p01")]
    long = "x" * 300
    result = run(many, "validate", long, "p01")
    assert result.code == 1
    assert "2 packages: 1 valid, 0 not valid, 1 that could not be read" in result.out
    assert "name too long" in result.out.replace("\n", " ")


@pytest.mark.parametrize("count", [0, 1, 7, 100, 5000])
def test_every_package_is_in_one_batch(count: int) -> None:
    sources = [str(number) for number in range(count)]
    batches = list(processes._batches(sources, processes=3))
    assert [pair for batch in batches for pair in batch] == list(enumerate(sources))
    assert all(1 <= len(batch) <= processes.MOST for batch in batches)
