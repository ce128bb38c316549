"""Packages in parallel processes of this machine; one whose process dies does not stop the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from fiscal_notice.many.processes import run_all
from fiscal_notice.many.work import Job, Result, failed, work


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """See Engine. As many processes as there are processors, if ``processes`` does not say."""

    processes: int = os.cpu_count() or 1

    def run(self, job: Job, sources: Sequence[str]) -> Iterator[tuple[int, Result]]:
        """See Engine. Ends the processes if it is left early."""
        yield from run_all(partial(work, job), _lost, sources, self.processes)


def _lost(source: str) -> Result:
    return Result(source=source, error=failed(source, "the process that validated it died, twice"))
