"""Reports of one package, printed or written to the file that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Options

if TYPE_CHECKING:
    from fiscal_notice.many import Result
    from fiscal_notice.report.links import FileLink


def write_text(texts: Iterable[str], out: Path | None, options: Options) -> None:
    """Print a report, or write it to the file that was asked for."""
    if out is None or str(out) == "-":
        for text in texts:
            click.echo(text, nl=False)
    else:
        # Half of a character cannot be written; its escape can, and JSON reads it as the same.
        _write(out, "".join(texts).encode(errors="backslashreplace"), options)


def _text(result: Result, form: str, limit: int, options: Options) -> str:
    from fiscal_notice import report as reports

    assert result.report is not None  # noqa: S101  an error was raised before
    if form == "json":
        return reports.report_json(result.report, limit=limit)
    if form == "html":
        return reports.report_html(result.report, lang=options.lang, limit=limit)
    return reports.report_text(
        result.report, lang=options.lang, limit=limit, verbose=options.verbosity
    )


def report_in(form: str, result: Result, limit: int, options: Options) -> Iterable[str]:
    """The report of one package in text, JSON or HTML; in pieces if it may be of any length."""
    if result.schemas is None:
        return [_text(result, form, limit, options)]
    from fiscal_notice.schema_check.frictionless_json import json_pieces

    return json_pieces(result.schemas)


def write_sheet(result: Result, source: str, out: Path | None, options: Options) -> None:
    """Write the spreadsheet of errors; its links lead from its folder to the package's files."""
    from fiscal_notice.package.naming import plain_name
    from fiscal_notice.report import verdict
    from fiscal_notice.report.spreadsheet import report_xlsx

    assert result.report is not None  # noqa: S101  an error was raised before
    printed = str(out) == "-"
    if printed and sys.stdout.isatty():
        raise click.UsageError("a spreadsheet is not for a terminal: --out FILE.xlsx")
    target = out or Path(f"{plain_name(result.report.package)}-errors.xlsx")
    links = {} if printed else _links(source, target)
    content = report_xlsx(result.report, lang=options.lang, links=links)
    if printed:
        sys.stdout.buffer.write(content)
    else:
        _write(target, content, options)
        options.say(verdict(result.report, options.lang))


def _links(source: str, target: Path) -> Mapping[str, FileLink]:
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
