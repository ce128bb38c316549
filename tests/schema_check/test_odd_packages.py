"""Files and descriptors that people have, and that a faster way could judge otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.schema_check import validate_schema
from schema_check.comparing import quiet, same, stock, timeless, validated, write

__all__ = ["quiet"]

LONG = 140_000  # characters: Python's csv module reads cells of up to 131,072 unless told otherwise
IN_A_NEW_PROCESS = """
import json, sys
from pathlib import Path
from fiscal_notice import schema_check
from fiscal_notice.schema_check import fast_path
fast_path.SMALL = int(sys.argv[2])
print(json.dumps(schema_check.validate_schema(Path(sys.argv[1]))))
"""


def fields(**types: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": kind} for name, kind in types.items()]


def agree(descriptor: Path) -> Any:
    """Assert that users get frictionless's report, from packages of any size; returns it."""
    expected = stock(descriptor)
    assert expected is not None
    for report in validated(descriptor):
        assert report == expected
    return expected


# Long cells: in processes of their own, as frictionless raises the limit for the whole process


@pytest.fixture(params=[2**20, -1], ids=["small", "large"])
def small(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize(
    "last",
    [f'3,"one\n{"y" * LONG}"', f"3,{'y' * LONG},z", f'3,{"y" * LONG}" z', f"3,{'y' * LONG}"],
    ids=["quoted", "ragged", "stray quote", "plain"],
)
def test_a_cell_of_any_length(tmp_path: Path, last: str, small: int) -> None:
    data = f"id,txt\n1,a\n2,b\n{last}\n".encode()
    descriptor = write(tmp_path, data, {"fields": fields(id="integer", txt="string")})
    found = subprocess.check_output(
        [sys.executable, "-c", IN_A_NEW_PROCESS, str(descriptor), str(small)], text=True
    )
    assert timeless(json.loads(found)) == stock(descriptor)


@pytest.mark.parametrize("name", ["t.json", "t.jsonl", "t.xlsx"])
@pytest.mark.parametrize("text", ['[{"a": 1, "b": "' + "x" * LONG + '"}]', '[{"a":1},\r{"a":2}]'])
def test_what_is_no_csv_is_not_read_as_csv(
    tmp_path: Path, name: str, text: str, small: int
) -> None:
    descriptor = write(tmp_path, b"", {"fields": fields(a="integer", b="string")}, path=name)
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    found = subprocess.check_output(
        [sys.executable, "-c", IN_A_NEW_PROCESS, str(descriptor), str(small)], text=True
    )
    assert timeless(json.loads(found)) == stock(descriptor)


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\r1,x\r2,y\r",
        b"a,b\r1,x\n2,y\n",
        b'"a","b"\r1,x\n',
        b"a,b\n1,x\r2,y\n",
        b"a,b\r\r\n1,x\n",
    ],
)
def test_lines_that_end_in_a_carriage_return(tmp_path: Path, data: bytes) -> None:
    same(write(tmp_path, data, {"fields": fields(a="integer", b="string")}))


# Texts that stand for no value


CODED = {"name": "a", "type": "integer", "constraints": {"maximum": 10}}


def test_codes_beyond_a_bound_are_no_parts_of_keys(tmp_path: Path) -> None:
    schema = {
        "fields": [CODED, *fields(b="string")],
        "missingValues": ["98", "99"],
        "primaryKey": ["a", "b"],
    }
    checked = same(write(tmp_path, b"a,b\n98,x\n99,x\n1,y\n", schema), chunk=1000)
    assert [error["type"] for error in checked.report["tasks"][0]["errors"]] == ["primary-key"]


@pytest.mark.parametrize(("there", "errors"), [(b"99,x", 1), (b",x", 0)])
def test_codes_beyond_a_bound_in_a_foreign_key(tmp_path: Path, there: bytes, errors: int) -> None:
    reference = {"resource": "u", "fields": ["a", "b"]}
    schema = {
        "fields": [CODED, *fields(b="string")],
        "missingValues": ["99"],
        "foreignKeys": [{"fields": ["a", "b"], "reference": reference}],
    }
    other = {"fields": fields(a="integer", b="string")}
    others = [{"name": "u", "type": "table", "path": "u.csv", "schema": other}]
    (tmp_path / "u.csv").write_bytes(b"a,b\n" + there + b"\n1,y\n")
    checked = same(write(tmp_path, b"a,b\n99,x\n1,y\n", schema, others=others), chunk=1000)
    assert len(checked.report["tasks"][0]["errors"]) == errors


