"""Errors packed and unpacked again are the same, row by row."""

from __future__ import annotations

import json
import pickle
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from fiscal_notice.schema_check import packed
from fiscal_notice.schema_check.frictionless_json import json_pieces
from fiscal_notice.schema_check.packed import Errors, Pack, unpacked


def error(row: int, note: str = "") -> dict[str, Any]:
    return {"type": "type-error", "note": note, "cells": ["其他", note], "rowNumber": row}


def few(rows: list[int], size: int) -> Errors:
    with patch.object(packed, "FEW", size):
        return Errors(error(row) for row in rows)


@given(rows=st.lists(st.integers(1, 9)).map(sorted), size=st.integers(1, 4))
def test_packed_errors_are_the_same(rows: list[int], size: int) -> None:
    errors = few(rows, size)
    expected = [error(row) for row in rows]
    assert errors == expected
    assert len(errors) == len(expected)
    assert bool(errors) == bool(expected)
    assert errors[1:] == expected[1:]
    assert pickle.loads(pickle.dumps(errors)) == expected
    assert errors.first(3) == expected[:3]
    assert Errors(errors) == expected
    assert [row for row, _ in errors.rows()] == sorted(set(rows))
    report = {"valid": False, "tasks": [{"name": "t", "errors": errors, "stats": {}}]}
    assert json.loads("".join(json_pieces(report)))["tasks"][0]["errors"] == expected
    assert json.dumps(unpacked(report))


def test_the_errors_of_a_row_stay_together() -> None:
    parts = list(few([1, 1, 1, 2, 3], 2).parts())
    assert [(p.first, p.last, p.count) for p in parts if isinstance(p, Pack)] == [(1, 1, 3)]
    assert parts[1:] == [[error(2), error(3)]]


@given(note=st.text())
def test_whatever_a_cell_holds_is_kept(note: str) -> None:
    errors = Errors([error(1, note)])
    errors.extend(Errors([packed.pack_errors([error(2, note)]).errors()[0]]))
    assert errors == [error(1, note), error(2, note)]


def test_half_of_a_surrogate_pair_is_kept() -> None:
    assert packed.pack_errors([error(1, "\udc80")]).errors() == [error(1, "\udc80")]
