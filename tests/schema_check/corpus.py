"""A corpus of packages, made from seeds: types, constraints, dialects, keys and faults at random.

``write_case(folder, seed)`` writes one package. Most tables have few distinct values, so that keys
repeat and foreign keys are found and missed; faults of every kind stand beside clean rows.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

Field = dict[str, Any]
Make = Callable[[random.Random], str]


def _digits(rng: random.Random) -> str:
    return str(rng.choice([0, 1, 2, 3, 7, 10, 25, 99, 100, 12345, 10**17, 10**18, 2**63]))


def _decimal(rng: random.Random) -> str:
    return rng.choice(["0", "1", "1.0", "1.50", "-3.25", "100", "0.00", "99.99", "1e3", "-0", "7."])


def _text(rng: random.Random) -> str:
    return rng.choice(
        ["a", "b", "ab", "万元", "x y", "  ", " a", "a ", "ABC", "é", "1", "01", "nan"]
    )


def _date(rng: random.Random) -> str:
    return rng.choice(["2021-01-02", "2020-02-29", "0001-01-01", "9999-12-31", "2021-1-2"])


TYPES: dict[str, Make] = {
    "string": _text,
    "any": _text,
    "integer": _digits,
    "number": _decimal,
    "year": lambda rng: rng.choice(["2021", "1999", "0001", "9999", "0000"]),
    "yearmonth": lambda rng: rng.choice(["2021-01", "2021-1", "1999-12"]),
    "date": _date,
    "boolean": lambda rng: rng.choice(["true", "false", "1", "0", "TRUE"]),
    "datetime": lambda rng: rng.choice(
        ["2021-01-02T03:04:05", "2021-01-02T03:04:05Z", "2021-01-02T05:04:05+02:00"]
    ),
    "time": lambda rng: rng.choice(["03:04:05", "23:59:59", "03:04:05Z"]),
    "duration": lambda rng: rng.choice(["P1Y", "P12M", "PT5M"]),
    "geopoint": lambda rng: rng.choice(["1,2", "90.5, 45", "180,-90"]),
    "list": lambda rng: rng.choice(["a,b", "a", "x,y,z"]),
    "array": lambda rng: rng.choice(["[1,2]", "[]"]),
    "object": lambda rng: rng.choice(["{}", '{"a": 1}']),
    "geojson": lambda rng: '{"type": "Point", "coordinates": [1, 2]}',
}
FAULTS = [
    *("", " ", "  ", "x", "1_000", "１２", "+5", " 5", "5 ", "007", "-1", "-2", "-0", "1.0", "1e5"),
    *("NaN", "nan", "sNaN", "INF", "-inf", "0x1F", "10000-01-01", "2021-02-30", "2021-01-02 "),
    *("true ", "yes", '5" pipe', '"', '"a"b', "a\nb", "a\r\nb", "1,5", "a;b", "٣", "1\u00a0", "NA"),
    *(
        "-",
        "99",
        "n/a",
        "²",
        "𝟙",
        "é",
        "e\u0301",
        "'",
        "[1",
        "{",
        "2021",
        "20211",
        "١٩٩٩",
        "1" * 30,
    ),
    *("0" * 20, "9" * 19, "\u2028", "\x0b", "\x1c", "#", "#a", "\\", "\\N", "\ufeff", "1.5.2"),
    *("--1", "25万元", "$5", "5%"),
]
MISSING: list[Any] = [
    [""], [""], [""], ["", "NA"], ["NA"], [], ["", "-", "99"], ["0"],
    [{"value": "", "label": "empty"}, {"value": "NA", "label": "not available"}],
    [{"value": "-1"}], ["", "9999-12-31", "2021-01-02"], ["7", "99"],
]  # fmt: skip


def _constraints(rng: random.Random, kind: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    options: dict[str, Any] = {"required": rng.random() < 0.7, "unique": rng.random() < 0.5}
    if kind in ("integer", "number", "year"):
        options |= {
            "minimum": rng.choice([0, 1, "2", 2000]),
            "maximum": rng.choice([100, 2021, 10**20]),
        }
        options |= {"exclusiveMinimum": rng.choice([0, 1, -5]), "exclusiveMaximum": 10000}
        options["enum"] = rng.sample(["0", "1", "2", 3, "7", "2021", "1999"], 4)
    elif kind == "date":
        options |= {"minimum": "2020-01-01", "maximum": "2021-12-31", "enum": ["2021-01-02"]}
    elif kind == "string":
        options |= {
            "minLength": rng.choice([1, 2]),
            "maxLength": rng.choice([1, 3]),
            "pattern": rng.choice(["[a-z]+", r"\w*", "a|b", r"\d+", "[^,]*$", ".*"]),
            "enum": ["a", "b", "万元", "x y"],
        }
    elif kind in ("boolean", "any", "yearmonth"):
        options["enum"] = {"boolean": ["true"], "any": ["a", "b"]}.get(kind, ["2021-01"])
    elif kind in ("list", "array", "object"):
        options |= {"minLength": 1, "maxLength": 2}
    for name in rng.sample(sorted(options), min(len(options), rng.choice([0, 0, 0, 1, 1, 2]))):
        made[name] = options[name]
    return made


def _options(rng: random.Random, kind: str) -> dict[str, Any]:
    choices: dict[str, list[dict[str, Any]]] = {
        "string": [{}, {}, {}, {"format": "email"}, {"format": "uri"}, {"format": "uuid"}],
        "integer": [{}, {}, {"bareNumber": False}],
        "number": [
            {}, {}, {"bareNumber": False}, {"decimalChar": ","}, {"groupChar": ","},
            {"floatNumber": True},
        ],
        "date": [{}, {}, {"format": "any"}, {"format": "%d.%m.%Y"}],
        "boolean": [{}, {"trueValues": ["yes", "1"], "falseValues": ["no"]}],
        "list": [{}, {"itemType": "integer"}, {"delimiter": ";"}],
        "geopoint": [{}, {"format": "array"}],
    }  # fmt: skip
    return rng.choice(choices.get(kind, [{}]))


def _field(rng: random.Random, name: str) -> Field:
    common = ["string", "integer", "number", "date", "year", "any", "boolean"]
    kind = rng.choice(common if rng.random() < 0.85 else sorted(TYPES))
    made: Field = {"name": name, "type": kind} | _options(rng, kind)
    constraints = _constraints(rng, kind)
    if constraints:
        made["constraints"] = constraints
    if rng.random() < 0.1:
        made["missingValues"] = rng.choice(MISSING)
    return made


def _schema(rng: random.Random, number: int, before: list[dict[str, Any]]) -> dict[str, Any]:
    names = rng.sample(["id", "code", "a", "b", "金额", "Name"], rng.choice([1, 2, 3, 4, 5]))
    schema: dict[str, Any] = {"fields": [_field(rng, name) for name in names]}
    if rng.random() < 0.3:
        schema["missingValues"] = rng.choice(MISSING)
    if rng.random() < 0.5:
        schema["primaryKey"] = rng.sample(names, rng.choice([1, 1, min(2, len(names))]))
    keys = []
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        target = rng.randrange(number + 1)
        there = names if target == number else [f["name"] for f in before[target]["fields"]]
        width = min(rng.choice([1, 1, 2]), len(names), len(there))
        resource = "" if target == number else f"t{target}"
        keys.append(
            {
                "fields": rng.sample(names, width),
                "reference": {"resource": resource, "fields": rng.sample(there, width)},
            }
        )
    if keys:
        schema["foreignKeys"] = keys
    if rng.random() < 0.2:
        schema["fieldsMatch"] = rng.choice(["exact", "equal", "subset", "superset", "partial"])
    return schema


def _dialect(rng: random.Random) -> dict[str, Any]:
    if rng.random() < 0.7:
        return {}
    return rng.choice([
        {"csv": {"delimiter": ";"}}, {"csv": {"delimiter": ","}},
        {"csv": {"skipInitialSpace": True}},
        {"csv": {"quoteChar": "'"}}, {"csv": {"escapeChar": "\\"}}, {"csv": {"doubleQuote": False}},
        {"commentChar": "#"}, {"skipBlankRows": True}, {"commentRows": [2]}, {"headerRows": [1, 2]},
        {"header": False}, {"headerCase": False}, {"headerRows": [2]},
    ])  # fmt: skip


def _cell(rng: random.Random, field: Field, faulty: float) -> str:
    if rng.random() < faulty:
        return rng.choice(FAULTS)
    if "enum" in field.get("constraints", {}) and rng.random() < 0.7:
        return str(rng.choice(field["constraints"]["enum"]))
    return TYPES[field["type"]](rng)


def _quoted(rng: random.Random, cell: str, delimiter: str, raw: float) -> str:
    needs = any(sign in cell for sign in (delimiter, '"', "\n", "\r"))
    if needs and rng.random() < raw:
        return cell
    if needs or rng.random() < 0.05:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _rows(rng: random.Random, fields: list[Field], delimiter: str) -> list[str]:
    faulty, raw = rng.choice([0, 0, 0.01, 0.1, 0.4]), rng.choice([0, 0, 0.3])
    ragged = rng.choice([0, 0, 0.05])
    lines = []
    for number in range(rng.choice([0, 1, 3, 10, 40, 130])):
        cells = [_cell(rng, field, faulty) for field in fields]
        if fields[0]["type"] in ("integer", "string") and rng.random() < 0.7:
            cells[0] = str(number + 1)
        if rng.random() < ragged:
            cells = rng.choice([cells[:-1], [*cells, "x"], [*cells, "", ""], [], [""], ["#", "x"]])
        lines.append(delimiter.join(_quoted(rng, cell, delimiter, raw) for cell in cells))
    return lines


def _header(rng: random.Random, names: list[str]) -> list[str]:
    if rng.random() < 0.85:
        return names
    return rng.choice([
        names[:-1], [*names, "extra"], names[::-1], [name.upper() for name in names],
        [*names[:-1], ""], [names[0], *names[:-1]], [], [f" {name}" for name in names],
    ])  # fmt: skip


def _bytes(rng: random.Random, lines: list[str]) -> tuple[bytes, dict[str, Any]]:
    newline = rng.choice(["\n", "\n", "\n", "\r\n", "\r"] if rng.random() < 0.3 else ["\n"])
    text = newline.join(lines) + (newline if rng.random() < 0.8 else "")
    encoding, stated = rng.choice(
        [("utf-8", {"encoding": "utf-8"})] * 6
        + [("utf-8", {}), ("utf-8-sig", {"encoding": "utf-8"}), ("utf-8-sig", {})]
        + [("utf-16", {"encoding": "utf-16"}), ("gb18030", {"encoding": "gb18030"})]
        + [("utf-8", {"encoding": "ascii"})]
    )
    data = text.encode(encoding)
    if rng.random() < 0.03:
        place = rng.randrange(len(data) + 1)
        data = data[:place] + rng.choice([b"\xff", b"\0", b"\r", b"\xe4\xb8"]) + data[place:]
    return data, stated


def _plain_field(rng: random.Random, name: str) -> Field:
    kind = rng.choice(["string", "integer", "number", "date", "year", "boolean"])
    made: Field = {"name": name, "type": kind}
    texts = {"minLength": 1, "maxLength": 9, "pattern": rng.choice([".*", "a|b|.+", r"\S+"])}
    bounds = {"minimum": 0, "maximum": rng.choice([9999, 100, 10**17])}
    options: dict[str, Any] = {"required": rng.random() < 0.5}
    options |= texts if kind == "string" else {}
    options |= bounds if kind in ("integer", "number", "year") else {}
    chosen = rng.sample(sorted(options), rng.choice([0, 0, min(1, len(options))]))
    return made | ({"constraints": {name: options[name] for name in chosen}} if chosen else {})


PLAIN: dict[str, list[str]] = {
    "string": ["a", "b", "ab", "万元", "x|y", "x;y", "1", 'say ""a""', "a\nb"],
    "integer": ["0", "1", "7", "25", "99"],
    "number": ["0", "1.5", "25.00", "3"],
    "date": ["2021-01-02", "2020-02-29"],
    "year": ["2021", "1999"],
    "boolean": ["true", "false", "1"],
}


def _plain_rows(rng: random.Random, fields: list[Field]) -> list[str]:
    """Rows that are clean as a rule; now and then one is not."""
    lines = []
    for number in range(rng.choice([1, 3, 30, 120])):
        cells = [rng.choice(PLAIN[field["type"]]) for field in fields]
        cells[0] = str(number + 1) if fields[0]["type"] in ("string", "integer") else cells[0]
        if rng.random() < 0.003:
            cells[rng.randrange(len(cells))] = rng.choice(FAULTS)
        quoted = [f'"{cell}"' if any(c in cell for c in '"\n;') else cell for cell in cells]
        lines.append(",".join(quoted))
    return lines


def _plain_table(rng: random.Random, number: int) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    names = rng.sample(["id", "code", "a", "b", "金额"], rng.choice([2, 3, 4]))
    schema: dict[str, Any] = {"fields": [_plain_field(rng, name) for name in names]}
    if rng.random() < 0.5:
        schema["primaryKey"] = names[:1]
    if rng.random() < 0.3:
        target = rng.choice(["", f"t{number}"])
        schema["foreignKeys"] = [
            {"fields": names[:1], "reference": {"resource": target, "fields": names[:1]}}
        ]
    lines = [",".join(names), *_plain_rows(rng, schema["fields"])]
    stated = rng.choice([{"encoding": "utf-8"}, {"encoding": "utf-8"}, {}])
    return schema, "".join(f"{line}\n" for line in lines).encode(), stated


def _any_table(
    rng: random.Random, before: list[dict[str, Any]]
) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    schema, dialect = _schema(rng, len(before), before), _dialect(rng)
    delimiter = dialect.get("csv", {}).get("delimiter", rng.choice([",", ",", ",", ";", "\t"]))
    names = _header(rng, [field["name"] for field in schema["fields"]])
    lines = [delimiter.join(names), *_rows(rng, schema["fields"], delimiter)]
    data, stated = _bytes(rng, lines)
    more: list[dict[str, Any]] = [{}, {}, {}, {"bytes": len(data)}, {"bytes": 5}, {"hash": "md5:0"}]
    more += [{"hash": "sha512:0"}, {"rows": 3}, {"fields": 2}]
    return schema, data, stated | ({"dialect": dialect} if dialect else {}) | rng.choice(more)


def write_case(folder: Path, seed: int, *, plain: bool = False, first: bool = False) -> Path:
    """Write the package of ``seed`` into ``folder``; returns the path of its descriptor.

    A ``plain`` one has UTF-8, commas and types without options, and few faults. ``first`` are
    those that go by version 1 of Data Package, which some then break.
    """
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    resources: list[dict[str, Any]] = []
    schemas: list[dict[str, Any]] = []
    for number in range(rng.choice([1, 1, 2, 3])):
        table = _plain_table(rng, number) if plain else _any_table(rng, schemas)
        schema, data, more = table
        schemas.append(schema)
        (folder / f"t{number}.csv").write_bytes(data)
        resource = {"name": f"t{number}", "type": "table", "path": f"t{number}.csv"}
        resources.append(resource | {"schema": schema} | more)
    descriptor = {"name": "case", "resources": resources}
    if not first:
        descriptor["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return path
