"""Change any single cell of the real package: validation must find that very cell.

Every cell of every table is changed to another value of its type. Running the whole command for
each of the tens of thousands of changes would take hours, so each change is judged by the rules
that can name a cell of that table; that they are part of ``validate``, and that the command exits
with 1 and prints the cell, is shown on one change per field.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.model import Finding, Outcome
from fiscal_notice.notice.judging.errata import declare, judged_frames
from fiscal_notice.notice.judging.inputs import load_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import RULES, STALE
from fiscal_notice.notice.rules.errata import errata_rows
from fiscal_notice.package import Field, Resource, read_package
from fiscal_notice.package.frames import typed_frame
from fiscal_notice.schema_check import check_schemas
from fiscal_notice.validate import all_rules, validate
from kit import ROOT, change_cell, csv_path, read_csv, write_csv

PACKAGE = read_package(ROOT)
TABLES = [resource.name for resource in PACKAGE.tables]
#: The tables that use the codes of a code list.
CODE_LISTS = {
    "gb_divisions": {"regions", "amounts"},
    "functional_classification": {"functions", "allocations", "amounts"},
}
REBUILT = [name for name in TABLES if name not in (*CODE_LISTS, "errata", "glosses")]
BY_ID = {rule.id: rule for rule in RULES}
# Changed rows with two others between them are no neighbours, whatever a rule does with those.
APART = 3


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    loaded, problems = load_frames(PACKAGE, check_schemas(PACKAGE))
    assert not problems
    return loaded


def other_value(field: Field, text: str) -> str:
    """Another value of the field's type, as near to the old one as can be."""
    allowed = field.constraints.get("enum")
    if allowed:
        return str(next(value for value in allowed if value != text))
    if field.type in ("integer", "year"):
        return str(int(text) + 1) if text else "7"
    if field.type == "number":
        return str(float(text) + 1) if text else "7"
    if field.type == "boolean":
        return "false" if text == "true" else "true"
    if field.type == "date" and not text:
        return "2021-06-30"
    return _other_text(text)


def _other_text(text: str) -> str:
    digit = re.search(r"[0-9]", text)
    if digit is None:
        return text + "改"
    return text[: digit.start()] + str((int(digit[0]) + 1) % 10) + text[digit.end() :]


@pytest.mark.parametrize("name", REBUILT)
def test_any_changed_cell_is_named(name: str, frames: dict[str, pd.DataFrame]) -> None:
    """One cell of a column changed; rows that are no neighbours are tried at once.

    Rows are held against each other by position, so each of them is a trial of its own.
    """
    resource = PACKAGE.require(name)
    assert resource.schema is not None
    text, rebuilt, typed = (
        frames[frame].reset_index(drop=True) for frame in (f"text:{name}", f"rebuilt:{name}", name)
    )
    missed: list[str] = []
    count = 0
    for field in resource.schema.fields:
        for first in range(min(APART, len(text))):
            rows = range(first, len(text), APART)
            part, judged = text.copy(), typed.copy()
            for at in rows:
                part.loc[at, field.name] = other_value(field, text.loc[at, field.name])
                judged.loc[at, "_key"] = _key_of(resource, part, at)
            found = _compared_with_source(resource, part, rebuilt, judged)
            count += len(rows)
            # Exactly the changed cells, each under its old key or, if that changed, its new one.
            named = [(f.table, f.field, f.key) for f in found]
            keys = zip(typed["_key"].iloc[rows], judged["_key"].iloc[rows], strict=True)
            wanted = [[(name, field.name, key) for key in pair] for pair in keys]
            if len(named) != len(wanted) or any(
                one not in pair for one, pair in zip(named, wanted, strict=True)
            ):
                missed.append(f"{name} {field.name} from row {first}: {named[:3]} {wanted[:3]}")
    assert count == text.shape[0] * text.shape[1]
    assert not missed, f"{len(missed)} groups of changes were not found: {missed[:5]}"


