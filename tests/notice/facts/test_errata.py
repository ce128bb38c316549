"""The errata by weight, by status and by defect."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from site_kit import database

import fiscal_notice.report.weights
from fiscal_notice.model import WEIGHTS
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.errata import PARTS, Errata, Same
from fiscal_notice.package import Package, read_package
from kit import ROOT, change_cell, copy_package, csv_path, drop_columns, read_csv, write_csv


@pytest.fixture(scope="module")
def errata() -> Errata:
    return NoticeFacts(package=read_package(ROOT)).errata


@pytest.fixture(scope="module")
def sql() -> sqlite3.Connection:
    return database(ROOT)


def changed(tmp_path: Path, change: Callable[[list[dict[str, str]]], object]) -> Errata:
    """The errata of a copy whose table was changed."""
    root = copy_package(tmp_path)
    path = csv_path(root, "errata")
    rows = read_csv(path)
    change(rows)
    write_csv(path, list(rows[0]), rows)
    return NoticeFacts(package=read_package(root)).errata


def test_the_three_figures_are_those_of_sql(errata: Errata, sql: sqlite3.Connection) -> None:
    by_weight = dict(sql.execute("SELECT weight, count(*) FROM errata GROUP BY weight"))
    form = by_weight.pop("wording") + by_weight.pop("layout")
    found = {name: figure.value for name, figure in errata.weights(errata.parts).items()}
    assert found == by_weight | {"form": form}
    assert tuple(found) == PARTS
    assert sum(found.values()) == errata.number.value
    lines = {line for (line,) in sql.execute("SELECT DISTINCT source_line FROM errata")}
    assert {str(line) for part in errata.parts for line in part.number.lines} == {*map(str, lines)}


def test_every_weight_of_the_model_has_a_part(tmp_path: Path) -> None:
    def spread(rows: list[dict[str, str]]) -> None:
        for place, row in enumerate(rows):
            row["weight"] = WEIGHTS[place % len(WEIGHTS)]

    errata = changed(tmp_path, spread)
    assert [part.name for part in errata.parts] == list(PARTS)
    # The terminal and the report tell apart the same ones.
    assert PARTS == fiscal_notice.report.weights.PARTS


def test_every_erratum_is_in_one_defect_of_its_part(errata: Errata) -> None:
    rows = [
        (row["erratum_id"], part.name)
        for part in errata.parts
        for same in part.defects
        for row in same.rows
    ]
    wanted = [(row["erratum_id"], errata.part_of(row)) for row in errata.rows]
    assert sorted(rows) == sorted(wanted)
    for part in errata.parts:
        sizes = [len(same.rows) for same in part.defects]
        assert sizes == sorted(sizes, reverse=True)
        assert part.number.value == sum(sizes)


def same_of(errata: Errata, erratum: str) -> Same:
    """The defect that an erratum belongs to."""
    return next(
        same
        for part in errata.parts
        for same in part.defects
        if erratum in [row["erratum_id"] for row in same.rows]
    )


def test_what_repeats_is_one_defect_with_one_explanation(errata: Errata) -> None:
    # The sheets of twelve cities lack the same project; what differs are the city and the amount.
    same = same_of(errata, "E015")
    assert {row["rule_id"] for row in same.rows} == {"REC-08"}
    assert same.one_each
    assert len(same.regions) == len(same.rows) == 12
    assert same.said["zh"].startswith("某市戴帽转移支付…元没有绩效目标表；正文称“绩效目标见附件”")
    assert same.said["en"].startswith("The earmarked … yuan of a city have no target sheet.")
    assert same.worded_apart == ()
    # One city's sheet is said to be wrong in another way: it is not among them.
    assert "E377" not in [row["erratum_id"] for row in same_of(errata, "E071").rows]


def test_what_stands_alone_keeps_its_words(errata: Errata) -> None:
    same = same_of(errata, "E010")
    (row,) = same.rows
    assert same.said == {lang: row[f"explanation_{lang}"] for lang in ("zh", "en")}


def test_where_the_words_differ_in_a_language_the_first_stand_for_all(tmp_path: Path) -> None:
    def reworded(rows: list[dict[str, str]]) -> None:
        rows[[row["erratum_id"] for row in rows].index("E017")]["explanation_en"] = "It lacks one."

    same = same_of(changed(tmp_path, reworded), "E015")
    assert same.worded_apart == ("en",)
    assert same.said["en"] == same.first["explanation_en"]
    assert len(same.rows) == 12


@pytest.mark.parametrize("column", ["rule_id", "resource", "field", "kind", "weight", "expected"])
def test_another_rule_field_kind_or_difference_is_another_defect(
    tmp_path: Path, column: str
) -> None:
    other = {"weight": "structure", "expected": "", "kind": "order", "rule_id": "REC-07"}

    def apart(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["erratum_id"] == "E017")
        row[column] = other.get(column, "grants")

    errata = changed(tmp_path, apart)
    assert [row["erratum_id"] for row in same_of(errata, "E017").rows] == ["E017"]


def test_the_status_is_told_where_not_all_are_open(errata: Errata, tmp_path: Path) -> None:
    assert errata.statuses == {}

    def reported(rows: list[dict[str, str]]) -> None:
        rows[3]["status"] = rows[5]["status"] = "fixed"
        rows[4]["status"] = "reported"

    found = {name: n.value for name, n in changed(tmp_path, reported).statuses.items()}
    assert found == {"open": len(errata.rows) - 3, "reported": 1, "fixed": 2}
    assert list(found) == ["open", "reported", "fixed"]


def without(package: Package, *names: str) -> NoticeFacts:
    kept = tuple(r for r in package.resources if r.name not in names)
    less = Package(root=package.root, shown=".", descriptor=package.descriptor, resources=kept)
    return NoticeFacts(package=less)


def test_a_package_without_errata_has_none() -> None:
    errata = without(read_package(ROOT), "errata").errata
    assert not errata.number
    assert errata.parts == ()
    assert errata.weights(errata.parts) == {}


def test_nothing_is_guessed_where_no_weight_is_stated(tmp_path: Path) -> None:
    root = copy_package(tmp_path)
    drop_columns(root, "errata", "weight", "status", "reported_on")
    errata = NoticeFacts(package=read_package(root)).errata
    assert not errata.weighed
    assert errata.weights(errata.parts) == {}
    assert errata.statuses == {}
    (part,) = errata.parts
    assert part.name == ""
    assert len(part.defects[0].rows) > 30


def test_an_unknown_weight_is_apart(tmp_path: Path) -> None:
    root = copy_package(tmp_path)
    change_cell(root, ("errata", "E001", "weight", "heavy"))
    errata = NoticeFacts(package=read_package(root)).errata
    assert [part.name for part in errata.parts] == [*PARTS, ""]
    assert [row["erratum_id"] for row in errata.parts[-1].defects[0].rows] == ["E001"]


def test_regions_have_their_own(errata: Errata) -> None:
    of_regions = Counter(
        row["erratum_id"]
        for region in NoticeFacts(package=errata.tables.package).regions
        for part in errata.of_region(region)
        for same in part.defects
        for row in same.rows
    )
    assert set(of_regions.values()) == {1}
    assert {*of_regions} == {i for i, region in errata.regions.errata.items() if region}


def test_without_regions_every_erratum_is_there(errata: Errata) -> None:
    less = without(read_package(ROOT), "regions", "budget_units").errata
    found = [row for part in less.parts for same in part.defects for row in same.rows]
    assert len(found) == len(errata.rows)
    assert {same.regions for part in less.parts for same in part.defects} != {()}
