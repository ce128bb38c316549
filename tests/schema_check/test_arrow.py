"""Arrays of Arrow as NumPy's and back, also where they begin in the middle of a buffer."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from fiscal_notice.schema_check.arrow import mask_of, numbers_of, selected, strings
from fiscal_notice.schema_check.text_columns import KnownTexts

TEXTS = ["", "a", "万元", "", "x" * 300]


@pytest.mark.parametrize("begin", [0, 1, 7, 8, 9, 20])
def test_slices(begin: int) -> None:
    flags = [number % 3 == 0 for number in range(20)]
    assert mask_of(pa.array(flags).slice(begin)).tolist() == flags[begin:]
    assert numbers_of(pa.array(range(20)).slice(begin)).tolist() == list(range(begin, 20))
    chosen = selected(pa.array(range(20)).slice(begin), np.array(flags[begin:], dtype=np.bool_))
    assert chosen.to_pylist() == [number for number in range(begin, 20) if number % 3 == 0]


def test_a_mask_can_be_written_to() -> None:
    flags = pa.array([True, False, True])
    mask = mask_of(flags)
    mask[0] = False
    assert mask.tolist() == [False, False, True]
    assert flags.to_pylist() == [True, False, True]


def test_texts() -> None:
    assert strings(TEXTS).equals(pa.array(TEXTS, pa.string()))
    assert strings([]).equals(pa.array([], pa.string()))
    with pytest.raises(UnicodeEncodeError):
        strings(["\ud800"])


def test_texts_are_remembered_within_bounds() -> None:
    learnt: list[str] = []

    def learn(text: str) -> tuple[bool, bool, int, int]:
        learnt.append(text)
        return text != "x", False, 0, 0

    known = KnownTexts(learn, remembered=3)
    for batch in (["a", "x", "a"], ["b", "x"], ["c", "x", "c"], ["a", "x"]):
        assert known.look_up(pa.array(batch)).clean().tolist() == [text != "x" for text in batch]
    # After four texts those before are forgotten.
    assert learnt == ["a", "x", "b", "c", "a", "x"]


def test_a_clean_table_is_checked_without_pandas(tmp_path_factory: pytest.TempPathFactory) -> None:
    from validate_data import write

    folder = tmp_path_factory.mktemp("clean")
    write(folder, 9000)
    program = (
        "import sys\n"
        "from fiscal_notice.schema_check import validate_schema\n"
        "assert validate_schema(sys.argv[1])['valid']\n"
        "assert 'pyarrow' in sys.modules, 'too small to be checked in bulk'\n"
        "print(sorted({'pandas', 'frictionless'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", program, str(folder)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"
