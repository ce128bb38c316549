"""Run schemas, rules and errata over a package and give one Report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.advice import ADVICE, advise
from fiscal_notice.errata import STALE, ErratumRow, declare, errata_rows, explanations, stale
from fiscal_notice.errors import UnknownNameError
from fiscal_notice.family import lacking_marks
from fiscal_notice.model import Finding, Outcome, Report, Rule, Warn, judged_elsewhere
from fiscal_notice.package import Package
from fiscal_notice.package.archive import locate
from fiscal_notice.schema_check import (
    LIMIT,
    SchemaError,
    SchemaResult,
    Subject,
    conform,
    result_of,
    subject_at,
    subject_of,
)
from fiscal_notice.translation import in_chinese

if TYPE_CHECKING:
    from fiscal_notice.evidence import Frames
    from fiscal_notice.schema_check.scan import Scan

SCHEMAS = Rule(
    id="SCH-01",
    severity="error",
    statement="Descriptor, schemas and data conform to Data Package v2 and Table Schema: types, "
    "constraints, keys, hashes and sizes, as frictionless checks them.",
    statement_zh="描述文件、模式与数据符合Data Package v2及Table Schema：类型、约束、主外键、"
    "哈希与大小，以frictionless的检查为准。",
    holds="every cell has its field's type and every foreign key its target.",
    breaks="25万元 in an integer field; a key that stands twice.",
    tables=(),
    compare=judged_elsewhere,
)
#: The rules that hold of any data package.
GENERAL = (SCHEMAS, *ADVICE)


def all_rules() -> tuple[Rule, ...]:
    """Every rule that a validation runs, in its order."""
    # Imported here: it costs more than most packages take, and those that are no notice need none.
    from fiscal_notice.rules import RULES  # noqa: PLC0415

    return (*GENERAL, *RULES, STALE)


def select_rules(ids: Sequence[str]) -> tuple[Rule, ...]:
    """The rules called ``ids``, all if there are none; UnknownNameError for an unknown id."""
    known = {rule.id: rule for rule in all_rules()}
    for rule_id in ids:
        if rule_id not in known:
            same = [name for name in known if name[:3] == rule_id[:3].upper()]
            near = get_close_matches(rule_id.upper(), same or known, n=3)
            raise UnknownNameError(
                f"no rule is called {rule_id}",
                hint=("did you mean " + ", ".join(near) + "?")
                if near
                else "see fiscal-notice rules",
            )
    return tuple(rule for rule in all_rules() if not ids or rule.id in ids)


def rules_for(package: Package | None) -> tuple[Rule, ...]:
    """The rules for ``package``: all for a notice, for any other those that know no notice."""
    return all_rules() if is_notice(package) else GENERAL


def is_notice(package: Package | None) -> bool:
    """Whether a package is a notice of the family, by its tables and their columns."""
    tables = package.tables if package is not None else ()
    return not lacking_marks({t.name: t.schema.names for t in tables if t.schema})


def validate(
    source: Path | str,
    rule_ids: Sequence[str] = (),
    *,
    limit: int = LIMIT,
    scan: Scan | None = None,
) -> Report:
    """Validate the package at ``source`` (folder, descriptor or zip).

    ``rule_ids`` restricts the run to these rules, ``limit`` the schema errors of each resource
    (0: all); ``scan`` reads large tables, if they are not to be read here. Raises PackageError if
    there is no package to read; everything that is wrong inside it is in the report.
    """
    chosen = select_rules(rule_ids) if rule_ids else None
    with locate(source) as place:
        subject = subject_at(place)
        rules = rules_for(subject.package) if chosen is None else chosen
        return _validate(subject, rules, limit=limit, scan=scan)


def validate_package(
    package: Package, rules: Sequence[Rule], *, limit: int = LIMIT, scan: Scan | None = None
) -> Report:
    """Validate an opened package against ``rules``; ``limit`` and ``scan`` as in ``validate``."""
    return _validate(subject_of(package), rules, limit=limit, scan=scan)


def _validate(subject: Subject, rules: Sequence[Rule], *, limit: int, scan: Scan | None) -> Report:
    conformance = conform(subject, limit_errors=limit, scan=scan)
    schemas = result_of(conformance, subject, wanted=SCHEMAS in rules)
    outcomes = [_schema_outcome(subject.package, schemas)] if SCHEMAS in rules else []
    outcomes += advise(subject, schemas, {rule.id for rule in rules}, limit)
    notice, errata = is_notice(subject.package), None
    if notice and subject.package is not None:
        outcomes, errata = _judged(subject.package, rules, schemas, outcomes)
    descriptor = subject.descriptor or {}
    return Report(
        package=str(descriptor.get("name", "")),
        title=str(descriptor.get("title", "")),
        version=str(descriptor.get("version", "")),
        resources=schemas.resources,
        outcomes=tuple(outcomes),
        explanations=explanations(errata),
        cut=schemas.cut,
        warnings=(*schemas.warnings, *_left_out(subject, rules, notice=notice)),
        notice=notice,
    )


def _left_out(subject: Subject, rules: Sequence[Rule], *, notice: bool) -> Iterator[Warn]:
    """That rules were not run which could have been meant, and why."""
    asked = ", ".join(rule.id for rule in rules if rule not in GENERAL)
    if subject.refusal is not None and not lacking_marks(subject.columns()):
        yield Warn(
            resource="",
            message=f"no rule was run: {subject.refusal.problem}",
            message_zh=f"未运行任何规则：{in_chinese(subject.refusal.problem)}",
        )
    elif asked and not notice:
        yield Warn(
            resource="",
            message=f"not run, as the package is no notice of the family: {asked}",
            message_zh=f"该数据包不是本类通知，未运行：{asked}",
        )


def _judged(
    package: Package, rules: Sequence[Rule], schemas: SchemaResult, outcomes: list[Outcome]
) -> tuple[list[Outcome], list[ErratumRow] | None]:
    """``outcomes`` and those of the rules on tables, with their errata; and all errata."""
    from fiscal_notice.evidence import load_frames  # noqa: PLC0415  as in all_rules

    own = [rule for rule in rules if rule not in (*GENERAL, STALE)]
    frames, problems = load_frames(package, schemas, rules)
    errata = errata_rows(frames.get("errata"))
    outcomes = declare([*outcomes, *_judge(own, frames, problems)], errata)
    if STALE in rules:
        outcomes.append(stale(outcomes, errata, frozenset(rule.id for rule in all_rules())))
    return outcomes, errata


def _judge(rules: Sequence[Rule], frames: Frames, problems: Mapping[str, str]) -> list[Outcome]:
    """The outcomes of ``rules``; one whose table has a problem is skipped, with the problem."""
    from fiscal_notice.evidence import COMPARED_WITH_TRANSCRIPT  # noqa: PLC0415
    from fiscal_notice.extract import TRANSCRIPT  # noqa: PLC0415
    from fiscal_notice.rules import judge_all  # noqa: PLC0415

    broken = {
        rule.id: "; ".join(f"{name}: {problems[name]}" for name in rule.tables if name in problems)
        for rule in rules
    }
    sound = iter(judge_all([rule for rule in rules if not broken[rule.id]], frames))
    outcomes = [
        Outcome(rule=rule, checked=0, skipped=broken[rule.id]) if broken[rule.id] else next(sound)
        for rule in rules
    ]
    if TRANSCRIPT not in problems:
        return outcomes
    # A transcript that cannot be read proves nothing: that is a finding, not a rule left out.
    return [
        _unreadable(outcome.rule, TRANSCRIPT, problems[TRANSCRIPT])
        if COMPARED_WITH_TRANSCRIPT in outcome.rule.tables
        else outcome
        for outcome in outcomes
    ]


def _unreadable(rule: Rule, table: str, problem: str) -> Outcome:
    finding = Finding(
        rule=rule.id,
        severity=rule.severity,
        table=table,
        key="",
        field="",
        line=None,
        found=None,
        expected="a transcript that gives the tables",
        message=problem,
    )
    return Outcome(rule=rule, checked=1, findings=(finding,))


def _schema_outcome(package: Package | None, schemas: SchemaResult) -> Outcome:
    findings = tuple(_schema_finding(package, error) for error in schemas.errors)
    return Outcome(rule=SCHEMAS, checked=max(schemas.cells, 1), findings=findings)


def _schema_finding(package: Package | None, error: SchemaError) -> Finding:
    resource = package.resource(error.resource) if package is not None else None
    key, found, field = "", error.cell, error.field
    if resource and resource.schema and error.cells:
        cells = dict(zip(resource.schema.names, error.cells, strict=False))
        names = resource.schema.primary_key
        key = "/".join(cells.get(name, "") for name in names) if names else ""
        if error.type == "primary-key":
            field, found = ", ".join(names), ", ".join(cells.get(name, "") for name in names)
        elif found is None:
            found = cells.get(error.field)
    return Finding(
        rule=SCHEMAS.id,
        severity="error",
        table=error.resource,
        key=key or (f"row {error.row}" if error.row else ""),
        field=field,
        line=None,
        found=found,
        expected=error.type,
        message=error.message,
        kind=error.type,
        row=error.row,
        column=error.column,
        note=error.note,
        labels=error.labels,
    )
