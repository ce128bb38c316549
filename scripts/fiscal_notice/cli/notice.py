"""The commands that only a notice has: extract, trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Command, Options, finish, translated

if TYPE_CHECKING:
    from fiscal_notice.model import Rows
    from fiscal_notice.notice.questions import Question


@click.command(cls=Command)
@click.option("--check", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def extract(context: click.Context, check: bool) -> None:
    """Rebuild the tables from the transcript of the notice.

    A follow-up that is kept in the notice's folder is renewed with it. Prints what the transcript
    leaves open; exit code 1 if anything is.
    """
    from fiscal_notice.notice.extract import run as extraction
    from fiscal_notice.notice.new import make

    options: Options = context.obj
    root = options.folder()
    from_originals = make.made_from_originals(root)
    if check:
        difference = make.difference(root) if from_originals else extraction.check(root)
        difference += extraction.differences(root, _follow_ups(root))
        click.echo(difference, nl=False)
        if not difference:
            options.say("The tables are what the transcript gives.")
        finish(context, fine=not difference)
    if from_originals:
        made = make.rebuild(root)
        changed, files, read = made.changed, len(made.built.files), made.built.extraction
        renew_follow_ups(options, root)
        _tell(options, changed, files, read.account)
        _ask(context, read.questions, made.built.tables)
    else:
        written = extraction.extract(root)
        renew_follow_ups(options, root)
        _tell(options, written.changed, written.files, written.account)
        _ask(context, written.questions, {})


def renew_follow_ups(options: Options, root: Path) -> None:
    """Let the follow-ups in the folder of a notice name it as it is now; says what it wrote."""
    from fiscal_notice.package import write_files

    for name in write_files(root, _follow_ups(root)):
        options.say(f"wrote {name}")


def _follow_ups(root: Path) -> Mapping[str, bytes]:
    from fiscal_notice.follow.record import renewed_files
    from fiscal_notice.package import read_package

    return renewed_files(read_package(root, shown="."))


def _tell(options: Options, changed: Sequence[str], files: int, account: Mapping[str, int]) -> None:
    for name in changed:
        options.say(f"wrote {name}")
    lines = sum(account.values())
    options.say(
        f"{lines} lines read, every one accounted for; {len(changed)} of {files} files changed."
    )
    if options.verbosity > 0:
        for reader, count in account.items():
            options.say(f"  {count:>5}  {reader}")


def _ask(context: click.Context, questions: Sequence[Question], tables: Mapping[str, Rows]) -> None:
    from fiscal_notice.notice.new.telling import questions_as_text

    options: Options = context.obj
    text = questions_as_text(
        questions, tables, options.lang, lambda said: translated(said, options.lang)
    )
    click.echo(text, nl=False)
    finish(context, fine=not questions)


@click.command(cls=Command)
@click.argument("resource")
@click.argument("key")
@click.argument("field", required=False)
@click.pass_context
def trace(context: click.Context, resource: str, key: str, field: str | None) -> None:
    """Trace a row or a cell back to its line of the notice.

    KEY is the row's primary key, parts joined by a slash, as in
    fiscal-notice trace indicator_targets 12/1
    """
    from fiscal_notice.notice import trace as tracing
    from fiscal_notice.package import open_package

    options: Options = context.obj
    with open_package(options.folder()) as package:
        found = tracing.trace(package, resource, key, field)
    click.echo(tracing.as_text(found, options.lang), nl=False)
