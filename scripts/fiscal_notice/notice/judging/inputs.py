"""What the rules read: the tables of a package, and the same tables made anew.

The same package gives its tables three times over: as its CSVs have them, as its own transcript
gives them, and, where a table is made from others, as those give it. The rules compare.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

import pandas as pd

from fiscal_notice.errors import FiscalNoticeError, PackageError
from fiscal_notice.model import Row, Rows, Rule
from fiscal_notice.notice.extract.annex_allocations import function_rows
from fiscal_notice.notice.extract.policies import policy_rows
from fiscal_notice.notice.extract.readers import target_rows
from fiscal_notice.notice.extract.recipients import recipient_rows
from fiscal_notice.notice.extract.run import AUTHORED, TRANSCRIPT, extract_tables, vocabulary_of
from fiscal_notice.notice.judging.beside import contact_cells, descriptor_frame
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.notice.rules import RULES
from fiscal_notice.notice.tables import family_tables, is_of_family, lacking
from fiscal_notice.package import Package, Resource
from fiscal_notice.package.frames import rows_frame, text_frame, typed_frames
from fiscal_notice.schema_check import SchemaResult

Frames = dict[str, pd.DataFrame]
# The frame that rules ask for which hold the tables against the transcript.
COMPARED_WITH_TRANSCRIPT = "rebuilt:notice"


def load_frames(
    package: Package, schemas: SchemaResult, rules: Sequence[Rule] = RULES
) -> tuple[Frames, dict[str, str]]:
    """The frames that ``rules`` read, and what stands in the way of those that are not there.

    ``NAME`` is the typed table, ``text:NAME`` its cells as text, ``rebuilt:NAME`` the table that
    the package's own transcript gives, ``derived:NAME`` the one that its other tables give. Only
    the tables of rules that can run are read: others may be of any size.
    """
    broken = {error.resource for error in schemas.errors if error.type in SHAPE_ERRORS}
    texts: Frames = {}
    problems: dict[str, str] = {}
    wanted = tables_of(package, rules)
    for resource in package.tables:
        lost = lacking(resource)
        if lost:
            problems[resource.name] = "its schema lacks the columns " + ", ".join(lost)
        elif resource.name in wanted:
            _read(package, resource, broken, texts, problems)
    if "errata" in texts:
        # Errata may concern any table.
        named = set(texts["errata"]["resource"]) - wanted
        for resource in package.tables:
            if resource.name in named and not lacking(resource):
                _read(package, resource, broken, texts, problems)
    frames = {name: whole(name, frame) for name, frame in typed_frames(texts, package).items()}
    frames |= {f"text:{name}": frame for name, frame in texts.items()}
    frames |= {
        f"keys:{r.name}": pd.DataFrame({"field": list(r.schema.primary_key)})
        for r in package.tables
        if r.schema
    }
    return frames | _made(package, rules, frames, texts, problems), problems


def _made(
    package: Package,
    rules: Sequence[Rule],
    frames: Frames,
    texts: Frames,
    problems: dict[str, str],
) -> Frames:
    """What ``rules`` read beside the tables; each is made only if it is asked for."""
    asked = {name.partition(":")[0] for rule in rules for name in rule.tables}
    made: Frames = {}
    if "package" in asked:
        made["package:descriptor"] = descriptor_frame(package)
    if "contacts" in asked:
        made["contacts:cells"] = contact_cells(frames)
    if "rebuilt" in asked:
        made |= _rebuilt(package, problems)
    if "derived" in asked:
        made |= _derived(package, texts)
    return made


def tables_of(package: Package, rules: Sequence[Rule]) -> set[str]:
    """The tables of ``package`` that those of ``rules`` read for which all tables are there."""
    there = {table.name for table in package.tables if not lacking(table)}
    able = [names for rule in rules if _able(rule, names := _bases(rule), there)]
    family = {name for name in there if is_of_family(name)}
    # The transcript gives all tables of the family, and findings look up their lines there.
    # Errata declare what is wrong by the schemas, too.
    return family.union(*able) if able else family & {"errata"}


def _able(rule: Rule, names: set[str], there: set[str]) -> bool:
    """Whether all that a rule reads is there, and one of the tables that it may judge."""
    return names <= there and bool(names or not rule.judges or there.intersection(rule.judges))


def _bases(rule: Rule) -> set[str]:
    made = ("package:", "contacts:")
    return {name.rpartition(":")[2] for name in rule.tables if not name.startswith(made)}


def _read(
    package: Package,
    resource: Resource,
    broken: Collection[str],
    texts: Frames,
    problems: dict[str, str],
) -> None:
    """Read a table into ``texts``, or say in ``problems`` why it cannot be."""
    if resource.name in broken:
        problems[resource.name] = "its header or rows do not fit the schema, see SCH-01"
        return
    try:
        frame = text_frame(package, resource)
    except PackageError as error:
        problems[resource.name] = error.problem
        return
    missing = _missing_columns(resource, frame)
    if missing:
        problems[resource.name] = "lacks the columns " + ", ".join(missing)
    else:
        texts[resource.name] = frame


#: Errors after which a table's cells cannot be told apart any more.
SHAPE_ERRORS = frozenset(
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
        if package.resource("field_lines") is not None:
            problems[TRANSCRIPT] = "the package names lines of a transcript and has none"
        return {}
    try:
        tables = extract_tables(package).tables
    except FiscalNoticeError as error:
        problems[TRANSCRIPT] = " ".join(str(error).split())
        return {}
    if "unplaced" in tables and package.resource("unplaced") is None:
        # Lines that came into the transcript after the package was made stand in no table.
        lines = "; ".join(f"line {row['source_line']}: {row['text']}" for row in tables["unplaced"])
        problems[TRANSCRIPT] = f"no table has these lines: {lines}"
        return {}
    # A table of the package that the transcript does not give is one without rows.
    given: dict[str, Rows] = {t.name: [] for t in family_tables(package)}
    given |= tables
    return {
        f"rebuilt:{name}": rows_frame(resource.schema, rows)
        for name, rows in given.items()
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
        # A code list that cannot be read is a finding of the schema check; here it gives nothing.
        with suppress(PackageError):
            made["functions"] = function_rows(_rows(texts["allocations"]), vocabulary_of(package))
    return {
        f"derived:{name}": rows_frame(resource.schema, rows)
        for name, rows in made.items()
        if (resource := package.resource(name)) and resource.schema
    }


def _rows(frame: pd.DataFrame) -> Rows:
    names = [str(name) for name in frame.columns]
    return [
        {name: cell or None for name, cell in zip(names, cells, strict=True)}
        for cells in frame.to_numpy(dtype=object).tolist()
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
