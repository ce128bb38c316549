"""The command that takes a published dataset back: unpublish."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Command, Options, finish
from fiscal_notice.cli.publish import WHERE, progress_of, takes, target_of

if TYPE_CHECKING:
    from fiscal_notice_ckan.unpublishing import Going


@click.command(cls=Command, extra="publish")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would go; exit 1 if anything would.")
@takes(WHERE)
def unpublish(
    name: str,
    url: str | None,
    organisation: str | None,
    yes: bool,
    dry_run: bool,
    take_over: bool,
) -> None:
    """Take back the dataset NAME that this program published: it goes into the portal's bin.

    A later publication brings it back, with the releases that it keeps. A dataset that others made
    is never touched.
    """
    from fiscal_notice_ckan.unpublishing import unpublish as take_back
    from fiscal_notice_ckan.wording import asking, unpublished_text

    context = click.get_current_context()
    options: Options = context.obj
    question, nobody = asking(options.lang)

    def agreed(going: Going) -> bool:
        click.echo(str(going))
        if dry_run or yes:
            return yes and not dry_run
        if not sys.stdin.isatty():
            raise click.UsageError(nobody)
        return click.confirm(question, err=True)

    target = target_of(options, url, organisation)
    found = take_back(name, target, agreed, take_over=take_over, progress=progress_of(options))
    if not (dry_run and found.pending):
        click.echo(unpublished_text(found, options.lang))
    finish(context, fine=not found.pending)
