"""The report made in bulk is frictionless's report: errors, order, messages, rows, figures."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal_notice.package import read_package
from fiscal_notice.schema_check import fast_path, validate_schema
from fiscal_notice.schema_check.opening import Sizes
from fiscal_notice.schema_check.rows import Judge
from schema_check.comparing import (
    TABLE,
    in_bulk,
    quiet,
    same,
    stock,
    timeless,
    validated,
    write,
)
from schema_check.corpus import write_case

__all__ = ["quiet"]

SEEDS = 240
LIMITS = (1000, 1000, 0, 1, 3, 10)
UNCHECKED = {"unchecked-cell", "unchecked-row", "unchecked-resource"}


def both_ways(rng: random.Random) -> list[Sizes]:
    """From the file and from frictionless's parser, in pieces that cut everywhere."""
    return [
        Sizes(chunk=rng.choice([1, 17, 60, 300, 5000])),
        Sizes(stream=True, rows=rng.choice([1, 3, 7, 50])),
    ]


def _is_refused(descriptor: Path) -> bool:
    try:
        frictionless.Package(str(descriptor))
    except frictionless.FrictionlessException:
        return True
    return False


@pytest.mark.parametrize("tenth", range(10))
def test_the_corpus(tmp_path: Path, tenth: int) -> None:
    bulk = 0
    for seed in range(tenth, SEEDS, 10):
        first, rng = seed % 3 == 0, random.Random(seed)
        descriptor = write_case(tmp_path / str(seed), seed, first=first)
        limit = rng.choice(LIMITS)
        expected = stock(descriptor, limit)
        for report in validated(descriptor, limit):
            assert expected in (None, report), f"seed {seed}, limit {limit}"
        if first and _is_refused(descriptor):
            # By version 1 it is no package at all: the report says so, and no table is read.
            assert expected is not None
            assert expected["errors"]
            continue
        for sizes in both_ways(rng):
            checked = in_bulk(descriptor, limit, sizes)
            found = timeless(checked.report)
            bulk += len(found["tasks"]) - len(checked.whole)
            if expected is None:
                types = {error["type"] for task in found["tasks"] for error in task["errors"]}
                assert limit or types & UNCHECKED, f"seed {seed}"
            else:
                assert found == expected, f"seed {seed}, limit {limit}, {sizes}"
    assert bulk > SEEDS / 10, "most resources are to be checked in bulk"


