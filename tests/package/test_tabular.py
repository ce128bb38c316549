"""Values → canonical text, rows → CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Row, Value
from fiscal_notice.package import format_rows, read_package, read_records
from fiscal_notice.package.tabular import format_value

# Nothing is guessed: neither what parts the cells nor what they are.
DETECTOR = frictionless.Detector(field_type="string")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (198_250_000, "198250000"),
        (Decimal("2.80"), "2.8"),
        (Decimal("1E+3"), "1000"),
        (Decimal(100), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("123456789012345678901234567890.10"), "123456789012345678901234567890.1"),
        (date(2020, 2, 29), "2020-02-29"),
        ("逐步提升", "逐步提升"),
    ],
)
def test_a_value_has_one_text(value: Value, text: str) -> None:
    assert format_value(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_no_digit_of_a_number_is_lost(number: Decimal) -> None:
    assert Decimal(format_value(number)) == number


def test_a_field_that_the_schema_lacks_is_named(mini: Path) -> None:
    schema = read_package(mini).require("recipients").schema
    assert schema is not None
    with pytest.raises(PackageError, match="lacks fields") as caught:
        format_rows(schema, [{"recipient_id": 1, "colour": "red"}], "schemas/recipients.json")
    assert (caught.value.found, caught.value.file) == ("colour", "schemas/recipients.json")


@pytest.mark.parametrize("name", ["a\rb", "a\nb", "a\r\nb", "\r", "\r\n", '"', ",", " ", "", "\t"])
def test_every_text_comes_back_from_every_reader(mini: Path, name: str) -> None:
    """A carriage return alone is a row end for readers, too, and has to be quoted."""
    package = read_package(mini)
    resource = package.require("recipients")
    assert resource.schema is not None
    rows: list[Row] = [{"recipient_id": number, "name": name} for number in (1, 2)]
    text = format_rows(resource.schema, rows)
    assert text.startswith(",".join(resource.schema.names) + "\n1,")
    package.file(resource).write_bytes(text.encode())
    names = [name, name]
    assert [record.cells["name"] for record in read_records(package, resource)] == names
    frame = pd.read_csv(package.file(resource), dtype=str, keep_default_na=False)
    assert frame["name"].tolist() == names
    with frictionless.Resource(path=str(package.file(resource)), detector=DETECTOR) as read:
        assert [row.cells[1] for row in read.row_stream] == names


def test_a_quoted_line_break_counts_its_lines(mini: Path) -> None:
    path = mini / "resources" / "recipients.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[1] = rows[1].replace("有限公司", '"有限\n公司"', 1)
    name = rows[1].split(",")[1]
    rows[1] = rows[1].replace(name, '"' + name.replace('"', "") + '"', 1)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    package = read_package(mini)
    records = read_records(package, package.require("recipients"))
    assert "\n" in records[0].cells["name"]
    assert (records[0].line, records[1].line) == (3, 4)
