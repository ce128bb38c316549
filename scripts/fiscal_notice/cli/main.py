"""The command line as a whole, and what becomes of errors: no other room prints or exits."""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback

import click

from fiscal_notice import __version__
from fiscal_notice.cli import signals
from fiscal_notice.cli.common import (
    CONTEXT,
    Group,
    ReaderGoneError,
    error_text,
    language_of,
    show_usage,
    translated,
)
from fiscal_notice.cli.errata import errata
from fiscal_notice.cli.explore import explore
from fiscal_notice.cli.follow import follow
from fiscal_notice.cli.new import new
from fiscal_notice.cli.notice import extract, trace
from fiscal_notice.cli.portal import portal
from fiscal_notice.cli.publish import publish, rollback
from fiscal_notice.cli.release import diff, docs, release
from fiscal_notice.cli.site import site
from fiscal_notice.cli.unpublish import unpublish
from fiscal_notice.cli.validate import rules, validate
from fiscal_notice.errors import (
    EXIT_CANNOT_RUN,
    EXIT_FINE,
    EXIT_USAGE,
    FiscalNoticeError,
)


@click.group(cls=Group, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", prog_name="fiscal-notice")
def cli() -> None:
    """A government's fiscal notice as a validated data package.

    Exit codes: 0 fine, 1 findings or differences, 2 wrong usage, 3 could not run.
    """


for command in (
    *(validate, rules, release, diff, docs, site, explore),
    *(publish, rollback, unpublish, portal),
    *(new, extract, trace, errata, follow),
):
    cli.add_command(command)


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
