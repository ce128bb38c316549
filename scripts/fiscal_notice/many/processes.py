"""Work in parallel processes of this machine; where one of them dies, the rest goes on.

A pool of processes breaks as a whole when one of them dies, and nobody knows over which source.
So those that were under way are tried once more, one at a time in a process of their own: which
one ends its process again is then known.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

Done = TypeVar("Done")

# A task of few small sources costs more than it does; of too many, it keeps others waiting.
MOST = 32

Batch = list[tuple[int, str]]
"""Sources of one task, each with its place."""


def run_all(
    task: Callable[[str], Done], lost: Callable[[str], Done], sources: Sequence[str], processes: int
) -> Generator[tuple[int, Done], None, None]:
    """What ``task`` gives for every source as it comes, each with its place among ``sources``.

    ``task`` and what it gives pickle. ``lost`` gives what stands for a source whose process died,
    twice. The processes end if this is left early.
    """
    batches = deque(_batches(sources, processes))
    suspects: Batch = []
    while batches:
        yield from _round(task, batches, suspects, processes)
    yield from _alone(task, lost, deque(suspects))


def in_order(results: Iterable[tuple[int, Done]]) -> Iterator[Done]:
    """The results in the order of their sources, each as soon as those before it are there."""
    early: dict[int, Done] = {}
    turn = 0
    for place, result in results:
        early[place] = result
        while turn in early:
            yield early.pop(turn)
            turn += 1


def _round(
    task: Callable[[str], Done], batches: deque[Batch], suspects: Batch, processes: int
) -> Iterator[tuple[int, Done]]:
    """Work off ``batches``; where the pool breaks, what was under way is for ``suspects``."""
    running: dict[Future[list[tuple[int, Done]]], Batch] = {}
    with _pool(min(processes, len(batches))) as pool:
        try:
            while batches or running:
                while batches and len(running) <= processes:
                    running[_submit(pool, task, batches[0])] = batches[0]
                    batches.popleft()
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield from future.result()
                    del running[future]
        except BrokenProcessPool:
            yield from _sort_out(running, suspects)


def _sort_out(
    running: dict[Future[list[tuple[int, Done]]], Batch], suspects: Batch
) -> Iterator[tuple[int, Done]]:
    for future, batch in running.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            yield from future.result()
        else:
            suspects += batch


def _alone(
    task: Callable[[str], Done], lost: Callable[[str], Done], suspects: deque[tuple[int, str]]
) -> Iterator[tuple[int, Done]]:
    while suspects:
        with _pool(1) as pool:
            try:
                while suspects:
                    yield from _submit(pool, task, [suspects[0]]).result()
                    suspects.popleft()
            except BrokenProcessPool:
                place, source = suspects.popleft()
                yield place, lost(source)


def _batches(sources: Sequence[str], processes: int) -> Iterator[Batch]:
    numbered = list(enumerate(sources))
    size = max(1, min(MOST, len(numbered) // (8 * processes)))
    for begin in range(0, len(numbered), size):
        yield numbered[begin : begin + size]


def _work_all(task: Callable[[str], Done], batch: Batch) -> list[tuple[int, Done]]:
    return [(place, task(source)) for place, source in batch]


def _submit(
    pool: ProcessPoolExecutor, task: Callable[[str], Done], batch: Batch
) -> Future[list[tuple[int, Done]]]:
    with _deaf():
        return pool.submit(_work_all, task, batch)


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
