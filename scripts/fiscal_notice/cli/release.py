"""The commands of a release: release, diff, and docs, which makes its pages."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Command, Options, finish, limit_option, translated
from fiscal_notice.errors import require

if TYPE_CHECKING:
    from fiscal_notice.package import Package
    from fiscal_notice.release import Bundle


@click.command(cls=Command)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of the archive (default: dist/).",
)
@click.pass_context
def release(context: click.Context, out: Path | None) -> None:
    """Validate the package, bundle it as a versioned archive, and make the downloads."""
    from fiscal_notice import release as releasing
    from fiscal_notice import report as reports

    options: Options = context.obj
    folder = options.folder()
    target = out if out is not None else folder / "dist"
    bundle = releasing.make_release(folder, target, downloads=True)
    if bundle.archive is None:
        click.echo(reports.report_text(bundle.report, lang=options.lang), nl=False)
        click.echo(translated("Nothing was released.", options.lang), err=True)
        finish(context, fine=False)
    say_released(options, bundle)


def say_released(options: Options, bundle: Bundle) -> None:
    """Print what was released, and where it lies."""
    from fiscal_notice.release.summary import release_summary

    if options.verbosity >= 0:
        # In its language already: titles and file names in it are nobody's to translate.
        click.echo(release_summary(options.folder(), bundle, _own_name(), options.lang), nl=False)


def _own_name() -> str:
    """How this program can be called from here: its path if it lies below, else its name."""
    program = Path(sys.argv[0])
    if program.is_file() and program.resolve().is_relative_to(Path.cwd()):
        return str(program.resolve().relative_to(Path.cwd()))
    return "fiscal-notice"


@click.command(cls=Command)
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Form of the list.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the list to this file.")
@limit_option
@click.pass_context
def diff(
    context: click.Context, old: str, new: str | None, form: str, out: Path | None, limit: int
) -> None:
    """Show what changed from package OLD to package NEW (default: this one), cell by cell.

    Each is a folder, a descriptor, a zip, or the address of a published dataset. The address of a
    portal stands for this package's dataset there. Figures that changed come first, the greatest
    change on top, each with the names of those whose it is.
    """
    from fiscal_notice import diff as differing
    from fiscal_notice.cli.reports import write_text

    options: Options = context.obj
    with _opened(options, old) as before, _opened(options, new) as after:
        changes = differing.changes_between(before, after)
        if form == "json":
            text = differing.changes_json(changes)
        elif form == "html":
            compared = differing.Comparison(old=before, new=after, changes=changes)
            text = differing.changes_html(compared, lang=options.lang, limit=limit)
        else:
            text = differing.changes_text(changes, limit)
    write_text([text], out, options)
    finish(context, fine=not changes)


def _opened(options: Options, source: str | None) -> AbstractContextManager[Package]:
    from fiscal_notice.package import open_package, read_package

    if source is None or not source.startswith(("http://", "https://")):
        return open_package(source if source is not None else options.folder())
    require("publish")
    from fiscal_notice_ckan.fetch import open_published

    own = "" if "/dataset/" in source else read_package(options.folder()).descriptor["name"]
    # The token is for the portal that CKAN_URL names, and for no other address.
    portal_url = os.environ.get("CKAN_URL", "").rstrip("/")
    ours = bool(portal_url) and f"{source}/".startswith(f"{portal_url}/")
    token = os.environ.get("CKAN_TOKEN") if ours else None
    plain = os.environ.get("CKAN_PLAIN_HTTP") == "1"
    return open_published(source, own, token, plain_http=plain)


@click.command(cls=Command, hidden=True)
@click.pass_context
def docs(context: click.Context) -> None:
    """Make the generated pages of docs/ again, and the schemas of a follow-up if there is one."""
    from fiscal_notice.follow.family import FOLLOWED_BY
    from fiscal_notice.follow.table_schemas import published
    from fiscal_notice.package import read_package, write_files
    from fiscal_notice.package.related import related
    from fiscal_notice.release import generated_pages

    options: Options = context.obj
    folder = options.folder()
    package = read_package(folder, shown=".")
    schemas = published() if related(package, FOLLOWED_BY) else {}
    changed = write_files(folder, {**generated_pages(package), **schemas})
    for name in changed:
        options.say(f"wrote {name}")
