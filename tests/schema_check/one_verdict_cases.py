"""Small packages of the kinds that people have, each made of a few files. All data is invented."""

from __future__ import annotations

import json
from typing import Any

Files = dict[str, str | bytes]

GOOD = "id,name\n1,a\n2,b\n"
BAD = "id,name\n1,a\nx,b\n"
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string"},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS}
TABLE: dict[str, Any] = {"name": "t", "path": "t.csv", "schema": SCHEMA}
OTHER: dict[str, Any] = {"name": "u", "path": "u.csv", "schema": SCHEMA}


def package(*resources: Any, files: Files | None = None, **more: Any) -> Files:
    """A package of resources; ``t.csv`` is clean and ``u.csv`` has one cell that is no integer."""
    descriptor = {"name": "invented", "resources": list(resources)} | more
    made: Files = {"datapackage.json": json.dumps(descriptor), "t.csv": GOOD, "u.csv": BAD}
    return made | (files or {})


def schema(**more: Any) -> dict[str, Any]:
    """The table ``t`` with more in its schema."""
    return TABLE | {"schema": SCHEMA | more}


def field(**more: Any) -> dict[str, Any]:
    """The table ``t`` with more in its first field."""
    return TABLE | {"schema": {"fields": [FIELDS[0] | more, FIELDS[1]]}}


def key(own: Any, **reference: Any) -> dict[str, Any]:
    """The table ``t`` with a foreign key."""
    return schema(foreignKeys=[{"fields": own, "reference": reference}])


DEEP: Any = []
for _ in range(500):
    DEEP = [DEEP]

VERSION_2: dict[str, Any] = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}
OWN: dict[str, Any] = {"dcat:theme": ["z"]}
PARTS: Files = {"p1.csv": GOOD, "p2.csv": "id,name\n3,c\n"}

