"""The command that validates: one package as a report, many with one summary; here or afar."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from fiscal_notice.cli.common import CONTEXT, PACKAGE, Command, Options, finish, translated
from fiscal_notice.errors import EXIT_CANNOT_RUN

if TYPE_CHECKING:
    from fiscal_notice.many import Engine, Job, Result, Totals
    from fiscal_notice.report.links import Link

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
                _write_sheet(result, sources[0], out, options)
            else:
                _write_text(_texts(result, form, limit, options), out, options)
            finish(context, fine=result.valid and not (strict and result.advised))
        if form in ("html", "xlsx"):
            raise click.UsageError(f"--format {form} is for one package; json is for many.")
        if out is not None:
            raise click.UsageError("--out is for one package.")
        totals = _many(engine, job, sources, form, limit, options)
    if totals.packages == totals.unreadable:
        context.exit(EXIT_CANNOT_RUN)
    fine = totals.valid == totals.packages
    finish(context, fine=fine and not (strict and totals.advised))


def _check_rules(rules: tuple[str, ...]) -> None:
    """Refuse unknown rules once, before any package is opened."""
    if rules:
        from fiscal_notice.validate import select_rules

        select_rules(rules)


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


def _texts(result: Result, form: str, limit: int, options: Options) -> Iterable[str]:
    """The report of one package, in pieces if it may be of any length."""
    if result.schemas is None:
        return [_text(result, form, limit, options)]
    from fiscal_notice.schema_check.document import json_of

    return json_of(result.schemas)


def _text(result: Result, form: str, limit: int, options: Options) -> str:
    from fiscal_notice import report as reports

    assert result.report is not None  # noqa: S101  an error was raised before
    if form == "json":
        return reports.as_json(result.report, limit=limit)
    if form == "html":
        return reports.as_html(result.report, lang=options.lang, limit=limit)
    return reports.as_text(result.report, lang=options.lang, limit=limit, verbose=options.verbosity)


def _write_text(texts: Iterable[str], out: Path | None, options: Options) -> None:
    """Print a report, or write it to the file that was asked for."""
    if out is None or str(out) == "-":
        for text in texts:
            click.echo(text, nl=False)
    else:
        # Half of a character cannot be written; its escape can, and JSON reads it as the same.
        _write(out, "".join(texts).encode(errors="backslashreplace"), options)


def _write_sheet(result: Result, source: str, out: Path | None, options: Options) -> None:
    """Write the spreadsheet of errors; its links lead from its folder to the package's files."""
    from fiscal_notice.package.naming import plain_name
    from fiscal_notice.report.spreadsheet import as_xlsx

    assert result.report is not None  # noqa: S101  an error was raised before
    printed = str(out) == "-"
    if printed and sys.stdout.isatty():
        raise click.UsageError("a spreadsheet is not for a terminal: --out FILE.xlsx")
    target = out or Path(f"{plain_name(result.report.package)}-errors.xlsx")
    links = {} if printed else _links(source, target)
    content = as_xlsx(result.report, lang=options.lang, links=links)
    if printed:
        sys.stdout.buffer.write(content)
    else:
        _write(target, content, options)
        options.say(_verdict(result, options))


def _verdict(result: Result, options: Options) -> str:
    from fiscal_notice.report import verdict

    assert result.report is not None  # noqa: S101  there is one
    return verdict(result.report, options.lang)


def _links(source: str, target: Path) -> Mapping[str, Link]:
    """The links to the tables of a package that lies open in a folder; none if it is packed."""
    from fiscal_notice.errors import PackageError
    from fiscal_notice.package import open_package
    from fiscal_notice.report.links import links_of

    place = Path(source)
    if not (place.is_dir() or place.suffix in (".json", ".yaml", ".yml")):
        return {}
    try:
        with open_package(place) as package:
            return links_of(package, target.parent)
    except PackageError:
        return {}


def _write(target: Path, content: bytes, options: Options) -> None:
    from fiscal_notice.package import write_files

    write_files(target.parent, {target.name: content})
    options.say(str(target))


def _many(
    engine: Engine | None, job: Job, sources: list[str], form: str, limit: int, options: Options
) -> Totals:
    """Validate many packages and print what came of it."""
    from fiscal_notice import many

    _check_rules(job.rules)
    began, totals = time.perf_counter(), many.Totals()
    failing: list[Result] = []
    documents: list[dict[str, Any]] = []
    assert engine is not None  # noqa: S101  there is always one for many
    with _progress(len(sources), options) as done:
        for result in many.validate_many(engine, job, sources, done):
            totals.add(result)
            if form != "text":
                documents.append(many.document(result, limit))
            elif not result.valid or result.advised:
                failing.append(result)
    seconds = time.perf_counter() - began
    if form != "text":
        click.echo(many.as_json(documents, totals, seconds), nl=False)
        return totals
    for line in many.blocks(failing, lang=options.lang, limit=limit):
        click.echo(line)
    click.echo(many.summary(totals, seconds, options.lang))
    return totals


@contextmanager
def _progress(packages: int, options: Options) -> Iterator[Callable[[], None]]:
    """Call what this gives for every package: a bar on a terminal, elsewhere ten lines in all."""
    if options.verbosity < 0:
        yield lambda: None
    elif sys.stderr.isatty():
        with click.progressbar(
            length=packages, label=translated("packages", options.lang), file=sys.stderr
        ) as bar:
            yield lambda: bar.update(1)
    else:
        yield _lines(packages, options.lang)


def _lines(packages: int, lang: str) -> Callable[[], None]:
    count = 0

    def done() -> None:
        nonlocal count
        count += 1
        if count * 10 // packages > (count - 1) * 10 // packages:
            click.echo(translated(f"{count:,} of {packages:,} packages", lang), err=True)

    return done
