"""Packages in parallel processes of this machine; one whose process dies does not stop the rest.

A pool of processes breaks as a whole when one of them dies, and nobody knows over which package.
So those that were under way are tried once more, one at a time in a process of their own: which
one ends its process again is then known.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from fiscal_notice.many.work import Job, Result, failed, work

# A task of few small packages costs more than it does; of too many, it keeps others waiting.
MOST = 32

Batch = list[tuple[int, str]]
"""Packages of one task, each with its place."""


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """See Engine. As many processes as there are processors, if ``processes`` does not say."""

    processes: int = os.cpu_count() or 1

    def run(self, job: Job, sources: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """See Engine. Ends the processes if it is left early."""
        batches = deque(_batches(sources, self.processes))
        suspects: Batch = []
        while batches:
            yield from self._round(job, batches, suspects)
        yield from _alone(job, deque(suspects))

    def _round(
        self, job: Job, batches: deque[Batch], suspects: Batch
    ) -> Iterator[tuple[int, Result]]:
        """Work off ``batches``; where the pool breaks, what was under way is for ``suspects``."""
        running: dict[Future[list[tuple[int, Result]]], Batch] = {}
        with _pool(min(self.processes, len(batches))) as pool:
            try:
                while batches or running:
                    while batches and len(running) <= self.processes:
                        running[_submit(pool, job, batches[0])] = batches[0]
                        batches.popleft()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield from future.result()
                        del running[future]
            except BrokenProcessPool:
                yield from _sort_out(running, suspects)


def _sort_out(
    running: dict[Future[list[tuple[int, Result]]], Batch], suspects: Batch
) -> Iterator[tuple[int, Result]]:
    for future, batch in running.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            yield from future.result()
        else:
            suspects += batch


def _alone(job: Job, suspects: deque[tuple[int, str]]) -> Iterator[tuple[int, Result]]:
    while suspects:
        with _pool(1) as pool:
            try:
                while suspects:
                    yield from _submit(pool, job, [suspects[0]]).result()
                    suspects.popleft()
            except BrokenProcessPool:
                place, source = suspects.popleft()
                error = failed(source, "the process that validated it died, twice")
                yield place, Result(source=source, error=error)


def _batches(sources: Sequence[str], processes: int) -> Iterator[Batch]:
    numbered = list(enumerate(sources))
    size = max(1, min(MOST, len(numbered) // (8 * processes)))
    for begin in range(0, len(numbered), size):
        yield numbered[begin : begin + size]


def _work_all(job: Job, batch: Batch) -> list[tuple[int, Result]]:
    return [(place, work(job, source)) for place, source in batch]


def _submit(pool: ProcessPoolExecutor, job: Job, batch: Batch) -> Future[list[tuple[int, Result]]]:
    with _deaf():
        return pool.submit(_work_all, job, batch)


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh processes, which end when it is left, whatever they do."""
    # Forked processes would inherit threads and locks of this one.
    context = multiprocessing.get_context("spawn")
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
    try:
        yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """In a process of the pool: Ctrl-C is for the process that began it, and its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Otherwise a process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes begun inside never hear of Ctrl-C: that it is blocked is inherited.

    One that comes meanwhile is not lost here: it is delivered afterwards.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
