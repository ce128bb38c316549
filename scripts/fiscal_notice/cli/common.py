"""What all commands share: the common options, exit codes, and how a command ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from fiscal_notice.errors import EXIT_FINDINGS, EXIT_FINE, FiscalNoticeError, require
from fiscal_notice.model import LANGUAGES, Report


@dataclass(slots=True)
class Options:
    """What the common options say; ``verbosity`` is -1 (quiet), 0, 1 or 2.

    ``asked`` is the language if one was asked for.
    """

    root: Path | None = None
    lang: str = "en"
    asked: str | None = None
    verbosity: int = 0

    def folder(self) -> Path:
        """The folder of the package: ``--root``, or the nearest one upward."""
        from fiscal_notice.package import find_root

        return self.root if self.root is not None else find_root()

    def say(self, text: str) -> None:
        """Print what a person may like to know, in their language; silent with -q."""
        if self.verbosity >= 0:
            text = translated(text, self.lang)
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
        click.Option(["--lang"], type=click.Choice(LANGUAGES), help="Language of what is printed."),
    ]


class Command(click.Command):
    """A command that takes the common options too and puts them into ``Options``.

    ``extra`` is the one of pyproject.toml without which it cannot run.
    """

    def __init__(self, *args: Any, extra: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_common())
        self.extra = extra

    def invoke(self, context: click.Context) -> Any:
        """Run the command with the common options taken out of its arguments."""
        _take_common(context, context.find_object(Options) or Options())
        if self.extra:
            require(self.extra)
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
            raise ReaderGoneError from None


class ReaderGoneError(Exception):
    """The reader of our output has gone, as in ``… | head``: nothing is wrong."""


def _take_common(context: click.Context, options: Options) -> None:
    given = {option.name: context.params.pop(str(option.name), None) for option in _common()}
    options.root = given["root"] or options.root
    options.asked = given["lang"] or options.asked
    options.lang = given["lang"] or options.lang
    options.verbosity += given["verbose"] or 0
    if given["quiet"]:
        options.verbosity = -1


def translated(text: str, lang: str) -> str:
    """``text`` in the language asked for; English where no other words are known."""
    if lang != "zh":
        return text
    from fiscal_notice.translation import in_chinese

    return in_chinese(text)


def error_text(error: FiscalNoticeError, lang: str) -> str:
    """All that an error says, in the language asked for."""
    if lang != "zh":
        return str(error)
    from fiscal_notice.translation import error_in_chinese

    return error_in_chinese(error)


def language_of(arguments: Sequence[str]) -> str:
    """The language that arguments ask for: an error may come before they are all understood."""
    found = "en"
    for before, argument in pairwise(["", *arguments]):
        value = argument if before == "--lang" else argument.removeprefix("--lang=")
        if value in LANGUAGES and (before == "--lang" or value != argument):
            found = value
    return found


def show_usage(error: click.ClickException, lang: str) -> None:
    """Print an error of click's, as click does, or in Chinese."""
    if lang != "zh":
        error.show()
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"用法：{context.get_usage().removeprefix('Usage: ')}", err=True)
        click.echo(f"运行 {context.command_path} -h 可查看说明。\n", err=True)
    click.echo(f"错误：{translated(error.format_message(), lang)}", err=True)


def finish(context: click.Context, fine: bool) -> None:
    """End the command: exit code 0 if all is fine, 1 for findings or differences."""
    context.exit(EXIT_FINE if fine else EXIT_FINDINGS)


def warn_of_findings(report: Report, lang: str = "en", *, named: bool = False) -> None:
    """Say on standard error that what is shown is of a package that is not valid.

    ``named`` says which, where several are shown.
    """
    if not report.valid:
        from fiscal_notice.report import verdict

        name = f"{report.package}{'：' if lang == 'zh' else ': '}" if named else ""
        click.echo(name + verdict(report, lang), err=True)


def limit_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--limit``."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        default=1000,
        show_default=True,
        help="Print at most so many.",
    )(command)
