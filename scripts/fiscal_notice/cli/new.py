"""The command new: from the originals of a notice to a data package, and what is left to ask."""

from __future__ import annotations

from pathlib import Path

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options, finish, translated


@click.command(cls=Command, extra="originals")
@click.argument("folder", type=PACKAGE)
@click.argument("sources", metavar="SOURCE…", nargs=-1, type=PACKAGE)
@click.option(
    "--set",
    "settings",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Give what the text does not say: a field of the notice, or TABLE/KEY/FIELD.",
)
@click.option("--said-by", metavar="TEXT", help="Who says so, kept beside what --set gives.")
@click.option(
    "--like",
    type=PACKAGE,
    help="Take columns, purposes, licence and publisher over from this package.",
)
@click.option("--name", help="Name of the dataset (default: from the document number).")
@click.option("--each", is_flag=True, help="One package for each SOURCE, in FOLDER/NAME.")
@click.option("--check-only", is_flag=True, help="Write nothing; show what would be made.")
@click.pass_context
def new(  # noqa: PLR0913  one a parameter of the command line
    context: click.Context,
    folder: Path,
    sources: tuple[Path, ...],
    settings: tuple[str, ...],
    said_by: str | None,
    like: Path | None,
    name: str | None,
    each: bool,
    check_only: bool,
) -> None:
    """Make a data package in FOLDER from the originals of a notice.

    SOURCE is a file of the notice: docx, xlsx, xls, pdf with text, html, csv or txt; several if
    the letter and its annexes are files of their own. What the text leaves open is asked, all at
    once; run it again with the answers, and without SOURCE. With --each every SOURCE is a notice of
    its own, or a folder of such files. Exit codes: 0 nothing is open, 1 something is, 3 an
    original cannot be read (with --each: none can).
    """
    from fiscal_notice.notice.new.make import Order, make
    from fiscal_notice.notice.new.telling import (
        columns_as_text,
        questions_as_text,
        remarks_as_text,
        summary_as_text,
    )

    options: Options = context.obj

    def translate(text: str) -> str:
        return translated(text, options.lang)

    order = Order(
        folder=folder,
        sources=sources,
        settings=settings,
        said_by=said_by,
        like=like,
        name=name,
        check_only=check_only,
    )
    if each:
        from fiscal_notice.cli.new_each import make_each

        context.exit(make_each(order, options))
    made = make(order)
    questions = made.built.extraction.questions
    if options.verbosity >= 0:
        parts = (
            remarks_as_text(made.remarks, options.lang, translate),
            questions_as_text(questions, made.built.tables, options.lang, translate),
            columns_as_text(made.built.tables, made.built.schemas.get("layout", {}), options.lang),
            summary_as_text(made, str(folder), written=not check_only, lang=options.lang),
        )
        click.echo("\n".join(part for part in parts if part), nl=False)
    elif questions:
        click.echo(
            questions_as_text(questions, made.built.tables, options.lang, translate), nl=False
        )
    finish(context, fine=not questions)
