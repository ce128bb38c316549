"""A follow-up of a notice as a kind of data package: what it plugs into the general rooms.

Imported for every package that has to be told apart; all that is heavy is imported by the methods.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from fiscal_notice.follow.family import lacking_marks
from fiscal_notice.package.kind import Kind

if TYPE_CHECKING:
    from fiscal_notice.model import Explanation, Outcome, Report, Rule
    from fiscal_notice.package import Package
    from fiscal_notice.schema_check import SchemaResult
    from fiscal_notice.site import Site


class FollowUp(Kind):
    """What became of the money and the targets of a notice."""

    name = ("follow-up of a notice", "通知的后续跟踪")
    habits = ("fiscal_notice.follow.declaring", "habits.json")
    rule_groups = {"FOL": ("Follow-up", "后续跟踪")}

    def lacking(self, columns: Mapping[str, Collection[str]]) -> Mapping[str, tuple[str, ...]]:
        return lacking_marks(columns)

    @property
    def rules(self) -> tuple[Rule, ...]:
        from fiscal_notice.follow.rules import RULES
        from fiscal_notice.notice.rules import STALE

        return (*RULES, STALE)

    def judge(
        self,
        package: Package,
        rules: Sequence[Rule],
        schemas: SchemaResult,
        outcomes: Sequence[Outcome],
        known: frozenset[str],
    ) -> tuple[list[Outcome], dict[str, Explanation]]:
        from fiscal_notice.follow.judging import judge

        return judge(package, rules, schemas, outcomes, known)

    def site(
        self, package: Package, report: Report, downloads: Mapping[str, bytes] | None
    ) -> Site | None:
        from fiscal_notice.follow.pages import follow_up_site

        return follow_up_site(package, report, downloads)

    def beside(self, package: Package, report: Report, site: Site) -> Site:
        from fiscal_notice.follow.pages import beside

        return beside(package, report, site)


KIND = FollowUp()
