"""Typed frames have the values of the typed reader, however they are written. All is invented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fiscal_notice.package import read_package
from fiscal_notice.package.frames import text_frame, text_of, typed_frame
from odd_kit import NAMES, ODD, ROWS, odd_package


@pytest.mark.parametrize("name", ODD)
def test_a_frame_is_typed_however_its_table_is_written(tmp_path: Path, name: str) -> None:
    package = read_package(odd_package(tmp_path / "p", name))
    resource = package.require("t")
    assert resource.schema is not None
    text = text_frame(package, resource)
    assert set(text.columns) == set(NAMES)
    frame = typed_frame(text, resource.schema)
    assert [str(frame[name].dtype) for name in ("id", "flag", "amount")] == [
        "Int64",
        "boolean",
        "Float64",
    ]
    assert frame["id"].tolist() == [1, 2, 3]
    assert frame["名称"].tolist() == [row[1] for row in ROWS]
    assert frame["flag"].tolist()[:2] == [True, False]
    assert frame["amount"].tolist()[:2] == [1234.5, -2.0]
    assert frame.isna().sum().to_dict() == {
        "id": 0,
        "名称": 0,
        "day": 1,
        "flag": 1,
        "amount": 1,
        "_key": 0,
        "_line": 3,
    }


def test_numbers_of_numpy_are_written_as_numbers(tmp_path: Path) -> None:
    schema = read_package(odd_package(tmp_path / "p", next(iter(ODD)))).require("t").schema
    assert schema is not None
    frame = pd.DataFrame({"amount": pd.Series([np.float64(1234.5), 0.1], dtype=object)})
    assert text_of(frame, schema)["amount"].tolist() == ["1234.5", "0.1"]
