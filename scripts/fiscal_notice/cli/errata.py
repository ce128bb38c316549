"""The command that declares findings: errata."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options, finish
from fiscal_notice.cli.letter import errata_command, write_letter
from fiscal_notice.cli.notice import renew_follow_ups
from fiscal_notice.model import WEIGHTS

if TYPE_CHECKING:
    from fiscal_notice.notice.declaring.run import Taken


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
    help="How far the errata of --accept or --weight have come; of all, without them.",
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which they were reported (default: today).",
)
@click.option(
    "--letter",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a letter to the issuing body, FILE.docx or FILE.txt, on what is still open "
    "(in Chinese; in English with --lang en).",
)
@click.option(
    "--weight",
    "weights",
    type=click.Choice(WEIGHTS),
    multiple=True,
    help="Of --letter or --status, only errata of this weight; may be given more than once "
    "(a letter: material and structure, if nothing is said).",
)
@click.option("--like", type=PACKAGE, help="Package of another notice, whose words are carried.")
@click.pass_context
def errata(  # noqa: PLR0913  one for each option
    context: click.Context,
    draft: bool,
    accepted: tuple[str, ...],
    status: str | None,
    on: datetime | None,
    letter: Path | None,
    weights: tuple[str, ...],
    like: Path | None,
) -> None:
    """Group findings that no erratum declares, draft explanations, declare groups, write a letter.

    Without options it lists the groups. A group is taken whole by the name that stands under it.
    Exit code 1 if findings are left that no erratum declares.
    """
    from fiscal_notice.follow.declaring.places import manner_of
    from fiscal_notice.notice.declaring import run, words
    from fiscal_notice.notice.declaring.errata_table import Stated

    options: Options = context.obj
    folder = options.folder()
    manner = manner_of(folder)
    _refuse_mixtures(context)
    if letter is not None:
        write_letter(options, folder, letter, weights)
        return
    if accepted or status:
        # The clock is the machine's: a day, as people write it on a letter.
        day = (on.date() if on else date.today()).isoformat()  # noqa: DTZ011
        stated = Stated(status=status, day=day) if status else None
        left = _told(options, run.take(folder, accepted, stated, like, manner, weights), status)
        # The descriptor has another hash now, by which a follow-up names the notice.
        renew_follow_ups(options, folder)
        options.say(f"findings left without an erratum: {left:,}")
        finish(context, fine=not left)
    found = (run.write_drafts if draft else run.undeclared)(folder, like, manner)
    if draft:
        options.say("wrote errata-draft.csv")
        options.say(words.summary(found, options.lang))
    else:
        click.echo(
            words.listing(
                found,
                options.lang,
                errata_command(options, *(["--like", str(like)] if like else [])),
            ),
            nl=False,
        )
    finish(context, fine=not found.count)


def _told(options: Options, taken: Taken, status: str | None) -> int:
    """Say what was declared and written; returns how many findings are left."""
    if taken.accepted:
        first, last = taken.accepted[0], taken.accepted[-1]
        options.say(f"declared as {first} to {last}: {len(taken.accepted):,}")
    if status and (taken.stated or not taken.accepted):
        options.say(f"errata with the status {status}: {len(taken.stated):,}")
    for name in taken.changed:
        options.say(f"wrote {name}")
    return taken.left


def _refuse_mixtures(context: click.Context) -> None:
    """Wrong usage for options that do not go together."""
    given = {name: bool(value) for name, value in context.params.items()}
    if given["on"] and not given["status"]:
        raise click.UsageError("--on is the day of a --status.")
    if given["letter"] and any(given[name] for name in ("draft", "accepted", "status", "like")):
        raise click.UsageError("--letter only writes the letter; mark what it names afterwards.")
    if given["draft"] and (given["accepted"] or given["status"]):
        raise click.UsageError("--draft writes drafts; --accept and --status write errata.")
    if given["weights"] and (given["accepted"] or not (given["letter"] or given["status"])):
        raise click.UsageError("--weight goes with --letter, or with --status without --accept.")
