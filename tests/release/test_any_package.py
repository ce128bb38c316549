"""The release of a package that is no notice says nothing that only a notice has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.export.about import about
from fiscal_notice.package import read_package
from fiscal_notice.release.pages import dictionary


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """An invented package without version, date and contributors, its words in English."""
    fields = [
        {"name": "code", "type": "string", "title": "Code", "description": "Of the place."},
        {"name": "name", "type": "string"},
    ]
    table = {"name": "places", "path": "places.csv", "schema": {"fields": fields}}
    descriptor = {"name": "places", "title": "Places and many more", "resources": [table]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "places.csv").write_text("code,name\n1,A\n", encoding="utf-8")
    return tmp_path


def test_the_dictionary_knows_no_notice(places: Path) -> None:
    page = dictionary(read_package(places))
    assert not any(word in page for word in ("yuan", "transcript", "万元", "转录"))
    assert "| `code` | Code | string |  | empty | Of the place. |" in page
    assert page.count("**places.**") == 1


def test_what_is_not_known_leaves_no_empty_brackets(places: Path) -> None:
    english, chinese = (about(read_package(places), lang).citation for lang in ("en", "zh"))
    assert english == "Places and many more. Data package places, version 0."
    assert chinese == "Places and many more，数据包 places，0 版。"


@pytest.mark.parametrize(
    ("more", "english", "chinese"),
    [
        (
            {"contributors": [{"title": "A"}]},
            "A. Places and many more. Data package places, version 0.",
            "A：Places and many more，数据包 places，0 版。",
        ),
        (
            {"contributors": [{"title": "A"}], "created": "2026-01-02", "version": "1.0.0"},
            "A (2026). Places and many more. Data package places, version 1.0.0, 2026-01-02.",
            "A（2026）：Places and many more，数据包 places，1.0.0 版，2026-01-02。",
        ),
    ],
)
def test_citations_say_what_is_known(
    places: Path, more: dict[str, object], english: str, chinese: str
) -> None:
    path = places / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | more
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    package = read_package(places)
    assert [about(package, lang).citation for lang in ("en", "zh")] == [english, chinese]


def test_the_words_of_the_package_are_not_translated(places: Path, tmp_path: Path) -> None:
    arguments = ["--root", str(places), "--lang", "zh", "release", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert "Places and many more\n" in done.stdout