@pytest.mark.parametrize(
    "more",
    [
        {"fields": [{"name": "d", "type": "date", "constraints": {"required": True}}]},
        {"fields": [{"name": "d", "type": "date"}], "primaryKey": ["d", "b"]},
        {"fields": [{"name": "d", "type": "date", "constraints": {"unique": True}}]},
    ],
    ids=["required", "key", "unique"],
)
def test_a_day_that_stands_for_no_value(tmp_path: Path, more: dict[str, Any]) -> None:
    schema = more | {
        "fields": [*more["fields"], *fields(b="string")],
        "missingValues": ["", "9999-12-31"],
    }
    data = b"d,b\n9999-12-31,x\n,x\n2021-01-01,y\n9999-12-31,z\n"
    checked = same(write(tmp_path, data, schema), chunk=1000)
    assert bool(checked.report["tasks"][0]["errors"]) == ("unique" not in str(more))


def test_a_bound_that_is_less_than_any_float(tmp_path: Path) -> None:
    bounded = {"name": "a", "type": "number", "constraints": {"minimum": "1e-400"}}
    schema = {"fields": [bounded, *fields(b="string")]}
    checked = same(write(tmp_path, b"a,b\n0,z\n1,y\n", schema))
    assert len(checked.report["tasks"][0]["errors"]) == 1


# Descriptors


@pytest.mark.parametrize(
    "more",
    [
        *({"name": name} for name in ("Schema", "a b", "", 7, None, "codes-1")),
        *({name: 5} for name in ("title", "description", "$schema")),
        *({name: None} for name in ("title", "description", "$schema")),
        {"title": "x", "description": ""},
    ],
)
def test_a_schema_s_own_properties(tmp_path: Path, more: dict[str, Any]) -> None:
    agree(write(tmp_path, b"a,b\n1,x\n", {"fields": fields(a="integer", b="string")} | more))


@pytest.mark.parametrize("name", [" a", "a ", "a\u3000", " ", "a b", "\ta"])
def test_a_field_whose_name_has_white_space(tmp_path: Path, name: str) -> None:
    data = f"{name},b\n1,x\n".encode()
    agree(write(tmp_path, data, {"fields": fields(**{name: "string", "b": "string"})}))


@pytest.mark.parametrize(
    "more",
    [
        *(
            {"created": moment}
            for moment in (
                "2021-02-28T00:00:00Z",
                "2021-02-29T00:00:00Z",
                "2020-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "2021-99-99T99:99:99Z",
                "2021-01-01",
                5,
            )
        ),
        {"licenses": [{"name": ""}]},
        {"licenses": [{"name": "x", "title": 5}]},
        {"licenses": [{"name": "CC-BY-4.0", "title": ""}]},
        {"sources": [{"title": ""}]},
        {"contributors": [{"title": 5}]},
        {"contributors": [{"title": "x", "roles": ["y"]}]},
    ],
)
def test_a_package_s_own_properties(tmp_path: Path, more: dict[str, Any]) -> None:
    descriptor = write(tmp_path, b"a,b\n1,x\n", {"fields": fields(a="integer", b="string")})
    document = json.loads(descriptor.read_text(encoding="utf-8")) | more
    descriptor.write_text(json.dumps(document), encoding="utf-8")
    agree(descriptor)


