"""The package in every form that people ask for: made, read back, and only then written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.errors import NotHeldError
from fiscal_notice.export.download_form import Output, PackageForm
from fiscal_notice.export.forms import FORMS, PACKAGE_FORMS, SQLITE, TABLE_FORMS
from fiscal_notice.export.read_back import check_output
from fiscal_notice.export.typed_tables import TypedTable, read_tables
from fiscal_notice.model import File, LeftOut
from fiscal_notice.package import Package, write_files
from fiscal_notice.package.limits import Refusal, refusals
from fiscal_notice.package.naming import check_table_names, check_texts, file_stem
from fiscal_notice.package.owned_files import replace_owned, sha256_of, sums
from fiscal_notice.translation import error_in_chinese

SUMS = "SHA256SUMS"
_OURS = re.compile(
    "|".join(
        [rf"{form.name}/[^/]+{re.escape(form.suffix)}" for form in TABLE_FORMS]
        + [rf"[^/]+{re.escape(form.suffix)}" for form in PACKAGE_FORMS]
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The downloads of a package: name → bytes, the list of sums last, and those left out."""

    files: Mapping[str, bytes]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """The downloads that were written, the list of sums last, and those left out."""

    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...] = ()


def make_downloads(package: Package, out: Path) -> Downloads:
    """Write all downloads of ``package`` into ``out``, as far as each form can hold them.

    What the former list of sums names and is made no more goes, if nobody changed it. Raises
    PackageError for a package that cannot be read, ExportError if a download would not hold what
    the package holds (then nothing is written), TargetError for a folder that cannot be written.
    """
    made = download_contents(package)
    contents = dict(made.files)
    listed = contents.pop(SUMS)
    files = replace_owned(out, SUMS, contents, names=_OURS)
    last = File(name=SUMS, path=out / SUMS, sha256=sha256_of(listed), bytes=len(listed))
    return Downloads(files=(*files, last), left_out=made.left_out)


def download_contents(package: Package) -> Contents:
    """Every download in the order of names, checked, and their sums; errors as above.

    What a form cannot hold is mostly known before it is made, and leaves out that file alone.
    """
    tables = _nameable_tables(package)
    outputs = [output for form in FORMS for output in form.outputs(package, tables)]
    refused = _refused(tables)
    contents: dict[str, bytes] = {}
    left_out: list[LeftOut] = []
    for output in sorted(outputs, key=lambda output: output.name):
        if found := _in_the_way(output, refused):
            reason, reason_zh = _said(found), _said(found, "zh")
        else:
            try:
                contents[output.name] = _made(output)
                continue
            except NotHeldError as error:
                reason = " ".join(str(error).split())
                reason_zh = " ".join(error_in_chinese(error).split())
        left_out.append(LeftOut(name=output.name, reason=reason, reason_zh=reason_zh))
    contents[SUMS] = sums((sha256_of(content), name) for name, content in contents.items())
    return Contents(files=contents, left_out=tuple(left_out))


def single_file(package: Package, form: PackageForm) -> bytes:
    """A download that holds all tables, as ``make_downloads`` writes it.

    Raises as ``make_downloads`` does, and NotHeldError if the form cannot hold the tables.
    """
    tables = _nameable_tables(package)
    (output,) = form.outputs(package, tables)
    if found := _in_the_way(output, _refused(tables)):
        raise NotHeldError(
            f"{form.title} cannot hold the tables",
            file=package.shown_path(package.file_name),
            found=_said(found),
            hint="declare such columns otherwise, or take another form of the data",
        )
    return _made(output)


def make_database(package: Package, out: Path) -> Path:
    """Write the SQLite download alone into ``out``; errors as in ``single_file``."""
    name = f"{file_stem(package)}{SQLITE.suffix}"
    write_files(out, {name: single_file(package, SQLITE)})
    return out / name


def _nameable_tables(package: Package) -> tuple[TypedTable, ...]:
    """The tables; PackageError if one, or the package, has a name or text that no file can have."""
    file_stem(package)
    tables = read_tables(package)
    check_texts(package)
    check_table_names(package)
    return tables


def _made(output: Output) -> bytes:
    content = output.make()
    check_output(output, content)
    return content


def _refused(tables: Sequence[TypedTable]) -> list[Refusal]:
    return [
        each
        for table in tables
        for each in refusals(
            table.name, table.schema.names, zip(table.lines, table.rows, strict=True)
        )
    ]


def _in_the_way(output: Output, refused: Sequence[Refusal]) -> list[Refusal]:
    """Why a file cannot be made: what its form has no room for in its tables."""
    names = {table.name for table in output.tables}
    return [each for each in refused if each.form == output.form.title and each.table in names]


def _said(found: Sequence[Refusal], lang: str = "en") -> str:
    return ("；" if lang == "zh" else "; ").join(each.words(lang) for each in found)
