"""The site of any package: whole pages of what the package says, whatever it says. All invented."""

from __future__ import annotations

import gc
import hashlib
import json
import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from site_kit import (
    LANGUAGES,
    HtmlPage,
    assert_sound,
    build,
    general_package,
    read_page,
    read_pages,
    unwritten,
    written,
)

from fiscal_notice.cli.main import cli
from fiscal_notice.package import Field, open_package, read_package
from fiscal_notice.site import make_site
from fiscal_notice.site.data import Data
from fiscal_notice.validate import rules_for, validate_package
from odd_kit import ODD, as_yaml, odd_package

SCRIPT = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, HtmlPage]:
    root = general_package(tmp_path / "package")
    return read_pages(build(root, tmp_path / "site").out)


def made(folder: Path, **descriptor: Any) -> dict[str, HtmlPage]:
    """The pages of a package with one table ``t``, and these properties of the descriptor."""
    root = general_package(folder / "package", **descriptor)
    out = build(root, folder / "site").out
    found = read_pages(out)
    assert_sound(out, found)
    return found


# What the pages say


def test_any_package_has_its_pages_in_both_languages(
    pages: dict[str, HtmlPage], tmp_path: Path
) -> None:
    names = [page.name for page in unwritten(tmp_path / "package").pages]
    assert {"index", "data", "checks", "changes"} <= set(names)
    assert set(pages) == {"index.html", *(f"{lang}/{n}.html" for lang in LANGUAGES for n in names)}
    for name in set(pages) - {"index.html"}:
        links = [each for each in pages[name].all("a") if each.inside("nav")]
        assert [each.attributes["href"] for each in links] == [f"{n}.html" for n in names]
        (current,) = (each for each in links if each.attributes.get("aria-current") == "page")
        assert name.endswith(f"/{current.attributes['href']}")


def test_the_general_site_knows_no_notice(pages: dict[str, HtmlPage], tmp_path: Path) -> None:
    words = r"notice\b|\bcity|cities|errat|transcript|通知|各市|勘误|原文|devolved|transfer"
    for name, page in pages.items():
        text = page.all("html")[0].text.replace("fiscal-notice", "")
        assert not re.search(words, text, re.IGNORECASE), name
    for path in (tmp_path / "site" / "static").iterdir():
        assert not re.search(words, path.read_text(encoding="utf-8").replace("fiscal-notice", ""))


def test_the_overview_says_what_the_package_is(pages: dict[str, HtmlPage]) -> None:
    page = pages["en/index.html"]
    assert page.all("h1")[0].text == "Invented places"
    text = page.all("main")[0].text
    for words in (
        "A few places and their measures.",
        "places · version 2.1 · 2026-01-01",
        "CC BY 4.0",
        "An invented office",
        "A. Person publisher",
        "Keywords: place, measure",
        "VALID: 2 tables, 5 rows conform to their schemas.",
    ):
        assert words in text, words
    rows = [e.text.split("\n") for e in page.by_id("table-list").children[-1].children]
    assert [[cell for cell in row if cell.strip()] for row in rows] == [
        ["PlacesWhere things were measured.", "2", "3", "37 B"],
        ["measures", "3", "3", "61 B"],
    ]
    addresses = {each.attributes["href"] for each in page.all("a")}
    assert {"https://creativecommons.org/licenses/by/4.0/", "data.html#t-places"} <= addresses


def test_the_dictionary_has_fields_keys_and_constraints(pages: dict[str, HtmlPage]) -> None:
    page = pages["en/data.html"]
    text = " ".join(page.by_id("t-measures").text.split())
    assert "Primary keyplace, day" in text
    assert "Missing valuesan empty cell, n/a" in text
    (link,) = (e for e in page.all("a") if e.inside("dl") and "Places" in e.text)
    assert link.attributes["href"] == "#t-places:id"
    assert page.by_id("t-places:id").tag == "tr"
    value = " ".join(page.by_id("t-measures:value").text.split())
    assert value == "value number required; ≥ 0; ≤ 100 What was measured."
    kind = " ".join(page.by_id("t-places:kind").text.split())
    assert kind == "kindKind string One of: t town; v village"
    assert "取值：t 镇；v village" in " ".join(
        pages["zh/data.html"].by_id("t-places:kind").text.split()
    )


def test_constraints_that_do_not_hold_are_not_said() -> None:
    for wanted, said in (
        (True, [(("必填", "required"), ""), (("不重复", "unique"), "")]),
        (False, []),
    ):
        raw = {"constraints": {"required": wanted, "unique": wanted}}
        assert list(Data.constraints(Field(name="a", type="string", raw=raw))) == said


