"""For notebooks: the tables of a package as frames, and checks for a frame in place of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from fiscal_notice.package import Package, open_package
from fiscal_notice.package.frame_schema import frame_schema
from fiscal_notice.package.frames import text_frame, typed_frame
from fiscal_notice.package.kind import kind_of
from fiscal_notice.validate.run import rules_for


def checks(
    package: Package | Path | str, *, with_declared: bool = False
) -> dict[str, pa.DataFrameSchema]:
    """By table the types, keys and constraints of its Table Schema, and the rules that judge it.

    ``package`` is opened, or lies at a path (folder, descriptor or zip). A rule is a check of the
    whole table, its name the rule's id; all other tables that it reads are those of the package.
    What the package's errata declare is a failure only ``with_declared``. Frames may be typed as
    ``frames`` gives them or of text, as ``pandas.read_csv(path, dtype=str)`` reads them. Advice
    (ADV), foreign keys and hashes concern files: ``validate`` looks at them. Raises PackageError
    if there is no package to read.
    """
    with _opened(package) as opened:
        known = frozenset(rule.id for rule in rules_for(opened))
        rules = kind_of(opened).checks(opened, known, with_declared=with_declared)
        return {
            table.name: frame_schema(
                table.schema, table.name, rules.get(table.name, ()), table.title("en")
            )
            for table in opened.tables
            if table.schema
        }


def frames(package: Package | Path | str) -> dict[str, pd.DataFrame]:
    """The tables of a package by name, typed by their Table Schemas.

    Integers and years are Int64, numbers Float64, booleans boolean, all else is text; missing
    cells, and those that their type cannot read, are ``<NA>``. Raises PackageError if a table
    cannot be read.
    """
    with _opened(package) as opened:
        return {
            table.name: typed_frame(text_frame(opened, table), table.schema)[
                list(table.schema.names)
            ]
            for table in opened.tables
            if table.schema
        }


@contextmanager
def _opened(package: Package | Path | str) -> Iterator[Package]:
    if isinstance(package, Package):
        yield package
    else:
        with open_package(package) as opened:
            yield opened