def _compared_with_source(
    resource: Resource, part: pd.DataFrame, rebuilt: pd.DataFrame, typed: pd.DataFrame
) -> list[Finding]:
    assert resource.schema is not None
    own = {
        "rebuilt:notice": pd.DataFrame(),  # what the rule asks for; replaced below if it is ours
        f"text:{resource.name}": part,
        f"rebuilt:{resource.name}": rebuilt,
        f"keys:{resource.name}": pd.DataFrame({"field": list(resource.schema.primary_key)}),
        resource.name: typed,
    }
    (outcome,) = judge_all([BY_ID["SRC-01"]], own)
    return list(outcome.findings)


def _key_of(resource: Resource, part: pd.DataFrame, at: int) -> str:
    assert resource.schema is not None
    return "/".join(str(part.loc[at, name]) for name in resource.schema.primary_key)


@pytest.mark.parametrize("name", sorted(CODE_LISTS))
def test_any_changed_code_of_a_code_list_is_named_where_it_is_used(
    name: str, frames: dict[str, pd.DataFrame]
) -> None:
    resource = PACKAGE.require(name)
    assert resource.schema is not None
    code = resource.schema.primary_key[0]
    # Parents of codes are in the list by a foreign key, which the schema check holds.
    longest = max(len(text) for text in frames[f"text:{name}"][code])
    for row in range(len(frames[f"text:{name}"])):
        text = frames[f"text:{name}"].copy()
        if len(text.loc[row, code]) < longest:
            continue
        field = resource.schema.field(code)
        assert field is not None
        text.loc[row, code] = other_value(field, text.loc[row, code])
        changed = frames | {name: typed_frame(text, resource.schema), f"text:{name}": text}
        rules = [rule for rule in RULES if name in rule.tables]
        found = [f for o in judge_all(rules, changed) for f in o.findings if f.erratum is None]
        # That a code that is used is in the list is what the rules on codes say.
        named = {f.table for f in found}
        assert named & CODE_LISTS[name], f"{name}:{text.loc[row, code]}: {sorted(named)}"


@pytest.mark.parametrize("field", ["text", "of"])
def test_any_changed_word_of_a_gloss_is_named(field: str, frames: dict[str, pd.DataFrame]) -> None:
    glosses = frames["glosses"]
    for row in range(len(glosses)):
        changed = glosses.copy()
        # A figure in a text may not be changed: another target may have it.
        changed.loc[row, field] = f"{glosses.loc[row, field]}x"
        changed.loc[row, "_key"] = changed.loc[row, "text"]
        (judged,) = judge_all([BY_ID["TXT-35"]], frames | {"glosses": changed})
        named = [(f.key, f.field) for f in judged.findings]
        assert named == [(changed.loc[row, "text"], field)]


IDENTITY = ("rule_id", "resource", "key", "field", "source_line", "erratum_id", "printed")


@pytest.fixture(scope="module")
def outcomes(frames: dict[str, pd.DataFrame]) -> list[Outcome]:
    return judge_all(RULES, frames)


@pytest.mark.parametrize("field", IDENTITY)
def test_any_changed_cell_of_an_erratum_is_named(
    field: str, frames: dict[str, pd.DataFrame], outcomes: list[Outcome]
) -> None:
    resource = PACKAGE.require("errata")
    assert resource.schema is not None
    described = resource.schema.field(field)
    assert described is not None
    known = frozenset(rule.id for rule in all_rules())
    skipped = {outcome.rule.id for outcome in outcomes if outcome.skipped}
    text, rows = frames["text:errata"], errata_rows(frames["errata"])
    for at, row in enumerate(rows):
        value = other_value(described, str(text.loc[at, field]))
        if value in skipped:
            # Of a rule that finds nothing to check nobody knows whether it would declare.
            continue
        changed = list(rows)
        changed[at] = row | {field: int(value) if field == "source_line" else value}
        judged = declare(_judged_again(field, changed[at], changed, frames, outcomes), changed)
        found = [f for o in judged for f in o.findings if f.erratum is None]
        key = changed[at]["erratum_id"]
        named = {f.field for f in found if f.table == "errata" and f.key == key}
        stale = STALE.compare({"errata": pd.DataFrame(changed), **judged_frames(judged, known)})
        named |= set(stale.field[(stale.key == key) & (stale.found != stale.expected)])
        # A reader's note that is led to another cell does not quote it, or not its line.
        wanted = {field}
        if row["rule_id"] == "RDR-01":
            wanted |= {"printed", "source_line"}
        assert named & wanted, f"{key} {field} = {value}: {[str(f) for f in found][:3]}"


