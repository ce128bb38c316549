"""Many packages validated: in parallel processes here, or on a cluster of other machines.

Every package gives the result that it gives alone; one that cannot be read, or ends the process
that reads it, does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from fiscal_notice.many.discovery import packages_in
from fiscal_notice.many.results import Totals, document, many_json, package_lines, summary
from fiscal_notice.many.work import Job, Result, work


class Engine(Protocol):
    """Whatever carries the work out: LocalEngine, Cluster."""

    def run(self, job: Job, sources: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """The results as they come, each with the place of its package among ``sources``."""


def validate_many(
    engine: Engine, job: Job, sources: Sequence[str], done: Callable[[], None] = lambda: None
) -> Iterator[Result]:
    """The results in the order of ``sources``; ``done`` is called whenever one is there.

    What goes wrong with a package is in its result. Raises ClusterError as the engine does.
    """
    early: dict[int, Result] = {}
    turn = 0
    for place, result in engine.run(job, sources):
        done()
        early[place] = result
        while turn in early:
            yield early.pop(turn)
            turn += 1


__all__ = [
    "Engine",
    "Job",
    "Result",
    "Totals",
    "document",
    "many_json",
    "package_lines",
    "packages_in",
    "summary",
    "validate_many",
    "work",
]
