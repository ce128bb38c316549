"""Tables in several files: what is lost or glued where one file follows another."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected, TextForm

_SHOWN = 60


def parts(inspected: Inspected) -> Iterator[Hit] | None:
    """The files of a table give together the rows that each of them gives alone.

    由多个文件组成的表，合并后的行与各文件分别读取的行一致。

    Holds: every file ends with a line end, and either all of them begin with the same header, or
    the dialect says that there is none.

    Breaks: the second file has no header: its first row is taken for one and left out.

    Basis: Data Package joins the files byte by byte; frictionless leaves out the first line of each
    later CSV, whatever it holds, and says nothing.
    """
    if len(inspected.resource.paths) < 2:  # noqa: PLR2004
        return None
    form = inspected.form
    if form is None or not inspected.files or inspected.opened.compression:
        return iter(())
    if not _bytewise(form.encoding):
        return iter(())
    return _look(inspected, form)


def _bytewise(encoding: str) -> bool:
    """Whether a line end is one byte."""
    return not encoding.replace("_", "-").startswith(("utf-16", "utf-32"))


def _look(inspected: Inspected, form: TextForm) -> Iterator[Hit]:
    heads = [_first_line(file, form) for file in inspected.files]
    first = _cells(heads[0], form)
    leaves_out = bool(form.header) and inspected.opened.format == "csv"
    found = False
    for number, path in enumerate(inspected.resource.paths[1:], start=2):
        before = inspected.resource.paths[number - 2]
        if _open_end(inspected.files[number - 2]) and heads[number - 1]:
            found = True
            yield Hit(kind="parts-glued", found=before, words={"path": path})
        for hit in _of_head(path, heads[number - 1], first, form, leaves_out=leaves_out):
            found = True
            yield hit
    if not found and not inspected.cut and inspected.rows is not None and len(form.header) == 1:
        alone = sum(_rows(file, form) for file in inspected.files)
        if alone != inspected.rows:
            yield Hit(kind="parts-rows", found=str(inspected.rows), expected=str(alone))


def _of_head(
    path: str, line: str, first: list[str], form: TextForm, *, leaves_out: bool
) -> Iterator[Hit]:
    """What becomes of the first line of a later file."""
    cells, words = _cells(line, form), {"path": path}
    if not line or not form.header:
        return
    if leaves_out and cells != first:
        moved = sorted(cells) == sorted(first)
        kind = "parts-order" if moved else "parts-row-lost"
        expected = form.dialect.delimiter.join(first)[:_SHOWN]
        yield Hit(kind=kind, found=line.strip()[:_SHOWN], expected=expected, words=words)
    elif not leaves_out and cells == first:
        yield Hit(kind="parts-header-row", found=line.strip()[:_SHOWN], words=words)


def _first_line(path: Path, form: TextForm) -> str:
    with path.open("rb") as file:
        return file.readline().decode(form.encoding, "replace").removeprefix("\ufeff")


def _open_end(path: Path) -> bool:
    """Whether a file has content and does not end with a line end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        return file.read(1) not in (b"", b"\n", b"\r")


def _cells(line: str, form: TextForm) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], dialect=form.dialect), [])]


def _rows(path: Path, form: TextForm) -> int:
    """How many records a file has after its first, which is its header."""
    with path.open(encoding=form.encoding, errors="replace", newline="") as file:
        return max(sum(1 for _ in csv.reader(file, dialect=form.dialect)) - 1, 0)
