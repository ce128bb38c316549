"""What frictionless guessed of the form of a CSV, because nothing is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fiscal_notice.validate.advice.hits import Hit
from fiscal_notice.validate.advice.inspected import Inspected

_SHOWN = 60


def guesses(inspected: Inspected) -> Iterator[Hit] | None:
    """The form of a CSV is the plain one or declared: commas, one header in the first line.

    CSV的格式为默认格式（逗号分隔、首行为表头），或已在dialect中声明。

    Holds: a file with semicolons has dialect: {delimiter: ";"} in its descriptor.

    Breaks: a title stands above the header, and frictionless passes over it without a word.

    Basis: Data Package says commas and a header in the first line where nothing is declared;
    frictionless guesses from the first hundred lines, and other readers do not.
    """
    if inspected.proven or inspected.form is None:
        return None if inspected.resource.schema is None else iter(())
    return _look(inspected)


def _look(inspected: Inspected) -> Iterator[Hit]:
    form, declared = inspected.form, _declared(inspected.raw.get("dialect"))
    assert form is not None  # noqa: S101  looked at before
    if not {"header", "headerRows", "commentRows", "commentChar"} & set(declared):
        row = next(iter(form.header), 1)
        if row > 1:
            above = ",".join(map(str, form.sample[0]))
            words = {"above": row - 1}
            yield Hit(kind="header-guessed", row=row, found=above[:_SHOWN], words=words)
    plain = "\t" if inspected.opened.format == "tsv" else ","
    several = any(len(cells) > 1 for cells in form.sample)
    if "delimiter" not in declared and form.dialect.delimiter != plain and several:
        yield Hit(kind="delimiter-guessed", found=_named(form.dialect.delimiter), expected=plain)


def _declared(dialect: Any) -> Mapping[str, Any]:
    """The properties of a dialect; all of them are taken for declared if it lies in a file."""
    if isinstance(dialect, str):
        return dict.fromkeys(["header", "delimiter"])
    if not isinstance(dialect, dict):
        return {}
    csv = dialect.get("csv")
    return dialect | csv if isinstance(csv, dict) else dialect


def _named(delimiter: str) -> str:
    return "\\t" if delimiter == "\t" else delimiter
