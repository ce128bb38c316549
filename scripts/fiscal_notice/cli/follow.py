"""The commands of what became of a notice: forms, reading them back, checks and scores."""

from __future__ import annotations

import click

from fiscal_notice.cli.common import CONTEXT, Command
from fiscal_notice.cli.follow_check import check
from fiscal_notice.cli.follow_new import new
from fiscal_notice.cli.follow_read import read
from fiscal_notice.cli.follow_score import score


class FollowGroup(click.Group):
    """The group of these commands; common options stand behind the name of a command."""

    command_class = Command


@click.group(cls=FollowGroup, context_settings=CONTEXT)
def follow() -> None:
    """What became of the money and the targets: forms out, forms in, checks, scores.

    --root is the folder of the notice (for check and score that of the follow-up package).
    """


follow.add_command(check)
follow.add_command(new)
follow.add_command(read)
follow.add_command(score)
