"""The command ``follow read``: filled forms into a follow-up package."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Command, Options, error_text, translated
from fiscal_notice.errors import (
    EXIT_CANNOT_RUN,
    EXIT_FINDINGS,
    EXIT_FINE,
    FiscalNoticeError,
)

if TYPE_CHECKING:
    from fiscal_notice.follow.reading.one import Form
    from fiscal_notice.follow.reading.read import Order, Result
    from fiscal_notice.follow.reading.sources import Source

# Starting processes takes longer than so few forms do.
_FEW = 24


@click.command(cls=Command, extra="originals")
@click.argument("forms", metavar="FORM…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the follow-up package: a new one, or one that is added to.",
)
@click.option(
    "--newer-wins",
    is_flag=True,
    help="Of two versions of a form take the newer: by the day of reporting, else the later read.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day up to which things were looked at (default: today).",
)
@click.option("--check-only", is_flag=True, help="Read and say what is found; write nothing.")
@click.pass_context
def read(
    context: click.Context,
    forms: tuple[Path, ...],
    out: Path,
    newer_wins: bool,
    as_of: datetime | None,
    check_only: bool,
) -> None:
    """Take filled forms into the follow-up package in FOLDER.

    FORM is a file, or a folder of them: our forms (xlsx, ods, csv) under whatever name, or printed
    self-evaluations. --root is the folder of the notice. Exit code 1: a form could not be read, or
    something in one was refused or not understood; the rest is taken all the same.
    """
    from fiscal_notice.follow.reading.read import Order

    options = context.ensure_object(Options)
    order = Order(
        root=options.folder(),
        folder=out,
        newer_wins=newer_wins,
        as_of=as_of.date() if as_of else None,
        check_only=check_only,
    )
    context.exit(_read(order, forms, options))


def _read(order: Order, paths: Sequence[Path], options: Options) -> int:
    """Read all forms, print what came of them, and give the exit code."""
    from fiscal_notice.follow.announced import announced_by
    from fiscal_notice.follow.reading.read import put_together, standing
    from fiscal_notice.follow.reading.sources import sources_in
    from fiscal_notice.package import read_package

    record = standing(order)
    regions = announced_by(read_package(order.root)).regions
    names = {code: row["name"] for code, row in regions.items()}
    sources, wrong = sources_in(paths)
    found: list[Form] = []
    with closing(_forms(order, sources)) as coming:
        for form in coming:
            found.append(form)
            click.echo(_line(form, names, options.lang))
    for error in wrong:
        click.echo(_refusal(error, options.lang))
    result = put_together(order, record, found)
    _tell(order, result, options)
    if not any(form.error is None for form in found):
        return EXIT_CANNOT_RUN
    return EXIT_FINE if result.fine and not wrong else EXIT_FINDINGS


def _tell(order: Order, result: Result, options: Options) -> None:
    from fiscal_notice.follow.reading import telling

    lang, translate = options.lang, partial(translated, lang=options.lang)
    for form in result.forms:
        for line in telling.problem_lines(form, lang, translate):
            click.echo(line)
    for conflict in result.merged.conflicts:
        click.echo(telling.conflict_text(conflict, settled=False, lang=lang))
    if options.verbosity < 0:
        return
    for conflict in result.merged.superseded:
        click.echo(telling.conflict_text(conflict, settled=True, lang=lang))
    for gone, by in result.merged.gone:
        click.echo(telling.kept_text(gone, by, lang))
    for first, second in result.same:
        click.echo(telling.same_text(first, second, lang))
    click.echo(telling.summary(order, result, lang), nl=False)


def _forms(order: Order, sources: Sequence[Source]) -> Generator[Form, None, None]:
    from fiscal_notice.follow.reading.read import lost_form, work

    task, texts = work(order), [source.text for source in sources]
    if len(sources) <= _FEW:
        yield from map(task, texts)
        return
    from fiscal_notice.many.processes import in_order, run_all

    with closing(run_all(task, lost_form, texts, os.cpu_count() or 1)) as coming:
        yield from in_order(coming)


def _line(form: Form, names: dict[str, str], lang: str) -> str:
    from fiscal_notice.follow.reading import telling

    if form.error is not None:
        return _refusal(form.error, lang)
    return telling.form_line(form, names, lang)


def _refusal(error: FiscalNoticeError, lang: str) -> str:
    parts = (" ".join(line.split()) for line in error_text(error, lang).splitlines())
    return "✗  " + ("；" if lang == "zh" else "; ").join(parts)
