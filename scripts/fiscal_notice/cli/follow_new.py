"""The command follow new: forms for each region, filled in from the notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import PACKAGE, Command, Options

if TYPE_CHECKING:
    from fiscal_notice.follow.forms.make import Forms

_FORMATS = ("xlsx", "csv", "docx")


class _Formats(click.ParamType):  # type: ignore[type-arg]  # generic only in newer ones
    """One or several formats, with commas between them."""

    name = "format"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats; wrong usage if one is not known."""
        if isinstance(value, tuple):
            return value
        choice = click.Choice(_FORMATS, case_sensitive=False)
        return tuple(choice.convert(part.strip(), param, ctx) for part in str(value).split(","))


@click.command("new", cls=Command)
@click.option(
    "--city",
    "cities",
    metavar="CODE-or-NAME",
    multiple=True,
    help="Only the forms of this region of the notice; may be given more than once.",
)
@click.option(
    "--out",
    type=PACKAGE,
    default=Path("forms"),
    show_default=True,
    help="Folder for the forms.",
)
@click.option(
    "--format",
    "formats",
    metavar="[xlsx|csv|docx]",
    type=_Formats(),
    multiple=True,
    default=[_FORMATS],
    help="Only this one; several with commas, or given more than once (default: all).",
)
@click.pass_context
def new(
    context: click.Context,
    cities: tuple[str, ...],
    out: Path,
    formats: tuple[tuple[str, ...], ...],
) -> None:
    """Write forms for each region, filled in beforehand from the notice.

    CODE-NAME.xlsx has what was announced locked, and cells to fill in marked; the folder CODE-NAME
    has the same as CSV for programs; CODE-NAME.docx is the paper for signature. A form that is
    there already and differs is never replaced: then nothing is written.
    """
    from fiscal_notice.errors import require
    from fiscal_notice.follow.forms.make import forms_of, write_forms
    from fiscal_notice.package import read_package

    options: Options = context.obj
    wanted = tuple(dict.fromkeys(each for group in formats for each in group))
    if "docx" in wanted:
        require("forms")
    forms = forms_of(read_package(options.folder()), cities, wanted)
    new_ones = write_forms(out, forms)
    options.say(_told(forms, out, len(new_ones), options.lang))


def _told(forms: Forms, out: Path, written: int, lang: str) -> str:
    from fiscal_notice.model import Count

    files, there = len(forms.files), len(forms.files) - written
    if lang == "zh":
        lines = [f"{forms.regions} 个地区的表格，{files} 个文件：{out}"]
        if there:
            lines.append(f"其中 {there} 个已存在，内容相同")
        lines += [
            f"{table} 表有 {count} 行不属于任何地区，未列入表格"
            for table, count in forms.without_region.items()
        ]
    else:
        lines = [f"Forms of {Count(forms.regions):region}, {Count(files):file}: {out}"]
        if there:
            lines.append(f"{there} of them were there already, the same")
        lines += [
            f"{Count(count):row} of {table} without a region: in no form"
            for table, count in forms.without_region.items()
        ]
    return "\n".join(lines)
