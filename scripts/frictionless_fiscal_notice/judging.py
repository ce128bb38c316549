"""A package of frictionless judged by the rules, once for all its resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.errors import FiscalNoticeError
from fiscal_notice.model import NOTHING_TO_CHECK, Finding, Report
from fiscal_notice.notice.family import LETTER, MARKS, lacking_marks
from fiscal_notice.package.descriptor_reader import package_of
from fiscal_notice.validate import SCHEMAS, select_rules, validate_package

if TYPE_CHECKING:
    from frictionless import Package

Places = dict[str, list[Finding]]
"""The findings of one table by the key of their row."""


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What the rules found in ``package``, table by table, and what they could not be run on.

    ``problem`` says why they could not be run although they should have been.
    """

    package: Package | None
    found: dict[str, Places] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    problem: str | None = None
    served: set[str] = field(default_factory=set)

    def take(self, name: str) -> Places:
        """The findings of the resource ``name``; those of no resource go to the first one."""
        homeless = [] if self.served else [t for t in self.found if not self._has(t)]
        self.served.add(name)
        places: Places = {}
        for table in (name, *homeless):
            for key, findings in self.found.get(table, {}).items():
                places.setdefault(key, []).extend(findings)
        return places

    def _has(self, name: str) -> bool:
        return self.package is not None and self.package.has_resource(name)


def judge(package: Package | None, rule_ids: Sequence[str], *, known: bool) -> Judgement:
    """Judge ``package`` by the rules called ``rule_ids`` (none: all); never raises.

    Findings that the errata declare are left out unless ``known`` asks for them.
    """
    try:
        reason = _not_ours(package)
        if package is None or reason:
            return Judgement(package=package, left_out=(f"no rule was run: {reason}",))
        report = _report(package, rule_ids)
    except FiscalNoticeError as error:
        problem = " ".join(str(error).split())
    except Exception as error:  # whatever the tables hold, the other checks go on
        problem = f"{type(error).__name__}: {error}"
    else:
        return _judgement(package, report, asked=bool(rule_ids), known=known)
    return Judgement(package=package, problem=f"the rules could not be run: {problem}")


def _not_ours(package: Package | None) -> str:
    if package is None:
        return "a table alone is no notice; validate the datapackage.json that lists it"
    if "://" in (package.basepath or ""):
        return "the package is remote, and rules read files; download it"
    columns = {name: _columns(package, name) for name in MARKS}
    lacking = lacking_marks(columns)
    if not lacking:
        return ""
    return (
        "the package is no fiscal notice; it has no table "
        + (LETTER if LETTER in lacking else " nor ".join(lacking))
        + " with the columns of one"
    )


def _columns(package: Package, name: str) -> list[str]:
    if not package.has_table_resource(name):
        return []
    return [str(field) for field in package.get_resource(name).schema.field_names]


def _report(package: Package, rule_ids: Sequence[str]) -> Report:
    root = Path(package.basepath or ".")
    # frictionless checks the schemas itself, and advice is none of its errors.
    chosen = select_rules(rule_ids)
    rules = [rule for rule in chosen if rule is not SCHEMAS and rule.severity != "advice"]
    return validate_package(package_of(package.to_descriptor(), root), rules)


def _judgement(package: Package, report: Report, *, asked: bool, known: bool) -> Judgement:
    result = Judgement(package=package, left_out=tuple(_left_out(report, asked=asked)))
    for finding in report.findings if known else report.undeclared:
        places = result.found.setdefault(finding.table, {})
        places.setdefault(finding.key, []).append(finding)
    result.statements = {o.rule.id: o.rule.statement for o in report.outcomes}
    return result


def _left_out(report: Report, *, asked: bool) -> Iterator[str]:
    """Why rules were skipped; that there was nothing to check, only of those ``asked`` for."""
    reasons: dict[str, list[str]] = {}
    for outcome in report.outcomes:
        if outcome.skipped is not None and (asked or outcome.skipped != NOTHING_TO_CHECK):
            reasons.setdefault(outcome.skipped, []).append(outcome.rule.id)
    for reason, ids in reasons.items():
        yield f"not run: {', '.join(ids)} ({reason})"
