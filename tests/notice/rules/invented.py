"""The invented notice in memory, changed as a case says: its tables as the rules read them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fiscal_notice.notice.judging.inputs import Frames, load_frames
from fiscal_notice.package import Package, Schema, read_package
from fiscal_notice.package.frames import typed_frame
from fiscal_notice.schema_check import check_schemas
from kit import mini_package
from notice.rules.cases.case import Case


@dataclass(frozen=True, slots=True)
class Invented:
    """The notice, and its frames without a change."""

    package: Package
    clean: Frames

    @classmethod
    def make(cls, folder: Path) -> Invented:
        package = read_package(mini_package(folder))
        frames, problems = load_frames(package, check_schemas(package))
        assert not problems
        return cls(package, frames)

    def frames(self, case: Case) -> Frames:
        """The frames with the changes of a case; only tables that it changes are made anew."""
        texts: Frames = {}

        def text(table: str) -> pd.DataFrame:
            return texts.setdefault(table, self.clean[f"text:{table}"].copy())

        def row(table: str, key: str) -> int:
            keys = list(self.clean[table]["_key"])
            assert key in keys, f"{table} has no row {key}"
            return keys.index(key)

        for table, key, field, cell in case.changes:
            assert field in text(table).columns, f"{table} has no field {field}"
            assert text(table).loc[row(table, key), field] != cell, f"{table} {key} has it already"
            text(table).loc[row(table, key), field] = cell
        lost = {table for table, _ in case.removed}
        for table in lost:
            gone = [row(table, key) for name, key in case.removed if name == table]
            texts[table] = text(table).drop(index=gone).reset_index(drop=True)
        for table, cells in case.added:
            there = text(table)
            assert cells.keys() <= set(there.columns), f"{table} lacks a field of {cells}"
            new = pd.DataFrame([{name: cells.get(name, "") for name in there.columns}])
            texts[table] = pd.concat([there, new], ignore_index=True).astype(object)
        typed = {name: typed_frame(frame, self._schema(name)) for name, frame in texts.items()}
        changed = self.clean | typed | {f"text:{name}": frame for name, frame in texts.items()}
        return {name: frame for name, frame in changed.items() if name not in case.absent}

    def _schema(self, table: str) -> Schema:
        resource = self.package.resource(table)
        assert resource is not None
        assert resource.schema is not None
        return resource.schema
