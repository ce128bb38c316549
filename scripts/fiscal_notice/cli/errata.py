"""The command that declares findings: errata."""

from __future__ import annotations

import shlex
from datetime import date, datetime
from pathlib import Path

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options, finish
from fiscal_notice.cli.notice import renew_follow_ups


@click.command(cls=Command)
@click.option("--draft", is_flag=True, help="Write the drafts to errata-draft.csv, to edit them.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="RULE[:TABLE[:KEY]]",
    help="Declare these findings. A kind of defect, or carried, may stand for RULE.",
)
@click.option(
    "--status",
    type=click.Choice(["open", "reported", "acknowledged", "fixed"]),
    help="How far the errata of --accept have come; of all, without it.",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which they were reported (default: today).",
)
@click.option("--like", type=PACKAGE, help="Package of another notice, whose words are carried.")
@click.pass_context
def errata(
    context: click.Context,
    draft: bool,
    accepted: tuple[str, ...],
    status: str | None,
    on: datetime | None,
    like: Path | None,
) -> None:
    """Group findings that no erratum declares, draft explanations, declare groups.

    Without options it lists the groups. A group is taken whole by the name that stands under it.
    Exit code 1 if findings are left that no erratum declares.
    """
    from fiscal_notice.follow.declaring.places import manner_of
    from fiscal_notice.notice.declaring import run, words
    from fiscal_notice.notice.declaring.errata_table import Stated

    options: Options = context.obj
    folder = options.folder()
    manner = manner_of(folder)
    if on is not None and status is None:
        raise click.UsageError("--on is the day of a --status.")
    if draft and (accepted or status):
        raise click.UsageError("--draft writes drafts; --accept and --status write errata.")
    if accepted or status:
        # The clock is the machine's: a day, as people write it on a letter.
        day = (on.date() if on else date.today()).isoformat()  # noqa: DTZ011
        stated = Stated(status=status, day=day) if status else None
        taken = run.take(folder, accepted, stated, like, manner)
        if taken.accepted:
            first, last = taken.accepted[0], taken.accepted[-1]
            options.say(f"declared as {first} to {last}: {len(taken.accepted):,}")
        if taken.stated:
            options.say(f"errata with the status {status}: {len(taken.stated):,}")
        for name in taken.changed:
            options.say(f"wrote {name}")
        # The descriptor has another hash now, by which a follow-up names the notice.
        renew_follow_ups(options, folder)
        options.say(f"findings left without an erratum: {taken.left:,}")
        finish(context, fine=not taken.left)
    found = (run.write_drafts if draft else run.undeclared)(folder, like, manner)
    if draft:
        options.say("wrote errata-draft.csv")
        options.say(words.summary(found, options.lang))
    else:
        click.echo(words.listing(found, options.lang, _command(options, like)), nl=False)
    finish(context, fine=not found.count)


def _command(options: Options, like: Path | None) -> str:
    """Say the command as it was typed, with the package and the other notice, to be typed again."""
    words = ["fiscal-notice", *(["--root", str(options.root)] if options.root else []), "errata"]
    return shlex.join([*words, *(["--like", str(like)] if like else [])])
