"""The commands that only a notice has: extract, trace."""

from __future__ import annotations

import click

from fiscal_notice.cli.common import Command, Options, finish


@click.command(cls=Command)
@click.option("--check", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def extract(context: click.Context, check: bool) -> None:
    """Rebuild the tables from the transcript of the notice."""
    from fiscal_notice.notice.extract import run as extraction

    options: Options = context.obj
    if check:
        difference = extraction.check(options.folder())
        click.echo(difference, nl=False)
        if not difference:
            options.say("The tables are what the transcript gives.")
        finish(context, fine=not difference)
    written = extraction.extract(options.folder())
    for name in written.changed:
        options.say(f"wrote {name}")
    lines = sum(written.account.values())
    options.say(
        f"{lines} lines read, every one accounted for; "
        f"{len(written.changed)} of {written.files} files changed."
    )
    if options.verbosity > 0:
        for reader, count in written.account.items():
            options.say(f"  {count:>5}  {reader}")


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
