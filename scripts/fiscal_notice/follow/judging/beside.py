"""What rules read beside the tables: the notice as it is named, the schemes, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fiscal_notice.errors import FiscalNoticeError
from fiscal_notice.follow.family import AS_OF, FOLLOWS
from fiscal_notice.follow.progress.reports import due_of, scheduled
from fiscal_notice.follow.record import Record, day_looked_at, follows_of
from fiscal_notice.follow.scores.compute import Targets, scores_of
from fiscal_notice.follow.scores.schemes import default_id, faults, schemes_of
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package import Package, cell_reader
from fiscal_notice.package.cells import CellError
from fiscal_notice.package.frames import rows_frame, typed_frame
from fiscal_notice.package.related import related

_NAMED = ("name", "version", "hash")
COLUMNS = ("_key", "_line", *_NAMED, *(f"notice_{name}" for name in _NAMED), AS_OF, "scheme")


def about_frame(package: Package, notice: Package | None) -> pd.DataFrame:
    """One row: what the descriptor says of the notice, and what the notice says (``notice_…``).

    ``_key`` is the name of the package; what is not said is missing.
    """
    said = next(iter(related(package, FOLLOWS)), None)
    own = follows_of(notice, "") if notice is not None else {}
    row: dict[str, object] = {"_key": str(package.descriptor.get("name", ""))}
    for name in _NAMED:
        row[name] = getattr(said, name, "") or None
        row[f"notice_{name}"] = own.get(name) or None
    for name in (AS_OF, "scheme"):
        value = package.descriptor.get(name)
        row[name] = value if isinstance(value, str) and value else None
    return pd.DataFrame([row], columns=list(COLUMNS)).astype("string")


def record_of(texts: Mapping[str, pd.DataFrame], descriptor: Mapping[str, Any]) -> Record:
    """The rows of frames of text; a cell that its type cannot read is missing."""
    return Record(
        tables={name: _rows(name, frame) for name, frame in texts.items()}, descriptor=descriptor
    )


def _rows(table: str, text: pd.DataFrame) -> Rows:
    schema = schema_of(table)
    columns: dict[str, list[Any]] = {}
    for field in schema.fields:
        read, known = cell_reader(field, schema), {}
        for cell in text[field.name].unique():
            try:
                known[cell] = read(cell)
            except CellError:
                known[cell] = None
        columns[field.name] = [known[cell] for cell in text[field.name]]
    rows: list[Row] = [
        dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
    ]
    return rows


def parameters_frame(record: Record) -> tuple[pd.DataFrame, str]:
    """The parameters of all schemes: scheme_id, parameter, value, source; and what is wrong.

    Those of the default scheme stand there once more under the id "".
    """
    columns = ["scheme_id", "parameter", "value", "source"]
    try:
        schemes = schemes_of(record)
    except FiscalNoticeError as error:
        return pd.DataFrame(columns=columns, dtype=object), error.problem
    default = default_id(record, schemes)
    named = [*schemes.items(), *([("", schemes[default])] if default in schemes else [])]
    rows = [
        (scheme_id, name, each.value, each.source)
        for scheme_id, scheme in named
        for name, each in scheme.parameters.items()
    ]
    problem = "" if default in schemes or not default else f"there is no scheme {default}"
    return pd.DataFrame(rows, columns=columns, dtype="string"), problem


def scored_frame(record: Record, targets: Targets) -> tuple[pd.DataFrame, str]:
    """The scores by the scheme of each form, and by the schemes that the table scores names.

    ``_own`` says whether a row is by the form's own scheme. The text says what stands in the way.
    """
    schema = schema_of("scores")
    named = {str(row["scheme_id"]) for row in record.rows("scores")}
    try:
        own = scores_of(record, targets)
        others = [
            row
            for scheme in sorted(named - {str(row["scheme_id"]) for row in own})
            if scheme in schemes_of(record)
            for row in scores_of(record, targets, scheme)
        ]
    except FiscalNoticeError as error:
        return pd.DataFrame(), error.problem
    frame = typed_frame(rows_frame(schema, [*own, *others]), schema)
    return frame.assign(_own=[True] * len(own) + [False] * len(others)), ""


def faults_frame(record: Record) -> pd.DataFrame:
    """A row for each parameter of the package's own schemes: what it is, what it should be."""
    wrong = {(f.scheme_id, f.parameter): f for f in faults(record)}
    rows = []
    for row in record.rows("scheme_parameters"):
        fault = wrong.pop((str(row["scheme_id"]), str(row["parameter"])), None)
        expected = row["value"] if fault is None else fault.expected
        rows.append((f"{row['scheme_id']}/{row['parameter']}", row["value"], expected))
    rows += [(f"{f.scheme_id}/{f.parameter}", f.found or None, f.expected) for f in wrong.values()]
    frame = pd.DataFrame(rows, columns=["_key", "found", "expected"], dtype=object)
    return frame.assign(_line=None)


def due_frame(record: Record, notice: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What is asked of each region of the ``notice`` (its frames), and what became of it.

    A row for each region and report of the schedule: its ``state``, which is that of the pages.
    """
    columns = ["region_code", "report", "period", "due_on", "state"]
    regions, sheets = notice.get("notice:regions"), notice.get("notice:target_sheets")
    with_targets = set() if sheets is None else {*sheets["region_code"].dropna()}
    schedule = scheduled(record, _budget_year(notice))
    rows = [
        (region, *(due.row.get(name) or "" for name in columns[1:4]), due.state)
        for region in ([] if regions is None else regions["region_code"].dropna().unique())
        for due in due_of(
            record,
            str(region),
            schedule=schedule,
            as_of=day_looked_at(record.descriptor),
            has_targets=region in with_targets,
        )
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _budget_year(notice: Mapping[str, pd.DataFrame]) -> int | None:
    frame = notice.get("notice:notice")
    years = [] if frame is None else frame["budget_year"].dropna().tolist()
    return int(years[0]) if years else None
