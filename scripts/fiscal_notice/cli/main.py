"""The command line: arguments, one call, one print. The sole place that prints or exits."""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice import __version__
from fiscal_notice.cli import signals
from fiscal_notice.cli.common import (
    CONTEXT,
    Group,
    Options,
    ReaderGoneError,
    error_text,
    finish,
    language_of,
    limit_option,
    show_usage,
    translated,
)
from fiscal_notice.cli.explore import explore
from fiscal_notice.cli.publish import portal, publish, rollback, unpublish
from fiscal_notice.cli.site import site
from fiscal_notice.cli.validate import validate
from fiscal_notice.errors import (
    EXIT_CANNOT_RUN,
    EXIT_FINE,
    EXIT_USAGE,
    FiscalNoticeError,
)

if TYPE_CHECKING:
    from fiscal_notice.package import Package


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", prog_name="fiscal-notice")
def cli() -> None:
    """A government's fiscal notice as a validated data package.

    Exit codes: 0 fine, 1 findings or differences, 2 wrong usage, 3 could not run.
    """


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def extract(context: click.Context, check: bool) -> None:
    """Rebuild the tables from the transcript of the notice."""
    from fiscal_notice.notice.extract import run as extraction

    options: Options = context.obj
    if check:
        difference = extraction.check(options.folder())
        click.echo(difference, nl=False)
        if not difference:
            options.say("The tables are what the transcript gives.")
        finish(context, fine=not difference)
    written = extraction.extract(options.folder())
    for name in written.changed:
        options.say(f"wrote {name}")
    lines = sum(written.account.values())
    options.say(
        f"{lines} lines read, every one accounted for; "
        f"{len(written.changed)} of {written.files} files changed."
    )
    if options.verbosity > 0:
        for reader, count in written.account.items():
            options.say(f"  {count:>5}  {reader}")


@cli.command()
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


@cli.command()
@click.argument("resource")
@click.argument("key")
@click.argument("field", required=False)
@click.pass_context
def trace(context: click.Context, resource: str, key: str, field: str | None) -> None:
    """Trace a row or a cell back to its line of the notice.

    KEY is the row's primary key, parts joined by a slash, as in
    fiscal-notice trace indicator_targets 12/1
    """
    from fiscal_notice.notice import trace as tracing
    from fiscal_notice.package import open_package

    options: Options = context.obj
    with open_package(options.folder()) as package:
        found = tracing.trace(package, resource, key, field)
    click.echo(tracing.as_text(found, options.lang), nl=False)


@cli.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the list.",
)
@limit_option
@click.pass_context
def diff(context: click.Context, old: str, new: str | None, form: str, limit: int) -> None:
    """Show what changed from package OLD to package NEW (default: this one), cell by cell.

    Each is a folder, a descriptor, a zip, or the address of a published dataset. The address of a
    portal stands for this package's dataset there.
    """
    from fiscal_notice import diff as differing

    options: Options = context.obj
    with _opened(options, old) as before, _opened(options, new) as after:
        changes = differing.compare(before, after)
    text = differing.as_json(changes) if form == "json" else differing.as_text(changes, limit)
    click.echo(text, nl=False)
    finish(context, fine=not changes)


@cli.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of the archive (default: dist/).",
)
@click.pass_context
def release(context: click.Context, out: Path | None) -> None:
    """Validate the package, bundle it as a versioned archive, and make the downloads."""
    from fiscal_notice import release as releasing
    from fiscal_notice import report as reports
    from fiscal_notice.release.summary import release_summary

    options: Options = context.obj
    folder = options.folder()
    target = out if out is not None else folder / "dist"
    bundle = releasing.make_release(folder, target, downloads=True)
    if bundle.archive is None:
        click.echo(reports.as_text(bundle.report, lang=options.lang), nl=False)
        click.echo(translated("Nothing was released.", options.lang), err=True)
        finish(context, fine=False)
    options.say(release_summary(folder, bundle, _own_name(), options.lang))