def test_files_are_offered_with_size_and_hash(pages: dict[str, HtmlPage], tmp_path: Path) -> None:
    (listed,) = pages["zh/data.html"].all("ul", "all")
    shown = {item.children[0].attributes["href"]: item.text for item in listed.children}
    offered = sorted((tmp_path / "site" / "package").iterdir())
    assert set(shown) == {f"../package/{path.name}" for path in offered}
    for path in offered:
        content = path.read_bytes()
        text = f"{path.name} {len(content)} B {hashlib.sha256(content).hexdigest()}"
        assert shown[f"../package/{path.name}"] in (
            text,
            text.replace(f"{len(content)} B", "1.3 kB"),
        )
    assert read_package(tmp_path / "site" / "package").descriptor["name"] == "places"


def test_the_rules_that_ran_are_listed(pages: dict[str, HtmlPage]) -> None:
    for lang, passed in (("zh", "通过"), ("en", "passed")):
        ids = [i for i in pages[f"{lang}/checks.html"].ids if re.fullmatch("[A-Z]{3}-[0-9]{2}", i)]
        assert ids[0] == "SCH-01"
        assert len(ids) > 10
        assert passed in pages[f"{lang}/checks.html"].by_id("SCH-01").text


@pytest.mark.parametrize(
    "text",
    [
        "## 2.1 - 2026-01-01\n\n### Fixed\n\n- A place\n  and more.\n\n## 2.0\n\n- The first.\n",
        "## [2.1] - 2026-01-01\n### Fixed\n- A place\n  and more.\n## [v2.0]\n- The first.\n",
        (
            "## Data 2.1 - 2026-01-01\n### Fixed\n- A place and more.\n"
            "## Software 9\n- No.\n## Data 2.0\n- The first.\n"
        ),
        "## v2.1 (2026-01-01)\n### Fixed\n- A place and more.\n## 2.0\n- The first.\n",
    ],
)
def test_changes_are_those_of_the_changelog(tmp_path: Path, text: str) -> None:
    root = general_package(tmp_path / "package")
    (root / "CHANGELOG.md").write_text(text, encoding="utf-8")
    page = read_pages(build(root, tmp_path / "site").out)["en/changes.html"]
    assert [e.text for e in page.all("h2")][:2] == ["2.1 this one 2026-01-01", "2.0 "]
    changes = [e.text.removeprefix("Changed. ") for e in page.all("li") if e.inside("section")]
    assert changes == ["Fixed. A place and more.", "The first."]


