"""Work on the workers of a dask scheduler: whole packages, and large tables in pieces.

This is the only module that knows dask, and only a run with ``--cluster`` imports it. All tasks are
pure functions, so a worker that dies costs time and nothing else: dask gives its tasks to others.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from fiscal_notice import __version__
from fiscal_notice.errors import ClusterError, require
from fiscal_notice.many.package_files import PackageFiles, deliver, package_files_at
from fiscal_notice.many.work import Job, Result, failed, work
from fiscal_notice.schema_check.batches import CHUNK
from fiscal_notice.schema_check.pieces import Answer, Piece, PieceScan, UnseenError, examine

# A package of no more bytes goes to one worker; the tables of a larger one go in pieces to all.
WHOLE = 32 * 1024**2
# Seconds to wait for an answer of the scheduler, and for any worker to be there.
PATIENCE = 30.0
_GLANCE = 2.0


@dataclass(slots=True)
class Cluster:
    """See Engine: the workers of the scheduler at ``address``.

    Entering it connects; raises ClusterError if there is no scheduler, no worker, or a worker
    without this version of this program. ``chunk`` is the size of a piece, ``whole`` the most
    that a package may weigh that goes to one worker.
    """

    address: str
    chunk: int = CHUNK
    whole: int = WHOLE
    patience: float = PATIENCE
    _client: Any = field(init=False, default=None)
    _width: int = field(init=False, default=1)
    _waited: float | None = field(init=False, default=None)

    def __enter__(self) -> Self:
        self._client = _connected(self.address, self.patience)
        try:
            self._width = 2 * _check_workers(self._client, self.address, self.patience)
        except BaseException as error:
            self.__exit__(None, None, None)
            if isinstance(error, OSError):
                raise _gone(self.address, error) from None
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Futures that nobody holds any more are given up by the scheduler.
        self._client.close(timeout=_GLANCE)

    def run(self, job: Job, sources: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """See Engine. Raises ClusterError if the cluster goes away."""
        found = [(place, package_files_at(source)) for place, source in enumerate(sources)]
        small = {place: p for place, p in found if p is not None and p.weight <= self.whole}
        yield from self._whole(job, small)
        read = PieceScan(self.examine, self.chunk)
        for place, source in enumerate(sources):
            if place not in small:
                yield place, _here(job, source, read)

    def _whole(self, job: Job, small: dict[int, PackageFiles]) -> Iterator[tuple[int, Result]]:
        waiting = deque(small.items())
        running: dict[Any, tuple[int, PackageFiles]] = {}
        while waiting or running:
            while waiting and len(running) < self._width:
                place, one = waiting.popleft()
                running[self._submit(deliver, job, one)] = place, one
            for future in self._any(list(running)):
                place, one = running.pop(future)
                result = self._result(future, one.source)
                if result is not None:
                    yield place, result
                elif (sent := _sent(one)) is not None:
                    running[self._submit(deliver, job, sent)] = place, one
                else:
                    yield place, work(job, one.source)

    def _result(self, future: Any, source: str) -> Result | None:
        self._check(future)
        if future.status != "error":
            result: Result | None = self._fetched(future)
            return result
        return Result(source=source, error=failed(source, _reason(future)))

    def examine(self, pieces: Iterable[Piece]) -> Iterator[Answer]:
        """See Examine. Raises ClusterError if the cluster goes away or fails on a piece."""
        waiting: deque[tuple[Any, Piece]] = deque()
        seen = True
        for piece in pieces:
            waiting.append((self._submit(examine, piece if seen else piece.sent()), piece))
            while len(waiting) >= self._width:
                answer, seen = self._answer(*waiting.popleft())
                yield answer
        while waiting:
            yield self._answer(*waiting.popleft())[0]

    def _answer(self, future: Any, piece: Piece) -> tuple[Answer, bool]:
        """The answer, and whether the worker saw the file."""
        answer = self._settled(future, piece)
        if not isinstance(answer, UnseenError):
            return answer, True
        return self._settled(self._submit(examine, piece.sent()), piece), False

    def _settled(self, future: Any, piece: Piece) -> Answer:
        self._any([future])
        self._check(future)
        if future.status == "error":
            raise ClusterError(
                f"the workers fail on {piece.path}",
                file=self.address,
                found=_reason(future),
                expected="workers with enough memory for pieces of a table",
                hint="look at the workers' logs, or validate without --cluster",
            )
        answer: Answer = self._fetched(future)
        return answer

    def _fetched(self, future: Any) -> Any:
        """What a future that has ended well holds; it is with a worker until now."""
        try:
            return future.result()
        except Exception as error:
            raise _gone(self.address, error) from None

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        # Not pure in dask's sense: the same file may have other bytes the next time.
        return self._client.submit(function, *arguments, pure=False, retries=3)

    def _any(self, futures: list[Any]) -> list[Any]:
        """Those of ``futures`` that have ended, as soon as there are some."""
        from distributed import wait

        while True:
            ended = [future for future in futures if future.done()]
            if ended:
                self._waited = None
                return ended
            try:
                with self._client.as_current():
                    wait(futures, timeout=_GLANCE, return_when="FIRST_COMPLETED")
            except TimeoutError:
                self._look_after()
            except Exception as error:
                raise _gone(self.address, error) from None

    def _look_after(self) -> None:
        """Raise ClusterError if the scheduler is gone, or all workers have been for too long."""
        try:
            workers = len(self._client.nthreads())
        except Exception as error:
            raise _gone(self.address, error) from None
        if workers:
            self._waited = None
            return
        self._waited = self._waited or time.monotonic()
        if time.monotonic() - self._waited > self.patience:
            raise _no_workers(self.address, self.patience)

    def _check(self, future: Any) -> None:
        if future.status not in ("finished", "error"):
            raise _gone(self.address, future.status)


def _sent(one: PackageFiles) -> PackageFiles | None:
    """The package with its files; None if they cannot be read any more."""
    try:
        return one.sent()
    except OSError:
        return None


def _here(job: Job, source: str, read: PieceScan) -> Result:
    """The result of a package that is opened here, its large tables read by the workers."""
    result = work(job, source, read)
    if isinstance(result.error, ClusterError):
        raise result.error
    return result


def _connected(address: str, patience: float) -> Any:
    require("cluster")
    import dask
    from distributed import Client

    # What goes wrong is said once, in our words.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    try:
        # A Client of an address that is none waits for ever when it is thrown away.
        # In a thread of its own: the one that calls may have a running loop, as in a notebook.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(lambda: asyncio.run(_reach(address, patience))).result()
        return Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            "no dask scheduler answers",
            file=address,
            found=str(error) or type(error).__name__,
            expected="the address that dask scheduler prints, as tcp://HOST:8786",
            hint="start one with dask scheduler, and workers with dask worker ADDRESS",
        ) from None


async def _reach(address: str, patience: float) -> None:
    """Raise OSError, ValueError or TypeError unless a scheduler answers at ``address``."""
    from distributed.comm import connect
    from distributed.security import Security

    options = Security().get_connection_args("client")
    (await connect(address, timeout=patience, **options)).abort()


def _check_workers(client: Any, address: str, patience: float) -> int:
    """How many threads all workers have. Raises ClusterError unless they can do the work."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError:
        raise _no_workers(address, patience) from None

    def version() -> str:
        # Sent as it stands: a worker without the program can say so.
        try:
            import fiscal_notice
        except ImportError:
            return "none"
        return fiscal_notice.__version__

    for worker, found in client.run(version, on_error="return").items():
        if found != __version__:
            raise ClusterError(
                "a worker lacks this version of fiscal-notice",
                file=worker,
                found=str(found),
                expected=__version__,
                hint="install the same version wherever workers run",
            )
    threads: int = sum(client.nthreads().values())
    return max(1, threads)


def _reason(future: Any) -> str:
    error = future.exception()
    return f"{type(error).__name__}: {error}".strip().splitlines()[0]


def _no_workers(address: str, patience: float) -> ClusterError:
    return ClusterError(
        f"the scheduler has no workers, for {patience:.0f} seconds now",
        file=address,
        found="0 workers",
        expected="at least one",
        hint=f"start some with dask worker {address}",
    )


def _gone(address: str, found: object) -> ClusterError:
    return ClusterError(
        "the scheduler does not answer any more",
        file=address,
        found=(str(found) or type(found).__name__).splitlines()[0],
        expected="a scheduler that runs until the work is done",
        hint="look at its log, start it again, and run the same command again",
    )
