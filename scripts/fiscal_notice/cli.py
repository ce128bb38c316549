"""The command line: arguments, one call, one print. The sole place that prints or exits."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fiscal_notice import __version__
from fiscal_notice.errors import (
    EXIT_CANNOT_RUN,
    EXIT_FINDINGS,
    EXIT_FINE,
    EXIT_USAGE,
    FiscalNoticeError,
)

if TYPE_CHECKING:
    from fiscal_notice.package import Package
    from fiscal_notice_ckan.apply import Progress
    from fiscal_notice_ckan.publishing import Published
    from fiscal_notice_ckan.target import Target


@dataclass(slots=True)
class Options:
    """What the common options say; ``verbosity`` is -1 (quiet), 0, 1 or 2."""

    root: Path | None = None
    lang: str = "en"
    verbosity: int = 0

    def folder(self) -> Path:
        """The folder of the package: ``--root``, or the nearest one upward."""
        from fiscal_notice.package import find_root

        return self.root if self.root is not None else find_root()

    def say(self, text: str) -> None:
        """Print what a person may like to know; silent with -q."""
        if self.verbosity >= 0:
            click.echo(text, nl=not text.endswith("\n"))


# What cannot be read is no wrong usage: the package room says what stands in the way.
PACKAGE = click.Path(path_type=Path, readable=False)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _common() -> list[click.Option]:
    """The options that every command takes, before its name or after it."""
    return [
        click.Option(
            ["--root"],
            type=click.Path(path_type=Path, file_okay=False, exists=True, readable=False),
            help="Folder of the package (default: the nearest one upward with a datapackage.json).",
        ),
        click.Option(["-q", "--quiet"], is_flag=True, help="Print results only."),
        click.Option(["-v", "--verbose"], count=True, help="Print more; twice for still more."),
        click.Option(
            ["--lang"], type=click.Choice(["zh", "en"]), help="Language of what is printed."
        ),
    ]


class Command(click.Command):
    """A command that takes the common options too and puts them into ``Options``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_common())

    def invoke(self, context: click.Context) -> Any:
        """Run the command with the common options taken out of its arguments."""
        _take_common(context, context.find_object(Options) or Options())
        return super().invoke(context)


