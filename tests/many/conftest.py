"""A cluster of separate processes on this machine, as dask's own commands start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kit import mini_package
from validate_data import write

# For what ends by itself, however busy the machine is.
PATIENCE = 120


@dataclass(slots=True)
class Running:
    """A scheduler and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def _dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (folder / "dask.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], cwd=folder, stdout=log, stderr=log
        )


def _address(file: Path) -> str:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise TimeoutError(file)


def _all_there(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=PATIENCE)


@contextmanager
def started(folder: Path, workers: int = 2) -> Iterator[Running]:
    """A scheduler on a port of its own choice, and workers of one thread each."""
    file = folder / "scheduler.json"
    place = ["--scheduler-file", str(file), "--no-dashboard"]
    address = "tcp://127.0.0.1:0"
    scheduler = _dask(folder, "scheduler", "--host", address, *place)
    options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"]
    running = Running("", scheduler, [])
    try:
        running.address = _address(file)
        for number in range(workers):
            name = ["--name", str(number), "--local-directory", str(folder)]
            running.workers.append(_dask(folder, "worker", running.address, *options, *name))
        if workers:
            _all_there(running.address, workers)
        yield running
    finally:
        for process in (*running.workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two workers, for the tests that leave them alive."""
    with started(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[Running]:
    """A cluster for one test, which may end its processes."""
    folder = tmp_path / "dask"
    folder.mkdir()
    with started(folder) as running:
        yield running


class Deadly(str):
    """The path of a package that ends whatever process unpickles it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of more than a megabyte: repeated keys far apart, references to nothing, faults."""
    folder = tmp_path_factory.mktemp("large")
    write(folder, 7500, 0.002)
    return folder


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of fifty packages: clean ones, faulty ones, two that cannot be read, ours."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(47):
        write(folder / f"p{number:02}", 20, 0.02 if number % 6 == 0 else 0)
    for name, text in (("broken", "{"), ("empty", "{}")):
        (folder / name).mkdir()
        (folder / name / "datapackage.json").write_text(text, encoding="utf-8")
    mini_package(folder / "deep" / "below" / "mini")
    return folder
