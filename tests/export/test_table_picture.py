"""The picture of the tables: every table once, every reference drawn, nothing on another."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from export.test_joins import other
from fiscal_notice.export.table_picture import (
    HEIGHT,
    WIDTH,
    Box,
    alone,
    boxes,
    references,
    table_picture,
)
from fiscal_notice.package import read_package
from kit import ROOT


def apart(one: Box, two: Box) -> bool:
    return abs(one.x - two.x) >= WIDTH or abs(one.y - two.y) >= HEIGHT


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_is_drawn_once_or_named_as_alone(lang: str) -> None:
    package = read_package(ROOT)
    drawn = boxes(package, lang)
    names = [box.name for box in drawn]
    assert sorted([*names, *alone(package)]) == sorted(t.name for t in package.tables)
    assert all(apart(one, two) for one, two in combinations(drawn, 2))
    picture = table_picture(package, lang, {name: f"#{name}" for name in names})
    assert re.findall(r'<a href="#(\w+)">', picture) == names
    assert picture.count("<path") == len(references(package))
    assert 'role="group"' in picture


def test_what_is_referred_to_stands_to_the_left() -> None:
    package = read_package(ROOT)
    places = {box.name: box.x for box in boxes(package, "zh")}
    assert all(places[target] < places[source] for source, target in references(package))


def test_circles_are_drawn_too(tmp_path: Path) -> None:
    circle = {
        "a": (["x"], [("x", "b", "x")]),
        "b": (["x"], [("x", "c", "x")]),
        "c": (["x"], [("x", "a", "x"), ("x", "", "x")]),
        "d": (["x"], []),
    }
    package = other(tmp_path, circle)
    assert len(boxes(package, "en")) == 3
    assert alone(package) == ["d"]
    assert table_picture(package, "en").count("<path") == 3


def test_names_are_text_and_long_ones_are_cut(tmp_path: Path) -> None:
    long = "长" * 60
    package = other(tmp_path, {"<b>": (["x"], [("x", long, "x")]), long: (["x"], [])})
    picture = table_picture(package, "zh")
    assert "<b>" not in picture
    assert "&lt;b&gt;" in picture
    assert long in re.findall("<title>(.*?)</title>", picture)[0]
    assert "…" in picture


def test_no_references_no_picture(tmp_path: Path) -> None:
    assert table_picture(other(tmp_path, {"a": (["x"], [])}), "zh") == ""
