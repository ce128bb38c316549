"""The command that computes scores by a scheme, beside those that were reported."""

from __future__ import annotations

from pathlib import Path

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options, finish


@click.command(cls=Command)
@click.argument("folder", required=False, type=PACKAGE)
@click.option(
    "--scheme",
    default="",
    metavar="ID",
    help="Scheme for all forms (default: that of the form, else of the package, else mof-2020).",
)
@click.option("--check-only", is_flag=True, help="Print the scores, and write nothing.")
@click.pass_context
def score(context: click.Context, folder: Path | None, scheme: str, check_only: bool) -> None:
    """Compute the scores of self-evaluations by a scheme, and hold them against those reported.

    FOLDER is that of the follow-up, or of the notice that names it (default: --root, or the
    nearest package upward). Scores are written to the table scores of the follow-up, with the
    scheme that they were made by; what cannot be computed is said, and has none. Exit code 1 if
    the form has another score or grade than the scheme gives.
    """
    from fiscal_notice.errors import PackageError
    from fiscal_notice.follow.announced import announced_by, notice_of
    from fiscal_notice.follow.family import FOLLOWS
    from fiscal_notice.follow.record import follow_up_at, follows_of, read_record
    from fiscal_notice.follow.scores.scoring import scored, write_scored
    from fiscal_notice.follow.scores.telling import listing
    from fiscal_notice.package.related import related

    options: Options = context.obj
    package = follow_up_at(folder or options.folder())
    notice = notice_of(package)
    if notice is None:
        raise PackageError(
            "the notice that is followed is not there",
            file=package.shown,
            expected="a path in related that leads to the folder of the notice",
            hint="put the notice where the path leads, or correct the path",
        )
    announced = announced_by(notice)
    result = scored(read_record(package), announced.targets, scheme)
    english = announced.facts.english
    names = {code: (row["name"], english.get(code, "")) for code, row in announced.regions.items()}
    click.echo(listing(result.forms, names, options.lang), nl=False)
    follows = next(each for each in related(package, FOLLOWS) if each.root is not None)
    if follows.hash and follows.hash != follows_of(notice, follows.path)["hash"]:
        options.say("the notice is not the version that was followed: fiscal-notice follow read")
    if not check_only:
        for name in write_scored(package.root, result, notice, follows):
            options.say(f"wrote {name}")
    finish(context, fine=result.fine)