def _own_name() -> str:
    """How this program can be called from here: its path if it lies below, else its name."""
    program = Path(sys.argv[0])
    if program.is_file() and program.resolve().is_relative_to(Path.cwd()):
        return str(program.resolve().relative_to(Path.cwd()))
    return "fiscal-notice"


def _opened(options: Options, source: str | None) -> AbstractContextManager[Package]:
    from fiscal_notice.package import open_package, read_package

    if source is None or not source.startswith(("http://", "https://")):
        return open_package(source if source is not None else options.folder())
    from fiscal_notice_ckan.reading import open_published

    own = "" if "/dataset/" in source else read_package(options.folder()).descriptor["name"]
    # The token is for the portal that CKAN_URL names, and for no other address.
    portal_url = os.environ.get("CKAN_URL", "").rstrip("/")
    ours = bool(portal_url) and f"{source}/".startswith(f"{portal_url}/")
    token = os.environ.get("CKAN_TOKEN") if ours else None
    plain = os.environ.get("CKAN_PLAIN_HTTP") == "1"
    return open_published(source, own, token, plain_http=plain)


for command in (validate, site, explore, publish, rollback, unpublish, portal):
    cli.add_command(command)


@cli.command(hidden=True)
@click.pass_context
def docs(context: click.Context) -> None:
    """Make the generated pages of docs/ again."""
    from fiscal_notice.package import read_package, write_files
    from fiscal_notice.release import generated_pages

    options: Options = context.obj
    folder = options.folder()
    changed = write_files(folder, generated_pages(read_package(folder, shown=".")))
    for name in changed:
        options.say(f"wrote {name}")


def entry_point() -> None:
    """Run the command line and exit with the code that it says; no error ends in a traceback."""
    # A short life with many objects that stay: collecting so often would take a twentieth of it.
    gc.set_threshold(100_000, 50, 50)
    # pandera loads hypothesis where it finds it, to make test data; no command makes any.
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese shows escapes instead of failing.
            stream.reconfigure(errors="backslashreplace")
    try:
        signals.listen()
        code = _run()
        signals.ignore()
    except KeyboardInterrupt:
        signals.ignore()
        code = _failed(click.Abort())
    sys.exit(code)


def _run() -> int:
    try:
        code: int = cli.main(standalone_mode=False) or EXIT_FINE
        if sys.stdout is not None:
            sys.stdout.flush()
    except (ReaderGoneError, BrokenPipeError):
        # What is left in the buffer goes nowhere, so that closing does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FINE
    except Exception as error:
        return _failed(error)
    return code


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: imports wrap it into errors of their own."""
    while error is not None and not isinstance(error, KeyboardInterrupt | click.Abort):
        error = error.__cause__ or error.__context__
    return error is not None


def _failed(error: Exception) -> int:
    """Print what stands in the way; returns the exit code."""
    lang = language_of(sys.argv)
    if isinstance(error, click.ClickException):
        show_usage(error, lang)
        return EXIT_USAGE if isinstance(error, click.UsageError) else EXIT_CANNOT_RUN
    if _interrupted(error):
        click.echo(translated(signals.INTERRUPTED, lang), err=True)
    elif isinstance(error, FiscalNoticeError):
        click.echo(error_text(error, lang), err=True)
        return error.exit_code
    elif isinstance(error, OSError):
        reason = translated(error.strerror or str(error), lang)
        click.echo(f"{error.filename or 'output'}: {reason}", err=True)
    else:
        click.echo(translated(_fault(error), lang), err=True)
    return EXIT_CANNOT_RUN


def _fault(error: Exception) -> str:
    if {"-v", "-vv", "--verbose"} & set(sys.argv):
        return "".join(traceback.format_exception(error))
    return (
        f"fiscal-notice has a fault of its own: {type(error).__name__}: {error}\n"
        "  try:      run it again with -v and report what it prints"
    )


if __name__ == "__main__":
    entry_point()
