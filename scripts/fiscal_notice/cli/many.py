"""Many packages validated: progress while it goes on, the failing ones, and one summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from fiscal_notice.cli.common import Options, translated

if TYPE_CHECKING:
    from fiscal_notice.many import Engine, Job, Result, Totals


def validate_all(
    engine: Engine | None, job: Job, sources: list[str], form: str, limit: int, options: Options
) -> Totals:
    """Validate many packages and print what came of it."""
    from fiscal_notice import many

    if job.rules:
        from fiscal_notice.validate import select_rules

        # An unknown rule is refused once, before any package is opened.
        select_rules(job.rules)
    began, totals = time.perf_counter(), many.Totals()
    failing: list[Result] = []
    documents: list[dict[str, Any]] = []
    assert engine is not None  # noqa: S101  there is always one for many
    with _progress(len(sources), options) as done:
        for result in many.validate_many(engine, job, sources, done):
            totals.add(result)
            if form != "text":
                documents.append(many.document(result, limit))
            elif not result.valid or result.advised:
                failing.append(result)
    seconds = time.perf_counter() - began
    if form != "text":
        click.echo(many.many_json(documents, totals, seconds), nl=False)
        return totals
    for line in many.package_lines(failing, lang=options.lang, limit=limit):
        click.echo(line)
    click.echo(many.summary(totals, seconds, options.lang))
    return totals


@contextmanager
def _progress(packages: int, options: Options) -> Iterator[Callable[[], None]]:
    """Call what this gives for every package: a bar on a terminal, elsewhere ten lines in all."""
    if options.verbosity < 0:
        yield lambda: None
    elif sys.stderr.isatty():
        with click.progressbar(
            length=packages, label=translated("packages", options.lang), file=sys.stderr
        ) as bar:
            yield lambda: bar.update(1)
    else:
        yield _lines(packages, options.lang)


def _lines(packages: int, lang: str) -> Callable[[], None]:
    """Print a line after every tenth of the packages."""
    count = 0

    def done() -> None:
        nonlocal count
        count += 1
        if count * 10 // packages > (count - 1) * 10 // packages:
            click.echo(translated(f"{count:,} of {packages:,} packages", lang), err=True)

    return done
