"""The commands that check: validate, one package or many, here or afar; and the list of rules."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from fiscal_notice.cli.common import CONTEXT, PACKAGE, Command, Options, finish
from fiscal_notice.cli.many import validate_all
from fiscal_notice.cli.reports import report_in, write_sheet, write_text
from fiscal_notice.errors import EXIT_CANNOT_RUN

if TYPE_CHECKING:
    from fiscal_notice.many import Engine, Job, Result

SHEET_LIMIT = 100_000
"""How many errors of each table a spreadsheet has: enough to mend by hand, and it still opens."""


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...", type=PACKAGE)
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Check this rule only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "xlsx", "frictionless"]),
    default="text",
    show_default=True,
    help="Form of the report; xlsx: a spreadsheet of what to mend; frictionless: schemas only, as "
    "frictionless validate --json has it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write the report there (xlsx: NAME-errors.xlsx in this folder, if nothing is said).",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="List at most so many findings, and stop after so many schema errors in a table "
    f"(xlsx: {SHEET_LIMIT:,}, if nothing is said).",
)
@click.option(
    "--strict",
    is_flag=True,
    help="End with 1 for advice too: what the schemas let pass (rules ADV-01 and on).",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Let the workers of this dask scheduler do the work: tcp://HOST:PORT.",
)
@click.pass_context
def validate(  # noqa: PLR0913  one for each option
    context: click.Context,
    packages: tuple[Path, ...],
    rules: tuple[str, ...],
    form: str,
    out: Path | None,
    limit: int,
    strict: bool,
    cluster: str | None,
) -> None:
    """Check schemas, rules and errata of PACKAGE: a folder, a descriptor or a zip.

    A folder without a descriptor stands for all packages below it. Many packages are checked
    in parallel; those that are not valid are listed, and one line sums all of them up.
    """
    from fiscal_notice.many import Job, packages_in

    if strict and form == "frictionless":
        raise click.UsageError("--strict concerns advice, which --format frictionless has none of.")
    options: Options = context.obj
    sources = packages_in(packages or (options.folder(),))
    if form == "xlsx" and context.get_parameter_source("limit") is ParameterSource.DEFAULT:
        limit = SHEET_LIMIT
    # To stop after no error at all would be to find none; frictionless's own 0 means all.
    job = Job(
        schemas_only=form == "frictionless",
        rules=rules,
        limit=limit if form == "frictionless" else max(limit, 1),
    )
    with _engine(cluster, len(sources)) as engine:
        if len(sources) == 1:
            result = _single(engine, job, sources[0])
            if form == "xlsx":
                write_sheet(result, sources[0], out, options)
            else:
                write_text(report_in(form, result, limit, options), out, options)
            finish(context, fine=result.valid and not (strict and result.advised))
        if form in ("html", "xlsx"):
            raise click.UsageError(f"--format {form} is for one package; json is for many.")
        if out is not None:
            raise click.UsageError("--out is for one package.")
        totals = validate_all(engine, job, sources, form, limit, options)
    if totals.packages == totals.unreadable:
        context.exit(EXIT_CANNOT_RUN)
    fine = totals.valid == totals.packages
    finish(context, fine=fine and not (strict and totals.advised))


def _engine(cluster: str | None, packages: int) -> AbstractContextManager[Engine | None]:
    """Where the work is done; None for one package in this process."""
    if cluster is not None:
        from fiscal_notice.many.cluster import Cluster

        return Cluster(cluster)
    if packages == 1:
        return nullcontext(None)
    from fiscal_notice.many.local import LocalEngine

    return nullcontext(LocalEngine())


def _single(engine: Engine | None, job: Job, source: str) -> Result:
    """The result of the only package. Raises what stands in the way."""
    from fiscal_notice.many.work import attempt

    if engine is None:
        return attempt(job, source)
    ((_, result),) = engine.run(job, [source])
    if result.error is not None:
        raise result.error
    return result


@click.command(cls=Command)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the list.",
)
@click.pass_context
def rules(context: click.Context, form: str) -> None:
    """List the rules."""
    from fiscal_notice.release import pages
    from fiscal_notice.validate import all_rules

    if form == "json":
        text = pages.rules_json(all_rules())
    elif form == "markdown":
        text = pages.rule_catalogue(all_rules())
    else:
        text = pages.rules_text(all_rules(), context.obj.lang)
    click.echo(text, nl=False)
