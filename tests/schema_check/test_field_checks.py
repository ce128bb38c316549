"""What a field allows is proven to its bound, and nothing beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from fiscal_notice.package import Field
from fiscal_notice.schema_check.fast_path.field_checks import field_check


@pytest.mark.parametrize(
    ("kind", "constraints", "clean", "doubted"),
    [
        ("string", {"minLength": 2}, ["ab", "甲乙", "abc", ""], ["a", "甲"]),
        ("string", {"maxLength": 2}, ["ab", "甲乙", "a", ""], ["abc", "甲乙丙"]),
        ("string", {"enum": ["a", "b"]}, ["a", "b", ""], ["c", "A", "ab"]),
        ("string", {"pattern": "[0-9]{3}"}, ["601", ""], ["60", "6011", "x601"]),
        ("string", {"required": True}, ["a", " "], [""]),
        ("integer", {"minimum": 2}, ["2", "3", ""], ["1", "-2"]),
        ("integer", {"maximum": 2}, ["2", "-3", ""], ["3"]),
        ("integer", {}, ["0", "-1", "9" * 18], ["01", "+1", "1.0", "-", "9" * 19]),
        ("number", {"minimum": 0.5}, ["0.5", "0.50"], ["0.49"]),
        ("number", {"maximum": 0.5}, ["0.5", "-1"], ["0.51"]),
        ("year", {"minimum": 2020, "maximum": 2021}, ["2020", "2021"], ["2019", "2022"]),
    ],
)
def test_a_cell_is_clean_up_to_the_bound(
    kind: str, constraints: dict[str, Any], clean: list[str], doubted: list[str]
) -> None:
    raw = {"name": "a", "type": kind, "constraints": constraints}
    check = field_check(Field(name="a", type=kind, raw=raw))
    assert check is not None
    assert [cell for cell in clean if not check(cell)] == []
    assert [cell for cell in doubted if check(cell)] == []
