"""The typed reader of cells gives what frictionless's own field gives, fast or not."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from datetime import time as clock
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.package import Field, Schema, cell_reader
from fiscal_notice.package.cells import CellError

FIELDS: list[dict[str, Any]] = [
    {"type": "integer"},
    {"type": "integer", "bareNumber": False},
    {"type": "number"},
    {"type": "number", "bareNumber": False},
    {"type": "number", "decimalChar": "."},
    {"type": "number", "decimalChar": ","},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "number", "groupChar": ""},
    {"type": "number", "groupChar": ","},
    {"type": "number", "groupChar": " "},
    {"type": "number", "groupChar": "1"},
    {"type": "number", "floatNumber": True},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["是", "1"], "falseValues": ["否", "0"]},
    {"type": "date"},
    {"type": "date", "format": "%Y-%m-%d"},
    {"type": "date", "format": "%d/%m/%Y"},
    {"type": "date", "format": "any"},
    {"type": "datetime"},
    {"type": "datetime", "format": "%d.%m.%Y %H:%M"},
    {"type": "datetime", "format": "any"},
    {"type": "time"},
    {"type": "time", "format": "%H:%M"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "duration"},
    {"type": "string"},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uri"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "binary"},
    {"type": "any"},
    {},
    {"type": "list"},
    {"type": "list", "delimiter": ";", "itemType": "integer"},
    {"type": "array"},
    {"type": "array", "arrayItem": {"type": "integer"}},
    {"type": "object"},
    {"type": "geopoint"},
    {"type": "geopoint", "format": "array"},
    {"type": "geojson"},
]
MISSING: list[dict[str, Any]] = [
    {},
    {"missingValues": ["", "-", "NA"]},
    {"missingValues": []},
    {"missingValues": [{"value": "-", "label": "not asked"}, {"value": "", "label": "empty"}]},
]
CELLS: list[Any] = [
    *["", "-", "NA", "0", "1", "-1", "+1", "007", " 5 ", "５", "1_000", "25万元", "¥ 1,234.50"],
    *["1.5", "1,5", "1.234,5", "1,234.5", "1 234", ".5", "5.", "1e3", "NaN", "INF", "-Infinity"],
    *["9223372036854775808", "12345678901234567890.12345678901234567890", "1.50"],
    *["true", "True", "TRUE", "false", "False", "FALSE", "yes", "是", "否"],
    *["2020-01-01", "2020-1-5", "2021-02-29", "0000-01-01", "31/12/2020", "20200101", "2020"],
    *["0099", "12020", " 202", "2020-01", "2020-13", "1 January 2020"],
    *["2020-01-01T01:02:03", "2020-01-01T01:02:03Z", "2020-01-01T01:02:03+08:00"],
    *["2020-01-01T01:02:03.5", "2020-01-01T01:02:03.123456Z", "2020-01-01T01:02:03.1234567"],
    *["2020-01-01 01:02:03", "2020-01-01T24:00:00", "2020-01-01T25:00:00", "2020-01-01T01:02"],
    *["31.12.2020 08:30", "01:02:03", "01:02:03Z", "01:02:03.5+08:00", "24:00:00", "8:30", "08:30"],
    *["P1Y2M", "PT5M", "a,b", "1;2", "1,2", "[1, 2]", '["a"]', '{"a": 1}', "[1, 200]", "200,1"],
    *["a@example.org", "https://example.org/", "123e4567-e89b-12d3-a456-426614174000", "YQ=="],
    *[None, True, False, 0, 1, 5, 1.0, 1.5, [1, 2], {"a": 1}, [], {}],
]


def ours(field: dict[str, Any], schema: dict[str, Any], cell: Any) -> Any:
    """What our reader gives: ``(value, True)``, or ``(None, False)`` for an error."""
    one = Field(name="x", type=field.get("type", "any"), raw={"name": "x", **field})
    read = cell_reader(one, Schema(fields=(one,), primary_key=(), raw=schema))
    try:
        return read(cell), True
    except CellError:
        return None, False


def theirs(field: dict[str, Any], schema: dict[str, Any], cell: Any) -> Any:
    """What frictionless's own field gives."""
    made = frictionless.Schema.from_descriptor(
        {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [{"name": "x", **field}],
            **schema,
        }
    )
    value, notes = made.fields[0].read_cell(cell)
    return (None, False) if notes else (value, True)


def same(ours: Any, theirs: Any) -> bool:
    """Equal in value, type, digits and offset."""
    if isinstance(theirs, datetime | clock) and isinstance(ours, type(theirs)):
        return ours.isoformat() == theirs.isoformat()
    return type(ours) is type(theirs) and repr(ours) == repr(theirs)


@pytest.mark.parametrize("schema", MISSING, ids=lambda schema: str(list(schema.values())))
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_cells_are_read_as_frictionless_reads_them(
    field: dict[str, Any], schema: dict[str, Any]
) -> None:
    for cell in CELLS:
        (value, well), (wanted, valid) = ours(field, schema, cell), theirs(field, schema, cell)
        assert well == valid, (cell, value, wanted)
        assert same(value, wanted), (cell, value, wanted)


_NUMERALS = st.text(alphabet="0123456789+-.,eE_ 万５%", max_size=12)
_DATES = st.text(alphabet="0123456789-:TZ+. ", min_size=4, max_size=26)
_MOMENTS = st.datetimes().map(datetime.isoformat)


@given(
    field=st.sampled_from(FIELDS[:25]),
    cell=st.one_of(
        _NUMERALS,
        _DATES,
        _MOMENTS,
        _MOMENTS.map(lambda text: text + "Z"),
        _MOMENTS.map(lambda text: text[11:] + "-03:30"),
        st.dates().map(str),
        st.decimals(allow_nan=True).map(str),
        st.integers().map(str),
    ),
)
def test_any_text_is_read_as_frictionless_reads_it(field: dict[str, Any], cell: str) -> None:
    (value, well), (wanted, valid) = ours(field, {}, cell), theirs(field, {}, cell)
    assert (well, True) == (valid, same(value, wanted)), (value, wanted)


def test_a_field_has_missing_values_of_its_own() -> None:
    schema = {"missingValues": ["NA"]}
    field = {"type": "integer", "missingValues": ["-"]}
    assert ours(field, schema, "-") == theirs(field, schema, "-") == (None, True)
    assert ours(field, schema, "NA") == theirs(field, schema, "NA") == (None, False)


def test_plain_cells_do_not_wait_for_frictionless() -> None:
    code = """
import sys
from fiscal_notice.package import Field, Schema, cell_reader
for kind, cell in (("integer", "5"), ("number", "1.5"), ("date", "2020-01-01"), ("string", "x"),
                   ("datetime", "2020-01-01T01:02:03Z"), ("time", "01:02:03"), ("year", "2020"),
                   ("boolean", "true"), ("any", "x"), ("integer", "")):
    field = Field(name="x", type=kind, raw={"name": "x", "type": kind})
    cell_reader(field, Schema(fields=(field,), primary_key=(), raw={}))(cell)
sys.exit("frictionless" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
