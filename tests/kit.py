"""What several tests need: packages to break, and the words to say how."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from fiscal_notice.notice.extract.run import extract

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"

Change = tuple[str, str, str, str]
"""Table, key (parts joined by a slash), field, new text of the cell."""


def copy_package(target: Path) -> Path:
    """A copy of the package of this repository: descriptor, schemas, data."""
    for folder in ("resources", "schemas"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "datapackage.json", target)
    return target


def mini_package(target: Path) -> Path:
    """A small invented notice of the same family, without defects: two cities, four sheets."""
    shutil.copytree(ROOT / "schemas", target / "schemas")
    lists = target / "resources" / "codelists"
    lists.mkdir(parents=True)
    for name in ("gb_divisions", "functional_classification"):
        shutil.copy(DATA / "mini" / f"{name}.csv", lists)
    (target / "resources" / "source").mkdir()
    shutil.copy(DATA / "mini" / "notice.txt", target / "resources" / "source")
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    # What became of the real notice is nothing of this one.
    descriptor.pop("related", None)
    descriptor |= {"name": "mini", "title": "A small invented notice", "version": "0.0.1"}
    described = ("title@en", "description", "description@zh")
    descriptor |= dict.fromkeys(described, "A small invented notice")
    descriptor |= {"sources": [{"title": "invented"}]}
    for resource in descriptor["resources"]:
        if resource["name"] == "transcript":
            resource["path"] = "resources/source/notice.txt"
    (target / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("errata.csv", "glosses.csv"):
        header = (ROOT / "resources" / name).read_text(encoding="utf-8").splitlines()[0]
        (target / "resources" / name).write_text(header + "\n", encoding="utf-8")
    extract(target)
    return target


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write the rows of a CSV as the package has them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def drop_columns(root: Path, table: str, *names: str) -> None:
    """Take columns away, from the table and from its schema."""
    path = csv_path(root, table)
    rows = [{k: v for k, v in row.items() if k not in names} for row in read_csv(path)]
    write_csv(path, list(rows[0]), rows)
    schema = root / "schemas" / f"{table}.json"
    said = json.loads(schema.read_text(encoding="utf-8"))
    said["fields"] = [field for field in said["fields"] if field["name"] not in names]
    schema.write_text(json.dumps(said), encoding="utf-8")


def primary_key(root: Path, table: str) -> list[str]:
    """The fields of a table's primary key."""
    schema = json.loads((root / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    key = schema["primaryKey"]
    return [key] if isinstance(key, str) else list(key)


def csv_path(root: Path, table: str) -> Path:
    """Where the CSV of a table lies."""
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    paths: dict[str, str] = {r["name"]: r["path"] for r in descriptor["resources"]}
    return root / paths[table]


def change_cell(root: Path, change: Change) -> None:
    """Change one cell of a package on disk; the key must exist."""
    table, key, field, text = change
    path, names = csv_path(root, table), primary_key(root, table)
    rows = read_csv(path)
    hit = [row for row in rows if "/".join(row[name] for name in names) == key]
    assert hit, f"{table} has no row {key}"
    assert field in hit[0], f"{table} has no field {field}"
    hit[0][field] = text
    write_csv(path, list(rows[0]), rows)
