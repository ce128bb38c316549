"""``follow check``: the follow-up of a folder judged, and what was found by city."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.follow.judging.by_city import City, chosen, cities_of
from fiscal_notice.follow.record import follow_up_at
from fiscal_notice.model import Report
from fiscal_notice.package import Package
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.validate import rules_for, validate_package


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The follow-up, its report and what was found of the cities that were asked for."""

    package: Package
    report: Report
    cities: list[City]

    @property
    def fine(self) -> bool:
        """Whether nothing was found of these cities that no erratum declares."""
        return not any(
            told.finding.severity != "advice" for city in self.cities for told in city.findings
        )


def checked(folder: Path, cities: tuple[str, ...] = ()) -> Checked:
    """The follow-up of ``folder`` judged by all of its rules.

    ``cities`` are codes or names of those to speak of. Raises UnknownNameError for one that the
    notice has not, PackageError where there is no follow-up.
    """
    package = follow_up_at(folder)
    report = validate_package(package, rules_for(package))
    found = cities_of(report, package, check_schemas(package))
    return Checked(package=package, report=report, cities=chosen(found, cities))
