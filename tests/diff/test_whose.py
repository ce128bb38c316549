"""Whose figure changed, and by how much. The package is the repository's, its changes invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fiscal_notice.diff import Comparison, changes_between, changes_html, changes_json, changes_text
from fiscal_notice.diff.changes import Change, ranked
from fiscal_notice.package import read_package, read_records
from kit import ROOT, change_cell, copy_package


@pytest.fixture
def changed(tmp_path: Path) -> Comparison:
    """A copy in which a grant is a quarter more, an allocation nearly nothing, a name another."""
    copy = copy_package(tmp_path / "new")
    change_cell(copy, ("grants", "17", "amount_yuan", "250000"))
    change_cell(copy, ("allocations", "5", "amount_yuan", "10"))
    change_cell(copy, ("recipients", "3", "name", "某公司"))
    old, new = read_package(ROOT), read_package(copy)
    return Comparison(old=old, new=new, changes=changes_between(old, new))


def test_a_figure_has_the_names_of_its_city_and_recipient(changed: Comparison) -> None:
    change = next(c for c in changed.changes if c.resource == "grants")
    package = changed.old
    grant = read_records(package, package.resource("grants"))[16].cells  # type: ignore[arg-type]
    regions = read_records(package, package.resource("regions"))  # type: ignore[arg-type]
    (city,) = (r.cells["name"] for r in regions if r.cells["region_code"] == grant["region_code"])
    assert change.whose == (city, grant["recipient_as_printed"])
    assert change.step == "+50,000"
    assert change.size == pytest.approx(50_000 / 450_000)


def test_figures_are_told_first_and_the_greatest_change_on_top(changed: Comparison) -> None:
    lines = changes_text(list(changed.changes)).splitlines()
    assert [line.split(" ")[1] for line in lines[:3]] == [
        "allocations:5",
        "grants:17",
        "recipients:3",
    ]
    assert lines[1].endswith("amount_yuan: 200000 → 250000 (+50,000)")
    sizes = [each["size"] for each in json.loads(changes_json(list(changed.changes)))]
    assert sum(size is not None for size in sizes) == 2


@pytest.mark.parametrize(
    ("old", "new", "size", "step"),
    [
        ("0", "5", 1.0, "+5"),
        ("-5", "5", 1.0, "+10"),
        ("1.50", "1.5", None, None),
        ("", "5", None, None),
        ("x", "5", None, None),
        ("NaN", "5", None, None),
        ("3", "1", 0.5, "-2"),
    ],
)
def test_sizes(tmp_path: Path, old: str, new: str, size: float | None, step: str | None) -> None:
    for name, value in (("old", old), ("new", new)):
        fields = [{"name": "a", "type": "string"}, {"name": "n", "type": "number"}]
        table = {"name": "t", "path": "t.csv", "schema": {"fields": fields, "primaryKey": "a"}}
        (tmp_path / name).mkdir()
        (tmp_path / name / "datapackage.json").write_text(
            json.dumps({"name": "p", "resources": [table]}), encoding="utf-8"
        )
        (tmp_path / name / "t.csv").write_text(f"a,n\n1,{value}\n", encoding="utf-8")
    packages = [read_package(tmp_path / name) for name in ("old", "new")]
    (change,) = changes_between(*packages)
    assert (change.size, change.step) == (size, step)


def test_keys_and_references_have_no_size(tmp_path: Path) -> None:
    copy = copy_package(tmp_path / "new")
    change_cell(copy, ("indicators", "3", "sheet_id", "2"))
    (change,) = changes_between(read_package(ROOT), read_package(copy))
    assert change.size is None


def test_a_broken_reference_gives_no_name_and_loses_nothing(tmp_path: Path) -> None:
    copy = copy_package(tmp_path / "new")
    change_cell(copy, ("grants", "17", "region_code", "nowhere"))
    (change,) = changes_between(read_package(ROOT), read_package(copy))
    assert change.field == "region_code"
    assert len(change.whose) == 1


def test_ranking_keeps_the_order_of_what_has_no_size() -> None:
    plain = [Change(kind="added", resource="t", key=str(n)) for n in range(3)]
    sized = [Change(kind="changed", resource="t", key=f"s{n}", size=n / 10) for n in range(3)]
    assert [c.key for c in ranked([*plain, *sized])] == ["s2", "s1", "s0", "0", "1", "2"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_names_all_and_says_what_it_leaves_out(changed: Comparison, lang: str) -> None:
    page = changes_html(changed, lang=lang)
    for words in ("250,000", "+50,000", "某公司", "11.1%"):
        assert words in page
    assert page.index("8,300,000") < page.index("250,000") < page.index("某公司")
    cut = changes_html(changed, lang=lang, limit=1)
    assert "某公司" not in cut
    assert ("另有2处未列出" if lang == "zh" else "2 more; fiscal-notice diff") in cut


def test_words_of_a_package_are_no_html(tmp_path: Path) -> None:
    copy = copy_package(tmp_path / "new")
    change_cell(copy, ("recipients", "3", "name", "<script>alert(1)</script>"))
    old, new = read_package(ROOT), read_package(copy)
    page = changes_html(Comparison(old=old, new=new, changes=changes_between(old, new)))
    assert "<script" not in page
