"""The invented follow-up of a small invented notice in memory, changed as a case says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fiscal_notice.follow.announced import Announced, announced_by
from fiscal_notice.follow.judging.beside import about_frame
from fiscal_notice.follow.judging.inputs import Frames, notice_frames, with_made
from fiscal_notice.follow.record import Record, files_of
from fiscal_notice.follow.rules import RULES
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.model import Outcome, Row
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.package import Package, read_package, write_files
from fiscal_notice.package.frames import rows_frame, typed_frame
from follow.kit import changed, invented_record
from kit import mini_package

Change = Callable[[Record], Record]
Cell = tuple[str, int, str]
"""Table, row from 0, field."""
BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Ground:
    """A small invented notice, and a follow-up of it without a finding."""

    announced: Announced
    notice: Frames
    follow_up: Package
    record: Record

    def frames(
        self,
        record: Record,
        about: Mapping[str, str] | None = None,
        said: Mapping[str, str] | None = None,
    ) -> Frames:
        """The frames of a record; ``about`` are other properties of the descriptor.

        ``said`` are other ones of how it names the notice.
        """
        texts = {
            table: rows_frame(schema_of(table), rows)
            for table, rows in record.tables.items()
            if rows
        }
        typed = {table: typed_frame(text, schema_of(table)) for table, text in texts.items()}
        descriptor = {**self.follow_up.descriptor, **(about or {})}
        [named] = descriptor["related"]
        descriptor["related"] = [{**named, **(said or {})}]
        package = replace(self.follow_up, descriptor=descriptor)
        return with_made(
            typed, texts, self.notice, about_frame(package, self.announced.facts.package)
        )


def make_ground(folder: Path) -> Ground:
    """The notice and its follow-up in ``folder``, and in memory."""
    notice = read_package(mini_package(folder / "notice"))
    announced = announced_by(notice)
    record = invented_record(announced)
    write_files(folder / "follow-up", files_of(record, notice, path="../notice"))
    follow_up = read_package(folder / "follow-up")
    return Ground(announced, notice_frames(notice, {}), follow_up, record)


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
