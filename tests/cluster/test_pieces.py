"""Tables in pieces: sent away, examined and put together again, they give the same report."""

from __future__ import annotations

import json
import os
import pickle
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frictionless
import pytest

from fiscal_notice.schema_check import validate_schema
from fiscal_notice.schema_check.kernel import check
from fiscal_notice.schema_check.opening import Sizes
from fiscal_notice.schema_check.pieces import Answer, Piece, PieceScan, UnseenError, examine
from fiscal_notice.schema_check.scan import Scan, scan
from schema_check.corpus import write_case


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Readers of dates warn of forms that they guess; frictionless lets them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def afar(pieces: Iterable[Piece]) -> Iterator[Answer]:
    """Pieces examined as if elsewhere: all that goes out and comes back is pickled."""
    for piece in pieces:
        yield pickle.loads(pickle.dumps(examine(pickle.loads(pickle.dumps(piece)))))


def timeless(report: dict[str, Any]) -> dict[str, Any]:
    for part in (report, *report["tasks"]):
        part["stats"].pop("seconds")
    return report


def kernel(descriptor: Path, limit: int, way: Scan) -> dict[str, Any]:
    checked = check(
        lambda: frictionless.Package(str(descriptor)),
        limit_errors=limit,
        sizes=Sizes(chunk=60),
        scan=way,
    )
    return timeless(checked.report) | {"whole": checked.whole, "cells": checked.cells}


@pytest.mark.parametrize("seed", range(18))
def test_pieces_give_the_report_that_one_pass_gives(tmp_path: Path, seed: int) -> None:
    descriptor = write_case(tmp_path, seed)
    limit = (1000, 0, 3)[seed % 3]
    here, there = kernel(descriptor, limit, scan), kernel(descriptor, limit, PieceScan(afar, 60))
    assert json.dumps(there, default=str) == json.dumps(here, default=str)


def big(folder: Path, *, dirty: bool) -> Path:
    """A package too large for the small way, with keys across chunks and foreign keys."""
    from benchmarks.validate_data import write

    write(folder, 9000, 0.004 if dirty else 0)
    return folder


@pytest.mark.parametrize("dirty", [False, True])
def test_a_large_package_in_pieces(tmp_path: Path, dirty: bool) -> None:
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
