"""What people wrote into a package by hand: it fits, or its line is named and nothing is written.

The notice is invented.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fiscal_notice.errors import PackageError
from fiscal_notice.notice.new.make import Order, make, rebuild

HEADER = "resource,key,field,value,said_by\n"


@pytest.fixture
def made(folder: Path, source: Path) -> Path:
    """A package with one answer."""
    make(Order(folder=folder, sources=[source], settings=["budget_year=2021"]))
    return folder


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("notice,x,nofield,1,", "nofield"),
        ("notice,x,budget_year,abc,", "abc"),
        ("notice,x,budget_year,,", "(empty)"),
    ],
)
def test_an_answer_that_fits_no_field_is_named_by_its_line(
    made: Path, row: str, found: str
) -> None:
    (made / "resources" / "given.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    before = (made / "datapackage.json").read_bytes()
    with pytest.raises(PackageError) as caught:
        rebuild(made)
    assert (caught.value.file, caught.value.line) == ("resources/given.csv", 2)
    assert caught.value.found == found
    assert (made / "datapackage.json").read_bytes() == before


def test_a_meaning_that_no_column_has_is_named_by_its_line(made: Path) -> None:
    layout = made / "resources" / "layout.csv"
    header, first, *rest = layout.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = first.rstrip().split(",")
    wrong = ",".join([*cells[:-2], "reigon", "true"]) + "\n"
    layout.write_text("".join((header, wrong, *rest)), encoding="utf-8")
    with pytest.raises(PackageError) as caught:
        rebuild(made)
    assert (caught.value.line, caught.value.found) == (2, "reigon")


@pytest.mark.parametrize(
    "entry", [{"data": [{"a": 1}]}, {"path": ["resources/a.csv", "resources/b.csv"]}]
)
def test_what_others_added_is_kept_however_it_lies(made: Path, entry: dict[str, object]) -> None:
    for name in ("a", "b"):
        (made / "resources" / f"{name}.csv").write_text("a\n1\n", encoding="utf-8")
    path = made / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    added = {"name": "extra", **entry}
    descriptor["resources"].append(added)
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    rebuild(made)
    assert json.loads(path.read_bytes())["resources"][-1] == added
