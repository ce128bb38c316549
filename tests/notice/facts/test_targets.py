"""Which targets may be compared: none that are counted differently, or that an erratum doubts."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.targets import Indicator, Targets
from fiscal_notice.notice.pages.charts import strip
from fiscal_notice.package import read_package
from kit import ROOT, change_cell, copy_package, csv_path, read_csv, write_csv


def targets_of(root: Path) -> Targets:
    return NoticeFacts(package=read_package(root)).targets


def shared_and_measured(targets: Targets) -> Indicator:
    """An indicator whose quantities can be compared."""
    return next(each for each in targets.indicators if each.comparable)


def test_none_is_compared_that_an_erratum_doubts() -> None:
    """By the tables alone: errata of these kinds, and the indicators that they are on."""
    names = {
        row["indicator_id"]: row["level3_clean"] for row in read_csv(csv_path(ROOT, "indicators"))
    }
    doubted = {
        names[row["key"].partition("/")[0]]
        for row in read_csv(csv_path(ROOT, "errata"))
        if row["kind"] in ("unit", "contradiction")
        and row["resource"] in ("indicators", "indicator_targets")
    }
    found = targets_of(ROOT).by_name
    assert doubted
    for name in doubted:
        assert not found[name].comparable
        assert found[name].errata
        assert all(found[name].width(target) is None for target in found[name].targets)
        assert all(strip(found[name], target) == [] for target in found[name].targets)


def test_bars_stand_only_for_what_is_counted_alike_and_differs() -> None:
    for each in targets_of(ROOT).indicators:
        widths = {each.width(target) for target in each.targets} - {None}
        if widths:
            assert len({target.scale for target in each.measured}) == 1
            assert len({target.measure for target in each.measured}) > 1
            assert max(width or 0 for width in widths) == 1
        reasons = ("", "few", "basis", "unit", "erratum", "equal")
        assert each.why_not in reasons


@pytest.mark.parametrize(
    ("column", "value", "reason"), [("unit", "另", "unit"), ("basis", "ratio", "basis")]
)
def test_another_unit_or_basis_is_enough(
    column: str, value: str, reason: str, tmp_path: Path
) -> None:
    """Whether or not an erratum says so; the order is then that of the notice."""
    root = copy_package(tmp_path / "copy")
    one = shared_and_measured(targets_of(root))
    last = one.ranked[-1] if one.ranked[-1].measure is not None else one.measured[-1]
    change_cell(root, ("indicator_targets", f"{last.entry['indicator_id']}/1", column, value))
    found = targets_of(root).by_name[one.name]
    assert (found.why_not, found.forbidden, found.common_unit == "") == (
        reason,
        True,
        reason == "unit",
    )
    measured = [p.entry.key for p in found.ranked if p.measure is not None]
    assert measured == [p.entry.key for p in found.measured]


def test_what_is_below_nothing_has_no_length(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "copy")
    one = shared_and_measured(targets_of(root))
    for number, target in enumerate(one.measured[:-1], start=1):
        change_cell(
            root, ("indicator_targets", f"{target.entry['indicator_id']}/1", "lower", f"-{number}")
        )
    mixed = targets_of(root).by_name[one.name]
    assert {mixed.width(target) for target in mixed.measured} == {0, 1}
    change_cell(
        root, ("indicator_targets", f"{one.measured[-1].entry['indicator_id']}/1", "lower", "-99")
    )
    below = targets_of(root).by_name[one.name]
    assert {below.width(target) for target in below.measured} == {None}


def test_the_most_demanding_stands_first_where_all_are_counted_alike() -> None:
    targets = targets_of(ROOT)
    for each in targets.indicators:
        if each.comparable:
            bounds = [p.measure for p in each.ranked if p.measure is not None]
            assert bounds == sorted(bounds, reverse=not each.less_is_better)


def test_without_errata_what_is_counted_alike_is_compared(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "copy")
    doubted = next(each for each in targets_of(root).indicators if each.why_not == "erratum")
    path = csv_path(root, "errata")
    write_csv(path, list(read_csv(path)[0]), [])
    assert targets_of(root).by_name[doubted.name].why_not in ("", "equal", "few")
