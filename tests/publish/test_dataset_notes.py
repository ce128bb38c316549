"""What the portal's pages say of this repository's own package, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice_ckan.dataset_notes import notes_of, notes_of_resource
from kit import ROOT, change_cell


def described(package: Package) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything of a package that has a description, with a name for messages."""
    yield "package", dict(package.descriptor)
    for resource in package.resources:
        yield resource.name, dict(resource.raw)
        if resource.schema:
            yield f"schema of {resource.name}", dict(resource.schema.raw)
            for field in resource.schema.fields:
                yield f"{resource.name}.{field.name}", dict(field.raw)


def test_every_description_is_in_both_languages() -> None:
    missing = [
        name
        for name, raw in described(read_package(ROOT))
        if not re.search("[a-z]{2}", raw.get("description", ""))
        or not re.search("[一-鿿]", raw.get("description@zh", ""))
    ]
    assert not missing


def test_every_code_has_a_label_in_both_languages() -> None:
    for name, raw in described(read_package(ROOT)):
        codes = raw.get("constraints", {}).get("enum", [])
        categories = raw.get("categories", [])
        # Words that a notice may add to, such as names of levels, are categories without an enum.
        assert not codes or [each["value"] for each in categories] == codes, name
        assert all(each["label"] and each["label@en"] for each in categories), name


@pytest.mark.parametrize(("lang", "key"), [("zh", "description@zh"), ("en", "description")])
def test_the_notes_warn_early_of_adding_up_the_same_money_twice(lang: str, key: str) -> None:
    package = read_package(ROOT)
    names = [package.require(name).title(lang) for name in ("allocations", "grants")]
    text = str(package.descriptor[key])
    (warning,) = [p for p in text.split("\n\n") if all(f"“{name}”" in p for name in names)]
    notes = notes_of(package)
    assert text in notes
    language = notes[notes.index(text) :].split("\n\n")
    assert language[1] == warning
    # Each table's own page on the portal says so as well.
    for resource in (package.require("allocations"), package.require("grants")):
        (other,) = set(names) - {resource.title(lang)}
        assert f"“{other}”" in resource.raw[key]
        assert resource.raw[key] in notes_of_resource(resource)


def test_the_notes_say_how_much_money_it_is() -> None:
    """One sum, and the same by both annexes: that is why they must not be added."""
    package = read_package(ROOT)
    (total,) = {
        sum(int(each.cells["amount_yuan"]) for each in read_records(package, package.require(name)))
        for name in ("allocations", "grants")
    }
    assert f"{total:,}元" in package.descriptor["description@zh"]
    assert f"{total:,} yuan" in package.descriptor["description"]


def test_the_notes_name_the_errata_by_weight_and_kind_the_material_first() -> None:
    package = read_package(ROOT)
    notes = notes_of(package)
    errata = notes.partition("**勘误 · Errata**")[2]
    weights = {
        label: int(count)
        for label, count in re.findall(r"^- \*\*(.+): (\d+)\*\*", errata, re.MULTILINE)
    }
    (first, *_) = weights
    assert first == "实质 · Money or targets"
    (kinds,) = re.findall(r"^- .*\((.+)\)$", errata, re.MULTILINE)
    counts = [int(each) for each in re.findall(r": (\d+)", kinds)]
    rows = [each.cells for each in read_records(package, package.require("errata"))]
    assert sum(weights.values()) == len(rows)
    assert weights[first] == sum(counts) == sum(row["weight"] == "material" for row in rows)
    assert f"共{len(rows)}处" in errata
    assert f"{len(rows)} in all" in errata


def test_errata_without_weights_are_named_by_kind(package_copy: Path) -> None:
    """Of one that does not say how much it matters no figure is claimed."""
    change_cell(package_copy, ("errata", "E001", "weight", ""))
    errata = notes_of(read_package(package_copy)).partition("**勘误 · Errata**")[2]
    assert "实质" not in errata
    (kinds,) = re.findall(r"^- (.+)$", errata, re.MULTILINE)
    counts = [int(each) for each in re.findall(r": (\d+)", kinds)]
    assert f"共{sum(counts)}处" in errata