class Group(click.Group):
    """The command line as a whole."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_common())

    def invoke(self, context: click.Context) -> Any:
        """Keep the common options for the command that follows."""
        context.obj = Options()
        _take_common(context, context.obj)
        try:
            return super().invoke(context)
        except BrokenPipeError:
            # click would take this for a failure and exit with 1, which says findings here.
            raise _ReaderGoneError from None


class _ReaderGoneError(Exception):
    """The reader of our output has gone, as in ``… | head``: nothing is wrong."""


def _take_common(context: click.Context, options: Options) -> None:
    given = {option.name: context.params.pop(str(option.name), None) for option in _common()}
    options.root = given["root"] or options.root
    options.lang = given["lang"] or options.lang
    options.verbosity += given["verbose"] or 0
    if given["quiet"]:
        options.verbosity = -1


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", prog_name="fiscal-notice")
def cli() -> None:
    """A government's fiscal notice as a validated data package.

    Exit codes: 0 fine, 1 findings or differences, 2 wrong usage, 3 could not run.
    """


def _finish(context: click.Context, fine: bool) -> None:
    context.exit(EXIT_FINE if fine else EXIT_FINDINGS)


def _limit(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        default=1000,
        show_default=True,
        help="Print at most so many.",
    )(command)


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; show what would change.")
@click.pass_context
def extract(context: click.Context, check: bool) -> None:
    """Rebuild the tables from the transcript of the notice."""
    from fiscal_notice import extract as extraction

    options: Options = context.obj
    if check:
        difference = extraction.check(options.folder())
        click.echo(difference, nl=False)
        if not difference:
            options.say("The tables are what the transcript gives.")
        _finish(context, fine=not difference)
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
@click.argument("package", required=False, type=PACKAGE)
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Check this rule only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@_limit
@click.pass_context
def validate(
    context: click.Context, package: Path | None, rules: tuple[str, ...], form: str, limit: int
) -> None:
    """Check schemas, rules and errata of PACKAGE: a folder, a descriptor or a zip."""
    from fiscal_notice import report as reports
    from fiscal_notice.validate import validate as run

    options: Options = context.obj
    report = run(package if package is not None else options.folder(), rules)
    if form == "json":
        text = reports.as_json(report, limit=limit)
    elif form == "html":
        text = reports.as_html(report, lang=options.lang, limit=limit)
    else:
        text = reports.as_text(report, lang=options.lang, limit=limit, verbose=options.verbosity)
    click.echo(text, nl=False)
    _finish(context, fine=report.valid)


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
    from fiscal_notice import catalogue
    from fiscal_notice.validate import all_rules

    if form == "json":
        text = catalogue.rules_json(all_rules())
    elif form == "markdown":
        text = catalogue.rule_catalogue(all_rules())
    else:
        text = catalogue.rules_text(all_rules(), context.obj.lang)
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
    from fiscal_notice import trace as tracing
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
@_limit
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
    _finish(context, fine=not changes)


@cli.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder of the archive (default: dist/).",
)
@click.pass_context
def release(context: click.Context, out: Path | None) -> None:
    """Validate the package and bundle it as a versioned archive."""
    from fiscal_notice import release as releasing
    from fiscal_notice import report as reports
    from fiscal_notice.summary import release_summary

    options: Options = context.obj
    folder = options.folder()
    bundle = releasing.make_release(folder, out if out is not None else folder / "dist")
    if bundle.archive is None:
        click.echo(reports.as_text(bundle.report, lang=options.lang), nl=False)
        click.echo("Nothing was released.", err=True)
        _finish(context, fine=False)
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
    return open_published(source, own, os.environ.get("CKAN_TOKEN"))


def _portal_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--dry-run", is_flag=True, help="Show the plan; exit 1 if it is not empty."),
        click.option("--prune", is_flag=True, help="Remove resources that others added."),
        click.option("--organisation", help="Owner of the dataset [env: CKAN_ORGANISATION]."),
        click.option("--url", help="Address of the portal [env: CKAN_URL]; default: a local one."),
    ):
        command = option(command)
    return command


def _target(options: Options, url: str | None, organisation: str | None) -> Target:
    from fiscal_notice_ckan.target import connect

    def ask() -> str:
        if not sys.stdin.isatty():
            raise click.UsageError("No token: set CKAN_TOKEN.")
        return str(click.prompt("CKAN token", hide_input=True, err=True))

    return connect(url, organisation, os.environ, ask, options.say)


def _progress(options: Options) -> Progress:
    from fiscal_notice_ckan.apply import Progress
    from fiscal_notice_ckan.summary import bar

    def sent(done: int, total: int) -> None:
        if options.verbosity >= 0 and sys.stderr.isatty():
            click.echo(bar(done, total), nl=False, err=True)

    def detail(text: str) -> None:
        if options.verbosity > 0:
            click.echo(f"  {text}")

    return Progress(say=options.say, detail=detail, sent=sent)


def _report(context: click.Context, published: Published, *, dry_run: bool) -> None:
    from fiscal_notice_ckan.summary import published_text

    if dry_run:
        click.echo(str(published.plan))
        _finish(context, fine=not published.plan.pending)
    click.echo(published_text(published, context.obj.lang))


@cli.command()
@_portal_options
@click.option("--replace", is_flag=True, help="Overwrite a published release of this version.")
@click.pass_context
def publish(
    context: click.Context,
    url: str | None,
    organisation: str | None,
    dry_run: bool,
    prune: bool,
    replace: bool,
) -> None:
    """Validate the package, bundle it and publish it to a CKAN portal.

    The token comes from CKAN_TOKEN, or is asked for. A publication that was cut short is completed
    by the next one.
    """
    from fiscal_notice.package import read_package
    from fiscal_notice.release import make_release
    from fiscal_notice.report import as_text
    from fiscal_notice_ckan import publishing

    options: Options = context.obj
    folder = options.folder()
    bundle = make_release(folder, folder / "dist")
    target = _target(options, url, organisation)
    if bundle.archive is None:
        click.echo(as_text(bundle.report, lang=options.lang), nl=False)
        for problem in publishing.obstacles(read_package(folder, shown="."), target):
            click.echo(f"also: {problem}", err=True)
        click.echo("Nothing was published.", err=True)
        _finish(context, fine=False)
        return
    how = publishing.Options(dry_run=dry_run, prune=prune, replace=replace)
    published = publishing.publish(bundle.archive, target, how, _progress(options))
    _report(context, published, dry_run=dry_run)


@cli.command()
@click.argument("version")
@_portal_options
@click.pass_context
def rollback(
    context: click.Context,
    version: str,
    url: str | None,
    organisation: str | None,
    dry_run: bool,
    prune: bool,
) -> None:
    """Publish the earlier release VERSION again, from the bundle that the portal keeps."""
    from fiscal_notice.package import read_package
    from fiscal_notice_ckan import publishing

    options: Options = context.obj
    name = str(read_package(options.folder(), shown=".").descriptor.get("name", ""))
    target = _target(options, url, organisation)
    how = publishing.Options(dry_run=dry_run, prune=prune)
    published = publishing.rollback(name, version, target, how, _progress(options))
    _report(context, published, dry_run=dry_run)


_CKAN = click.option(
    "--ckan",
    "series",
    type=click.Choice(["2.12", "2.11"]),
    default="2.12",
    show_default=True,
    help="Which CKAN.",
)


@cli.group()
def portal() -> None:
    """Run a real CKAN portal on this machine, to rehearse a publication."""


@portal.command(cls=Command)
@_CKAN
@click.pass_context
def up(context: click.Context, series: str) -> None:
    """Start the portal and print its address; the first start installs it."""
    from fiscal_notice_ckan.portal import up as start

    click.echo(start(series, progress=context.obj.say).url)


@portal.command(cls=Command)
@_CKAN
@click.pass_context
def down(context: click.Context, series: str) -> None:
    """Stop the portal; its data stay."""
    from fiscal_notice_ckan.portal import down as stop

    stop(version=series)
    context.obj.say("The portal is down; its data are kept.")


@portal.command(cls=Command)
@_CKAN
@click.pass_context
def status(context: click.Context, series: str) -> None:
    """Say whether the portal runs, and where; exit code 1 if it does not."""
    from fiscal_notice_ckan.portal import status as ask

    found = ask(version=series)
    if found is None:
        context.obj.say("The portal is down. Start it with: fiscal-notice portal up")
        _finish(context, fine=False)
        return
    click.echo(f"{found.url}  CKAN {found.version}, organisation {found.organisation}")


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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without Chinese shows escapes instead of failing.
            stream.reconfigure(errors="backslashreplace")
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        code = cli.main(standalone_mode=False) or EXIT_FINE
        sys.stdout.flush()
    except (_ReaderGoneError, BrokenPipeError):
        # What is left in the buffer goes nowhere, so that closing does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_FINE
    except Exception as error:
        code = _failed(error)
    except KeyboardInterrupt:
        code = _failed(click.Abort())
    sys.exit(code)


class _Interrupted(KeyboardInterrupt):
    """Ctrl-C. After a plain one inside exec() Python ends by the signal, though it was caught."""


def _interrupt(*_: object) -> None:
    raise _Interrupted


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind an error: imports wrap it into errors of their own."""
    while error is not None and not isinstance(error, KeyboardInterrupt | click.Abort):
        error = error.__cause__ or error.__context__
    return error is not None


def _failed(error: Exception) -> int:
    """Print what stands in the way; returns the exit code."""
    if isinstance(error, click.ClickException):
        error.show()
        return EXIT_USAGE if isinstance(error, click.UsageError) else EXIT_CANNOT_RUN
    if _interrupted(error):
        click.echo("Interrupted; nothing was left half-written.", err=True)
    elif isinstance(error, FiscalNoticeError):
        click.echo(str(error), err=True)
        return error.exit_code
    elif isinstance(error, OSError):
        click.echo(f"{error.filename or 'output'}: {error.strerror or error}", err=True)
    else:
        click.echo(_fault(error), err=True)
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
