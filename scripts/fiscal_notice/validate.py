"""Run schemas, rules and errata over a package and give one Report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.extract import AUTHORED, TRANSCRIPT, extract_tables, target_rows, vocabulary_of
from fiscal_notice.model import Explanation, Finding, Outcome, Report, Row, Rows, Rule, Statements
from fiscal_notice.package import Package, Resource, open_package
from fiscal_notice.package.frames import rows_frame, text_frame, typed_frames
from fiscal_notice.parse.annex_allocations import function_rows
from fiscal_notice.parse.annex_grants import recipient_rows
from fiscal_notice.parse.policies import policy_rows
from fiscal_notice.rules import RULES, judge_all
from fiscal_notice.schema_check import SchemaError, SchemaResult, check_schemas

Frames = dict[str, pd.DataFrame]


def _judged_elsewhere(_: object) -> Statements:
    raise NotImplementedError


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
    compare=_judged_elsewhere,
)
STALE = Rule(
    id="ERR-02",
    severity="error",
    statement="Every erratum still declares a finding, on the line that it names.",
    statement_zh="每条勘误仍与一条检查结果相符，行号一致。",
    holds="an erratum repeats a finding's rule, cell, printed and expected values, and line.",
    breaks="the cell has changed, and the erratum declares a defect that is no more.",
    tables=("errata",),
    compare=_judged_elsewhere,
)


def all_rules() -> tuple[Rule, ...]:
    """Every rule that a validation runs, in its order."""
    return (SCHEMAS, *RULES, STALE)


def select_rules(ids: Sequence[str]) -> tuple[Rule, ...]:
    """The rules called ``ids``, all if there are none; PackageError for an unknown id."""
    known = {rule.id: rule for rule in all_rules()}
    for rule_id in ids:
        if rule_id not in known:
            near = get_close_matches(rule_id.upper(), known, n=3)
            raise PackageError(
                f"no rule is called {rule_id}",
                hint=("did you mean " + ", ".join(near) + "?")
                if near
                else "see fiscal-notice rules",
            )
    return tuple(rule for rule in all_rules() if not ids or rule.id in ids)


def validate(source: Path | str, rule_ids: Sequence[str] = ()) -> Report:
    """Validate the package at ``source`` (folder, descriptor or zip).

    ``rule_ids`` restricts the run to these rules. Raises PackageError if there is no package to
    read; everything that is wrong inside it is in the report.
    """
    with open_package(source) as package:
        return validate_package(package, select_rules(rule_ids))


def validate_package(package: Package, rules: Sequence[Rule]) -> Report:
    """Validate an opened package against ``rules``."""
    schemas = check_schemas(package)
    wanted = {rule.id for rule in rules}
    outcomes = [_schema_outcome(package, schemas)] if SCHEMAS.id in wanted else []
    own = [rule for rule in rules if rule not in (SCHEMAS, STALE)]
    frames, problems = load_frames(package, schemas)
    outcomes += _judge(own, frames, problems)
    outcomes = _declared(outcomes, frames.get("errata"))
    if STALE.id in wanted:
        outcomes.append(_stale(outcomes, frames.get("errata"), {r.id for r in rules}))
    return Report(
        package=str(package.descriptor.get("name", "")),
        title=str(package.descriptor.get("title", "")),
        version=package.version,
        resources=schemas.resources,
        outcomes=tuple(outcomes),
        explanations=_explanations(frames.get("errata")),
    )


def _explanations(errata: pd.DataFrame | None) -> dict[str, Explanation]:
    return {
        str(row["erratum_id"]): Explanation(
            zh=str(row["explanation_zh"] or ""), en=str(row["explanation_en"] or "")
        )
        for row in ([] if errata is None else _errata_rows(errata))
    }


def _judge(rules: Sequence[Rule], frames: Frames, problems: Mapping[str, str]) -> list[Outcome]:
    """The outcomes of ``rules``; one whose table has a problem is skipped, with the problem."""
    broken = {
        rule.id: "; ".join(f"{name}: {problems[name]}" for name in rule.tables if name in problems)
        for rule in rules
    }
    sound = iter(judge_all([rule for rule in rules if not broken[rule.id]], frames))
    return [
        Outcome(rule=rule, checked=0, skipped=broken[rule.id]) if broken[rule.id] else next(sound)
        for rule in rules
    ]


def load_frames(package: Package, schemas: SchemaResult) -> tuple[Frames, dict[str, str]]:
    """The frames that the rules read, and what stands in the way of those that are not there.

    ``NAME`` is the typed table, ``text:NAME`` its cells as text, ``rebuilt:NAME`` the table that
    the package's own transcript gives, ``derived:NAME`` the one that its other tables give.
    """
    broken = {error.resource for error in schemas.errors if error.type in _SHAPE_ERRORS}
    texts: Frames = {}
    problems: dict[str, str] = {}
    for resource in package.tables:
        if resource.name in broken:
            problems[resource.name] = "its header or rows do not fit the schema, see SCH-01"
            continue
        try:
            frame = text_frame(package, resource)
        except PackageError as error:
            problems[resource.name] = error.problem
            continue
        missing = _missing_columns(resource, frame)
        if missing:
            problems[resource.name] = "lacks the columns " + ", ".join(missing)
        else:
            texts[resource.name] = frame
    frames = typed_frames(texts, package)
    frames |= {f"text:{name}": frame for name, frame in texts.items()}
    frames |= {
        f"keys:{r.name}": pd.DataFrame({"field": list(r.schema.primary_key)})
        for r in package.tables
        if r.schema
    }
    frames |= _rebuilt(package, problems)
    frames |= _derived(package, texts)
    return frames, problems


# Errors after which a table's cells cannot be told apart any more.
_SHAPE_ERRORS = frozenset(
    [
        "source-error",
        "scheme-error",
        "format-error",
        "encoding-error",
        "blank-header",
        "duplicate-label",
        "missing-label",
        "extra-label",
        "incorrect-label",
        "missing-cell",
        "extra-cell",
    ]
)


def _missing_columns(resource: Resource, frame: pd.DataFrame) -> list[str]:
    names = resource.schema.names if resource.schema else ()
    return [name for name in names if name not in frame.columns]


def _rebuilt(package: Package, problems: dict[str, str]) -> Frames:
    if package.resource(TRANSCRIPT) is None:
        return {}
    try:
        tables = extract_tables(package).tables
    except FiscalNoticeError as error:
        problems["rebuilt:notice"] = str(error).splitlines()[0]
        return {}
    return {
        f"rebuilt:{name}": rows_frame(resource.schema, rows)
        for name, rows in tables.items()
        if (resource := package.resource(name)) and resource.schema and name not in AUTHORED
    }


def _derived(package: Package, texts: Frames) -> Frames:
    """What some tables are made from others: parsed, split and looked up again."""
    made: dict[str, Rows] = {}
    if "indicators" in texts:
        made["indicator_targets"] = target_rows(_rows(texts["indicators"]))
    if "grants" in texts:
        made["recipients"], made["grant_recipients"] = recipient_rows(_rows(texts["grants"]))
    if "target_sheets" in texts and "field_lines" in texts:
        made["policies"], made["sheet_policies"] = policy_rows(
            _rows(texts["target_sheets"]), _basis_lines(texts)
        )
    if "allocations" in texts and "functional_classification" in texts:
        made["functions"] = function_rows(_rows(texts["allocations"]), vocabulary_of(package))
    return {
        f"derived:{name}": rows_frame(resource.schema, rows)
        for name, rows in made.items()
        if (resource := package.resource(name)) and resource.schema
    }


def _rows(frame: pd.DataFrame) -> Rows:
    return [
        {str(name): cell or None for name, cell in row.items()}
        for row in frame.to_dict(orient="records")
    ]


def _basis_lines(texts: Frames) -> dict[int, int]:
    lines: dict[int, int] = {int(s): 0 for s in texts["target_sheets"]["sheet_id"] if s.isdigit()}
    places: list[Row] = _rows(texts["field_lines"])
    for row in places:
        if row["resource"] == "target_sheets" and row["field"] == "policy_basis":
            key, line = str(row["key"]), str(row["source_line"])
            if key.isdigit() and line.isdigit():
                lines[int(key)] = int(line)
    return lines


def _schema_outcome(package: Package, schemas: SchemaResult) -> Outcome:
    findings = tuple(_schema_finding(package, error) for error in schemas.errors)
    return Outcome(rule=SCHEMAS, checked=max(schemas.cells, 1), findings=findings)


def _schema_finding(package: Package, error: SchemaError) -> Finding:
    resource = package.resource(error.resource)
    key, found = "", None
    if resource and resource.schema and error.cells:
        cells = dict(zip(resource.schema.names, error.cells, strict=False))
        names = resource.schema.primary_key
        key = "/".join(cells.get(name, "") for name in names) if names else ""
        found = cells.get(error.field)
    return Finding(
        rule=SCHEMAS.id,
        severity="error",
        table=error.resource,
        key=key or (f"row {error.row}" if error.row else ""),
        field=error.field,
        line=None,
        found=found,
        expected=error.type,
        message=(f"row {error.row}: " if error.row else "") + error.message,
    )


def _declared(outcomes: list[Outcome], errata: pd.DataFrame | None) -> list[Outcome]:
    """The outcomes with the id of its erratum at every finding that one declares."""
    if errata is None:
        return outcomes
    known = {_identity(row): str(row["erratum_id"]) for row in _errata_rows(errata)}
    return [
        replace(
            outcome,
            findings=tuple(
                replace(finding, erratum=known.get(finding.identity))
                for finding in outcome.findings
            ),
        )
        for outcome in outcomes
    ]


def _errata_rows(errata: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in errata.to_dict(orient="records")
    ]


_PARTS = ("rule_id", "resource", "key", "field", "printed", "expected")


def _identity(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[part] for part in _PARTS)


def _stale(outcomes: list[Outcome], errata: pd.DataFrame | None, run: set[str]) -> Outcome:
    if errata is None:
        return Outcome(rule=STALE, checked=0, skipped="not available: errata")
    ran = {o.rule.id for o in outcomes if o.skipped is None or o.rule.id == "RDR-01"} & run
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    by_identity = {finding.identity: finding for finding in findings}
    loose = [finding for finding in findings if finding.erratum is None]
    rows = [
        row
        for row in _errata_rows(errata)
        if row["rule_id"] in ran or row["rule_id"] not in {rule.id for rule in all_rules()}
    ]
    stale = []
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        finding = by_identity.get(_identity(row))  # type: ignore[arg-type]
        if finding is None:
            stale.append(_stale_finding(row, loose))
        elif _identity(row) in seen:
            stale.append(_erratum_finding(row, "erratum_id", "declared twice", None))
        elif finding.line is not None and finding.line != row["source_line"]:
            stale.append(
                _erratum_finding(row, "source_line", str(row["source_line"]), str(finding.line))
            )
        seen.add(_identity(row))
    if not rows:
        return Outcome(rule=STALE, checked=0, skipped="nothing to check")
    return Outcome(rule=STALE, checked=len(rows), findings=tuple(stale))


def _stale_finding(row: Mapping[str, object], loose: Sequence[Finding]) -> Finding:
    """Name the cell that keeps the erratum from the finding nearest to it, if there is one."""
    wanted = _identity(row)
    for finding in loose:
        apart = [i for i, part in enumerate(finding.identity) if part != wanted[i]]
        if len(apart) == 1:
            name = _PARTS[apart[0]]
            found, expected = wanted[apart[0]], finding.identity[apart[0]]
            return _erratum_finding(row, name, _str(found), expected)
    return _erratum_finding(
        row, "printed", _str(row["printed"]), "a finding of " + str(row["rule_id"])
    )


def _str(value: object) -> str | None:
    return None if value is None else str(value)


def _erratum_finding(
    row: Mapping[str, object], field: str, found: str | None, expected: str | None
) -> Finding:
    return Finding(
        rule=STALE.id,
        severity="error",
        table="errata",
        key=str(row["erratum_id"]),
        field=field,
        line=None,
        found=found,
        expected=expected,
    )
