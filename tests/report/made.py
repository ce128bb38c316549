"""Packages for the tests of reports, all invented: errors of many kinds, and headers gone wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_package(folder: Path, tables: Mapping[str, tuple[Any, str]], **more: Any) -> Path:
    """A package of tables: by name their fields (or whole schema) and the text of their CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (schema, text) in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        whole = schema if isinstance(schema, dict) else {"fields": fields(*schema)}
        resources.append({"name": name, "path": f"{name}.csv", "schema": whole})
    descriptor = {"$schema": PROFILE, "name": "invented", "resources": resources} | more
    (folder / "datapackage.json").write_text(
        json.dumps(descriptor, ensure_ascii=False), encoding="utf-8"
    )
    return folder


def fields(*names: str) -> list[dict[str, Any]]:
    """Fields from ``name:type`` or ``name``, which is text."""
    pairs = (name.partition(":") for name in names)
    return [{"name": name, "type": kind or "string"} for name, _, kind in pairs]


def many_errors(folder: Path) -> Path:
    """An invented package with errors of many kinds, hundreds of some."""
    schema = {
        "fields": [
            {"name": "no", "type": "integer", "constraints": {"unique": True}},
            {"name": "amount", "type": "integer", "constraints": {"minimum": 0, "maximum": 900}},
            {"name": "city", "type": "string", "constraints": {"enum": ["甲市", "乙市"]}},
            {"name": "day", "type": "date", "format": "%d.%m.%Y"},
            {"name": "mail", "type": "string", "format": "email"},
            {"name": "code", "type": "string", "constraints": {"pattern": "[0-9]{6}"}},
            {"name": "note", "type": "string", "constraints": {"maxLength": 5, "required": True}},
        ],
        "primaryKey": ["no"],
        "foreignKeys": [
            {"fields": ["code"], "reference": {"resource": "places", "fields": ["code"]}}
        ],
    }
    rows = [
        f"{number},{f'{number}万元' if number % 2 else number},甲市,01.02.2021,a@b.cn,000001,x"
        for number in range(1, 401)
    ]
    rows += [
        "500,-1,丙市,2021-02-01,nobody,1,xxxxxxx",
        "500,901,乙市,01.02.2021,a@b.cn,000009,",
        "501,1,乙\u00a0市 ,01.02.2021,a@b.cn,000001,x",
        "502,1,甲市",
        "503,1,甲市,01.02.2021,a@b.cn,000001,x,more",
        "",
    ]
    text = "no,amount,city,day,mail,code,note\n" + "\n".join(rows) + "\n"
    places = ("code", "name"), "name,code\n甲市,000001\n"
    headers = {
        "twice": (("a", "b"), "a,a\n1,2\n"),
        "unnamed": (("a", "b"), "a,\n1,2\n"),
        "longer": (("a",), "a,b\n1,2\n"),
        "renamed": (("a", "b", "c"), "a,x,c\n1,2,3\n"),
        "empty": (("a",), ""),
    }
    return write_package(folder, {"grants": (schema, text), "places": places, **headers})
