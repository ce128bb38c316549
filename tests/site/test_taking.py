"""What lists carry to be taken along, and the index of the search: whole, guarded, small."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from site_kit import LANGUAGES, general_package, unwritten

from fiscal_notice.export.csv_forms import guard
from fiscal_notice.package import read_package
from fiscal_notice.site.build import site_files
from fiscal_notice.site.search import Group, Place, index_scripts
from fiscal_notice.site.taking import Taken
from kit import ROOT

MOST_INDEX = 250_000


def back(text: str) -> list[str]:
    """Cells as the script of the pages reads them."""
    signs = {"t": "\t", "n": "\n", "r": "\r"}

    def sign(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else signs.get(found[2], found[2])

    return [re.sub(r"\\(?:u([0-9a-f]{4})|(.))", sign, cell) for cell in text.split("\t")]


def taken(tmp_path: Path) -> Taken:
    package = read_package(general_package(tmp_path / "package"))
    columns = (("places", "id"), ("places", "name"), ("places", "kind"), ("measures", "value"))
    return Taken(package=package, name="list", columns=columns, more=(("数", "Number"),))


@pytest.mark.parametrize(
    "name", ["plain", "a\tb\nc\r\\t", "\\", "x\x00\x1b\u0085", "=1+1", "-2", "'@x", '“引”,"']
)
def test_cells_come_back_guarded_as_in_csv_for_excel(name: str, tmp_path: Path) -> None:
    rows = {"places": {"id": "-7", "name": name, "kind": "t"}, "measures": None}
    text = taken(tmp_path).cells("zh", rows, -3, "note")
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]", text)
    # Numbers stay numbers, codes are their labels, what is missing is empty.
    assert back(text) == ["-7", guard(name), "镇", "", "-3", "note"]


def test_the_first_row_has_titles_that_are_told_apart(tmp_path: Path) -> None:
    made = taken(tmp_path)
    assert back(made.heads("en")) == ["id", "name", "Kind", "value", "Number", "Source", "Page"]
    twice = Taken(package=made.package, name="", columns=(("places", "id"), ("places", "id")))
    assert back(twice.heads("en"))[:2] == ["Places · id", "Places · id"]
    assert made.file == "places-list-2.1"


def test_a_column_that_the_package_lacks_is_left_out(tmp_path: Path) -> None:
    made = taken(tmp_path)
    less = Taken(package=made.package, name="x", columns=(("places", "no"), ("none", "id")))
    assert back(less.heads("en")) == ["Source", "Page"]
    assert less.cells("en", {}) == ""


def test_an_index_holds_any_words() -> None:
    words = "\u2028</script>\"'\\ 中文"
    places = [Place(words=words, place="a"), Place(words="b", place="c", hidden="d")]
    made = dict(
        index_scripts(
            [
                Group(title="T", front="x#", places=places),
                Group(title="U", front="", places=[]),
                Group(title="V", front="y#", places=places[1:], common="v", beside="no. {}"),
            ],
            "en",
        )
    )
    assert list(made) == ["v", "en"]
    assert "\u2028" not in made["en"].decode()
    assert entries(made["en"]) == [
        ["T", "", "x#", [[words, "a"], ["b", "c", "", "d"]]],
        ["V", "", "y#", "v", "no. {}"],
    ]
    assert entries(made["v"]) == [["b", "c", "", "d"]]


def entries(script: bytes) -> Any:
    """What a script of the index holds."""
    return json.loads(script.decode().partition("=[")[2].join(("[", "")).rstrip(";\n"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_in_the_index_is_there_and_it_is_small(lang: str) -> None:
    files = site_files(unwritten(ROOT))
    index = files[f"static/search-{lang}.js"]
    assert len(index) <= MOST_INDEX
    groups = entries(index)
    assert len(groups) > 4
    ids = {
        name: set(re.findall(r'\bid="([^"]+)"', text.decode()))
        for name, text in files.items()
        if name.startswith(f"{lang}/")
    }
    for group in groups:
        page, front, listed = group[1:4]
        assert not page or f"{lang}/{page}.html" in files
        common = f"static/search-{listed}.js"
        for _, place, *_ in entries(files[common]) if isinstance(listed, str) else listed:
            path, _, anchor = f"{front}{place}".partition("#")
            target = f"{lang}/{path.partition('?')[0]}"
            assert target in files
            assert not anchor or anchor in ids[target], f"{target}#{anchor}"
