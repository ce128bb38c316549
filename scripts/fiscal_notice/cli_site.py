"""The command that makes the site."""

from __future__ import annotations

from pathlib import Path

import click

from fiscal_notice.cli_common import Command, Options


@click.command(cls=Command)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the site (default: dist/site)."
)
@click.option(
    "--downloads",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder of files to offer (default: dist/downloads if it is there, else the tables).",
)
@click.pass_context
def site(context: click.Context, out: Path | None, downloads: Path | None) -> None:
    """Make a static site of the package: zh and en, no network, no script needed."""
    from fiscal_notice.package import open_package
    from fiscal_notice.site import make_site
    from fiscal_notice.validate import all_rules, validate_package

    options: Options = context.obj
    folder = options.folder()
    offered = downloads or folder / "dist" / "downloads"
    with open_package(folder) as package:
        report = validate_package(package, all_rules())
        made = make_site(
            package, report, out or folder / "dist" / "site", offered if offered.is_dir() else None
        )
    if not report.valid:
        count = len(report.undeclared)
        click.echo(f"Not valid: {count} findings that no erratum declares.", err=True)
    options.say(f"{made.out / 'index.html'}")
    options.say(f"{len(made.files)} files; {made.bytes:,} bytes without the downloads.")
