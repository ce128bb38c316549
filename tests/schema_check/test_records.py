"""Bytes are cut into the records that Python's csv module reads, wherever blocks begin and end."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal_notice.schema_check import records
from fiscal_notice.schema_check.records import IrregularError, split_records


def cut(data: bytes) -> list[list[str]]:
    """All records of ``data`` as they are cut in bulk."""
    found = split_records(data, ",", final=True)
    assert found.used == len(data)
    return list(found.cells(range(len(found)), ","))


TEXTS = st.lists(st.sampled_from(["a", "b", ",", '"', "\n", "\r\n"]), max_size=40).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, stretch=st.integers(1, 9))
def test_records_are_those_of_the_csv_module(
    monkeypatch: pytest.MonkeyPatch, text: str, stretch: int
) -> None:
    monkeypatch.setattr(records, "_STRETCH", stretch)
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert cut(text.encode()) == expected


@pytest.mark.parametrize("stretch", [1, 2, 3, 4, 5, 6, 7, 100])
def test_a_blank_line_is_seen_at_any_place(monkeypatch: pytest.MonkeyPatch, stretch: int) -> None:
    monkeypatch.setattr(records, "_STRETCH", stretch)
    for before in range(6):
        assert cut(b"a" * before + b"\n\nb") == [["a" * before] if before else [], [], ["b"]]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_blank_line_is_a_record_apart(end: str) -> None:
    found = split_records(f"a{end}{end}b{end}".encode(), ",", final=True)
    assert len(found) == 3
    assert found.odd == {1: []}


def test_a_block_ends_with_its_last_whole_line() -> None:
    found = split_records(b"a,b\nc,d\ne", ",", final=False)
    assert (len(found), found.used) == (2, 8)
    assert len(split_records(b"a,b", ",", final=False)) == 0


@pytest.mark.parametrize("data", [b"a\0\n", b"a\rb\n", b'a\r"b"\n', b"\r"])
def test_bytes_that_python_reads_otherwise_are_refused(data: bytes) -> None:
    with pytest.raises(IrregularError):
        split_records(data, ",", final=True)
