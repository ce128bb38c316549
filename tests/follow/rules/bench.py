"""The invented follow-up of a small invented notice in memory, changed as a case says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fiscal_notice.follow.announced import Announced, announced_by
from fiscal_notice.follow.judging.beside import (
    about_frame,
    due_frame,
    faults_frame,
    parameters_frame,
    record_of,
    scored_frame,
)
from fiscal_notice.follow.judging.inputs import Frames, load_frames, notice_frames
from fiscal_notice.follow.record import Record, files_of
from fiscal_notice.follow.rules import RULES
from fiscal_notice.follow.scores.compute import scores_of
from fiscal_notice.follow.table_schemas import TABLES, schema_of
from fiscal_notice.model import Outcome, Row
from fiscal_notice.notice.judging.beside import contact_cells
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.package import Package, read_package, write_files
from fiscal_notice.package.frames import rows_frame, typed_frame
from fiscal_notice.schema_check import check_schemas
from follow.kit import changed, invented_record
from kit import mini_package

Change = Callable[[Record], Record]
Cell = tuple[str, int, str]
"""Table, row from 0, field."""
AS_OF = date(2022, 4, 1)
BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Ground:
    """A small invented notice, a follow-up of it without a finding, and its ``clean`` frames."""

    announced: Announced
    notice: Frames
    follow_up: Package
    record: Record
    clean: Frames

    def frames(
        self,
        record: Record,
        about: Mapping[str, str] | None = None,
        said: Mapping[str, str] | None = None,
    ) -> Frames:
        """The frames of a record; ``about`` are other properties of the descriptor.

        ``said`` are other ones of how it names the notice. Only what a case changes is made anew.
        """
        old = self.record.tables
        texts = {
            table: rows_frame(schema_of(table), rows)
            for table, rows in record.tables.items()
            if rows and rows != old.get(table)
        }
        typed = {table: typed_frame(text, schema_of(table)) for table, text in texts.items()}
        gone = {table for table in old if not record.rows(table)}
        frames = {n: f for n, f in self.clean.items() if n.removeprefix("text:") not in gone}
        frames |= typed | {f"text:{table}": text for table, text in texts.items()}
        frames["contacts:cells"] = contact_cells(typed)
        known = {n: frames[f"text:{n}"] for n in TABLES if f"text:{n}" in frames}
        whole = record_of(known, self.follow_up.descriptor)
        if about or said:
            package = described(self.follow_up, about or {}, said or {})
            frames["about"] = about_frame(package, self.announced.facts.package)
        dated = replace(whole, descriptor={**whole.descriptor, **(about or {})})
        frames["due"] = due_frame(dated, frames)
        if "schemes" in {*texts, *gone}:
            frames["faults"] = faults_frame(whole)
            frames["parameters"], _ = parameters_frame(whole)
        if any(name.startswith(("self_eval", "scores")) for name in (*texts, *gone)):
            frames["scored"], _ = scored_frame(whole, self.announced.targets)
        return frames


def described(package: Package, about: Mapping[str, str], said: Mapping[str, str]) -> Package:
    """The package with other properties, and another word on the notice."""
    descriptor = {**package.descriptor, **about}
    [named] = descriptor["related"]
    return replace(package, descriptor={**descriptor, "related": [{**named, **said}]})


def make_ground(folder: Path) -> Ground:
    """The notice and its follow-up in ``folder``, and in memory."""
    notice = read_package(mini_package(folder / "notice"))
    announced = announced_by(notice)
    made = invented_record(announced)
    scores = scores_of(made, announced.targets)
    record = replace(made, tables={**made.tables, "scores": scores})
    files = files_of(record, notice, path="../notice", as_of=AS_OF)
    write_files(folder / "follow-up", files)
    follow_up = read_package(folder / "follow-up")
    frames, problems = load_frames(follow_up, check_schemas(follow_up))
    assert problems == {}
    return Ground(announced, notice_frames(notice, {}), follow_up, record, frames)


def judged(rule_id: str, frames: Frames) -> Outcome:
    """How a rule comes out."""
    [outcome] = judge_all([BY_ID[rule_id]], frames)
    return outcome


def row_of(record: Record, table: str, where: Mapping[str, Any]) -> int:
    """The place of the first row that has these cells."""
    rows = record.rows(table)
    return next(n for n, row in enumerate(rows) if where.items() <= row.items())


def with_cells(table: str, where: Mapping[str, Any], **cells: Any) -> Change:
    """A change of the first row that has the cells ``where``."""
    return lambda record: changed(record, table, row_of(record, table, where), **cells)


def with_row(table: str, **cells: Any) -> Change:
    """A further row at the end, as the table's first one but for these cells."""

    def change(record: Record) -> Record:
        rows = record.rows(table)
        first: Row = rows[0] if rows else {}
        new = {**first, "position": 900 + len(rows), **cells}
        known = {name: new[name] for name in schema_of(table).names if name in new}
        return replace(record, tables={**record.tables, table: [*rows, known]})

    return change


def without(table: str, **where: Any) -> Change:
    """Without the rows that have these cells; without the table if none are named."""

    def change(record: Record) -> Record:
        rows = [row for row in record.rows(table) if not where.items() <= row.items()]
        return replace(record, tables={**record.tables, table: rows})

    return change


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(record: Record) -> Record:
        for each in changes:
            record = each(record)
        return record

    return change