@pytest.mark.parametrize(
    "constraints",
    [
        *({"enum": value} for value in ([["x"]], [{"x": 1}], [5], "x", 5, [], None, ["x"])),
        *({"pattern": value} for value in (5, None, ["x"], "[", "x")),
        *({name: value} for name in ("minLength", "maxLength") for value in ("1", 1.5, None, True)),
    ],
)
def test_constraints_of_a_wrong_kind(tmp_path: Path, constraints: dict[str, Any]) -> None:
    field = {"name": "a", "type": "string", "constraints": constraints}
    descriptor = write(tmp_path, b"a,b\nx,y\n", {"fields": [field, *fields(b="string")]})
    expected = stock(descriptor)
    for report in validated(descriptor):
        # Where frictionless fails, what it cannot judge is named.
        assert report == expected or (expected is None and not report["valid"])


@pytest.mark.parametrize("where", ["datapackage.json", "s.json"])
def test_a_byte_order_mark(tmp_path: Path, where: str) -> None:
    (tmp_path / "s.json").write_text(json.dumps({"fields": fields(a="integer")}), encoding="utf-8")
    descriptor = write(tmp_path, b"a\n1\n", "s.json")
    marked = tmp_path / where
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())
    report = agree(descriptor)
    assert "Unexpected UTF-8 BOM" in json.dumps(report)


def test_bytes_that_are_no_text_in_a_ragged_row(tmp_path: Path) -> None:
    """pyarrow makes a text of each ragged row, and speaks on standard error where it cannot."""
    data = b"a,b\n" + b"1,2\n" * 50_000 + b"\xff\n3,4\n"
    descriptor = write(tmp_path, data, {"fields": fields(a="integer", b="string")})
    command = [sys.executable, "-c", IN_A_NEW_PROCESS, str(descriptor), "-1"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert timeless(json.loads(ended.stdout)) == stock(descriptor)
    assert ended.stderr == ""


def test_a_limit_below_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="limit_errors is -1"):
        validate_schema(tmp_path, limit_errors=-1)


TWO_TEXTS = [
    ("boolean", "true", "1"),
    ("boolean", "False", "0"),
    ("number", "1", "1.0"),
    ("number", "0", "-0.00"),
    ("integer", "0", "-0"),
]


@pytest.mark.parametrize(("kind", "first", "second"), TWO_TEXTS)
@pytest.mark.parametrize("key", ["unique", "primaryKey", "both"])
def test_two_texts_of_one_value_are_one_key(
    tmp_path: Path, kind: str, first: str, second: str, key: str
) -> None:
    unique = {"constraints": {"unique": True}} if key == "unique" else {}
    primary = {"unique": [], "primaryKey": ["a"], "both": ["a", "b"]}[key]
    fields = [{"name": "a", "type": kind, **unique}, {"name": "b", "type": "string"}]
    schema = {"fields": fields} | ({"primaryKey": primary} if primary else {})
    found = same(write(tmp_path, f"a,b\n{first},x\n{second},x\n".encode(), schema))
    assert not found.report["valid"]


@pytest.mark.parametrize(
    ("own", "cell", "target", "there"),
    [
        ("string", "1", "integer", "1"),
        ("integer", "1", "string", "1"),
        ("date", "2021-01-01", "string", "2021-01-01"),
        ("number", "1.0", "integer", "1"),
        ("boolean", "true", "boolean", "1"),
        ("boolean", "1", "integer", "1"),
        ("year", "0099", "integer", "99"),
        ("integer", "-0", "number", "0.0"),
        ("number", "2.50", "number", "2.5"),
    ],
)
def test_foreign_keys_hold_by_values(
    tmp_path: Path, own: str, cell: str, target: str, there: str
) -> None:
    reference = {"resource": "u", "fields": ["k"]}
    schema = {
        "fields": [{"name": "a", "type": own}, {"name": "b", "type": "string"}],
        "foreignKeys": [{"fields": ["a"], "reference": reference}],
    }
    fields = [{"name": "k", "type": target}, {"name": "c", "type": "string"}]
    other = {"name": "u", "type": "table", "path": "u.csv", "schema": {"fields": fields}}
    tmp_path.joinpath("u.csv").write_text(f"k,c\n{there},x\n", encoding="utf-8")
    others = [other | {"encoding": "utf-8"}]
    same(write(tmp_path, f"a,b\n{cell},x\n".encode(), schema, others=others))