def test_without_a_changelog_the_page_says_so(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("## 9.9\n\n- secret\n", encoding="utf-8")
    for number, prepare in enumerate((None, secret)):
        root = general_package(tmp_path / str(number))
        if prepare:
            (root / "CHANGELOG.md").symlink_to(prepare)
        page = read_pages(build(root, tmp_path / f"site{number}").out)["en/changes.html"]
        text = page.all("main")[0].text
        assert "no list of changes" in text
        assert "fiscal-notice diff OLD NEW" in text
        assert "secret" not in text


def test_a_package_that_is_not_valid_says_so_on_every_page(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package")
    (root / "measures.csv").write_text("place,day,value\n1,2020-01-01,many\n9,x,101\n", "utf-8")
    found = read_pages(build(root, tmp_path / "site").out)
    assert_sound(tmp_path / "site", found)
    for name, page in found.items():
        assert bool(page.all("p", "alarm")) is (name != "index.html"), name
    text = found["en/checks.html"].by_id("found").parent
    assert text is not None
    assert '"many" is no number' in text.text
    assert "NOT VALID: 4 errors in measures" in found["en/index.html"].all("main")[0].text


def test_a_file_that_is_not_there_is_no_fault_of_the_site(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package")
    (root / "measures.csv").unlink()
    built = build(root, tmp_path / "site")
    assert "package/measures.csv" not in built.files
    assert read_pages(built.out)["zh/index.html"].all("p", "alarm")


def test_a_language_that_the_package_lacks(tmp_path: Path) -> None:
    english = made(tmp_path / "en", title="Places", description="Some.")
    chinese = made(tmp_path / "zh", title="地方", description="几个地方。")
    both = made(tmp_path / "both", **{"title": "地方", "title@en": "Places", "description": ""})
    note = {"zh": "数据包没有中文说明", "en": "The package has no English words"}
    for found, lacking in ((english, "zh"), (chinese, "en"), (both, "")):
        for lang in LANGUAGES:
            foot = found[f"{lang}/index.html"].all("footer")[0].text
            assert (note[lang] in foot) is (lang == lacking)
    (head,) = chinese["en/index.html"].all("h1")
    assert [
        e.attributes.get("lang")
        for e in chinese["en/index.html"].all("span")
        if e.text == head.text
    ] == ["zh-Hans"] * 2
    assert both["en/index.html"].all("h1")[0].text == "Places"


# Whatever packages hold


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What frictionless leaves open of compressed files is closed before another test begins."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.parametrize("name", ODD)
def test_a_table_has_a_site_however_it_is_written(tmp_path: Path, name: str) -> None:
    root = odd_package(tmp_path / "p", name)
    built = build(root, tmp_path / "site")
    found = read_pages(built.out)
    assert_sound(built.out, found)
    text = found["en/index.html"].all("main")[0].text
    assert "Rows3" in text
    assert "\nVALID" in text
    again = read_package(built.out / "package")
    with open_package(root) as package:
        assert [r.paths for r in again.resources] == [r.paths for r in package.resources]
        assert validate_package(again, rules_for(again)).valid


def test_a_package_in_a_zip_and_one_in_yaml(tmp_path: Path) -> None:
    root = as_yaml(odd_package(tmp_path / "p", "plain"))
    archive = shutil.make_archive(str(tmp_path / "packed"), "zip", root)
    for number, source in enumerate((root, Path(archive))):
        with open_package(source) as package:
            report = validate_package(package, rules_for(package))
            built = make_site(package, report, tmp_path / str(number))
        text = "".join(path.read_text("utf-8") for path in built.out.rglob("*.html"))
        assert str(tmp_path) not in text
        assert "../package/datapackage.yaml" in text


HOSTILE = {
    "title": SCRIPT,
    "name": "x",
    "description": f"{SCRIPT} [a](javascript:alert(1)) <img src=x onerror=alert(2)>",
    "homepage": "javascript:alert(1)",
    "keywords": [SCRIPT, 7, None],
    "licenses": [
        {"title": SCRIPT, "path": "javascript:alert(1)"},
        {"name": "x", "path": 'https://a.b/"onmouseover="alert(1)'},
        "text",
        7,
        {},
    ],
    "sources": [{"title": SCRIPT, "path": "data:text/html,x"}, {"path": "//evil.example"}],
    "contributors": [{"title": SCRIPT, "roles": [SCRIPT], "path": " https://a.b"}, {"role": 7}],
    "version": SCRIPT,
    "created": SCRIPT,
}


def test_words_of_the_package_stay_words(tmp_path: Path) -> None:
    found = made(tmp_path, **HOSTILE)
    for name, page in found.items():
        scripts = [e.attributes.get("src") for e in page.all("script")]
        assert scripts in (["static/landing.js"], ["../static/site.js"]), name
        assert not page.all("img")
        for each in page.elements:
            assert not [key for key in each.attributes if key.startswith("on")], each
        outside = [e.attributes["href"] for e in page.all("a") if "nofollow" in str(e.attributes)]
        assert not [address for address in outside if not address.startswith("https://")]
    assert found["zh/index.html"].all("h1")[0].text == SCRIPT


ODD_DESCRIPTORS: dict[str, dict[str, Any]] = {
    "nothing but tables": {"name": None, "title": None, "version": None, "created": None},
    "another language": {"title": "שלום עולם", "description": "عربي **نص** [x](https://a.b)"},
    "signs of control": {"title": "a\x00b\x1b\u202ec", "description": "\x07 \ufffe"},
    "numbers for texts": {"title": 7, "description": ["x"], "licenses": 7, "sources": {"a": 1}},
    "long": {"title": "x" * 3000, "description": "[" * 50_000 + "`" * 50_000},
    "no words": {"title": "  ", "description": " \n "},
}


@pytest.mark.parametrize("descriptor", ODD_DESCRIPTORS.values(), ids=ODD_DESCRIPTORS)
def test_odd_descriptors_have_whole_pages(tmp_path: Path, descriptor: dict[str, Any]) -> None:
    found = made(tmp_path, **descriptor)
    for page in found.values():
        text = page.path.read_text(encoding="utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", text)
        assert page.all("h1")[0].text.strip()
        assert page.all("title")[0].text.strip(" ·")


def test_a_wide_table_of_odd_names_and_types(tmp_path: Path) -> None:
    names = ["a b", "名称", "x" * 200, "<i>", *(f"c{n}" for n in range(296))]
    kinds = ["geojson", "any", "nonsense", "object", *(["string"] * 296)]
    fields: list[dict[str, Any]] = [
        {"name": n, "type": k} for n, k in zip(names, kinds, strict=True)
    ]
    fields[4] |= {
        "constraints": {"enum": [f"v{n}" for n in range(90)], "pattern": "<.*>", "unique": True},
        "categories": [{"value": 1}, 2, {"value": "c", "label": "<b>"}, None],
        "format": "any",
        "unit": ["kg"],
    }
    resource = {"name": "Wide Tablé <i>", "path": "w ide#?.csv", "schema": {"fields": fields}}
    root = general_package(tmp_path / "package", resources=[resource])
    (root / "w ide#?.csv").write_text(",".join(f'"{name}"' for name in names) + "\n", "utf-8")
    built = build(root, tmp_path / "site")
    found = read_pages(built.out)
    assert_sound(built.out, found)
    assert "package/w ide#?.csv" in built.files
    page = found["en/data.html"]
    assert "300 columns" in page.by_id("t-:1").text
    assert "<i>" in page.by_id("t-:1::4").text
    assert "c295" in page.by_id("t-:1:c295").text


def test_many_rows_cost_no_page(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package")
    lines = "".join(f"{n},2020-01-01,{n % 100}\n" for n in range(1, 100_001))
    (root / "measures.csv").write_text("place,day,value\n" + lines, encoding="utf-8")
    built = build(root, tmp_path / "site")
    assert built.bytes < 500_000
    assert "1,000" in read_page(built.out / "en" / "checks.html").by_id("found").parent.text  # type: ignore[union-attr]


def test_an_empty_table_and_one_without_schema(tmp_path: Path) -> None:
    resources = [
        {"name": "empty", "path": "e.csv", "schema": {"fields": [{"name": "a"}]}},
        {"name": "bare", "path": "b.csv"},
        {"name": "note", "path": "n.txt"},
    ]
    root = general_package(tmp_path / "package", resources=resources)
    for name, text in (("e.csv", "a\n"), ("b.csv", "x,y\n1,2\n"), ("n.txt", "words")):
        (root / name).write_text(text, encoding="utf-8")
    built = build(root, tmp_path / "site")
    found = read_pages(built.out)
    assert_sound(built.out, found)
    page = found["en/index.html"]
    cells = [
        [c.text.strip() for c in row.children[1:3]]
        for row in page.by_id("table-list").children[-1].children
    ]
    assert cells == [["0", "1"], ["1", "–"]]
    assert "note 5 B" in " ".join(page.all("ul", "plainlist")[0].text.split())


# The command


def site(root: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), "site", *options])


def test_the_command_makes_a_site_with_downloads(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package")
    done = site(root)
    assert (done.exit_code, done.stderr) == (0, "")
    out = root / "dist" / "site"
    found = read_pages(out)
    assert_sound(out, found)
    assert (out / "downloads" / "places-2.1.xlsx").is_file()
    assert "places-2.1.sqlite" in found["en/data.html"].all("main")[0].text


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    root = general_package(tmp_path / "package")
    (root / "measures.csv").write_text("place,day,value\n1,2020-01-01,many\n", encoding="utf-8")
    return root


@pytest.mark.parametrize(("lang", "words"), [("en", "left out: "), ("zh", "未能生成：")])
def test_without_downloads_the_package_itself_is_offered(
    broken: Path, lang: str, words: str
) -> None:
    done = site(broken, "--lang", lang)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "measures.csv" in done.stderr
    assert (broken / "dist" / "site" / "package" / "measures.csv").is_file()


def test_a_package_without_a_name_has_a_site(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package", name=None, title=None)
    done = site(root, "--out", str(tmp_path / "site"))
    assert done.exit_code == 0
    assert "name cannot name a file" in done.stderr
    found = read_pages(tmp_path / "site")
    assert "Data package without a name" in found["en/index.html"].all("h1")[0].text


def test_what_lies_on_the_web_is_not_fetched(tmp_path: Path) -> None:
    root = general_package(tmp_path / "package")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["path"] = "https://data.example/t.csv"
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    done = site(root)
    assert "remote resources are not read" in str(done.exception)
    assert not (root / "dist").exists()


def test_a_site_of_another_kind_replaces_one(mini: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    written(mini, out)
    written(general_package(tmp_path / "package"), out)
    assert not (out / "zh" / "cities.html").exists()
    assert (out / "zh" / "changes.html").exists()