def test_what_is_proven_without_frictionless_is_what_frictionless_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small packages in one go, large ones (here: all) in bulk, and neither where unsure."""
    proven = 0
    for seed in range(1000, 1120):
        descriptor = write_case(tmp_path / str(seed), seed, plain=True)
        expected = stock(descriptor)
        package = read_package(descriptor.parent)
        for small in (2**20, -1):
            monkeypatch.setattr(fast_path, "SMALL", small)
            proof = fast_path.prove(package)
            if proof is not None:
                proven += 1
                report = fast_path.report_of(package, proof, 0)
                assert report is not None
                assert timeless(report) == expected, f"seed {seed}"
    assert proven > 20


@pytest.mark.parametrize("small", [2**20, -1])
@pytest.mark.parametrize("rows", ["", "\n", "\n1,aa,1.5,2021-01-02,x\n"])
def test_the_figures_of_a_table_without_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, small: int
) -> None:
    """frictionless gives no number of rows there, instead of 0."""
    monkeypatch.setattr(fast_path, "SMALL", small)
    descriptor = write(tmp_path, (TABLE.splitlines()[0] + rows).encode())
    assert timeless(validate_schema(descriptor)) == stock(descriptor)


@pytest.mark.parametrize("small", [2**20, -1])
@pytest.mark.parametrize(
    "stated",
    [{"hash": "sha256:" + "0" * 64}, {"hash": "0" * 32}, {"bytes": 1}, {"bytes": len(TABLE)}],
)
def test_stated_hash_and_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: dict[str, Any], small: int
) -> None:
    monkeypatch.setattr(fast_path, "SMALL", small)
    descriptor = write(tmp_path, TABLE.encode(), **stated)
    report = timeless(validate_schema(descriptor))
    assert report == stock(descriptor)
    assert report["valid"] == (stated == {"bytes": len(TABLE)})


@pytest.mark.parametrize("small", [2**20, -1])
@pytest.mark.parametrize("missing", [["-"], ["", "-"], []])
def test_missing_values_where_a_value_is_required(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: list[str], small: int
) -> None:
    monkeypatch.setattr(fast_path, "SMALL", small)
    fields = [
        {"name": "a", "type": "string", "constraints": {"required": True}},
        {"name": "b", "type": "string"},
    ]
    schema = {"fields": fields, "missingValues": missing}
    descriptor = write(tmp_path, b"a,b\nx,y\n-,y\nz,-\n", schema)
    assert timeless(validate_schema(descriptor)) == stock(descriptor)


FAULTS: dict[str, Callable[[str], str]] = {
    "stray quote": lambda text: text.replace("ab", 'a"b'),
    "unclosed quote": lambda text: text.replace("ab", '"ab'),
    "quote after a quoted cell": lambda text: text.replace('"y, z"', '"y" z'),
    "line break in a cell": lambda text: text.replace("y, z", "y\nz"),
    "CRLF in a cell": lambda text: text.replace("y, z", "y\r\nz"),
    "CRLF everywhere": lambda text: text.replace("\n", "\r\n"),
    "lone CR": lambda text: text.replace("x\n", "x\r"),
    "null": lambda text: text.replace("x\n", "x\0\n"),
    "blank row": lambda text: text.replace("x\n", "x\n\n"),
    "row of commas": lambda text: text.replace("x\n", "x\n,,,,\n"),
    "extra cell": lambda text: text.replace("x\n", "x,more\n"),
    "missing cell": lambda text: text.replace(",x\n", "\n"),
    "no newline at the end": lambda text: text.rstrip("\n"),
    "byte-order mark": lambda text: "\ufeff" + text,
    "full-width digits": lambda text: text.replace("2,ab", "２,ab"),
    "underscore": lambda text: text.replace("2,ab", "1_000,ab"),
    "NaN": lambda text: text.replace(",1.5,", ",NaN,"),
    "year 10000": lambda text: text.replace("2021-01-02", "10000-01-01"),
    "no such day": lambda text: text.replace("2021-01-02", "2021-02-30"),
    "duplicate key": lambda text: text.replace("4,ac", "1,ac"),
    "three times a key": lambda text: text.replace("4,ac", "1,ac").replace("3,aa", "01,aa"),
    "no key": lambda text: text.replace("4,ac", ",ac"),
    "minus one and minus two": lambda text: text.replace("3,", "-1,").replace("4,", "-2,"),
    "missing label": lambda text: text.replace(",note\n", "\n"),
    "labels in another order": lambda text: text.replace("id,code", "code,id"),
    "header only": lambda text: text.splitlines(keepends=True)[0],
    "nothing": lambda text: "",
    "spaces after commas": lambda text: text.replace(",", ", "),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("chunk", [1, 33, 10_000])
def test_a_fault(tmp_path: Path, fault: str, chunk: int) -> None:
    changed = FAULTS[fault](TABLE)
    assert changed != TABLE
    same(write(tmp_path, changed.encode()), chunk=chunk)


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-16"),
        TABLE.replace("x", "万元").encode("gb18030"),
        TABLE.encode() + b"5,aa,\xff,,\n",
        b"\xef\xbb\xbf" + TABLE.encode(),
    ],
)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    for encoding in ("utf-8", "utf-16", "gb18030"):
        same(write(tmp_path / encoding, data, encoding=encoding))


@pytest.mark.parametrize("path", ["t.csv.gz", "t.csv.zip"])
def test_compressed_files_are_checked_in_bulk_too(tmp_path: Path, path: str) -> None:
    import gzip
    import zipfile

    changed = TABLE.replace("4,ac", "1,ac").encode()
    descriptor = write(tmp_path, changed, path=path)
    if path.endswith("gz"):
        (tmp_path / path).write_bytes(gzip.compress(changed))
    else:
        with zipfile.ZipFile(tmp_path / path, "w") as archive:
            archive.writestr("t.csv", changed)
    assert not same(descriptor).whole


@pytest.mark.parametrize(
    "dialect",
    [
        {"commentChar": "#"},
        {"skipBlankRows": True},
        {"csv": {"delimiter": ";"}},
        {"csv": {"quoteChar": "'"}},
        {"csv": {"escapeChar": "\\"}},
        {"csv": {"skipInitialSpace": True}},
        {"headerRows": [1, 2]},
        {"header": False},
    ],
)
def test_dialects(tmp_path: Path, dialect: dict[str, Any]) -> None:
    changed = TABLE.replace("2,ab", "#2,ab").replace("x\n", "'x'\n\n")
    assert not same(write(tmp_path, changed.encode(), dialect=dialect)).whole


def test_duplicates_across_chunks_name_the_row_before(tmp_path: Path) -> None:
    keys = [str(number % 37) for number in range(400)]
    data = "id\n" + "\n".join(keys) + "\n"
    schema = {
        "fields": [{"name": "id", "type": "integer", "constraints": {"unique": True}}],
        "primaryKey": ["id"],
    }
    checked = same(write(tmp_path, data.encode(), schema), chunk=20)
    assert checked.report["stats"]["errors"] == 2 * (400 - 37)


@pytest.mark.parametrize("limit", [1, 2, 7, 8, 9, 100, 0])
def test_the_limit_cuts_where_frictionless_cuts(tmp_path: Path, limit: int) -> None:
    rows = [f"{n},{'aa' if n % 5 else 'b'},{'x' if n % 7 == 0 else 1},,\n" for n in range(99)]
    data = TABLE.splitlines(keepends=True)[0] + "".join(rows)
    same(write(tmp_path, data.encode()), limit=limit, chunk=100)


def test_no_more_rows_are_judged_than_the_limit_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[int] = []
    judge = Judge.judge

    def counted(self: Judge, number: int, *rest: Any) -> Any:
        judged.append(number)
        return judge(self, number, *rest)

    monkeypatch.setattr(Judge, "judge", counted)
    rows = "".join(f"x{number},,,,\n" for number in range(5000))
    same(
        write(tmp_path, (TABLE.splitlines(keepends=True)[0] + rows).encode()), limit=10, chunk=10**6
    )
    assert len(judged) < 100


def test_foreign_keys_of_any_kind(tmp_path: Path) -> None:
    """Composite, to itself, between numbers and whole numbers, with missing parts."""
    schema = {
        "fields": [
            {"name": "a", "type": "integer"},
            {"name": "b", "type": "number"},
            {"name": "c", "type": "string"},
            {"name": "d", "type": "date"},
        ],
        "foreignKeys": [
            {"fields": "a", "reference": {"resource": "", "fields": "b"}},
            {"fields": ["a", "c"], "reference": {"resource": "", "fields": ["b", "c"]}},
            {"fields": "c", "reference": {"resource": "", "fields": "d"}},
            {"fields": "d", "reference": {"resource": "", "fields": "d"}},
        ],
    }
    rng, choices = (
        random.Random(1),
        (
            ["1", "2", "-1", "-2", "", "07"],
            ["1.0", "2", "7", ""],
            ["x", "", "2021-01-01"],
            ["2021-01-01", "2021-1-1"],
        ),
    )
    rows = [[rng.choice(texts) for texts in choices] for _ in range(60)]
    data = "a,b,c,d\n" + "".join(",".join(row) + "\n" for row in rows)
    checked = same(write(tmp_path, data.encode(), schema))
    assert not checked.whole
    assert checked.report["stats"]["errors"]


CELLS = st.one_of(
    st.text(max_size=5).filter(lambda text: text.isprintable() or "\n" in text),
    st.sampled_from(["", "1", "01", "-1", "1.0", "aa", "ab", "2021-01-02", '"', "a\nb", ",", " "]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=12),
    chunk=st.integers(1, 80),
)
def test_any_rows(tmp_path: Path, rows: list[list[str]], chunk: int) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([["id", "code", "share", "day", "note"], *rows])
    same(write(tmp_path, buffer.getvalue().encode("utf-8", "replace")), chunk=chunk)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tail=st.text(alphabet='1a,"\n\r ', max_size=60), chunk=st.integers(1, 50))
def test_any_quotes_and_line_ends(tmp_path: Path, tail: str, chunk: int) -> None:
    same(write(tmp_path, (TABLE + tail).encode()), chunk=chunk)


def test_where_frictionless_fails_the_cell_is_named_and_the_rows_go_on(tmp_path: Path) -> None:
    data = TABLE.replace(",1.5,", ",sNaN,").replace("0.0", "-1")
    descriptor = write(tmp_path, data.encode())
    assert stock(descriptor) is None
    for report in (timeless(in_bulk(descriptor).report), validate_schema(tmp_path)):
        errors = report["tasks"][0]["errors"]
        assert [(e["type"], e["rowNumber"], e["fieldName"]) for e in errors] == [
            ("unchecked-cell", 2, "share"),
            ("constraint-error", 5, "share"),
        ]


def test_what_frictionless_checks_whole_is_named(tmp_path: Path) -> None:
    descriptor = write(tmp_path, b"[]", path="t.json", format="json")
    (tmp_path / "t.json").write_text('[["id"], [1]]', encoding="utf-8")
    assert in_bulk(descriptor).whole == {"t": "it is no CSV file"}
