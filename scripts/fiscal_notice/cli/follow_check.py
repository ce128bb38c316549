"""The command that checks a follow-up and says what was found, city by city."""

from __future__ import annotations

from pathlib import Path

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options, finish


@click.command(cls=Command)
@click.argument("folder", required=False, type=PACKAGE)
@click.option(
    "--city",
    "cities",
    multiple=True,
    metavar="CODE-or-NAME",
    help="Say what was found of this city only, to be sent back to it.",
)
@click.pass_context
def check(context: click.Context, folder: Path | None, cities: tuple[str, ...]) -> None:
    """Check a follow-up package against its notice, and say by city what was found.

    FOLDER is that of the follow-up, or of the notice that names it (default: --root, or the
    nearest package upward). Each finding names the file, sheet and cell that it stands in, and
    what the rule rests on; then follow the reports that are missing.
    """
    from fiscal_notice.follow.judging.check import checked
    from fiscal_notice.follow.judging.telling import listing

    options: Options = context.obj
    result = checked(folder or options.folder(), cities)
    click.echo(listing(result, options.lang), nl=False)
    finish(context, fine=result.fine)
