"""The command that makes the site."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import (
    PACKAGE,
    Command,
    Options,
    error_text,
    finish,
    warn_of_findings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fiscal_notice.model import Report
    from fiscal_notice.package import Package


@click.command(cls=Command)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the site (default: dist/site)."
)
@click.option(
    "--no-downloads",
    is_flag=True,
    help="Offer the package's own files only, in no other forms.",
)
@click.option(
    "--follow-up",
    "follow_ups",
    type=PACKAGE,
    multiple=True,
    help="Put in the pages on what became of it, from this package; may be repeated "
    "(default: those that the package names and that are there).",
)
@click.option(
    "--since",
    type=PACKAGE,
    help="Show under Changes what changed since this package, cell by cell: a folder or a zip.",
)
@click.pass_context
def site(
    context: click.Context,
    out: Path | None,
    *,
    no_downloads: bool,
    follow_ups: tuple[Path, ...],
    since: Path | None,
) -> None:
    """Make a static site of the package: zh and en, no network, no script needed.

    Of a package that is not valid, too: the pages say so, and the exit code is 1.
    """
    from fiscal_notice.package import open_package
    from fiscal_notice.site import make_site
    from fiscal_notice.validate import rules_for, validate_package

    options: Options = context.obj
    folder = options.folder()
    with ExitStack() as opened:
        package = opened.enter_context(open_package(folder))
        old = None if since is None else opened.enter_context(open_package(since))
        report = validate_package(package, rules_for(package))
        downloads = None if no_downloads else _downloads(package, options.lang)
        beside = _beside(package, follow_ups)
        target = out or folder / "dist" / "site"
        made = make_site(package, report, target, downloads, beside, old)
    for each in (report, *(judged for _, judged in beside)):
        warn_of_findings(each, options.lang, named=bool(beside))
    options.say(f"{made.out / 'index.html'}")
    pages = len(made.files) - len(made.offered) - len(made.attached)
    options.say(
        f"{pages} files, {made.bytes:,} bytes; "
        f"{len(made.offered)} downloads, {made.offered_bytes:,} bytes"
        + (
            f"; {len(made.attached)} more on their pages, {made.attached_bytes:,} bytes."
            if made.attached
            else "."
        )
    )
    # Made all the same, with a banner: whoever puts it on the web by a script is stopped here.
    finish(context, report.valid and all(judged.valid for _, judged in beside))


def _beside(package: Package, given: tuple[Path, ...]) -> list[tuple[Package, Report]]:
    """The packages whose pages are put in, each with its report."""
    from fiscal_notice.package import read_package
    from fiscal_notice.package.related import related
    from fiscal_notice.validate import rules_for, validate_package

    named = [each.root for each in related(package, "followedBy") if each.root is not None]
    others = [read_package(folder) for folder in given or named]
    return [(each, validate_package(each, rules_for(each))) for each in others]


_LEFT_OUT = {"en": "left out:", "zh": "未能生成："}


def _downloads(package: Package, lang: str) -> Mapping[str, bytes] | None:
    """The downloads of a release, made anew: those in dist may be of another version.

    None, said on standard error, if the package is such that none can be made.
    """
    from fiscal_notice.errors import ExportError, PackageError
    from fiscal_notice.export.downloads import download_contents

    try:
        made = download_contents(package)
    except (ExportError, PackageError) as error:
        click.echo(f"{_LEFT_OUT[lang]} {error_text(error, lang)}", err=True)
        return None
    for each in made.left_out:
        reason = each.reason_zh if lang == "zh" else each.reason
        click.echo(f"{_LEFT_OUT[lang]} {each.name}: {reason}", err=True)
    return made.files
