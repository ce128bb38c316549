"""What a form of downloads is: what it is called, and how its files are made and read back.

A form gives one file a table (``TableForm``) or one file that holds all tables (``PackageForm``).
To know its words no library of it is needed: its functions are named as ``MODULE:FUNCTION`` and
found when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pkgutil import resolve_name
from typing import Any

from fiscal_notice.export.typed_tables import TypedTable, Values
from fiscal_notice.model import Value
from fiscal_notice.package import Package
from fiscal_notice.package.naming import file_stem

Rows = list[Values]


def _call(function: str, *arguments: object) -> Any:
    return resolve_name(function)(*arguments)


def unchanged(value: Value) -> Value:
    """The value itself."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadForm:
    """A form of downloads, and the words for it in English and Chinese (``_zh``).

    ``name`` is a word of ASCII, ``suffix`` the end of its files' names, ``media_type`` that of IANA
    or the one in use. ``title`` is what lists call the form, ``about`` says in a line what it is
    good for. What the form is known to have no room for stands in ``package.limits`` under its
    title; of what else it cannot hold ``make`` raises NotHeldError. ``read`` may raise anything for
    bytes that it cannot read.
    """

    name: str
    suffix: str
    media_type: str
    title: str
    title_zh: str
    about: str
    about_zh: str
    make: str
    read: str

    def titled(self, lang: str) -> str:
        """The title in Chinese (``zh``) or English (``en``)."""
        return self.title_zh if lang == "zh" else self.title

    def outputs(self, package: Package, tables: Sequence[TypedTable]) -> list[Output]:
        """The files of a package of these tables in this form."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that can be made: its name below the folder of downloads, form, and tables in it.

    ``read`` gives the rows of each of ``tables`` back by name; ``as_read`` is what becomes of a
    value on the way.
    """

    name: str
    form: DownloadForm
    tables: Sequence[TypedTable]
    make: Callable[[], bytes] = field(repr=False)
    read: Callable[[bytes], Mapping[str, Rows]] = field(repr=False)
    as_read: Callable[[Value], Value] = field(default=unchanged, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm(DownloadForm):
    """A form with one file a table, in a folder of the form's name.

    ``make`` takes a TypedTable and returns bytes; ``read`` takes these and the table, and returns
    its rows.
    """

    def outputs(
        self,
        package: Package,  # noqa: ARG002  not needed here
        tables: Sequence[TypedTable],
    ) -> list[Output]:
        """A file for each table."""
        return [
            Output(
                name=f"{self.name}/{table.name}{self.suffix}",
                form=self,
                tables=[table],
                make=partial(_call, self.make, table),
                read=partial(self._read, table),
            )
            for table in tables
        ]

    def _read(self, table: TypedTable, content: bytes) -> Mapping[str, Rows]:
        return {table.name: _call(self.read, content, table)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageForm(DownloadForm):
    """A form with one file that holds all tables, named for the package.

    ``make`` takes the package and its tables and returns bytes; ``read`` takes these and the
    tables, and returns the rows of each by name. ``as_read`` takes a value and returns what a
    reader gives for it, where that is another one.

    A portal offers the file too: ``resource`` is its name there, with a title of at most 50 letters
    in both languages and a description.
    """

    resource: str
    resource_title: str
    resource_description: str
    as_read: str = f"{__name__}:unchanged"

    def outputs(self, package: Package, tables: Sequence[TypedTable]) -> list[Output]:
        """The one file; PackageError if the package cannot name it."""
        return [
            Output(
                name=f"{file_stem(package)}{self.suffix}",
                form=self,
                tables=tables,
                make=partial(_call, self.make, package, tables),
                read=lambda content: _call(self.read, content, tables),
                as_read=resolve_name(self.as_read),
            )
        ]
