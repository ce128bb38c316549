"""The commands of the portal on this machine: portal up, down, status."""

from __future__ import annotations

import click

from fiscal_notice.cli.common import Command, finish

_CKAN = click.option(
    "--ckan",
    "series",
    type=click.Choice(["2.12", "2.11"]),
    default="2.12",
    show_default=True,
    help="Which CKAN.",
)


_EXTENSIONS = click.option(
    "--extensions",
    is_flag=True,
    help="The one with ckanext-dcat, -scheming and -xloader.",
)


@click.group()
def portal() -> None:
    """Run a real CKAN portal on this machine, to rehearse a publication."""


@portal.command(cls=Command, extra="publish")
@_CKAN
@_EXTENSIONS
@click.pass_context
def up(context: click.Context, series: str, extensions: bool) -> None:
    """Start the portal and print its address; the first start installs it."""
    from fiscal_notice_ckan.portal import up as start

    started = start(series, progress=context.obj.say, extensions=extensions)
    click.echo(started.url)
    if extensions:
        context.obj.say(f"The publisher's token is in {started.token_file}")


@portal.command(cls=Command, extra="publish")
@_CKAN
@_EXTENSIONS
@click.pass_context
def down(context: click.Context, series: str, extensions: bool) -> None:
    """Stop the portal; its data stay."""
    from fiscal_notice_ckan.portal import down as stop

    stop(version=series, extensions=extensions)
    context.obj.say("The portal is down; its data are kept.")


@portal.command(cls=Command, extra="publish")
@_CKAN
@_EXTENSIONS
@click.pass_context
def status(context: click.Context, series: str, extensions: bool) -> None:
    """Say whether the portal runs, and where; exit code 1 if it does not."""
    from fiscal_notice_ckan.portal import status as ask

    found = ask(version=series, extensions=extensions)
    if found is None:
        more = " --extensions" if extensions else ""
        context.obj.say(f"The portal is down. Start it with: fiscal-notice portal up{more}")
        finish(context, fine=False)
        return
    click.echo(f"{found.url}  CKAN {found.version}, organisation {found.organisation}")
