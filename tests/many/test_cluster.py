"""On a cluster of separate processes: the same reports, whatever dies."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Result as Ran
from cli.conftest import Run, refused, run
from fiscal_notice.errors import ClusterError
from fiscal_notice.many import Job, Result, packages_in, validate_many, work
from fiscal_notice.many.cluster import Cluster
from fiscal_notice.many.package_files import deliver, package_files_at
from fiscal_notice.schema_check.batches import CHUNK, FileSource
from fiscal_notice.schema_check.pieces import Piece, Stamp
from fiscal_notice.schema_check.scan import Scan, Scanned, TableCheck, scan
from many.conftest import PATIENCE, Running, started

__all__ = ["run"]
JOBS = [
    (Job(), 10**9),
    (Job(schemas_only=True, limit=3), 10**9),
    (Job(rules=("TOT-03",)), 10**9),
    (Job(), 0),
    (Job(schemas_only=True, limit=0), 0),
    (Job(limit=3), 0),
]


def timeless(result: Result) -> Any:
    """What a result says, without the seconds."""
    if result.schemas is not None:
        for part in (result.schemas, *result.schemas["tasks"]):
            part["stats"].pop("seconds")
    return result.source, result.report, result.schemas, str(result.error)


def here(job: Job, sources: list[str], chunk: int = CHUNK) -> list[Any]:
    return [timeless(work(job, source, in_blocks(chunk))) for source in sources]


def in_blocks(chunk: int) -> Scan:
    """The scan of this process in blocks of another size: where a limit stops depends on it."""

    def read(table: TableCheck, limit: int, certain: int = 0) -> Scanned:
        if isinstance(table.source, FileSource):
            table.source.chunk = chunk
        return scan(table, limit, certain)

    return read


def there(cluster: Cluster, job: Job, sources: list[str], done: Any = lambda: None) -> list[Any]:
    return [timeless(result) for result in validate_many(cluster, job, sources, done)]


def on(running: Running, patience: float = PATIENCE, **options: int) -> Cluster:
    return Cluster(running.address, patience=patience, **options)


@pytest.mark.parametrize(("job", "whole"), JOBS)
def test_the_same_report_of_any_package(
    cluster: Running, mini: Path, large: Path, job: Job, whole: int
) -> None:
    sources = [str(mini), str(large), str(mini / "none")]
    chunk = CHUNK if whole else 50_000
    with on(cluster, chunk=50_000, whole=whole) as engine:
        assert there(engine, job, sources) == here(job, sources, chunk)


@pytest.mark.parametrize("arguments", [["-v", "--lang", "zh"], [".", "--format", "json"]])
def test_one_package_prints_what_it_prints_without(
    cluster: Running, package_copy: Path, run: Run, arguments: list[str]
) -> None:
    broken = package_copy / "resources" / "grants.csv"
    if "." in arguments:
        broken.write_text(broken.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
    alone = run(package_copy, "validate", *arguments)
    assert run(package_copy, "validate", *arguments, "--cluster", cluster.address) == alone
    assert alone.code == ("." in arguments)


def test_fifty_packages(cluster: Running, many: Path, run: Run) -> None:
    alone = run(many, "validate", ".", "-q")
    assert lines(run(many, "validate", ".", "-q", "--cluster", cluster.address)) == lines(alone)
    assert alone.code == 1
    assert "50 packages: 40 valid, 10 not valid, 0 that could not be read" in alone.out


def lines(ran: Ran) -> tuple[int, list[str], str]:
    """What was printed, without the seconds at its end."""
    return ran.code, ran.out.rpartition(" in ")[0].splitlines(), ran.err


@pytest.mark.parametrize("whole", [10**9, 0])
def test_workers_that_see_no_files_are_sent_them(
    cluster: Running, mini: Path, large: Path, whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [str(mini), str(large), str(large / "datapackage.json")]
    expected = here(Job(limit=0, schemas_only=True), sources)
    sent = counted(monkeypatch)
    monkeypatch.setattr(Stamp, "of", lambda path: Stamp(path.stat().st_size, 1))
    with on(cluster, chunk=200_000, whole=whole) as engine:
        assert there(engine, Job(limit=0, schemas_only=True), sources) == expected
    assert len(sent) >= 3


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whatever is sent with its bytes from now on."""
    from fiscal_notice.many.package_files import PackageFiles

    sent: list[Any] = []
    for kind in (PackageFiles, Piece):
        whole: Any = kind.sent

        def sending(self: Any, whole: Any = whole) -> Any:
            sent.append(self)
            return whole(self)

        monkeypatch.setattr(kind, "sent", sending)
    return sent


