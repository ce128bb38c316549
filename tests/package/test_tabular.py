"""Values → canonical text, rows → CSV."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.errors import PackageError
from fiscal_notice.model import Value
from fiscal_notice.package import format_rows, read_package, read_records
from fiscal_notice.package.tabular import format_value


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
