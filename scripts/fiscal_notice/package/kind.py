"""What one kind of data package has beside what any data package has: the one plug of the house.

General rooms (validation, release, site, downloads, publisher) know any data package. Whatever only
packages of one kind have, rules, pictures, pages, they ask of its ``Kind`` and never import. A
kind is a module named in ``PLUGGED_IN`` with a ``KIND``; it is imported when a package has to be
told apart, so it imports what is heavy inside its methods.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Explanation, Outcome, Report, Rule, Warn
from fiscal_notice.package.descriptor import Package

if TYPE_CHECKING:
    from pandera.pandas import Check

    from fiscal_notice.export.reading_sheet import ReadingSheet
    from fiscal_notice.export.views import View
    from fiscal_notice.schema_check import SchemaResult
    from fiscal_notice.site import Site

#: The modules of the kinds that this program knows, the first that fits is taken.
PLUGGED_IN = ("fiscal_notice.notice.kind", "fiscal_notice.follow.kind")


class Kind:
    """Any data package, which adds nothing; a kind overrides what its packages have.

    ``name`` says what a package of the kind is, in English and Chinese, as in "the package is no
    NAME"; empty for any package.
    """

    name: tuple[str, str] = ("", "")
    #: Titles of the groups of its rules, English and Chinese, by the first letters of their ids.
    rule_groups: Mapping[str, tuple[str, str]] = {}

    #: What the findings of its rules are as errata: the package of a JSON file, and its name.
    habits: tuple[str, str] = ("", "")

    #: What to know before the tables are read, for the data dictionary: lines of Markdown.
    dictionary_notes: Sequence[str] = ()

    def lacking(self, columns: Mapping[str, Collection[str]]) -> Mapping[str, tuple[str, ...]]:
        """What keeps a package with these columns by table from being of this kind.

        Tables that are not there or lack the columns that follow; empty if it is of the kind.
        """
        return {}

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules for packages of this kind, beside those for any."""
        return ()

    def judge(
        self,
        package: Package,
        rules: Sequence[Rule],
        schemas: SchemaResult,
        outcomes: Sequence[Outcome],
        known: frozenset[str],
    ) -> tuple[list[Outcome], dict[str, Explanation]]:
        """``outcomes``, those of ``rules`` after them, and explanations by erratum id.

        ``outcomes`` are those of the schemas and of advice, in which findings may be declared;
        of ``rules`` those that are this kind's are judged. ``known`` are the ids of all rules.
        """
        return list(outcomes), {}

    def remarks(self, package: Package, outcomes: Sequence[Outcome]) -> Sequence[Warn]:
        """What a reader of these outcomes should know; it fails no run."""
        return ()

    def checks(
        self, package: Package, known: frozenset[str], *, with_declared: bool
    ) -> Mapping[str, Sequence[Check]]:
        """The rules as checks by table, for a frame in place of that table of ``package``.

        What its errata declare is a failure only ``with_declared``; ``known`` as above.
        """
        return {}

    def site(
        self, package: Package, report: Report, downloads: Mapping[str, bytes] | None
    ) -> Site | None:
        """The site of a package of this kind: its pages, words and templates.

        ``downloads`` are files to offer (name → content). None: the pages of any package.
        """
        return None

    def beside(self, package: Package, report: Report, site: Site) -> Site:
        """``site``, that of another package, with the pages on ``package`` beside its own.

        Raises PackageError if packages of this kind have no such pages, or this one says nothing
        of the other.
        """
        raise PackageError(
            "the package has no pages that could stand beside those of another",
            file=package.shown,
            expected="a package that follows the other one up",
            hint="leave it out of --follow-up",
        )

    def documents(self, package: Package) -> dict[str, bytes]:
        """Pages and pictures of ``docs/`` that are made for packages of this kind, by path."""
        return {}

    def summary(self, package: Package, lang: str) -> list[str]:
        """What the package says, in a few lines for a terminal."""
        return []

    @property
    def views(self) -> tuple[View, ...]:
        """Views of the database with their queries; those are made whose tables are there."""
        return ()

    def sheets(self, package: Package) -> Sequence[ReadingSheet]:
        """Sheets for people, which stand before the tables in the workbook.

        None of a package whose figures cannot be read: its tables still can.
        """
        return ()

    def reading_notes(
        self, titles: Mapping[str, str], rows: Mapping[str, int], lang: str
    ) -> list[tuple[str, str, bool]]:
        """What to know before the tables are used: label, text, and whether it warns.

        ``titles`` (in ``lang``) and ``rows`` are those of the tables by name.
        """
        return []

    def pictures(self, package: Package) -> dict[str, str]:
        """Pictures of the data as SVG, by language; PackageError where something is amiss."""
        return {}

    def undrawn(self, package: Package) -> str:
        """What a package lacks for its pictures, in words; empty if nothing or if it has none."""
        return ""

    def picture_in_words(self, package: Package, lang: str) -> tuple[str, str]:
        """Title and description of the picture, for those who do not see it."""
        return "", ""


#: What any data package is.
ANY = Kind()


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds that this program knows, in the order in which they are tried."""
    return tuple(import_module(name).KIND for name in PLUGGED_IN)


def kind_of(package: Package | None) -> Kind:
    """The kind of ``package`` by its tables and their columns; ANY if it is of none."""
    if package is None:
        return ANY
    return kind_with({t.name: t.schema.names for t in package.tables if t.schema})


def kind_with(columns: Mapping[str, Collection[str]]) -> Kind:
    """The kind of a package with these columns by table; ANY if it is of none."""
    return next((kind for kind in kinds() if not kind.lacking(columns)), ANY)