def _judged_again(
    field: str,
    row: dict[str, object],
    changed: list[dict[str, object]],
    frames: dict[str, pd.DataFrame],
    outcomes: list[Outcome],
) -> list[Outcome]:
    """The outcomes, those of the rules that read the changed cell judged again."""
    readers = {"erratum_id": ["ERR-01"], "resource": ["ERR-02"], "key": ["ERR-02"]}.get(field, [])
    readers += ["ERR-02"] if field == "field" else []
    readers += ["RDR-01"] if row["rule_id"] == "RDR-01" else []
    if not readers:
        return outcomes
    # Only the numbers of errata are held against each other; of the others one row is enough.
    rows = changed if "ERR-01" in readers else [row]
    names = [name for name in frames["errata"].columns if not name.startswith("_")]
    text = pd.DataFrame(
        [["" if r[n] is None else str(r[n]) for n in names] for r in rows], columns=names
    )
    schema = PACKAGE.require("errata").schema
    assert schema is not None
    own = frames | {"errata": typed_frame(text, schema), "text:errata": text}
    again = {o.rule.id: o for o in judge_all([BY_ID[r] for r in readers], own)}
    return [again.get(outcome.rule.id, outcome) for outcome in outcomes]


def test_the_command_exits_with_1_and_prints_the_cell(package_copy: Path) -> None:
    """One cell of every field, all at once: each is printed, by its table, key and field."""
    wanted = []
    for name in REBUILT:
        resource = PACKAGE.require(name)
        assert resource.schema is not None
        rows = read_csv(csv_path(package_copy, name))
        fields = [f for f in resource.schema.fields if f.name not in resource.schema.primary_key]
        for number, field in enumerate(fields):
            # One row for each field, as far as the table has rows.
            row = rows[number % len(rows)]
            key = "/".join(row[part] for part in resource.schema.primary_key)
            row[field.name] = other_value(field, row[field.name])
            # What a person confirms of a column is no longer asked of the transcript.
            if (name, field.name) != ("layout", "confirmed"):
                wanted.append(f"{name}:{key} ({field.name})")
        write_csv(csv_path(package_copy, name), list(rows[0]), rows)
    result = CliRunner().invoke(cli, ["validate", str(package_copy), "--limit", "100000"])
    assert result.exit_code == 1
    printed = {
        f"{match[1]} ({match[2]})"
        for match in re.finditer(
            r"^ *(\S+) (?:\(source line \d+\) )?SRC-01 (\S+) ", result.output, re.MULTILINE
        )
    }
    assert set(wanted) <= printed


@pytest.mark.parametrize(
    ("table", "key", "field", "text"),
    [
        ("allocations", "2", "amount_yuan", "8200001"),
        ("allocations", "2", "allocation_id", "200"),
        ("grants", "17", "region_code", "602"),
        ("indicator_targets", "2/1", "lower", "16"),
        ("regions", "601", "gb_code", "440200"),
        ("sheet_policies", "3/15", "printed_number", "15"),
        ("errata", "E010", "key", "2/2"),
    ],
)
def test_a_single_change_fails_the_whole_validation(
    package_copy: Path, table: str, key: str, field: str, text: str
) -> None:
    change_cell(package_copy, (table, key, field, text))
    report = validate(package_copy)
    assert not report.valid
    assert (table, field) in {(f.table, f.field) for f in report.undeclared}
