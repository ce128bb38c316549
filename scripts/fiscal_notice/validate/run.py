"""Run schemas, rules and errata over a package and give one Report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.errors import UnknownNameError
from fiscal_notice.model import Explanation, Finding, Outcome, Report, Rule, Warn, judged_elsewhere
from fiscal_notice.package import Package
from fiscal_notice.package.archive import locate
from fiscal_notice.package.kind import ANY, Kind, kind_of, kind_with, kinds
from fiscal_notice.schema_check import (
    LIMIT,
    SchemaError,
    SchemaResult,
    Subject,
    conform,
    schema_result,
    subject_at,
    subject_of,
)
from fiscal_notice.translation import in_chinese
from fiscal_notice.validate.advice import ADVICE, advise

if TYPE_CHECKING:
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
GROUPS = {"SCH": ("Schemas", "模式"), "ADV": ("Advice", "提示")}


def all_rules() -> tuple[Rule, ...]:
    """Every rule that a validation can run, in its order: for any package, then for each kind."""
    # Kinds may share rules.
    return tuple(dict.fromkeys([*GENERAL, *(rule for kind in kinds() for rule in kind.rules)]))


def rule_groups() -> dict[str, tuple[str, str]]:
    """Titles of the groups of rules, English and Chinese, by the first letters of their ids."""
    return GROUPS | {name: title for kind in kinds() for name, title in kind.rule_groups.items()}


def select_rules(ids: Sequence[str]) -> tuple[Rule, ...]:
    """The rules called ``ids`` in the order of ``all_rules``, all if there are none.

    Raises UnknownNameError, which names the nearest ids, for one that is not known.
    """
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
    """The rules for ``package``: those for any, and those of its kind."""
    return (*GENERAL, *kind_of(package).rules)


def validate(
    source: Path | str,
    rule_ids: Sequence[str] = (),
    *,
    limit: int = LIMIT,
    scan: Scan | None = None,
) -> Report:
    """Validate the package at ``source`` (folder, descriptor or zip).

    The report's outcomes are in the order of ``all_rules``: schemas, advice, the rules of its kind.
    ``rule_ids`` restricts the run to these rules, ``limit`` the schema errors of each resource
    (0: all); ``scan`` reads large tables, if they are not to be read here. Raises UnknownNameError
    for a rule that does not exist, PackageError if there is no package to read; everything that is
    wrong inside it is in the report.
    """
    chosen = select_rules(rule_ids) if rule_ids else None
    with locate(source) as place:
        subject = subject_at(place)
        rules = rules_for(subject.package) if chosen is None else chosen
        return _validate(subject, rules, limit=limit, scan=scan)


def validate_package(
    package: Package, rules: Sequence[Rule], *, limit: int = LIMIT, scan: Scan | None = None
) -> Report:
    """Validate an opened package against ``rules``; the rest as in ``validate``."""
    return _validate(subject_of(package), rules, limit=limit, scan=scan)


def _validate(subject: Subject, rules: Sequence[Rule], *, limit: int, scan: Scan | None) -> Report:
    conformance = conform(subject, limit_errors=limit, scan=scan)
    schemas = schema_result(conformance, subject, wanted=SCHEMAS in rules)
    outcomes = [_schema_outcome(subject.package, schemas)] if SCHEMAS in rules else []
    outcomes += advise(subject, schemas, {rule.id for rule in rules}, limit)
    kind = kind_of(subject.package)
    explanations: dict[str, Explanation] = {}
    remarks: Sequence[Warn] = ()
    if subject.package is not None:
        known = frozenset(rule.id for rule in rules_for(subject.package))
        outcomes, explanations = kind.judge(subject.package, rules, schemas, outcomes, known)
        remarks = kind.remarks(subject.package, outcomes)
    descriptor = subject.descriptor or {}
    return Report(
        package=str(descriptor.get("name", "")),
        title=str(descriptor.get("title", "")),
        version=str(descriptor.get("version", "")),
        resources=schemas.resources,
        outcomes=tuple(outcomes),
        explanations=explanations,
        cut=schemas.cut,
        warnings=(*schemas.warnings, *_left_out(subject, rules, kind), *remarks),
        notice=kind is not ANY,
        created=str(descriptor.get("created") or ""),
    )


def _left_out(subject: Subject, rules: Sequence[Rule], kind: Kind) -> Iterator[Warn]:
    """That rules were not run which could have been meant, and why."""
    if subject.refusal is not None and kind_with(subject.columns()) is not ANY:
        yield Warn(
            resource="",
            message=f"no rule was run: {subject.refusal.problem}",
            message_zh=f"未运行任何规则：{in_chinese(subject.refusal.problem)}",
        )
        return
    # The rules of a kind load its libraries: asked for only if there are any that are not ours.
    strange = [rule for rule in rules if rule not in GENERAL and rule not in kind.rules]
    for other in kinds() if strange else ():
        asked = ", ".join(rule.id for rule in strange if rule in other.rules)
        if asked:
            name, name_zh = other.name
            yield Warn(
                resource="",
                message=f"not run, as the package is no {name}: {asked}",
                message_zh=f"该数据包不是{name_zh}，未运行：{asked}",
            )


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
