"""Tables in pieces: sent away, examined and put together again, they give the same report."""

from __future__ import annotations

import json
import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import frictionless
import pytest

from fiscal_notice.schema_check import validate_schema
from fiscal_notice.schema_check.opening import Sizes
from fiscal_notice.schema_check.package_check import check_package
from fiscal_notice.schema_check.pieces import Answer, Piece, PieceScan, UnseenError, examine
from fiscal_notice.schema_check.scan import Scan, scan
from schema_check.corpus import write_case


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Readers of dates warn of forms that they guess; frictionless lets them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


Afar = Callable[[Iterable[Piece]], Iterator[Answer]]


@pytest.fixture(scope="module")
def afar() -> Iterator[Afar]:
    """Pieces examined in another process, in which Python hashes texts in another way."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield lambda pieces: (pool.submit(examine, piece).result() for piece in pieces)


def timeless(report: dict[str, Any]) -> dict[str, Any]:
    for part in (report, *report["tasks"]):
        part["stats"].pop("seconds")
    return report


def checked(descriptor: Path, limit: int, way: Scan) -> dict[str, Any]:
    checked = check_package(
        lambda: frictionless.Package(str(descriptor)),
        limit_errors=limit,
        sizes=Sizes(chunk=60),
        scan=way,
    )
    return timeless(checked.report) | {"whole": checked.whole, "cells": checked.cells}


@pytest.mark.parametrize("seed", range(16))
def test_pieces_give_the_report_that_one_pass_gives(tmp_path: Path, afar: Afar, seed: int) -> None:
    descriptor = write_case(tmp_path, seed)
    limit = (1000, 0, 3)[seed % 3]
    here, there = checked(descriptor, limit, scan), checked(descriptor, limit, PieceScan(afar, 60))
    assert json.dumps(there, default=str) == json.dumps(here, default=str)


def big(folder: Path, *, dirty: bool) -> Path:
    """A package too large for the small way, with keys across chunks and foreign keys."""
    from validate_data import write

    write(folder, 9000, 0.004 if dirty else 0)
    return folder


@pytest.mark.parametrize("dirty", [False, True])
def test_a_large_package_in_pieces(tmp_path: Path, afar: Afar, dirty: bool) -> None:
    folder, examined = big(tmp_path, dirty=dirty), []

    def counted(pieces: Iterable[Piece]) -> Iterator[Answer]:
        for answer in afar(pieces):
            examined.append(answer)
            yield answer

    here = timeless(validate_schema(folder, limit_errors=0))
    there = timeless(validate_schema(folder, limit_errors=0, scan=PieceScan(counted, 100_000)))
    assert there == here
    assert here["valid"] is not dirty
    assert len(examined) > 10


def pieces_of(folder: Path) -> list[Piece]:
    """The pieces of a package."""
    taken: list[Piece] = []

    def keep(pieces: Iterable[Piece]) -> Iterator[Answer]:
        for piece in pieces:
            taken.append(piece)
            yield examine(piece)

    validate_schema(folder, scan=PieceScan(keep, 100_000))
    return taken


def test_a_file_that_is_not_the_same_there_is_not_seen(tmp_path: Path) -> None:
    piece = pieces_of(big(tmp_path, dirty=False))[-1]
    sent = piece.sent()
    assert not isinstance(examine(piece), UnseenError)
    os.utime(piece.path, ns=(1, 1))
    assert isinstance(examine(piece), UnseenError)
    piece.path.unlink()
    assert isinstance(examine(piece), UnseenError)
    assert not isinstance(examine(sent), UnseenError)


@pytest.mark.parametrize("kind", ["datetime", "date", "string", "number", "boolean", "time"])
def test_keys_of_any_type(tmp_path: Path, afar: Afar, kind: str) -> None:
    """References between a table in pieces and one that is read here, found and missed."""
    texts = {
        "datetime": ["2021-01-02T03:04:05", "2021-01-02T03:04:06", "2021-01-02T03:04:07"],
        "date": ["2021-01-02", "2021-01-03", "2021-01-04"],
        "string": ["a", "b", "c"],
        "number": ["1.5", "0.1", "7"],
        "boolean": ["true", "true", "false"],
        "time": ["01:00:00", "02:00:00", "03:00:00"],
    }[kind]
    field = {"name": "a", "type": kind}
    other = {"name": "b", "type": "string"}
    reference = {"resource": "few", "fields": ["a", "b"]}
    key = {"fields": ["a", "b"], "reference": reference}
    few = f"a,b\n{texts[0]},x\n{texts[1]},\n"
    rows = [f"{texts[n % 3]},{'x' if n % 2 else ''}\n" for n in range(40)]
    (tmp_path / "few.csv").write_text(few, encoding="utf-8")
    (tmp_path / "all.csv").write_text("a,b\n" + "".join(rows), encoding="utf-8")
    resources = [
        {"name": "few", "path": "few.csv", "schema": {"fields": [field, other]}},
        {
            "name": "all",
            "path": "all.csv",
            "schema": {"fields": [field, other], "foreignKeys": [key]},
        },
    ]
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    here, there = checked(descriptor, 0, scan), checked(descriptor, 0, PieceScan(afar, 60))
    assert there == here
    assert here["tasks"][1]["stats"]["errors"]
    assert not here["whole"]
