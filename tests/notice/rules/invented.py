"""The invented notice in memory, changed as a case says: its tables as the rules read them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from fiscal_notice.notice.extract.run import extract
from fiscal_notice.notice.judging.beside import contact_cells, descriptor_frame
from fiscal_notice.notice.judging.inputs import Frames, load_frames
from fiscal_notice.notice.judging.whole import whole
from fiscal_notice.package import Package, Schema, read_package
from fiscal_notice.package.frames import typed_frame
from fiscal_notice.schema_check import check_schemas
from kit import mini_package, write_csv
from notice.rules.cases.case import Case

# What a notice may have beside the tables of the invented one.
FURTHER = ("amounts", "layout", "bases", "body_codes")


def whole_notice(folder: Path) -> Path:
    """The invented notice with all that extraction gives: further tables, and further columns."""
    root = mini_package(folder)
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    there = {resource["name"] for resource in descriptor["resources"]}
    for name in ("notice", "clauses"):
        path = root / "schemas" / f"{name}.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        names = {field["name"] for field in schema["fields"]}
        schema["fields"] += [f for f in _family(name)["fields"] if f["name"] not in names]
        path.write_text(json.dumps(schema), encoding="utf-8")
    for name in FURTHER:
        if name not in there:
            schema = _family(name)
            (root / "schemas" / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
            entry = {"name": name, "type": "table", "path": f"resources/{name}.csv"}
            entry |= {"schema": f"schemas/{name}.json", "format": "csv", "mediatype": "text/csv"}
            descriptor["resources"].append(entry | {"encoding": "utf-8", "title": name})
            header = [field["name"] for field in schema["fields"]]
            write_csv(root / "resources" / f"{name}.csv", header, [])
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    extract(root)
    return root


def _family(name: str) -> dict[str, Any]:
    path = files("fiscal_notice.notice.table_schemas") / f"{name}.json"
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


@dataclass(frozen=True, slots=True)
class Invented:
    """The notice, and its frames without a change."""

    package: Package
    clean: Frames

    @classmethod
    def make(cls, folder: Path) -> Invented:
        package = read_package(whole_notice(folder))
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
        typed = {
            name: whole(name, typed_frame(frame, self._schema(name)))
            for name, frame in texts.items()
        }
        changed = self.clean | typed | {f"text:{name}": frame for name, frame in texts.items()}
        changed["contacts:cells"] = contact_cells(changed)
        said = {**self.package.descriptor, **case.described}
        changed["package:descriptor"] = descriptor_frame(replace(self.package, descriptor=said))
        return {name: frame for name, frame in changed.items() if name not in case.absent}

    def _schema(self, table: str) -> Schema:
        resource = self.package.resource(table)
        assert resource is not None
        assert resource.schema is not None
        return resource.schema