def test_a_sent_package_is_named_as_it_is_here(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(many)
    (many / "p00" / "codes.csv").rename(many / "p00" / "codes")
    try:
        for source in ("p00", "broken", str(many / "empty"), "./p00/datapackage.json"):
            packed = package_files_at(source)
            assert packed is not None
            delivered = deliver(Job(), packed.sent())
            assert delivered is not None
            assert timeless(delivered) == here(Job(), [source])[0]
    finally:
        (many / "p00" / "codes").rename(many / "p00" / "codes.csv")


@contextmanager
def dying(running: Running) -> Iterator[None]:
    """One worker stands still, and is killed once it has been given tasks."""
    first = running.workers[0]
    first.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as aside:
        killed = aside.submit(_kill_when_busy, running)
        yield
        assert killed.result(), "it was given no task"
    assert first.wait() == -signal.SIGKILL


def _kill_when_busy(running: Running) -> bool:
    """Kill the first worker, which is called 0; whether it had tasks by then."""
    from distributed import Client

    ends, busy = time.monotonic() + PATIENCE, False
    with Client(running.address, timeout=PATIENCE, set_as_default=False) as client:
        workers = client.scheduler_info()["workers"]
        (address,) = (a for a, worker in workers.items() if str(worker["name"]) == "0")
        while not busy and time.monotonic() < ends:
            busy = bool(client.processing().get(address))
            time.sleep(0.02)
    running.workers[0].kill()
    return busy


def test_a_worker_that_dies_over_packages(own_cluster: Running, many: Path) -> None:
    sources = packages_in([many])
    with on(own_cluster) as engine, dying(own_cluster):
        assert there(engine, Job(), sources) == here(Job(), sources)


def test_a_worker_that_dies_over_pieces(own_cluster: Running, large: Path) -> None:
    job, sources = Job(limit=0), [str(large)]
    with on(own_cluster, chunk=20_000, whole=0) as engine, dying(own_cluster):
        assert there(engine, job, sources) == here(job, sources)


@pytest.mark.parametrize("whole", [10**9, 0])
def test_a_scheduler_that_goes_away(own_cluster: Running, large: Path, whole: int) -> None:
    with on(own_cluster, 5, chunk=20_000, whole=whole) as engine:
        for worker in own_cluster.workers:
            worker.send_signal(signal.SIGSTOP)
        threading.Timer(1, own_cluster.scheduler.kill).start()
        with pytest.raises(ClusterError, match="does not answer any more"):
            there(engine, Job(), [str(large)])


def test_workers_that_all_go_away(own_cluster: Running, large: Path) -> None:
    with Cluster(own_cluster.address, patience=3, chunk=20_000, whole=0) as engine:
        for worker in own_cluster.workers:
            worker.kill()
        with pytest.raises(ClusterError, match="no workers"):
            there(engine, Job(), [str(large)])


def test_nobody_at_an_address() -> None:
    with pytest.raises(ClusterError, match="no dask scheduler answers"):
        Cluster("tcp://127.0.0.1:1", patience=1).__enter__()


def test_a_loop_that_runs_already_is_no_obstacle() -> None:
    """As in a notebook."""

    async def call() -> None:
        with pytest.raises(ClusterError, match="no dask scheduler answers"):
            Cluster("tcp://127.0.0.1:1", patience=1).__enter__()

    # In a thread: this one has the loop of a browser, if tests with one came before.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(call())).result()


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "ftp://x:1", ""])
def test_a_wrong_address(mini: Path, run: Run, address: str) -> None:
    refused(run(mini, "validate", "--cluster", address), "no dask scheduler answers", "dask worker")


def test_a_worker_of_another_version(
    cluster: Running, mini: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fiscal_notice.many.cluster.__version__", "9.9")
    result = run(mini, "validate", "--cluster", cluster.address)
    refused(result, "lacks this version", "9.9", "install the same version")


def test_a_package_that_no_worker_survives(
    tmp_path: Path, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and the others are validated: a scheduler that allows no death at all."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with started(tmp_path) as running, on(running) as engine, dying(running):
        results = [result for _, result in engine.run(Job(), [str(mini)] * 8)]
    lost = [str(result.error) for result in results if not result.valid]
    assert 0 < len(lost) < 8
    assert all("KilledWorker" in error and "-v" in error for error in lost)


def test_an_answer_that_is_lost_on_its_way_is_the_clusters_fault() -> None:
    """The result is fetched after the work is done; the moment between cannot be hit for sure."""

    class Lost:
        status = "finished"

        def result(self) -> object:
            raise OSError("connection reset")

    with pytest.raises(ClusterError, match="does not answer any more"):
        Cluster("tcp://127.0.0.1:1")._result(Lost(), "p")
