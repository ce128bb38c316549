"""The command that lets people look at the data in a browser: explore."""

from __future__ import annotations

import click

from fiscal_notice.cli.common import Command, Options, warn_of_findings


@click.command(cls=Command)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on (default: any)."
)
@click.pass_context
def explore(context: click.Context, port: int) -> None:
    """Look at the tables in a browser: filter, join, query (needs Datasette).

    Prints the address; Ctrl-C ends it. Datasette is an extra: pip install "fiscal-notice[explore]"
    """
    from fiscal_notice.export.serve import serve
    from fiscal_notice.package import open_package
    from fiscal_notice.validate import rules_for, validate_package

    options: Options = context.obj

    def ready(address: str) -> None:
        click.echo(address)
        options.say("Ctrl-C ends it.")

    folder = options.folder()
    with open_package(folder) as package:
        warn_of_findings(validate_package(package, rules_for(package)), options.lang)
        # Not where the downloads of a release are: these are of the package as it is now.
        serve(package, folder / "dist" / "explore", port, ready)
