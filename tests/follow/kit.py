"""An invented follow-up of a notice: every figure, date and document in it is made up.

What was announced is the notice's own; ``invented.py`` makes up what became of it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from fiscal_notice.follow.announced import Announced, announced_by
from fiscal_notice.follow.form_layout import HEADER_ROW, SELF_EVALUATION, SHEETS
from fiscal_notice.follow.record import Record, files_of
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Row, Rows
from fiscal_notice.package import Package, read_package, write_files
from follow.invented import INVENTED, City
from kit import ROOT

__all__ = ["INVENTED", "changed", "invented_record", "real_notice", "write_follow_up"]

#: Sheets of a form by table; self-evaluations have sheets of their own.
_SHEETS = {sheet.table: sheet for sheet in SHEETS}
#: Fields that say where a row comes from, and have no cell themselves.
_ORIGIN = ("evidence_id", "position", "evaluation_id", "region_code", "sheet", "cell")
_TITLES = {
    "title": f"{INVENTED}示例：后续跟踪",
    "title@en": "Invented example: follow-up",
    "description": "Invented: no figure in it is real.",
    "description@zh": f"{INVENTED}示例，数字均非真实。",
}


@cache
def real_notice() -> Announced:
    """What the notice of this repository announced. Read once: nobody may change it."""
    return announced_by(read_package(ROOT))


def invented_city(announced: Announced, region: str, seed: int = 1) -> City:
    """The made-up year of one region, as it would fill its form."""
    city = City(announced=announced, region=region, dice=random.Random(f"{seed}/{region}"))
    city.fill()
    return city


def invented_record(
    announced: Announced, *, seed: int = 1, regions: Iterable[str] | None = None
) -> Record:
    """A follow-up that agrees with itself and with the notice: each region sent one form.

    ``regions`` are the codes of those that did, by default all of the notice.
    """
    tables: dict[str, Rows] = {}
    for region in announced.regions if regions is None else regions:
        for table, row in _placed(invented_city(announced, region, seed)):
            tables.setdefault(table, []).append(row)
    year = announced.budget_year or 2021
    tables["schedule"] = [
        {
            "report": report,
            "period": str(year),
            "due_on": date(year + 1, 3, 31),
            "source": INVENTED,
            "sure": False,
        }
        for report in ("budget", "monitoring", "passed_on", "payments", "self_evaluation")
    ]
    known = {name: tables[name] for name in TABLES if name in tables}
    return Record(tables=known, descriptor={**_TITLES, "invented": True})


def write_follow_up(
    folder: Path, record: Record, notice: Package, *, path: str = "..", as_of: date | None = None
) -> Path:
    """The package of ``record`` in ``folder``; ``path`` leads from there to the notice."""
    year = date.fromisoformat(str(record.tables["schedule"][0]["due_on"])).year
    folder.mkdir(parents=True, exist_ok=True)
    day = as_of or date(year, 4, 1)
    write_files(folder, files_of(record, notice, path=path, as_of=day))
    return folder


def changed(record: Record, table: str, at: int, **values: Any) -> Record:
    """The record with other values in row ``at`` (from 0) of a table."""
    rows = record.rows(table)
    assert not {*values} - {*schema_of(table).names}, values
    rows[at] = {**rows[at], **values}
    return replace(record, tables={**record.tables, table: rows})


def _placed(city: City) -> Iterator[tuple[str, Row]]:
    """The rows of a city's form with their keys, origin and cells; its evidence comes first."""
    name = f"{city.region}.xlsx"
    digest = hashlib.sha256(f"{name} {city.tables!r}".encode()).hexdigest()
    evidence = f"{city.region}-{digest[:8]}"
    office: Row = {"reported_by": city.office, "reported_on": city.reported_on}
    yield (
        "evidence",
        {
            "evidence_id": evidence,
            "region_code": city.region,
            "kind": "form",
            "title": f"{city.name}后续跟踪表（{INVENTED}）",
            "period": str(city.year),
            **office,
            "path": name,
            "sha256": digest,
            "bytes": len(repr(city.tables)),
            "form_id": f"{INVENTED}/{city.region}/form",
        },
    )
    for table, rows in city.tables.items():
        seen: dict[Any, int] = {}
        for row in rows:
            group = row.get("evaluation_id")
            seen[group] = seen.get(group, 0) + 1
            whole: Row = {**row, "evidence_id": evidence, "region_code": city.region, **office}
            if group is not None:
                whole["evaluation_id"] = f"{evidence}/{group}"
            if "position" in schema_of(table).names:
                whole["position"] = seen[group]
            key = "/".join(str(whole[name]) for name in schema_of(table).primary_key)
            cells = dict(_cells(table, row, seen[group], str(row.get("evaluation_id", ""))))
            sheet, first = next(iter(cells.values()))
            last = [*cells.values()][-1][1]
            yield table, {**whole, "sheet": sheet, "cell": f"{first}:{last}"}
            for column, (on, cell) in cells.items():
                yield "field_cells", _field_cell(table, key, column, evidence, on, cell)


def _field_cell(table: str, key: str, column: str, evidence: str, sheet: str, cell: str) -> Row:
    where: Row = {"resource": table, "key": key, "field": column}
    return {**where, "evidence_id": evidence, "sheet": sheet, "cell": cell}


def _cells(
    table: str, row: Mapping[str, Any], at: int, number: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Sheet and cell of each value of a row, as a form has them."""
    layout = _SHEETS.get(table)
    if layout is not None:
        names, sheet, line = [f.name for f in layout.fields], layout.name, HEADER_ROW + at
    else:
        names = [name for name in schema_of(table).names if name not in _ORIGIN]
        start = {"self_evaluations": 1, "self_evaluation_funds": 10}.get(table, 20)
        sheet, line = SELF_EVALUATION + number, start + at
    for column, name in enumerate(names, start=1):
        if row.get(name) is not None:
            yield name, (sheet, f"{get_column_letter(column)}{line}")
