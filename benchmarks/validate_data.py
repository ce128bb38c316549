"""Make a data package of any size to validate: nine columns, keys, a foreign key, Chinese text.

``python benchmarks/validate_data.py FOLDER ROWS [RATE]`` writes it. With a RATE, so many of the
rows are spoilt in each of the ways of ``FAULTS``.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CODES = [f"44{number:04d}" for number in range(3000)]
KINDS = ["投入", "产出", "效益", "满意度"]
TEXT = "关于安排二〇二一年省级促进经济高质量发展专项资金的通知"

CODE_FIELDS: list[dict[str, Any]] = [
    {"name": "code", "type": "string"},
    {"name": "name", "type": "string"},
]
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 1}},
    {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[0-9]{6}"}},
    {"name": "kind", "type": "string", "constraints": {"enum": KINDS}},
    {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
    {"name": "share", "type": "integer"},
    {"name": "year", "type": "year"},
    {"name": "day", "type": "date"},
    {"name": "unit", "type": "string"},
    {"name": "note", "type": "string", "constraints": {"maxLength": 200}},
]


def row(rng: random.Random, number: int) -> list[str]:
    """A clean row, about 155 bytes of UTF-8."""
    start = rng.randrange(8)
    return [
        str(number),
        CODES[rng.randrange(3000)],
        KINDS[rng.randrange(4)],
        f"{rng.randrange(10**7)}.{rng.randrange(100):02d}",
        str(rng.randrange(100)),
        str(2000 + rng.randrange(25)),
        f"20{10 + rng.randrange(15)}-{1 + rng.randrange(12):02d}-{1 + rng.randrange(28):02d}",
        "万元",
        f"{TEXT[start : start + 18]}第{rng.randrange(10**6)}号{TEXT[:8]}",
    ]


def _repeat(cells: list[str]) -> None:
    cells[0] = str(max(1, int(cells[0]) - 1000))


def _set(place: int, cell: str) -> Callable[[list[str]], None]:
    return lambda cells: cells.__setitem__(place, cell)


FAULTS: dict[str, Callable[[list[str]], None]] = {
    "letters in an integer": _set(0, "x"),
    "repeated key": _repeat,
    "pattern": _set(1, "44"),
    "no such code": _set(1, "999999"),
    "no code": _set(1, ""),
    "not in the enum": _set(2, "其他"),
    "no number": _set(3, "1;5"),
    "below the minimum": _set(3, "-1"),
    "year of five digits": _set(5, "20211"),
    "no such day": _set(6, "2021-02-30"),
    "extra cell": lambda cells: cells.append("x"),
    "missing cell": lambda cells: cells.__delitem__(-1),
    "stray quote": _set(8, '5" 管'),
}


def _spoil(cells: list[str]) -> None:
    """Two wrong cells."""
    FAULTS["not in the enum"](cells)
    FAULTS["no number"](cells)


def lines(rows: int, rate: float, *, all_wrong: bool = False) -> Iterator[str]:
    """The lines of the table."""
    rng, faults = random.Random(7), list(FAULTS.values())
    yield ",".join(field["name"] for field in FIELDS) + "\n"
    for number in range(1, rows + 1):
        cells = row(rng, number)
        if all_wrong:
            _spoil(cells)
        if rate:
            which = int(rng.random() / rate)
            if which < len(faults):
                faults[which](cells)
        yield ",".join(cells) + "\n"


def write(
    folder: Path,
    rows: int,
    rate: float = 0,
    *,
    names: tuple[str, str] = ("codes", "rows"),
    all_wrong: bool = False,
) -> Path:
    """Write the package; returns its descriptor.

    ``names`` are those of its tables; ``all_wrong`` gives each row two wrong cells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = "".join(f"{code},名称{code}\n" for code in CODES)
    (folder / "codes.csv").write_text(f"code,name\n{listed}", encoding="utf-8")
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(rows, rate, all_wrong=all_wrong))
    reference = {"resource": names[0], "fields": ["code"]}
    keys = {"primaryKey": ["id"], "foreignKeys": [{"fields": ["code"], "reference": reference}]}
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bench",
        "resources": [
            _resource(names[0], "codes.csv", {"fields": CODE_FIELDS, "primaryKey": ["code"]}),
            _resource(names[1], "rows.csv", {"fields": FIELDS} | keys),
        ],
    }
    return _descriptor(folder, document)


def write_dense(folder: Path, rows: int, columns: int) -> Path:
    """Write a package of one table of whole numbers, of which not one is one."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"n{number}" for number in range(columns)]
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(names) + "\n")
        for row in range(rows):
            file.write(",".join(f"x{(row * 7 + place) % 1000}" for place in range(columns)) + "\n")
    fields = [{"name": name, "type": "integer"} for name in names]
    resources = [_resource("rows", "rows.csv", {"fields": fields})]
    return _descriptor(folder, {"name": "bench", "resources": resources})


def _descriptor(folder: Path, document: dict[str, Any]) -> Path:
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return descriptor


def _resource(name: str, path: str, schema: dict[str, Any]) -> dict[str, Any]:
    form = {"name": name, "type": "table", "path": path, "format": "csv"}
    return form | {"encoding": "utf-8", "schema": schema}


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), float([*sys.argv, "0"][3])))