CASES: dict[str, Files] = {
    # What is wrong with nothing
    "clean": package(TABLE),
    "clean beside wrong": package(TABLE, OTHER),
    "no schema": package(TABLE, {"name": "v", "path": "u.csv"}),
    "no schema and ragged": package(
        TABLE, {"name": "v", "path": "v.csv"}, files={"v.csv": "a,,c\n1,2\n1,2,3,4\n"}
    ),
    "no schema and empty": package(TABLE, {"name": "v", "path": "v.csv"}, files={"v.csv": ""}),
    "a text beside": package(TABLE, {"name": "v", "path": "v.txt"}, files={"v.txt": "x\n"}),
    "a text with a wrong hash": package(
        TABLE,
        {"name": "v", "path": "v.txt", "hash": "sha256:" + "0" * 64, "encoding": "utf-8"},
        files={"v.txt": "x\n"},
    ),
    "a JSON file beside": package(TABLE, {"name": "v", "path": "v.json"}, files={"v.json": "{}"}),
    "a table in JSON": package(
        TABLE | {"path": "v.json"}, files={"v.json": '[{"id": 1, "name": "a"}, {"id": "x"}]'}
    ),
    "no extension": package(TABLE | {"path": "data"}, files={"data": GOOD}),
    "a table without rows": package(TABLE, files={"t.csv": "id,name\n"}),
    "an empty file": package(TABLE, files={"t.csv": ""}),
    "a missing file": package(TABLE, OTHER | {"path": "none.csv"}),
    "a folder for a file": package(TABLE | {"path": "."}),
    # Where data lies
    "parts": package(TABLE | {"path": ["p1.csv", "p2.csv"]}, files=PARTS),
    "parts with an error": package(
        TABLE | {"path": ["p1.csv", "p2.csv"]}, files=PARTS | {"p2.csv": BAD}
    ),
    "parts, one missing": package(TABLE | {"path": ["p1.csv", "none.csv"]}, files=PARTS),
    "one part": package(TABLE | {"path": ["t.csv"]}),
    "no part": package(TABLE | {"path": []}),
    "inline rows": package({"name": "t", "data": [["id", "name"], [1, "a"]], "schema": SCHEMA}),
    "inline objects": package(
        {"name": "t", "data": [{"id": "x", "name": "a"}], "schema": SCHEMA}, TABLE | {"name": "v"}
    ),
    "inline nothing": package({"name": "t", "data": [], "schema": SCHEMA}),
    "inline text": package({"name": "t", "data": "id,name\n1,a\n", "format": "csv"}),
    "inline object": package({"name": "t", "data": {"id": 1}}),
    "data and a path": package(TABLE | {"data": [{"id": 1, "name": "a"}]}),
    "neither data nor a path": package(TABLE, {"name": "v", "schema": SCHEMA}),
    "compressed": package(
        TABLE | {"path": "t.csv.gz"},
        files={
            "t.csv.gz": bytes.fromhex(
                "1f8b08000000000002ffcb4cd1c94bcc4de532d449e432d249e202009bff71c50f000000"
            )
        },
    ),
    "a path upward": package(TABLE, OTHER | {"path": "../u.csv"}),
    "an absolute path": package(TABLE, OTHER | {"path": "/etc/hostname"}),
    "a backslash that names nothing": package(TABLE, OTHER | {"path": "data\\none.csv"}),
    "another encoding": package(
        TABLE | {"encoding": "gbk"}, files={"t.csv": "id,name\n1,某\n".encode("gbk")}
    ),
    "another dialect": package(
        TABLE | {"dialect": {"delimiter": ";"}}, files={"t.csv": GOOD.replace(",", ";")}
    ),
    "a dialect that is none": package(TABLE | {"dialect": {"delimiter": 5}}, OTHER),
    "a dialect that is not there": package(TABLE | {"dialect": "none.json"}, OTHER),
    "an encoding that is none": package(TABLE | {"encoding": "x-none"}, OTHER),
    "an encoding that does not fit": package(
        TABLE, files={"t.csv": "id,name\n1,某\n".encode("gbk")}
    ),
    "UTF-16": package(TABLE | {"encoding": "utf-16"}, files={"t.csv": GOOD.encode("utf-16")}),
    "a byte-order mark in a table": package(
        TABLE, files={"t.csv": b"\xef\xbb\xbf" + GOOD.encode()}
    ),
    "lines of Windows": package(TABLE, files={"t.csv": GOOD.replace("\n", "\r\n")}),
    "semicolons that are not declared": package(TABLE, files={"t.csv": GOOD.replace(",", ";")}),
    "tabs": package(TABLE | {"path": "t.tsv"}, files={"t.tsv": GOOD.replace(",", "\t")}),
    "a format in capitals": package(TABLE | {"format": "CSV"}),
    "a format that is unknown": package(TABLE | {"format": "dat", "path": "t.csv"}, OTHER),
    "an extension in capitals": package(TABLE | {"path": "T.CSV"}, files={"T.CSV": GOOD}),
    "a broken spreadsheet": package(TABLE | {"path": "t.xlsx"}, OTHER, files={"t.xlsx": "x"}),
    "a broken compressed file": package(
        TABLE | {"path": "t.csv.gz"}, OTHER, files={"t.csv.gz": "x"}
    ),
    "a compressed file that is cut": package(
        TABLE | {"path": "t.csv.gz"}, OTHER, files={"t.csv.gz": b"\x1f\x8bxx"}
    ),
    "a path with a blank": package(TABLE | {"path": "a b.csv"}, files={"a b.csv": BAD}),
    "a path with an escape": package(TABLE | {"path": "a%20b.csv"}, files={"a b.csv": BAD}),
    "a path with a home": package(TABLE | {"path": "~/t.csv"}, OTHER),
    "a path with a variable": package(TABLE | {"path": "$HOME/t.csv"}, OTHER),
    "an address of a file": package(TABLE | {"path": "file:///etc/hostname"}, OTHER),
    "an unknown scheme": package(TABLE | {"path": "none://x/t.csv"}, OTHER),
    "a nul in a path": package(TABLE | {"path": "a\0b.csv"}, OTHER),
    "a very long path": package(TABLE | {"path": "a" * 5000 + ".csv"}, OTHER),
    # Names
    "no name of a resource": package({"path": "u.csv", "schema": SCHEMA}, TABLE),
    "a name that is a number": package(TABLE | {"name": 7}, OTHER),
    "an empty name": package(TABLE | {"name": ""}, OTHER),
    "a name with spaces": package(TABLE | {"name": "My Table"}, OTHER),
    "a name in Chinese": package(TABLE | {"name": "表"}, OTHER),
    "a repeated name": package(TABLE, OTHER | {"name": "t"}),
    "no name of the package": package(TABLE, OTHER, name=None),
    # Schemas
    "a missing schema": package(TABLE | {"schema": "none.json"}, OTHER),
    "a schema upward": package(TABLE | {"schema": "../none.json"}, OTHER),
    "a schema that is broken": package(
        TABLE | {"schema": "s.json"}, OTHER, files={"s.json": '{"fields": [}'}
    ),
    "a schema that is a list": package(TABLE | {"schema": "s.json"}, OTHER, files={"s.json": "[]"}),
    "a schema in a file": package(
        OTHER | {"schema": "s.json"}, files={"s.json": json.dumps(SCHEMA)}
    ),
    "a schema in YAML": package(
        OTHER | {"schema": "s.yaml"},
        files={"s.yaml": "fields:\n- {name: id, type: integer}\n- {name: name}\n"},
    ),
    "a schema without fields": package(TABLE | {"schema": {}}, OTHER),
    "a schema with a list": package(TABLE | {"schema": {"fields": {}}}, OTHER),
    "a schema of no fields": package(TABLE | {"schema": {"fields": []}}, OTHER),
    "a schema that is a number": package(TABLE | {"schema": 5}, OTHER),
    "a field without a name": package(TABLE | {"schema": {"fields": [{"type": "integer"}]}}, OTHER),
    "a field that is a text": package(TABLE | {"schema": {"fields": ["id", "name"]}}, OTHER),
    "a repeated field": package(TABLE | {"schema": {"fields": [FIELDS[0], FIELDS[0]]}}, OTHER),
    "an unknown type": package(field(type="whole"), OTHER),
    "an unknown format": package(field(type="string", format="%Y"), OTHER),
    "categories as an object": package(field(categories={"1": "one"}), OTHER),
    "categories as a list": package(field(categories=[1, 2]), OTHER),
    "a constraint that is a text": package(field(constraints={"required": "yes"}), OTHER),
    "constraints that are a list": package(field(constraints=[]), OTHER),
    "a bound that is a text": package(field(constraints={"minimum": "2"}), OTHER),
    "a bound that is none": package(field(constraints={"minimum": "many"}), OTHER),
    "a primary key that is not there": package(schema(primaryKey="code"), OTHER),
    "an empty primary key": package(schema(primaryKey=[]), OTHER),
    "a key without fields": package(
        schema(foreignKeys=[{"reference": {"resource": "u", "fields": "id"}}]), OTHER
    ),
    "a key without a reference": package(schema(foreignKeys=[{"fields": "id"}]), OTHER),
    "a key to a table that is not there": package(key("id", resource="none", fields="id"), OTHER),
    "a key to a field that is not there": package(key("id", resource="u", fields="code"), OTHER),
    "a key of another length": package(key(["id", "name"], resource="u", fields=["id"]), OTHER),
    "a key to a table that cannot be read": package(
        key("id", resource="u", fields="id"), OTHER | {"path": "../u.csv"}
    ),
    "foreign keys that are an object": package(schema(foreignKeys={}), OTHER),
    "missing values as objects": package(
        schema(missingValues=[{"value": "-", "label": "none"}]), OTHER
    ),
    "fields that match partly": package(
        TABLE | {"schema": SCHEMA | {"fieldsMatch": "subset"}},
        files={"t.csv": "name,id,x\na,1,2\n"},
    ),
    "columns in another order": package(TABLE, files={"t.csv": "name,id\na,1\n"}),
    "labels that are blank": package(TABLE, files={"t.csv": "id,\n1,a\n"}),
    "labels that repeat": package(TABLE, files={"t.csv": "id,id\n1,a\n"}),
    "rows of any length": package(TABLE, files={"t.csv": "id,name\n1\n1,a,b\n\n"}),
    "unique keys": package(schema(uniqueKeys=[["name"]]), OTHER),
    "missing values as a text": package(schema(missingValues="-"), OTHER),
    # The package's own properties
    "a version that is a number": package(TABLE, OTHER, version=1.5),
    "a moment that is none": package(TABLE, OTHER, created="yesterday"),
    "a missing profile": package(TABLE, OTHER, profile="none.json"),
    "a profile upward": package(TABLE, OTHER, profile="../none.json"),
    "the old tabular profile": package(TABLE, OTHER, profile="tabular-data-package"),
    "licences as an object": package(TABLE, OTHER, licenses={"name": "CC0-1.0"}),
    "a licence without a name": package(TABLE, OTHER, licenses=[{"title": "free"}]),
    "an address that is none": package(TABLE, OTHER, contributors=[{"title": "x", "email": "y"}]),
    "keywords as a text": package(TABLE, OTHER, keywords="a, b"),
    "fields in the wrong place": package(TABLE, OTHER, fields=[]),
    "no resources": package(),
    "resources as an object": package(TABLE, resources={"t": TABLE}),
    "no property resources": {"datapackage.json": '{"name": "invented"}'},
    "a resource that is a text": package("t.csv", TABLE),
    "a resource that is null": package(None, TABLE),
    "a hash of another form": package(TABLE | {"hash": "sha1:" + "0" * 40}),
    "a hash that is a number": package(TABLE | {"hash": 5}, OTHER),
    "a size that is a text": package(TABLE | {"bytes": "7"}, OTHER),
    "a wrong size": package(TABLE | {"bytes": 7}, OTHER),
    "something nested deeply": package(TABLE, OTHER, custom=DEEP),
    "the profile of version 2": package(TABLE, OTHER, **VERSION_2),
    "a type of a resource": package(TABLE | {"type": "table"}, OTHER | {"type": "file"}),
    "a type that is unknown": package(TABLE | {"type": "whole"}, OTHER),
    "resources of version 1": package(
        TABLE | {"profile": "tabular-data-resource"}, OTHER, profile="data-package"
    ),
    "own properties": package(TABLE | {"x": {"y": 1}}, OTHER, **OWN),
    # The file itself
    "numbers that JSON has not": {
        "datapackage.json": '{"name": "x","n": NaN,"resources": [{"name": "t", "path": "t.csv"}]}',
        "t.csv": GOOD,
    },
    "a property that stands twice": {
        "datapackage.json": '{"name": "x", "resources": [], "resources": [{"path": "t.csv"}]}',
        "t.csv": GOOD,
    },
    "broken JSON": {"datapackage.json": '{"name": "x", "resources": [{"name": "t"},]}'},
    "an empty descriptor": {"datapackage.json": ""},
    "a list for a descriptor": {"datapackage.json": "[]"},
    "a descriptor in GB 18030": {"datapackage.json": '{"name": "某"}'.encode("gb18030")},
    "a byte-order mark": {"datapackage.json": b"\xef\xbb\xbf{}"},
    "YAML": {
        "datapackage.yaml": "name: y\nresources:\n- {name: t, path: t.csv}\n- {path: u.csv}\n",
        "t.csv": GOOD,
        "u.csv": BAD,
    },
    "clean YAML": {
        "datapackage.yaml": "name: y\nresources:\n- name: t\n  path: t.csv\n",
        "t.csv": GOOD,
    },
    "YAML with a day": {
        "datapackage.yaml": "name: y\ncreated: 2021-01-01\nversion: 1.0\n"
        "resources:\n- {name: t, path: t.csv}\n",
        "t.csv": GOOD,
    },
    "broken YAML": {"datapackage.yaml": "name: [y\nresources: -"},
}
