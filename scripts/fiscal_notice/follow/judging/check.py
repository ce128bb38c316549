"""``follow check``: the follow-up of a folder judged, and what was found by city."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fiscal_notice.follow.announced import announced_by, notice_of
from fiscal_notice.follow.cities import called
from fiscal_notice.follow.judging.by_city import City, cities_of
from fiscal_notice.follow.record import follow_up_at
from fiscal_notice.model import Report
from fiscal_notice.package import Package
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
    notice = notice_of(package)
    known = _regions(notice) if notice else {}
    # A name that is none's is said before everything is checked, not after.
    wanted = called(list(known.values()), cities) if known else ()
    report = validate_package(package, rules_for(package))
    found = cities_of(report, package)
    for city in found:
        city.english = known[city.code].english if city.code in known else ""
    names = [city.code for city in wanted] if cities and wanted else cities
    return Checked(package=package, report=report, cities=list(called(found, names)))


def _regions(notice: Package) -> dict[str, City]:
    announced = announced_by(notice)
    english = announced.facts.english
    return {
        code: City(code=code, name=row["name"], english=english.get(code, ""))
        for code, row in announced.regions.items()
    }
