"""The commands that publish: publish, rollback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fiscal_notice.cli.common import Command, Options, finish, translated
from fiscal_notice.cli.release import say_released

if TYPE_CHECKING:
    from fiscal_notice.model import Report
    from fiscal_notice_ckan.apply import Progress
    from fiscal_notice_ckan.publishing import Published
    from fiscal_notice_ckan.target import Target


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
WHERE = (
    click.option("--take-over", is_flag=True, help="Go on in place of another publisher."),
    click.option("--organisation", help="Owner of the dataset [env: CKAN_ORGANISATION]."),
    click.option("--url", help="Address of the portal [env: CKAN_URL]; default: a local one."),
)
_HOW = (
    *WHERE,
    click.option(
        "--extras/--no-extras",
        default=True,
        help="Pictures, workbook, site and database beside the tables.  [default: extras]",
    ),
    click.option("--dry-run", is_flag=True, help="Show the plan; exit 1 if it is not empty."),
    click.option("--prune", is_flag=True, help="Remove resources that others added."),
    click.option("--reveal", is_flag=True, help="Show again what the portal's staff hid."),
)


def takes(options: Sequence[Decorator]) -> Decorator:
    """A decorator for a command that takes these options."""
    return lambda command: reduce(lambda taken, option: option(taken), options, command)


def target_of(options: Options, url: str | None, organisation: str | None) -> Target:
    """The portal that options and environment name; who has no token is asked for it."""
    from fiscal_notice_ckan.target import connect

    def ask() -> str:
        if not sys.stdin.isatty():
            raise click.UsageError("No token: set CKAN_TOKEN.")
        return str(click.prompt("CKAN token", hide_input=True, err=True))

    return connect(url, organisation, os.environ, ask, options.say)


def progress_of(options: Options) -> Progress:
    """Who is told how the work goes on: the terminal, as far as it is wanted."""
    from fiscal_notice_ckan.apply import Progress
    from fiscal_notice_ckan.wording import bar

    def sent(done: int, total: int) -> None:
        if options.verbosity >= 0 and sys.stderr.isatty():
            click.echo(bar(done, total), nl=False, err=True)

    def detail(text: str) -> None:
        if options.verbosity > 0:
            click.echo(f"  {text}")

    return Progress(say=options.say, detail=detail, sent=sent)


def _report(context: click.Context, published: Published, *, dry_run: bool) -> None:
    from fiscal_notice_ckan.wording import notes_of, published_text

    if dry_run:
        click.echo("\n".join([str(published.plan), *notes_of(published, context.obj.lang)]))
        finish(context, fine=not published.plan.pending)
    click.echo(published_text(published, context.obj.lang))


@click.command(cls=Command, extra="publish")
@takes(_HOW)
@click.option("--replace", is_flag=True, help="Overwrite a published release of this version.")
@click.option("--downloads", is_flag=True, help="Make the downloads too, as release does.")
def publish(url: str | None, organisation: str | None, *, downloads: bool, **how: bool) -> None:
    """Validate the package, bundle it and publish it to a CKAN portal.

    The token comes from CKAN_TOKEN, or is asked for. A publication that was cut short is completed
    by the next one.
    """
    from fiscal_notice.release import make_release
    from fiscal_notice.report import report_text
    from fiscal_notice_ckan import publishing

    context = click.get_current_context()
    options: Options = context.obj
    folder = options.folder()
    bundle = make_release(folder, folder / "dist", downloads=downloads)
    if bundle.archive is None:
        click.echo(report_text(bundle.report, lang=options.lang), nl=False)
        _also(options, folder, url, organisation)
        click.echo(translated("Nothing was published.", options.lang), err=True)
        finish(context, fine=False)
        return
    if downloads:
        say_released(options, bundle)
    target = target_of(options, url, organisation)
    published = publishing.publish(
        bundle.archive,
        target,
        publishing.PublishOptions(**how),
        progress_of(options),
        bundle.report,
    )
    _report(context, published, dry_run=how["dry_run"])


def _also(options: Options, folder: Path, url: str | None, organisation: str | None) -> None:
    """What else would stop a publication, so that all of it can be mended at once."""
    from fiscal_notice.errors import FiscalNoticeError
    from fiscal_notice.package import read_package
    from fiscal_notice_ckan import publishing

    package = read_package(folder, shown=".")
    try:
        # No portal is started, and nobody is asked for a token, just to hear of more problems.
        asked = url or os.environ.get("CKAN_URL")
        target = target_of(options, url, organisation) if asked else None
        problems = publishing.obstacles(package, target)
    except (FiscalNoticeError, click.UsageError) as error:
        problems = [str(error)]
    for problem in problems:
        click.echo(translated(f"also: {problem}", options.lang), err=True)


@click.command(cls=Command, extra="publish")
@click.argument("version")
@takes(_HOW)
@click.option("--unchecked", is_flag=True, help="Publish it even if today's checks refuse it.")
def rollback(
    version: str, url: str | None, organisation: str | None, unchecked: bool, **how: bool
) -> None:
    """Publish the earlier release VERSION again, from the bundle that the portal keeps.

    It has to pass the same checks as any release.
    """
    from fiscal_notice.package import read_package
    from fiscal_notice.report import report_text
    from fiscal_notice.validate import validate
    from fiscal_notice_ckan import publishing

    context = click.get_current_context()
    options: Options = context.obj
    name = str(read_package(options.folder(), shown=".").descriptor.get("name", ""))
    target = target_of(options, url, organisation)

    def check(archive: Path) -> Report:
        report = validate(archive)
        if not (report.valid or unchecked):
            click.echo(report_text(report, lang=options.lang), nl=False)
            text = (
                f"Release {version} does not pass the checks of today; nothing was published. "
                "To publish it all the same: --unchecked"
            )
            click.echo(translated(text, options.lang), err=True)
            finish(context, fine=False)
        return report

    published = publishing.rollback(
        name, version, target, publishing.PublishOptions(**how), progress_of(options), check
    )
    _report(context, published, dry_run=how["dry_run"])
